"""Sending the agenda: frozen as a version, with who is expected."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid
from overlegtafel.common.transitions import claim
from overlegtafel.governance.charters import charter_on, rules_under
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaVersion, Attendance, Meeting
from overlegtafel.meetings.notifications import invite
from overlegtafel.meetings.queries import expected_seats, items_of
from overlegtafel.meetings.readiness import objections
from overlegtafel.meetings.services.holding import authorise, record_move
from overlegtafel.meetings.states import MOVES


@transaction.atomic
def convene_meeting(*, actor: User, meeting: Meeting) -> AgendaVersion:
    """Freeze the agenda as version 1, fix the composition of that day, queue invitations.

    From here on the meeting stays under the charter that holds for it now. A guest who does not
    visit this meeting has no place (R27). Nobody is invited to a day that is past: such a
    meeting is written down afterwards. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for an
    empty agenda and for items that lack something (R5).
    """
    authorise(actor, meeting, Task.CONVENE)
    items = list(items_of(meeting))
    if not items:
        raise Invalid("Een agenda zonder punten kan niet verstuurd worden.")
    now = clock.now()
    charter = charter_on(meeting.body_id, meeting.held_on)
    before = claim(meeting, MOVES, "convene", state_since=now, charter=charter)
    missing = objections(items, rules_under(charter))
    if missing:
        raise Invalid(" ".join(sentence for _, sentence in missing))
    version = AgendaVersion.objects.create(
        meeting=meeting,
        number=1,
        content=[
            {
                "order": item.order,
                "title": item.title,
                "function": item.function,
                "category": item.category,
                "brought_by": item.brought_by_words,
            }
            for item in items
        ],
        convened_at=now,
        convened_by=actor,
    )
    seats = expected_seats(meeting)
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=filled.seat, holder=filled.holder) for filled in seats
    )
    invited = 0 if meeting.held_on < clock.today() else invite(meeting, version, seats)
    record_move(
        actor, meeting, "meeting.convened", before, agenda=(None, 1), invited=(None, invited)
    )
    return version
