"""Files for a spreadsheet, as spreadsheets here expect them; no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""

Cell = str | date | None
KINDS = ("csv", "xlsx")
"""In which ways a table is given: also the end of the file's name."""
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, made text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def table_as(
    kind: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    title: str,
    widths: Mapping[str, int] | None = None,
) -> tuple[bytes, str]:
    """The same rows as ``csv`` or ``xlsx`` (one of ``KINDS``), with the media type.

    ``title`` names the sheet of an XLSX, ``widths`` (in characters) its wider columns.
    """
    if kind == "csv":
        return as_csv(headings, rows), CSV
    return _as_xlsx(headings, rows, title, widths or {}), XLSX


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


def _as_xlsx(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    title: str,
    widths: Mapping[str, int],
) -> bytes:
    """Real days, a heading that stays in view, nothing that is run."""
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = "Overlegtafel"
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for position, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = widths.get(heading, 14)
    sheet.append([_bold(sheet, each) for each in headings])
    for row in rows:
        sheet.append([_cell(sheet, each) for each in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bold(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, value=harmless(words))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Cell) -> Any:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = "DD/MM/YYYY"
        return cell
    cell = WriteOnlyCell(sheet, value=harmless(value or ""))
    cell.data_type = "s"
    return cell
