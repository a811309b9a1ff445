"""One pack as files: the PDF and the ZIP, written whole or not at all."""

import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings

from overlegtafel.printing.contents import PackContents, template_data
from overlegtafel.printing.merging import BROKEN, NotMergeable, Placed, Sheets, merge, sheets_of
from overlegtafel.printing.typesetting import typeset_with_places

KEPT = "Bladzijdenummers lopen door over de bijlagen en zijn dezelfde als op het scherm."


@dataclass(frozen=True)
class MadePack:
    """What came of it: sizes in bytes, and the page of every item and annex."""

    pages: int
    size: int
    zip_size: int
    places: dict[str, int]


def folder() -> Path:
    """Where packs are kept; all in it can be made again."""
    return Path(settings.DATA_DIR) / "packs"


def pdf_path(fingerprint: str) -> Path:
    """The PDF of a pack."""
    return folder() / f"{fingerprint}.pdf"


def zip_path(fingerprint: str) -> Path:
    """The ZIP of a pack."""
    return folder() / f"{fingerprint}.zip"


def make_files(contents: PackContents, alive: Callable[[int], None]) -> MadePack:
    """Typeset, merge and keep the pack; ``alive`` hears after each annex how many are done."""
    raw: dict[str, bytes] = {}
    sheets: dict[str, Sheets] = {}
    reasons: dict[str, str] = {}
    for number, annex in enumerate(contents.annexes, 1):
        try:
            raw[annex.key] = annex.read()
            sheets[annex.key] = sheets_of(raw[annex.key], annex.media_type)
        except NotMergeable as refused:
            reasons[annex.key] = str(refused)
        except OSError:
            reasons[annex.key] = BROKEN
        alive(number)
    pdf, places, pages = _paper(contents, sheets, reasons)
    size = write_whole(pdf_path(contents.fingerprint), pdf)
    packed = _zipped(contents, pdf, raw)
    zip_size = write_whole(zip_path(contents.fingerprint), packed)
    return MadePack(pages, size, zip_size, places)


def _paper(
    contents: PackContents, sheets: Mapping[str, Sheets], reasons: Mapping[str, str]
) -> tuple[bytes, dict[str, int], int]:
    told = {
        annex.key: {
            "pages": sheets[annex.key].landscape if annex.key in sheets else [],
            "reason": reasons.get(annex.key, ""),
        }
        for annex in contents.annexes
    }
    data = template_data(contents, told)
    data["cover"] = {
        **contents.cover,
        "counts": _counts(len(contents.items), len(contents.annexes), len(reasons)),
        "promise": KEPT,
    }
    title = f"Bundel {contents.cover['body']}, {contents.cover['day']}"
    paper, places = typeset_with_places("pack", data, title=title, author=contents.cover["body"])
    placed = [
        Placed(sheets[annex.key], places[f"annex-{annex.key}"] - 1, f"Bijlage “{annex.title}”")
        for annex in contents.annexes
        if annex.key in sheets
    ]
    pack = merge(paper, placed)
    made = BytesIO()
    pack.save(made)
    return made.getvalue(), places, len(pack.pages)


def _counts(items: int, annexes: int, listed: int) -> str:
    said = f"{items} {'punt' if items == 1 else 'punten'}, "
    said += f"{annexes} {'bijlage' if annexes == 1 else 'bijlagen'}" if annexes else "geen bijlagen"
    return f"{said}, waarvan {listed} alleen vermeld" if listed else said


def _zipped(contents: PackContents, pdf: bytes, raw: Mapping[str, bytes]) -> bytes:
    """The pack and every annex as it was sent in, in agenda order."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("00 Bundel.pdf", pdf)
        for each in contents.items:
            inside = f"{each.item.order:02} {safe_name(each.item.title, 60)}"
            for number, annex in enumerate(each.annexes, 1):
                if annex.key in raw:
                    name = f"{inside}/{each.item.order:02}.{number:02} "
                    packed.writestr(name + safe_name(annex.file_name, 100), raw[annex.key])
    return made.getvalue()


def safe_name(name: str, longest: int) -> str:
    """A file name that opens on every system, keeping its ending."""
    plain = unicodedata.normalize("NFC", name)
    plain = re.sub(r'[<>:"/\\|?*]+', "-", "".join(c for c in plain if c.isprintable()))
    plain = " ".join(plain.split()).strip(". ") or "zonder naam"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        return plain[:longest].strip(". ")
    return f"{stem[: longest - len(ending) - 1].strip('. ')}.{ending}"


def write_whole(path: Path, content: bytes) -> int:
    """Write to another name, let it reach the disk, then take the name; return the size."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    with half.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)
    beside = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(beside)
    finally:
        os.close(beside)
    return len(content)
