"""Who signed up for an info evening, as a file for a spreadsheet: no party, no cell a formula."""

from collections.abc import Iterable

from django.utils import timezone

from overlegtafel.common.sheets import Cell, table_as
from overlegtafel.councillors.models import EveningSignUp

HEADINGS = ("Naam", "Bestuur", "Stand", "Plaats op de lijst", "Sinds")
_WIDTHS = {"Naam": 30, "Bestuur": 24, "Stand": 18}


def sign_ups_as(kind: str, rows: Iterable[EveningSignUp]) -> tuple[bytes, str]:
    """The list as ``csv`` or ``xlsx``, with the media type."""
    lines: list[list[Cell]] = [
        [
            each.user.name,
            each.municipality.name,
            each.get_state_display(),
            str(each.place),
            timezone.localdate(each.since),
        ]
        for each in rows
    ]
    return table_as(kind, HEADINGS, lines, "Inschrijvingen", _WIDTHS)
