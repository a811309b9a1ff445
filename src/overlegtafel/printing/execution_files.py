"""Who still has to carry out what, as a file for a spreadsheet: no cell a formula."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from overlegtafel.agreements.models import Executor
from overlegtafel.local_decisions.sheets import harmless

HEADINGS = (
    *("Uitvoerder", "Afspraak", "Titel", "Tafel", "Trekker", "Afgesproken op", "Uiterlijk"),
    *("Voortgang", "Te laat", "Uitgevoerd op", "Waaruit dat blijkt", "Link"),
)


def executions_csv(executors: Iterable[Executor], today: date) -> bytes:
    """Semicolons and a byte order mark, as spreadsheets here expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    for each in executors:
        writer.writerow([_cell(value) for value in _line(each, today)])
    return out.getvalue().encode("utf-8-sig")


def _line(executor: Executor, today: date) -> list[str | date | None]:
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


def _cell(value: str | date | None) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else harmless(value or "")
