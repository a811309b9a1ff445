"""Who decided what as a file for a spreadsheet: exactly what the page shows, no cell a formula."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from overlegtafel.common.sheets import Cell, table_as
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import according_to

HEADINGS = (
    *("Afspraak", "Titel", "Tafel", "Bestuur", "Wie beslist", "Uiterlijk", "Te laat", "Stand"),
    *("College", "Zitting", "Bekendgemaakt", "Link", "Nota", "Bron", "Sinds"),
)
SHEET_HEADINGS = HEADINGS[:13]
"""The sheet to fill in: what is read back, and what helps to know which row is which."""
_WIDTHS = {"Titel": 50, "Nota": 40, "Link": 40, "Bron": 45, "Wie beslist": 24, "Bestuur": 20}


def line_of(decision: LocalDecision, today: date) -> list[Cell]:
    """One municipality and one agreement as a row under ``HEADINGS``."""
    agreement = decision.agreement
    return [
        agreement.reference,
        agreement.title,
        agreement.body.short_name,
        decision.municipality.name,
        decision.body_spoken,
        agreement.due_on,
        "ja" if decision.is_overdue(today) else "nee",
        decision.get_state_display(),
        decision.college_on,
        decision.meets_on,
        decision.published_on,
        decision.link,
        decision.note,
        _source(decision),
        timezone.localdate(decision.state_since),
    ]


def _source(decision: LocalDecision) -> str:
    """Whose word it is and how it came; a publication says both at once."""
    whose, how = according_to(decision), decision.get_source_display()
    return whose if whose.startswith(how) else f"{whose}, {how}"


def outcomes_as(kind: str, decisions: Iterable[LocalDecision], today: date) -> tuple[bytes, str]:
    """The outcomes as ``csv`` or ``xlsx``, with the media type."""
    rows = [line_of(each, today) for each in decisions]
    return table_as(kind, HEADINGS, rows, "Lokale beslissingen", _WIDTHS)


def sheet_as(kind: str, decisions: Iterable[LocalDecision], today: date) -> tuple[bytes, str]:
    """A sheet to fill in with what is still open, as ``csv`` or ``xlsx``."""
    rows = [line_of(each, today)[: len(SHEET_HEADINGS)] for each in decisions]
    return table_as(kind, SHEET_HEADINGS, rows, "Invulblad", _WIDTHS)
