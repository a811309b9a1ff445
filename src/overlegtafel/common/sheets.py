"""Files for a spreadsheet, as spreadsheets here expect them; no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""

Cell = str | date | None


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, made text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons, a byte order mark, days as ``26/11/2026``."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out, delimiter=";")
    sheet.writerow([harmless(each) for each in headings])
    for row in rows:
        sheet.writerow([_plain(each) for each in row])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else harmless(cell or "")
