"""Who decided what as a file for a spreadsheet: exactly what the page shows, no cell a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from overlegtafel.common.sheets import Cell, as_csv, harmless
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import according_to

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = (
    *("Afspraak", "Titel", "Tafel", "Bestuur", "Wie beslist", "Uiterlijk", "Stand"),
    *("College", "Zitting", "Bekendgemaakt", "Link", "Nota", "Bron", "Sinds"),
)
SHEET_HEADINGS = HEADINGS[:12]
"""The sheet to fill in: what is read back, and what helps to know which row is which."""
_WIDTHS = {"Titel": 50, "Nota": 40, "Link": 40, "Bron": 45, "Wie beslist": 24, "Bestuur": 20}


def line_of(decision: LocalDecision) -> list[Cell]:
    """One municipality and one agreement as a row under ``HEADINGS``."""
    agreement = decision.agreement
    return [
        agreement.reference,
        agreement.title,
        agreement.body.short_name,
        decision.municipality.name,
        decision.body_spoken,
        agreement.due_on,
        decision.get_state_display(),
        decision.college_on,
        decision.meets_on,
        decision.published_on,
        decision.link,
        decision.note,
        f"{according_to(decision)}, {decision.get_source_display()}",
        timezone.localdate(decision.state_since),
    ]


def outcomes_as(kind: str, decisions: Iterable[LocalDecision]) -> tuple[bytes, str]:
    """The outcomes as ``csv`` or ``xlsx``, with the media type."""
    return _as(kind, HEADINGS, [line_of(each) for each in decisions], "Lokale beslissingen")


def sheet_as(kind: str, decisions: Iterable[LocalDecision]) -> tuple[bytes, str]:
    """A sheet to fill in with what is still open, as ``csv`` or ``xlsx``."""
    rows = [line_of(each)[: len(SHEET_HEADINGS)] for each in decisions]
    return _as(kind, SHEET_HEADINGS, rows, "Invulblad")


def _as(
    kind: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], title: str
) -> tuple[bytes, str]:
    if kind == "csv":
        return as_csv(headings, rows), CSV
    return _xlsx(headings, rows, title), XLSX


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = "Overlegtafel"
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for position, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS.get(heading, 14)
    sheet.append([_bold(sheet, each) for each in headings])
    for row in rows:
        sheet.append([_cell(sheet, each) for each in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bold(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, value=words)
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
