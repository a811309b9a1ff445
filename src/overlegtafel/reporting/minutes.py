"""Everything beside the text on the page where minutes are written."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.queries import agreements_of
from overlegtafel.agreements.queries.execution import unfinished
from overlegtafel.agreements.queries.positions import Positions, positions_on, takes_positions
from overlegtafel.agreements.states import ExecutionState
from overlegtafel.common import clock
from overlegtafel.governance.models import GoverningBody
from overlegtafel.horizon.models import HorizonEntry
from overlegtafel.horizon.queries import horizon_of
from overlegtafel.meetings.live import (
    Clock,
    Tally,
    clocks_of,
    earlier_treatments,
    polls_of,
    writers_of,
)
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import items_of

EARLIER = 10
SOON = 3


@dataclass(frozen=True)
class ListedItem:
    """An item in the list beside the minutes."""

    item: AgendaItem
    clock: Clock
    writers: list[str]

    @property
    def mark(self) -> str:
        """How far its minutes are: ``done``, ``begun`` or ``todo``."""
        if self.item.outcome:
            return "done"
        return "begun" if self.item.minutes or self.item.no_report else "todo"

    @property
    def words(self) -> str:
        """The same in words."""
        if self.item.outcome:
            return self.item.get_outcome_display()
        return {"begun": "nog geen uitkomst", "todo": "nog niets"}[self.mark]


@dataclass(frozen=True)
class Overdue:
    """An agreement whose day is past, with who still has to carry it out."""

    agreement: Agreement
    executors: list[Executor]


@dataclass(frozen=True)
class WritingDesk:
    """What lies at hand while someone writes the minutes of one item."""

    items: list[ListedItem]
    here: ListedItem
    previous: AgendaItem | None
    following: AgendaItem | None
    agreements: list[Agreement]
    earlier: list[Agreement]
    before: list[AgendaItem]
    polls: list[Tally]
    overdue: list[Overdue]
    positions: Positions | None
    horizon: list[HorizonEntry]


def writing_desk(actor: User, meeting: Meeting, item: AgendaItem) -> WritingDesk:
    """Gather it in a fixed number of queries, whatever the number of items and members."""
    now = clock.now()
    clocks, writers = clocks_of(meeting, now), writers_of(meeting, actor, now)
    items = list(items_of(meeting))
    listed = [
        ListedItem(each, clocks.get(each.pk, Clock()), writers.get(each.pk, [])) for each in items
    ]
    place = next(number for number, each in enumerate(items) if each.pk == item.pk)
    visible = agreements_of(actor, meeting.body)
    own = visible.filter(item=item).prefetch_related("executors__organization")
    return WritingDesk(
        items=listed,
        here=listed[place],
        previous=items[place - 1] if place else None,
        following=items[place + 1] if place + 1 < len(items) else None,
        agreements=list(own.order_by("reference")),
        earlier=_earlier(actor, meeting.body, item),
        before=list(earlier_treatments(item)[:3]),
        polls=polls_of([item]).get(item.pk, []),
        overdue=overdue_of(actor, meeting.body, clock.today()),
        positions=positions_on(item, actor) if takes_positions(item) else None,
        horizon=_horizon(actor, meeting.body),
    )


def _horizon(actor: User, body: GoverningBody) -> list[HorizonEntry]:
    """What comes towards the table soonest and stood on no agenda yet."""
    waiting = horizon_of(actor, body).filter(proposal__isnull=True, dropped_because="")
    return list(waiting.order_by("expected_on", "id")[:SOON])


def _earlier(actor: User, body: GoverningBody, item: AgendaItem) -> list[Agreement]:
    """What was agreed before in this dossier."""
    if item.dossier_id is None:
        return []
    found = agreements_of(actor, body).exclude(item=item).filter(item__dossier=item.dossier_id)
    return list(found[:EARLIER])


def overdue_of(actor: User, body: GoverningBody, today: date) -> list[Overdue]:
    """A table's agreements past their day that are not carried out yet, oldest first."""
    waiting = Executor.objects.exclude(state=ExecutionState.DONE).select_related("organization")
    late = (
        agreements_of(actor, body)
        .filter(unfinished(today))
        .prefetch_related(Prefetch("executors", waiting, to_attr="waiting"))
        .order_by("due_on", "reference")
    )
    return [Overdue(each, each.waiting) for each in late]
