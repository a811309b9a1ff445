"""The meeting itself: opened, who is there, its minutes closed as a concept report."""

from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.states import Task
from overlegtafel.meetings import closing
from overlegtafel.meetings.models import Attendance, Meeting
from overlegtafel.meetings.services.holding import authorise, hold, record_move
from overlegtafel.meetings.services.minutes import end_turns
from overlegtafel.meetings.services.replies import prefill_presence
from overlegtafel.meetings.services.report_placing import put_off_reports
from overlegtafel.meetings.services.timing import stop_clock
from overlegtafel.meetings.states import MOVES, WRITABLE, Outcome, Presence
from overlegtafel.proposals.services import follow_item


@transaction.atomic
def open_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Start the meeting, from its own day on: presence and minutes are written now.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    authorise(actor, meeting, Task.MINUTES)
    if meeting.held_on > clock.today():
        raise WrongMoment("Een vergadering opent u op de dag zelf.")
    before = claim(meeting, MOVES, "open", state_since=clock.now())
    prefill_presence(actor, meeting)
    record_move(actor, meeting, "meeting.opened", before)
    return meeting


@transaction.atomic
def record_presence(
    *, actor: User, meeting: Meeting, presences: dict[int, tuple[Presence, str]]
) -> None:
    """Write who is there, or set it right until the report is approved.

    ``presences`` maps an attendance's id to presence and replacement. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid`` when a replacement has no name.
    """
    authorise(actor, meeting, Task.MINUTES)
    hold(meeting, *WRITABLE)
    changes: dict[str, tuple[Any, Any]] = {}
    for attendance in meeting.attendances.select_related(
        "seat__municipality", "seat__post", "seat__person"
    ):
        if attendance.pk not in presences:
            continue
        presence, replaced_by = presences[attendance.pk]
        replaced_by = replaced_by.strip() if presence == Presence.REPLACED else ""
        if presence == Presence.REPLACED and not replaced_by:
            raise Invalid(
                f"Schrijf wie {attendance.seat} vervangt.", field=f"replaced_by_{attendance.pk}"
            )
        if (attendance.presence, attendance.replaced_by) != (presence, replaced_by):
            seat = str(attendance.seat)
            if attendance.presence != presence:
                changes[seat] = (attendance.presence, presence)
            if attendance.replaced_by != replaced_by:
                changes[f"{seat}, vervangen door"] = (attendance.replaced_by, replaced_by)
            Attendance.objects.filter(pk=attendance.pk).update(
                presence=presence, replaced_by=replaced_by
            )
    if changes:
        record(
            "meeting.presence_recorded",
            meeting,
            actor=actor,
            changes=changes,
            body_id=meeting.body_id,
        )


@transaction.atomic
def close_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Close the minutes as a concept report; deferred items go back to the pool.

    A standing item does not: it is on the next agenda anyway. A report that was not approved at
    this meeting is put off, and waits for the next.
    Raises ``NotAllowed``, ``WrongMoment``, and ``Invalid`` with every objection (an item
    without outcome, an agreement without executor: R12).
    """
    authorise(actor, meeting, Task.MINUTES)
    before = claim(meeting, MOVES, "close", state_since=clock.now())
    end_turns(meeting)
    stop_clock(meeting)
    put_off_reports(actor, meeting)
    missing = closing.objections(meeting)
    if missing:
        raise Invalid(" ".join(missing))
    for item in meeting.items.select_related("proposal__body", "proposal__proposer"):
        comes_back = item.outcome == Outcome.DEFERRED and not item.proposal.is_standing
        verb = "defer" if comes_back else "treat"
        follow_item(actor=actor, proposal=item.proposal, verb=verb)
    record_move(actor, meeting, "meeting.closed", before)
    for follow in closing.followers:
        follow(actor, meeting)
    return meeting
