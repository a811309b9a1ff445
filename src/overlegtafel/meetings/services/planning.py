"""A meeting in the calendar: planned, moved, cancelled, and which guests visit it."""

from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.common.models import valid_on
from overlegtafel.common.text import join_dutch
from overlegtafel.common.transitions import claim
from overlegtafel.governance.charters import rules_for
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.meetings import planned
from overlegtafel.meetings.models import Meeting, Visit
from overlegtafel.meetings.other_moment import tell_cancelled
from overlegtafel.meetings.queries import expected_seats, visits_in
from overlegtafel.meetings.readiness import cut_off_of
from overlegtafel.meetings.services.agenda import place_standing_items, take_off
from overlegtafel.meetings.services.holding import authorise, hold, record_move
from overlegtafel.meetings.services.report_placing import place_at_next, place_waiting_reports
from overlegtafel.meetings.states import MOVES, MeetingState

DAY_TAKEN = "Op die dag is er al een vergadering van dit overleg."


@transaction.atomic
def plan_meeting(
    *,
    actor: User,
    body: GoverningBody,
    held_on: date,
    starts_at: time,
    location: str = "",
    ends_at: time | None = None,
    proposals_due_on: date | None = None,
    theme: str = "",
    moved_from: date | None = None,
    moved_because: str = "",
    follows: Meeting | None = None,
) -> Meeting:
    """Put a meeting in the calendar, with the charter's standing items on its agenda (R51).

    Without a last day for proposals it gets the one that follows from the charter. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, body, Task.PLAN)
    _check_due(held_on, proposals_due_on)
    check_end(starts_at, ends_at)
    _check_follows(follows, held_on)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                body=body,
                held_on=held_on,
                starts_at=starts_at,
                ends_at=ends_at,
                location=location,
                proposals_due_on=proposals_due_on,
                theme=theme,
                moved_from=moved_from,
                moved_because=moved_because,
                follows=follows,
                state_since=clock.now(),
            )
    except IntegrityError:
        raise Invalid(DAY_TAKEN, field="held_on") from None
    if proposals_due_on is None:
        meeting.proposals_due_on = cut_off_of(meeting, rules_for(body.pk, held_on))
        meeting.save(update_fields=["proposals_due_on"])
    told = {"held_on": held_on, "theme": theme, "follows": _loggable(follows)}
    record(
        "meeting.planned",
        meeting,
        actor=actor,
        changes={name: (None, value) for name, value in told.items() if value},
        body_id=body.pk,
    )
    place_standing_items(actor, meeting)
    place_waiting_reports(actor, meeting)
    for follow in planned.followers:
        follow(actor, meeting)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    actor: User,
    meeting: Meeting,
    held_on: date,
    starts_at: time,
    location: str = "",
    ends_at: time | None = None,
    proposals_due_on: date | None = None,
    theme: str = "",
    follows: Meeting | None = None,
) -> Meeting:
    """Give a planned meeting another day, hour, place, last day for proposals, theme or place
    in the chain of its day.

    On another day it follows no longer what it followed. Raises ``NotAllowed``, ``WrongMoment``
    once it is convened, ``Invalid``.
    """
    authorise(actor, meeting, Task.PLAN)
    current = hold(meeting, MeetingState.PLANNED)
    _check_due(held_on, proposals_due_on)
    check_end(starts_at, ends_at)
    if held_on != current.held_on and follows is not None and follows.pk == current.follows_id:
        follows = None
    _check_follows(follows, held_on, meeting)
    check_visits(meeting, held_on)
    new = {
        "held_on": held_on,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "location": location,
        "proposals_due_on": proposals_due_on,
        "theme": theme,
        "follows": follows,
    }
    changes = {
        name: (_loggable(getattr(current, name)), _loggable(value))
        for name, value in new.items()
        if getattr(current, name) != value
    }
    if changes:
        try:
            with transaction.atomic():
                Meeting.objects.filter(pk=meeting.pk).update(**new)
        except IntegrityError:
            raise Invalid(DAY_TAKEN, field="held_on") from None
        meeting.refresh_from_db()
        record("meeting.changed", meeting, actor=actor, changes=changes, body_id=meeting.body_id)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: User, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a meeting that was not held, with the reason; its proposals go back to the pool.

    Another meeting may then take its place after the one it followed; who was invited is told.
    """
    authorise(actor, meeting, Task.PLAN)
    if not reason.strip():
        raise Invalid("Schrijf waarom de vergadering niet doorgaat.", field="reason")
    seats = expected_seats(meeting)
    before = claim(meeting, MOVES, "cancel", state_since=clock.now(), follows=None)
    for item in meeting.items.select_related("proposal__body", "proposal__proposer"):
        take_off(actor, item.proposal)
    record_move(actor, meeting, "meeting.cancelled", before, reason=reason)
    if before == MeetingState.CONVENED:
        tell_cancelled(actor, meeting, seats, reason.strip())
    place_at_next(actor, meeting)
    return meeting


