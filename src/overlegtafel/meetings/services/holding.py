"""What every service of a meeting shares: who may, when, and the line in the log."""

from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.errors import WrongMoment
from overlegtafel.governance.policy import require
from overlegtafel.governance.services import withdraw_clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import MeetingState


def authorise(actor: User, meeting: Meeting, task: Task) -> None:
    """What is planned is cleared by the table, what is done at a meeting by that meeting."""
    require(actor, meeting.body, task, meeting)


def clear_again(actor: User, meeting: Meeting) -> None:
    """An agenda that changes needs the chair's go-ahead again before it is sent (R95)."""
    withdraw_clearance(actor=actor, body=meeting.body, task=Task.CONVENE, subject=meeting)


def hold(meeting: Meeting, *states: MeetingState) -> Meeting:
    """Keep the meeting in one of ``states`` until this transaction ends; return it as stored.

    Raises ``WrongMoment``.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state not in states:
        raise WrongMoment(f"Dat kan niet in deze stand: {current.get_state_display().lower()}.")
    return current


def hold_item(item: AgendaItem) -> Meeting:
    """Keep a planned agenda with ``item`` still on it. Raises ``WrongMoment``."""
    current = hold(item.meeting, MeetingState.PLANNED)
    if not item.meeting.items.filter(pk=item.pk).exists():
        raise WrongMoment("Dit punt staat niet meer op deze agenda.")
    return current


def record_move(
    actor: User,
    meeting: Meeting,
    verb: str,
    before: str,
    reason: str = "",
    **changes: tuple[Any, Any],
) -> None:
    """A line in the log for a meeting that went from ``before`` to the state it has now."""
    record(
        verb,
        meeting,
        actor=actor,
        changes={"state": (before, meeting.state), **changes},
        reason=reason,
        body_id=meeting.body_id,
    )
