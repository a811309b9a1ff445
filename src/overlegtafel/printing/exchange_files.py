"""The exchange round of one item as one document: a table for a spreadsheet, or for Word (R6)."""

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.section import WD_ORIENT

from overlegtafel.common import sheets
from overlegtafel.common.dates import spoken
from overlegtafel.meetings.exchange import Line
from overlegtafel.meetings.models import AgendaItem

HEADINGS = ("Bestuur", "Hoe we het nu aanpakken", "Wat we van plan zijn", "Contact")
NOT_YET = "nog niet gedeeld"
FOR_MEMBERS = "gedeeld met de leden van de tafel"


def as_csv(item: AgendaItem, lines: Sequence[Line]) -> bytes:
    """One row per municipality."""
    return sheets.as_csv(HEADINGS, [cells_of(line) for line in lines])


def as_docx(item: AgendaItem, lines: Sequence[Line]) -> bytes:
    """A landscape page with the title, and one row per municipality."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.core_properties.title = item.title
    document.core_properties.language = "nl-BE"
    document.core_properties.author = item.meeting.body.name
    document.add_heading(item.title, level=1)
    shared = sum(line.is_shared for line in lines)
    document.add_paragraph(
        f"Uitwisseling op {item.meeting.body.name} van {spoken(item.meeting.held_on)}. "
        f"{shared} van {len(lines)} besturen deelden hun aanpak."
    )
    table = document.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = words
    for line in lines:
        for cell, words in zip(table.add_row().cells, cells_of(line), strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cells_of(line: Line) -> tuple[str, str, str, str]:
    """One municipality, as the reader may see it."""
    row = line.row
    if row is not None and line.is_shared:
        return line.municipality.name, row.approach, row.plan, row.contact
    return line.municipality.name, FOR_MEMBERS if line.is_closed else NOT_YET, "", ""
