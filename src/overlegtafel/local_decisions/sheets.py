"""Reading a CSV or XLSX with what a municipality decided: a file from outside, never trusted.

What comes out is text in named columns with the number of its row as a spreadsheet shows it.
Nothing is run, fetched or unpacked beyond a small size; a formula is an error in its cell.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl import load_workbook

from overlegtafel.common.errors import Invalid
from overlegtafel.common.sheets import (
    IS_FORMULA,
    MOST_ROWS,
    Line,
    as_text,
    check_size,
    clean,
    faults_in,
    lines_of,
    plain,
    unquoted,
    within,
)
from overlegtafel.dossiers.content_checks import RefusedFile
from overlegtafel.dossiers.content_checks.office import check_office
from overlegtafel.dossiers.states import FileKind

MOST_BYTES = 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_COLUMNS = 40
LONGEST_CELL = 2_000

COLUMNS = ("Afspraak", "Tafel", "Bestuur", "Stand")
DATES = ("College", "Zitting", "Bekendgemaakt")
TEXTS = ("Link", "Nota")
KNOWN = (*COLUMNS, *DATES, *TEXTS)
NEEDED = ("Afspraak", "Stand")
NOT_READ = ("Titel", "Wie beslist", "Uiterlijk", "Te laat", "Bron", "Sinds", "Wijkt af")
"""Columns our own files have for the reader; what is typed there changes nothing."""
_OTHER_NAMES = {
    "nummer": "Afspraak",
    "nummer afspraak": "Afspraak",
    "afspraaknummer": "Afspraak",
    "overleg": "Tafel",
    "gemeente": "Bestuur",
    "lokaal bestuur": "Bestuur",
    "status": "Stand",
    "datum zitting": "Zitting",
    "zitting op": "Zitting",
    "datum van de zitting": "Zitting",
    "datum college": "College",
    "op het college": "College",
    "college op": "College",
    "bekendgemaakt op": "Bekendgemaakt",
    "datum bekendmaking": "Bekendgemaakt",
    "link naar de beslissing": "Link",
    "opmerking": "Nota",
}
_BINARY = (b"MZ", b"\x7fELF", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"GIF8")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_BELGIAN = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass
class Row:
    """One row: its number in the file, its cells by column, and what is wrong in which column."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, and the names of columns that are not ours."""

    rows: list[Row]
    ignored: list[str]


def read_sheet(content: bytes, name: str) -> Sheet:
    """What stands in the file. Raises ``Invalid`` with a sentence that says how to mend it."""
    check_size(len(content), MOST_BYTES)
    is_packed = content.startswith(b"PK")
    lines = _from_xlsx(content) if is_packed else _from_csv(content, name)
    return _named(lines)


def day_from(text: str) -> date:
    """A day as people here write it (26/11/2026, 26-11-2026) or as 2026-11-26.

    Raises ``ValueError`` for anything else: a year of two digits is never guessed.
    """
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _BELGIAN.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError(text)
    read = date(int(year), int(month), int(day))
    if not 2000 <= read.year <= 2100:
        raise ValueError(text)
    return read


def _from_csv(content: bytes, name: str) -> Iterator[Line]:
    if name.lower().endswith(".xlsx"):
        raise Invalid("Dit bestand is beschadigd. Bewaar het opnieuw.", field="file")
    if content.startswith(_BINARY) or name.lower().endswith((".xls", ".ods", ".numbers")):
        raise Invalid("Dit is geen CSV en geen XLSX. Bewaar het als een van die twee.", "file")
    yield from lines_of(as_text(content), most_columns=MOST_COLUMNS)


def _from_xlsx(content: bytes) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise Invalid(
                    "Dit bestand wordt uitgepakt veel groter dan het lijkt. Zo lezen we het niet.",
                    field="file",
                )
        kind = check_office(content)
    except RefusedFile as refusal:
        raise Invalid(refusal.sentence, field="file") from refusal
    except zipfile.BadZipFile as fault:
        raise Invalid("Dit bestand is beschadigd. Bewaar het opnieuw.", field="file") from fault
    if kind != FileKind.XLSX:
        raise Invalid("Dit is geen werkblad. Bewaar het als XLSX of CSV.", field="file")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
        lines = [_line(number, cells) for number, cells in enumerate(rows, start=1)]
    except Exception as fault:  # the library raises whatever a broken file makes it raise
        raise Invalid("Dit werkblad is niet te lezen. Bewaar het opnieuw.", field="file") from fault
    for line in lines:
        within(line.number, line.cells, MOST_COLUMNS)
        yield line


def _line(number: int, cells: Iterable[object]) -> Line:
    texts: list[str] = []
    faults: dict[int, str] = {}
    for position, cell in enumerate(cells):
        kind, value = getattr(cell, "data_type", ""), getattr(cell, "value", None)
        texts.append(_text(value))
        if kind == "f":
            faults[position] = IS_FORMULA
        elif kind == "e":
            faults[position] = f"Hier staat een fout van het rekenblad ({_text(value)})."
    while texts and not texts[-1]:
        texts.pop()
    return Line(number, [unquoted(each) for each in texts], faults_in(texts) | faults)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _named(lines: Iterable[Line]) -> Sheet:
    """The first row that says something names the columns."""
    columns: dict[int, str] = {}
    ignored: list[str] = []
    rows: list[Row] = []
    for number, cells, faults in lines:
        if not any(each.strip() for each in cells):
            continue
        if not columns:
            columns, ignored = _columns(cells)
            continue
        row = Row(number)
        for position, cell in enumerate(cells):
            column = columns.get(position)
            if column is None:
                continue
            row.cells[column] = clean(cell[: LONGEST_CELL + 1])
            if position in faults:
                row.faults[column] = faults[position]
            elif len(cell) > LONGEST_CELL:
                row.faults[column] = f"Dit is langer dan {LONGEST_CELL} tekens."
        if any(row.cells.values()):
            rows.append(row)
    if not columns:
        raise Invalid("In dit bestand staat niets.", field="file")
    if not rows:
        raise Invalid("Onder de kolomnamen staat geen enkele rij.", field="file")
    return Sheet(rows, ignored)


def _columns(cells: list[str]) -> tuple[dict[int, str], list[str]]:
    known = {plain(each): each for each in (*KNOWN, *NOT_READ)} | _OTHER_NAMES
    found: dict[int, str] = {}
    ignored = []
    for position, cell in enumerate(cells):
        column = known.get(plain(cell))
        if column in found.values():
            raise Invalid(f"De kolom “{column}” staat er twee keer in.", field="file")
        if column in KNOWN:
            found[position] = column or ""
        elif column is None and cell.strip():
            ignored.append(cell.strip()[:60])
    missing = [each for each in NEEDED if each not in found.values()]
    if missing:
        names = " en ".join(f"“{each}”" for each in missing)
        raise Invalid(
            f"Deze {'kolom ontbreekt' if len(missing) == 1 else 'kolommen ontbreken'}: {names}. "
            "Zet de kolomnamen in de eerste rij, zoals in het invulblad.",
            field="file",
        )
    return found, ignored