@transaction.atomic
def plan_visit(*, actor: User, meeting: Meeting, seat: Seat) -> Visit:
    """Expect a guest at a planned meeting, no more often in a calendar year than agreed (R27).

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for who is no guest of the table.
    """
    authorise(actor, meeting, Task.PLAN)
    hold(meeting, MeetingState.PLANNED)
    Seat.objects.select_for_update().get(pk=seat.pk)
    there = Seat.objects.filter(valid_on(meeting.held_on), pk=seat.pk, body=meeting.body_id)
    if not there.exists():
        raise Invalid("Deze zetel hoort die dag niet bij dit overleg.", field="seat")
    quota = seat.category.visits_per_year
    if quota is None:
        raise Invalid(f"{seat.label} is geen gast en wordt altijd uitgenodigd.", field="seat")
    if meeting.visits.filter(seat=seat).exists():
        raise Invalid(f"{seat.label} wordt hier al verwacht.", field="seat")
    _check_quota(seat, meeting.held_on.year, quota, meeting)
    visit = Visit.objects.create(meeting=meeting, seat=seat)
    record(
        "meeting.visit_planned",
        meeting,
        actor=actor,
        changes={"seat": (None, seat.label)},
        body_id=meeting.body_id,
    )
    return visit


@transaction.atomic
def cancel_visit(*, actor: User, meeting: Meeting, seat: Seat) -> None:
    """Expect a guest no more at a planned meeting. Raises ``NotAllowed``, ``WrongMoment``."""
    authorise(actor, meeting, Task.PLAN)
    hold(meeting, MeetingState.PLANNED)
    gone, _ = Visit.objects.filter(meeting=meeting, seat=seat).delete()
    if not gone:
        raise WrongMoment(f"{seat.label} wordt hier niet verwacht.")
    record(
        "meeting.visit_cancelled",
        meeting,
        actor=actor,
        changes={"seat": (seat.label, None)},
        body_id=meeting.body_id,
    )


def _check_quota(seat: Seat, year: int, quota: int, meeting: Meeting) -> None:
    """A guest comes at most so often in a calendar year, what is planned counted."""
    others = visits_in(year).filter(seat=seat).exclude(meeting=meeting)
    days = [spoken(day) for day in others.values_list("meeting__held_on", flat=True)]
    if len(days) >= quota:
        times = "één keer" if quota == 1 else f"{quota} keer"
        said = f", en dat is al zo op {join_dutch(days)}" if days else ""
        raise Invalid(f"{seat.label} komt hoogstens {times} in {year}{said}.", field="seat")


def check_visits(meeting: Meeting, held_on: date) -> None:
    """A meeting that goes to another year takes its guests along, within their number there."""
    if held_on.year == meeting.held_on.year:
        return
    for visit in meeting.visits.select_related("seat__category", "seat__municipality"):
        quota = visit.seat.category.visits_per_year or 0
        try:
            _check_quota(visit.seat, held_on.year, quota, meeting)
        except Invalid as refusal:
            raise Invalid(refusal.sentence, field="held_on") from None


def _check_due(held_on: date, proposals_due_on: date | None) -> None:
    if proposals_due_on is not None and proposals_due_on > held_on:
        raise Invalid("De uiterste dag valt na de vergadering.", field="proposals_due_on")


def check_end(starts_at: time, ends_at: time | None) -> None:
    """Raise ``Invalid`` for an end that does not come after the beginning."""
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid("Het einduur komt na het beginuur.", field="ends_at")


def _check_follows(follows: Meeting | None, held_on: date, meeting: Meeting | None = None) -> None:
    """One meeting follows another of the same day, and no two follow each other in a ring."""
    if follows is None:
        return
    if follows.held_on != held_on:
        raise Invalid("Aansluiten kan alleen op dezelfde dag.", field="follows")
    if follows.state == MeetingState.CANCELLED:
        raise Invalid("Die vergadering gaat niet door.", field="follows")
    others = Meeting.objects.filter(follows=follows)
    if meeting is not None:
        others = others.exclude(pk=meeting.pk)
    if others.exists():
        raise Invalid("Op die vergadering sluit al een andere aan.", field="follows")
    here: Meeting | None = follows
    while here is not None:
        if meeting is not None and here.pk == meeting.pk:
            raise Invalid("Die vergadering sluit zelf aan op deze.", field="follows")
        here = here.follows


def _loggable(value: Any) -> Any:
    """A value as the log keeps it: an hour without seconds, another meeting by its name."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, Meeting) else value
