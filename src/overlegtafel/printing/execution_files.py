"""Who still has to carry out what, as a file for a spreadsheet: no cell a formula."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from overlegtafel.agreements.models import Executor
from overlegtafel.common.sheets import Cell, table_as

HEADINGS = (
    *("Uitvoerder", "Afspraak", "Titel", "Tafel", "Trekker", "Afgesproken op", "Uiterlijk"),
    *("Voortgang", "Te laat", "Uitgevoerd op", "Waaruit dat blijkt", "Link"),
)
_WIDTHS = {"Uitvoerder": 24, "Titel": 50, "Trekker": 24, "Waaruit dat blijkt": 40, "Link": 40}


def executions_as(kind: str, executors: Iterable[Executor], today: date) -> tuple[bytes, str]:
    """One row per executor, as ``csv`` or ``xlsx``, with the media type."""
    rows = [_line(each, today) for each in executors]
    return table_as(kind, HEADINGS, rows, "Uitvoering", _WIDTHS)


def _line(executor: Executor, today: date) -> list[Cell]:
    agreement = executor.agreement
    made = agreement.confirmed_at
    is_late = executor.done_on is None and agreement.due_on < today
    return [
        executor.organization.name,
        agreement.reference,
        agreement.title,
        agreement.body.short_name,
        str(agreement.owner or ""),
        timezone.localdate(made) if made else None,
        agreement.due_on,
        str(executor.get_state_display()),
        "ja" if is_late else "nee",
        executor.done_on,
        executor.evidence,
        executor.evidence_link,
    ]
