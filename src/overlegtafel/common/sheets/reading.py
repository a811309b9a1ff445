"""What a file with rows holds, read with one set of rules: a file from outside, never trusted.

Text in cells, with the number of each row as a spreadsheet shows it. What the columns mean is for
who asks. Nothing is run; a formula is a fault in its cell. Every refusal is ``Invalid`` with a
sentence that says how to mend it.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from overlegtafel.common.errors import Invalid
from overlegtafel.common.sheets.writing import FORMULA

MOST_ROWS = 500
IS_FORMULA = "Hier staat een formule. Zet er de waarde zelf."
_FORMULA = re.compile(r"^\s*(=|@|[+\-](?![\d.,\s]*$)\S*[(!|])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MEGABYTE = 1024 * 1024


class Line(NamedTuple):
    """One row: its number, its cells, and per position what is wrong there."""

    number: int
    cells: list[str]
    faults: dict[int, str]


def check_size(size: int, most: int) -> None:
    """Whether a file of ``size`` bytes is read at all. Raises ``Invalid``."""
    if not size:
        raise Invalid("Dit bestand is leeg.", field="file")
    if size > most:
        said = f"{most // _MEGABYTE} MB" if most >= _MEGABYTE else f"{most // 1000} kB"
        raise Invalid(f"Dit bestand is groter dan {said}. Laat alleen de rijen staan.", "file")


def as_text(content: bytes) -> str:
    """The words of a CSV: UTF-8, UTF-16, or what a Belgian Excel writes. Raises ``Invalid``."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codes: tuple[str, ...] = ("utf-16",)
    else:
        codes = ("utf-8-sig", "cp1252")
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise Invalid("De tekens van dit bestand zijn niet te lezen. Bewaar het als CSV UTF-8.", "file")


def lines_of(text: str, *, most_columns: int) -> Iterator[Line]:
    """Every row of a CSV, separated by what its first line has most of. Raises ``Invalid``."""
    text = text.removeprefix("\ufeff")
    if _CONTROL.search(text):
        raise Invalid("Dit bestand is geen gewone tekst. Bewaar het als CSV (UTF-8).", "file")
    head = text.split("\n", 1)[0]
    delimiter = max((";", "\t", ","), key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            within(number, cells, most_columns)
            yield Line(number, [unquoted(each) for each in cells], faults_in(cells))
    except csv.Error as fault:
        raise Invalid(
            f"Dit CSV-bestand is niet te lezen na rij {number}: een aanhalingsteken sluit niet.",
            field="file",
        ) from fault


def within(number: int, cells: list[str], most_columns: int) -> None:
    """Whether this row still fits. Raises ``Invalid``."""
    if number > MOST_ROWS + 1 and any(cells):
        raise Invalid(f"Dit bestand heeft meer dan {MOST_ROWS} rijen. Splits het.", field="file")
    if len(cells) > most_columns:
        raise Invalid(f"{where(number)} heeft meer dan {most_columns} kolommen.", field="file")


def faults_in(cells: Iterable[object]) -> dict[int, str]:
    """Per position: what a spreadsheet would run instead of show."""
    return {
        position: IS_FORMULA
        for position, cell in enumerate(cells)
        if isinstance(cell, str) and _FORMULA.match(cell)
    }


def unquoted(cell: str) -> str:
    """A cell as our own files write it: the sign that kept it text is taken off again."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def clean(cell: str) -> str:
    """A cell on one line, without signs that nobody sees."""
    return " ".join(_CONTROL.sub("", cell).split())


def plain(words: str) -> str:
    """Words without capitals, accents and double spaces, to compare what people type."""
    bare = unicodedata.normalize("NFKD", words)
    kept = "".join(each for each in bare if not unicodedata.combining(each))
    return " ".join(kept.casefold().replace("_", " ").split())


def where(number: int, column: str = "", about: str = "") -> str:
    """Where something is wrong: ``Rij 3 (Lede), kolom “Aantal”``."""
    said = f"Rij {number}" + (f" ({about})" if about else "")
    return said + (f", kolom “{column}”" if column else "")
