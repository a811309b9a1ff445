"""Who sees and runs meetings."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common import clock
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, can_record_for, is_cleared, standing_of
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Task
from overlegtafel.meetings.item_levels import closed_to
from overlegtafel.meetings.models import AgendaItem, Attendance, Meeting, Replacement
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to

_PLANS = (MeetingState.PLANNED,)
_MINUTES_OPEN = (MeetingState.APPROVED,)
STANDS_IN = (MeetingState.CONVENED, MeetingState.IN_SESSION, MeetingState.REPORTED)
"""While a replacement reads the one meeting: until its report is approved (R134)."""


def meetings_visible_to(actor: User) -> QuerySet[Meeting]:
    """Insiders see every meeting of their tables; the wider circle what is convened.

    Who stands in for someone at one meeting sees that one (R134).
    """
    if actor.is_system:
        return Meeting.objects.all()
    standing = standing_of(actor)
    return Meeting.objects.filter(
        Q(body__in=standing.insider_of)
        | (Q(body__in=standing.circle_of) & ~Q(state__in=_PLANS))
        | Q(pk__in=_stands_in_at(actor).values("attendance__meeting"))
    )


@until_the_log_moves(size=500)
def _meetings_stood_in_at(actor: User) -> frozenset[int]:
    return frozenset(_stands_in_at(actor).values_list("attendance__meeting", flat=True))


def _stands_in_at(actor: User) -> QuerySet[Replacement]:
    """The places at a meeting that someone takes for another, as long as that lasts."""
    return Replacement.objects.filter(
        user=actor,
        revoked_at__isnull=True,
        attendance__meeting__state__in=STANDS_IN,
        attendance__meeting__held_on__gte=clock.today() - timedelta(days=settings.REPLACEMENT_DAYS),
    )


def items_visible_to(actor: User) -> QuerySet[AgendaItem]:
    """The items of the meetings an actor sees, that the actor may read (R8).

    Whoever sees its proposal otherwise reads it too, and who stands in reads as the seat does.
    """
    items = AgendaItem.objects.filter(meeting__in=meetings_visible_to(actor))
    if actor.is_system:
        return items
    closed = AgendaItem.objects.filter(closed_to(actor))
    inside = _stands_in_at(actor).filter(attendance__seat__category__sees_inside=True)
    return items.filter(
        ~Q(pk__in=closed.values("pk"))
        | Q(proposal__in=proposals_visible_to(actor).values("pk"))
        | Q(meeting__in=inside.values("attendance__meeting"))
    )


def can_read_minutes(actor: User, meeting: Meeting) -> bool:
    """Insiders read a concept, and who stands in there; the wider circle what is approved."""
    standing = standing_of(actor)
    if actor.is_system or meeting.body_id in standing.insider_of:
        return True
    if meeting.state in _MINUTES_OPEN:
        return meeting.body_id in standing.circle_of
    return meeting.pk in _meetings_stood_in_at(actor)


def can_remark(actor: User, meeting: Meeting) -> bool:
    """Who remarks on a concept report: whoever reads it as a concept (R133)."""
    return meeting.state == MeetingState.REPORTED and can_read_minutes(actor, meeting)


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


def may_answer_for(actor: User, attendance: Attendance) -> bool:
    """Who says whether a seat will be filled: who fills it, or the municipality's director.

    For ``attendance`` with its meeting, body and seat. The secretariat writes down what it was
    told under its own name (``note_reply``).
    """
    return bool(answered_by(actor, attendance.meeting, [attendance]))


def answered_by(
    actor: User, meeting: Meeting, attendances: Iterable[Attendance]
) -> list[Attendance]:
    """The places at a meeting that the actor answers for; as ``may_answer_for``, of several."""
    if actor.is_system:
        return list(attendances)
    directs = standing_of(actor).organizations([PostRole.DIRECTOR])
    filled = filled_seats(meeting.body, meeting.held_on)
    own = {each.seat.pk for each in filled if each.user == actor}
    return [
        each for each in attendances if each.seat_id in own or each.seat.municipality_id in directs
    ]


def answers_for_a_seat(actor: User, meeting: Meeting) -> bool:
    """Whether the actor will be asked who comes, once the agenda of this meeting is sent."""
    directs = standing_of(actor).organizations([PostRole.DIRECTOR])
    return any(
        each.user == actor or each.seat.municipality_id in directs
        for each in filled_seats(meeting.body, meeting.held_on)
    )


def may_fill_row(actor: User, municipality_id: int) -> bool:
    """Who writes a municipality's row of an exchange round: its mayor, director or officer (R6)."""
    return can_record_for(actor, municipality_id)
