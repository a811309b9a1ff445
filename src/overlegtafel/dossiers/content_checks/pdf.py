"""PDF: nothing in it may run, open something else, or carry another file."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.conf import settings
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from overlegtafel.common.text import join_dutch
from overlegtafel.dossiers.content_checks.verdict import RefusedFile

_BROKEN = "Deze PDF is beschadigd of onvolledig. Bewaar ze opnieuw en probeer nog eens."
_LOCKED = (
    "Deze PDF is met een wachtwoord of beperkingen beveiligd. Bewaar ze zonder beveiliging en "
    "probeer opnieuw."
)
_BOMB = "Deze PDF is te groot om te openen: uitgepakt wordt ze veel groter dan ze lijkt."
_MOST_OBJECTS = 400_000
_MOST_UNPACKED = 150 * 1024 * 1024
_PACKED = re.compile(rb"/(?:ObjStm|XRef)\b.{0,400}?stream\r?\n", re.DOTALL)

SCRIPTS, STARTS, FILES, FORMS, MEDIA, MORE = (
    "scripts",
    "opdrachten die iets openen of versturen",
    "ingesloten bestanden",
    "een XFA-formulier",
    "ingesloten media",
    "wat voor of achter de PDF hing",
)
_ACTIONS = {
    "/JavaScript": SCRIPTS,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/RichMediaExecute": MEDIA,
    **dict.fromkeys(("/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"), STARTS),
}
_NOTES = {
    "/FileAttachment": FILES,
    "/RichMedia": MEDIA,
    "/Movie": MEDIA,
    "/Screen": MEDIA,
    "/Sound": MEDIA,
    "/3D": MEDIA,
}
_ALWAYS_OUT = {"/AA": SCRIPTS, "/XFA": FORMS, "/AF": FILES, "/EmbeddedFiles": FILES}
_WEB = re.compile(rb"^\s*(https?|mailto|tel):", re.IGNORECASE)


def check_pdf(content: bytes) -> tuple[bytes, str]:
    """The PDF as it may be kept, and in words what was taken out of it.

    One that needs nothing stays as it came, byte for byte, so that a signature stays whole.
    Raises ``RefusedFile``.
    """
    _refuse_bomb(content)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise RefusedFile(_LOCKED)
            _refuse_broken(pdf, content)
            found = _made_harmless(pdf)
            if _hangs_together(content):
                found.add(MORE)
            if not found:
                return content, ""
            written = io.BytesIO()
            pdf.save(written, deterministic_id=True)
    except pikepdf.PasswordError as locked:
        raise RefusedFile(_LOCKED) from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as fault:
        raise RefusedFile(_BROKEN) from fault
    return written.getvalue(), join_dutch(sorted(found))


def _refuse_bomb(content: bytes) -> None:
    """Measure what opening would unpack at once: the packed lists of objects."""
    room = _MOST_UNPACKED
    for match in _PACKED.finditer(content):
        end = content.find(b"endstream", match.end())
        try:
            part = content[match.end() : end if end > 0 else None]
            room -= len(zlib.decompressobj().decompress(part, room))
        except zlib.error:
            continue  # not packed this way; the reader says whether it is sound
        if room <= 0:
            raise RefusedFile(_BOMB)


def _refuse_broken(pdf: Pdf, content: bytes) -> None:
    if b"%%EOF" not in content[-2048:] and b"%%EOF" not in content:
        raise RefusedFile(_BROKEN)
    if len(pdf.objects) > _MOST_OBJECTS:
        raise RefusedFile(_BOMB)
    pages = len(pdf.pages)
    if not pages:
        raise RefusedFile(_BROKEN)
    if pages > settings.DOCUMENT_MOST_PAGES:
        raise RefusedFile(
            f"Deze PDF telt {pages} bladzijden; hoogstens {settings.DOCUMENT_MOST_PAGES} kan."
        )


def _hangs_together(content: bytes) -> bool:
    """Whether something else hangs before or behind the PDF, so that it is two files in one."""
    tail = content[content.rfind(b"%%EOF") + 5 :]
    head = content[:1024].lower()
    return (
        bool(tail.strip(b"\r\n\t \x00"))
        or any(sign in head for sign in (b"<script", b"<html", b"<svg", b"<!doctype"))
        or zipfile.is_zipfile(io.BytesIO(content))
    )


def _made_harmless(pdf: Pdf) -> set[str]:
    """Take out of every object what may not stay; say what that was."""
    found: set[str] = set()
    for each in pdf.objects:
        for part in _parts(each):
            found |= _emptied(part)
    root = pdf.Root
    if "/Collection" in root:
        del root["/Collection"]
        found.add(FILES)
    return found


def _parts(start: Any) -> Iterator[Any]:
    """The dictionaries written within one object; what it points at comes by itself."""
    todo = [start]
    while todo:
        here = todo.pop()
        if isinstance(here, (Dictionary, Stream)):
            yield here
            todo += [value for _, value in here.items() if _is_inside(value)]
        elif isinstance(here, Array):
            todo += [value for value in here if _is_inside(value)]


def _is_inside(value: Any) -> bool:
    return isinstance(value, (Dictionary, Array)) and not value.is_indirect


def _emptied(part: Any) -> set[str]:
    found = set()
    for key, what in _ALWAYS_OUT.items():
        if key in part:
            del part[key]
            found.add(what)
    names = part.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        del names["/JavaScript"]
        found.add(SCRIPTS)
    if "/Annots" in part and isinstance(part["/Annots"], Array):
        found |= _without_notes(part)
    for key in [key for key in ("/A", "/OpenAction", "/PA", "/Next") if key in part]:
        if what := _runs(part[key]):
            del part[key]
            found.add(what)
    if what := _runs(part):  # pointed at from a place we don't know
        for key in ("/JS", "/F", "/Win", "/URI", "/R", "/Next"):
            if key in part:
                del part[key]
                found.add(what)
    return found


def _without_notes(page: Any) -> set[str]:
    found, kept = set(), []
    for note in page["/Annots"]:
        kind = str(note.get("/Subtype", "")) if isinstance(note, Dictionary) else ""
        if kind in _NOTES:
            found.add(_NOTES[kind])
        else:
            kept.append(note)
    if found:
        page["/Annots"] = Array(kept)
    return found


def _runs(action: Any) -> str:
    """What an action does that may not; empty for a place in the document or a web address."""
    if isinstance(action, Array):
        return next(filter(None, (_runs(each) for each in action)), "")
    if not isinstance(action, (Dictionary, Stream)):
        return ""
    kind = action.get("/S")
    if not isinstance(kind, Name):
        return SCRIPTS if "/JS" in action else ""
    if str(kind) == "/URI":
        address = action.get("/URI")
        return "" if isinstance(address, pikepdf.String) and _WEB.match(bytes(address)) else STARTS
    return _ACTIONS.get(str(kind), "")
