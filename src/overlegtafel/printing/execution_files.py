"""Who still has to carry out what, as a file for a spreadsheet: no cell a formula."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from overlegtafel.agreements.models import Executor
from overlegtafel.common.sheets import Cell, as_csv

HEADINGS = (
    *("Uitvoerder", "Afspraak", "Titel", "Tafel", "Trekker", "Afgesproken op", "Uiterlijk"),
    *("Voortgang", "Te laat", "Uitgevoerd op", "Waaruit dat blijkt", "Link"),
)


def executions_csv(executors: Iterable[Executor], today: date) -> bytes:
    """One row per executor."""
    return as_csv(HEADINGS, (_line(each, today) for each in executors))


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
