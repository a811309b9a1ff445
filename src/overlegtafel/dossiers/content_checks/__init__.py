"""What a file is and whether it may stay, seen in its content and never in its name alone."""

from django.conf import settings

from overlegtafel.dossiers.content_checks.images import check_image
from overlegtafel.dossiers.content_checks.names import clean_name, extension_of
from overlegtafel.dossiers.content_checks.office import check_office
from overlegtafel.dossiers.content_checks.pdf import check_pdf
from overlegtafel.dossiers.content_checks.plain import check_text
from overlegtafel.dossiers.content_checks.verdict import CheckedFile, RefusedFile
from overlegtafel.dossiers.states import FileKind

__all__ = ["CheckedFile", "RefusedFile", "check_file"]

_TEXTS = {"txt": FileKind.TEXT, "csv": FileKind.CSV}
_PICTURES = {"png", "jpg"}
"""Often called each other's name by what saves them; the name is mended."""
_KNOWN = (
    (b"MZ", "Dit is een programma. Programma's nemen we niet op."),
    (b"\x7fELF", "Dit is een programma. Programma's nemen we niet op."),
    (b"#!", "Dit is een programma. Programma's nemen we niet op."),
    (b"GIF8", "Een GIF-beeld nemen we niet op. Bewaar het als PNG of JPEG."),
    (b"RIFF", "Dit soort beeld of geluid nemen we niet op. Bewaar een beeld als PNG of JPEG."),
    (b"II*\0", "Een TIFF-beeld nemen we niet op. Bewaar het als PDF, PNG of JPEG."),
    (b"MM\0*", "Een TIFF-beeld nemen we niet op. Bewaar het als PDF, PNG of JPEG."),
    (b"BM", "Een BMP-beeld nemen we niet op. Bewaar het als PNG of JPEG."),
    (b"{\\rtf", "Een RTF-bestand nemen we niet op. Bewaar het als Word-bestand of PDF."),
    (
        b"\xd0\xcf\x11\xe0",
        "Dit is een Office-bestand van voor 2007, of een met een wachtwoord. Bewaar het als .docx, "
        ".xlsx, .pptx of PDF, zonder wachtwoord.",
    ),
)
_UNKNOWN = (
    "Dit soort bestand nemen we niet op. Wel: PDF, Word, Excel, PowerPoint, OpenDocument, PNG, "
    "JPEG, tekst en CSV."
)


def check_file(content: bytes, name: str) -> CheckedFile:
    """The file as it may be kept, with a name that is safe to give back.

    Raises ``RefusedFile`` with a sentence for who added it.
    """
    if not content:
        raise RefusedFile("Dit bestand is leeg.")
    if len(content) > settings.DOCUMENT_MOST_BYTES:
        most = settings.DOCUMENT_MOST_BYTES // (1024 * 1024)
        raise RefusedFile(f"Dit bestand is groter dan {most} MB. Maak het kleiner, of splits het.")
    kind, kept, made_harmless = _seen(content, name)
    if kind not in settings.DOCUMENT_KINDS:
        raise RefusedFile(f"Een bestand van de soort {kind.label} nemen we hier niet op.")
    named = extension_of(name)
    if named and named != kind.value and not {named, kind.value} <= _PICTURES:
        raise RefusedFile(
            f"Dit bestand heet .{named[:12]}, maar de inhoud is {kind.label}. Geef het een naam "
            f"die eindigt op .{kind.value}."
        )
    return CheckedFile(kind, clean_name(name, kind), kept, made_harmless)


def _seen(content: bytes, name: str) -> tuple[FileKind, bytes, str]:
    """The kind, the bytes to keep and what was taken out, by how the content begins."""
    if content.startswith(b"%PDF-"):
        return FileKind.PDF, *check_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return check_office(content), content, ""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG, *check_image(content, FileKind.PNG)
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG, *check_image(content, FileKind.JPEG)
    for sign, sentence in _KNOWN:
        if content.startswith(sign):
            raise RefusedFile(sentence)
    kind = _TEXTS.get(extension_of(name))
    if kind is None:
        raise RefusedFile(_unknown(content))
    return kind, *check_text(content, kind)


def _unknown(content: bytes) -> str:
    """Why a file without a sign of its own is not taken in."""
    start = content[:2048].lower()
    if b"<svg" in start:
        return "Een SVG-beeld kan scripts bevatten. Bewaar het als PNG of PDF."
    if b"<html" in start or b"<!doctype html" in start or b"<script" in start:
        return "Een webpagina nemen we niet op. Bewaar ze als PDF."
    if b"%pdf-" in start:
        return "Voor deze PDF hangt nog iets anders. Bewaar ze opnieuw en probeer nog eens."
    return _UNKNOWN
