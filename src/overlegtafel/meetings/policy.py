"""Who sees and runs meetings."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, is_cleared, standing_of
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal

_PLANS = (MeetingState.PLANNED,)
_MINUTES_OPEN = (MeetingState.APPROVED,)


def meetings_visible_to(actor: User) -> QuerySet[Meeting]:
    """Insiders see every meeting of their tables; the wider circle what is convened."""
    if actor.is_system:
        return Meeting.objects.all()
    standing = standing_of(actor)
    return Meeting.objects.filter(
        Q(body__in=standing.insider_of) | (Q(body__in=standing.circle_of) & ~Q(state__in=_PLANS))
    )


def items_visible_to(actor: User) -> QuerySet[AgendaItem]:
    """The items of the meetings an actor sees."""
    return AgendaItem.objects.filter(meeting__in=meetings_visible_to(actor))


def can_read_minutes(actor: User, meeting: Meeting) -> bool:
    """Insiders read a concept; the wider circle reads minutes once approved."""
    standing = standing_of(actor)
    return (
        actor.is_system
        or meeting.body_id in standing.insider_of
        or (meeting.body_id in standing.circle_of and meeting.state in _MINUTES_OPEN)
    )


def can_run(actor: User, body_id: int) -> bool:
    """Whether the actor plans, convenes, minutes and closes meetings of the table."""
    return can_lead(actor, body_id)


def may_accept_late(actor: User, body: GoverningBody, proposal: Proposal) -> bool:
    """Whether the actor may still place what came too late, with a reason (R51).

    Who chairs the table, or who has the chair's go-ahead for this proposal.
    """
    if actor.is_system or body.pk in standing_of(actor).chairs:
        return True
    return is_cleared(body, Task.AGENDA, proposal)
