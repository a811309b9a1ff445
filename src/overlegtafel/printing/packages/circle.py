"""What a college reads of its tables: what is open to the local governments (R8).

A package is read by aldermen and officers too, whoever composes it: so the level decides, not the
composer. What is asked of the own municipality is always in it.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.states import AgreementState
from overlegtafel.common.dates import spoken
from overlegtafel.common.models import valid_on
from overlegtafel.feedback.text import Line
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.item_levels import CLOSED, level_of
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import items_of
from overlegtafel.organizations.models import Organization

WIDE = (Openness.LOCAL, Openness.PUBLIC)


def tables_of(municipality: Organization, day: date) -> list[GoverningBody]:
    """The tables at which the municipality has a seat that counts."""
    seats = Seat.objects.filter(valid_on(day), municipality=municipality, category__counts=True)
    return list(GoverningBody.objects.filter(seats__in=seats).distinct().order_by("name"))


def items_for(meeting: Meeting, levels: Iterable[Openness] = WIDE) -> list[AgendaItem]:
    """The items of a meeting, each that stays inside as a place without words."""
    open_to = set(levels)
    items = list(items_of(meeting))
    for item in items:
        if level_of(item, meeting) not in open_to:
            item.title, item.is_closed = CLOSED, True
    return items


def agreements_for(
    municipality: Organization, meeting: Meeting, items: Iterable[AgendaItem]
) -> list[Agreement]:
    """The agreements of items that a college reads, and those the municipality carries out."""
    own = Executor.objects.filter(organization=municipality)
    open_items = [item.pk for item in items if not item.is_closed]
    found = Agreement.objects.filter(
        Q(item__in=open_items) | Q(pk__in=own.values("agreement")),
        item__meeting=meeting,
        state=AgreementState.CONFIRMED,
    )
    return list(found.select_related("item").order_by("reference"))


def item_line(item: AgendaItem, *, with_outcome: bool) -> Line:
    """One item as a point: what it was about and what came of it."""
    if item.is_closed or not with_outcome:
        return Line(f"{item.order}. {item.title}")
    words = [item.get_outcome_display(), item.outcome_note]
    return Line(f"{item.order}. {item.title}", ": ".join(filter(None, words)))


def due(day: date) -> str:
    """``uiterlijk 31 december 2026``."""
    return f"uiterlijk {spoken(day)}"
