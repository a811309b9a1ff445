"""The clock of a meeting: which item runs, since when, and how long each one took."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, ItemTime, Meeting
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.meetings.states import MeetingState

LONGEST = 600
"""Minutes that one item can be given."""


@transaction.atomic
def start_item(*, actor: User, item: AgendaItem) -> ItemTime:
    """Say that the meeting is at this item now; the one that ran stops at the same moment.

    Raises ``NotAllowed``, ``WrongMoment`` when the meeting is not going on or is there already.
    """
    authorise(actor, item.meeting, Task.MINUTES)
    meeting = hold(item.meeting, MeetingState.IN_SESSION)
    if item.times.filter(ended_at__isnull=True).exists():
        raise WrongMoment("Dit punt loopt al.")
    stop_clock(meeting)
    started = ItemTime.objects.create(item=item, started_at=clock.now())
    record(
        "minutes.item_started",
        item,
        actor=actor,
        changes={"started_at": (None, started.started_at)},
        body_id=item.meeting.body_id,
    )
    return started


@transaction.atomic
def stop_item(*, actor: User, item: AgendaItem) -> None:
    """Say that the meeting is done with this item. Raises ``NotAllowed``, ``WrongMoment``."""
    authorise(actor, item.meeting, Task.MINUTES)
    meeting = hold(item.meeting, MeetingState.IN_SESSION)
    if not item.times.filter(ended_at__isnull=True).exists():
        raise WrongMoment("Dit punt loopt niet.")
    stop_clock(meeting)
    record(
        "minutes.item_stopped",
        item,
        actor=actor,
        changes={"ended_at": (None, clock.now())},
        body_id=item.meeting.body_id,
    )


@transaction.atomic
def plan_time(*, actor: User, item: AgendaItem, minutes: int | None) -> AgendaItem:
    """Give an item a number of minutes, until its meeting is over; ``None`` for no limit.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    authorise(actor, item.meeting, Task.AGENDA)
    hold(item.meeting, MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise Invalid(f"Kies 1 tot {LONGEST} minuten.", field="planned_minutes")
    before = AgendaItem.objects.values_list("planned_minutes", flat=True).get(pk=item.pk)
    AgendaItem.objects.filter(pk=item.pk).update(planned_minutes=minutes)
    item.planned_minutes = minutes
    record(
        "agenda.time_planned",
        item,
        actor=actor,
        changes={"planned_minutes": (before, minutes)},
        body_id=item.meeting.body_id,
    )
    return item


def stop_clock(meeting: Meeting) -> None:
    """Let no item run any more; runs inside a service that has authorised."""
    running = ItemTime.objects.filter(item__meeting=meeting, ended_at__isnull=True)
    running.update(ended_at=clock.now())
