"""Who comes later or leaves earlier, noted while the meeting goes on (R134)."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, Attendance, PresenceMark
from overlegtafel.meetings.presence import THERE, in_order, said_of, seat_at
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.meetings.states import WRITABLE, Presence, Turn


@transaction.atomic
def note_turn(*, actor: User, attendance: Attendance, item: AgendaItem, turn: Turn) -> PresenceMark:
    """Write down that a seat was filled from ``item`` on, or empty after it.

    Whoever arrives or leaves was there: a seat that was not, becomes present. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid`` for who is there already or gone already.
    """
    authorise(actor, item.meeting, Task.MINUTES)
    hold(item.meeting, *WRITABLE)
    if attendance.meeting_id != item.meeting_id:
        raise Invalid("Deze zetel hoort bij een andere vergadering.")
    current = Attendance.objects.select_for_update().get(pk=attendance.pk)
    marks = in_order(current.marks.select_related("item"))
    _refuse_twice(current, marks, item, turn)
    before = current.presence
    if before not in THERE:
        Attendance.objects.filter(pk=current.pk).update(presence=Presence.PRESENT)
    mark = PresenceMark.objects.create(
        attendance=current, item=item, turn=turn, noted_by=actor, noted_at=clock.now()
    )
    record(
        "meeting.turn_noted",
        item.meeting,
        actor=actor,
        changes={str(attendance.seat): ("", said_of(mark))},
        body_id=item.meeting.body_id,
    )
    return mark


@transaction.atomic
def drop_turn(*, actor: User, mark: PresenceMark) -> None:
    """Take back an arrival or a departure that was no such thing."""
    meeting = mark.item.meeting
    authorise(actor, meeting, Task.MINUTES)
    hold(meeting, *WRITABLE)
    said, seat = said_of(mark), str(mark.attendance.seat)
    if PresenceMark.objects.filter(pk=mark.pk).delete()[0]:
        record(
            "meeting.turn_dropped",
            meeting,
            actor=actor,
            changes={seat: (said, "")},
            body_id=meeting.body_id,
        )


def _refuse_twice(
    attendance: Attendance, marks: list[PresenceMark], item: AgendaItem, turn: Turn
) -> None:
    if any(each.item_id == item.pk and each.turn == turn for each in marks):
        raise Invalid("Dat staat er al.", field="attendance")
    if not any(each.item.order <= item.order for each in marks):
        return  # nothing happened before, so this comes first
    is_there = seat_at(attendance, marks, item).presence in THERE
    if turn == Turn.LEFT and not is_there:
        raise Invalid("Deze zetel was bij dit punt al leeg.", field="attendance")
    if turn == Turn.ARRIVED and is_there:
        raise Invalid("Deze zetel was bij dit punt al gevuld.", field="attendance")
