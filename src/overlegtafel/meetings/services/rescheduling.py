"""A meeting whose agenda was sent goes to another moment: everyone invited is told."""

from datetime import date, time

from django.db import IntegrityError, transaction

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import Attendance, Meeting
from overlegtafel.meetings.other_moment import tell_moved
from overlegtafel.meetings.queries import expected_seats
from overlegtafel.meetings.services.holding import authorise, hold, record_move
from overlegtafel.meetings.services.planning import DAY_TAKEN, check_end, check_visits
from overlegtafel.meetings.states import MeetingState


@transaction.atomic
def reschedule_meeting(
    *,
    actor: User,
    meeting: Meeting,
    held_on: date,
    starts_at: time,
    reason: str,
    ends_at: time | None = None,
    location: str = "",
) -> Meeting:
    """Give a convened meeting another day, hour or place, with the reason.

    On another day the composition is that of the new day, it follows no other meeting any more,
    and each seat is asked again: who said yes said so of the old day. Raises ``NotAllowed``,
    ``WrongMoment`` unless it is convened, ``Invalid``.
    """
    authorise(actor, meeting, Task.PLAN)
    current = hold(meeting, MeetingState.CONVENED)
    if not reason.strip():
        raise Invalid("Schrijf waarom de vergadering verschuift.", field="reason")
    if held_on < clock.today():
        raise Invalid("Die dag is al voorbij.", field="held_on")
    check_end(starts_at, ends_at)
    check_visits(meeting, held_on)
    before = (current.held_on, current.starts_at, current.ends_at, current.location)
    if before == (held_on, starts_at, ends_at, location):
        raise Invalid("Dag, uur en plaats zijn dezelfde gebleven.", field="held_on")
    moved = held_on != current.held_on
    facts = {"held_on": held_on, "starts_at": starts_at, "ends_at": ends_at, "location": location}
    if moved:
        facts |= {"moved_from": current.held_on, "moved_because": reason.strip(), "follows": None}
    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**facts)
    except IntegrityError:
        raise Invalid(DAY_TAKEN, field="held_on") from None
    meeting.refresh_from_db()
    seats = expected_seats(meeting)
    if moved:
        meeting.attendances.all().delete()
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, seat=filled.seat, holder=filled.holder) for filled in seats
        )
    record_move(
        actor,
        meeting,
        "meeting.moved",
        meeting.state,
        reason=reason.strip(),
        held_on=(spoken(current.held_on), spoken(held_on)),
        starts_at=(f"{current.starts_at:%H:%M}", f"{starts_at:%H:%M}"),
        location=(current.location, location),
    )
    tell_moved(actor, meeting, current, seats, reason.strip())
    return meeting
