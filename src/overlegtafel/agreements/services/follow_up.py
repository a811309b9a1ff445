"""What is past its day comes back on the next agenda by itself (R12)."""

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, FollowUp
from overlegtafel.agreements.queries.execution import unfinished
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.dossiers.states import Function
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.planned import is_next
from overlegtafel.meetings.services import place_brought
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import bring_to_agenda

TITLE = "Afspraken voorbij hun dag"


@transaction.atomic
def bring_overdue(*, actor: User, meeting: Meeting) -> Proposal | None:
    """Put one item with all that is late on the next planned agenda, once a meeting.

    It names agreements by their number alone: not everyone may read each of them (R8). Taken off
    again, it does not come back there. Called by the planning of the meeting or by the daily
    round, as the system.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state != MeetingState.PLANNED or current.held_on < clock.today():
        return None
    if not is_next(meeting) or FollowUp.objects.filter(meeting=meeting).exists():
        return None
    late = Agreement.objects.filter(unfinished(clock.today()), body=meeting.body_id)
    lines = [
        f"{each.reference}, uiterlijk {spoken(each.due_on)}"
        for each in late.order_by("due_on", "reference")
    ]
    if not lines:
        return None
    proposal = bring_to_agenda(
        actor=actor,
        body=meeting.body,
        title=TITLE,
        summary=f"Nog niet uitgevoerd op {spoken(clock.today())}:\n\n" + "\n".join(lines),
        function=Function.EXCHANGE,
        is_standing=True,
        preparer_label="",
        prepared_by=None,
    )
    place_brought(actor=actor, meeting=meeting, proposal=proposal)
    FollowUp.objects.create(meeting=meeting, proposal=proposal)
    return proposal


def bring_overdue_to_drafts() -> int:
    """The daily round: what became late since the agendas were planned; return how many items."""
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, held_on__gte=clock.today())
    system = User.objects.system()
    brought = [
        bring_overdue(actor=system, meeting=meeting)
        for meeting in coming.select_related("body__organization").order_by("held_on")
    ]
    return sum(each is not None for each in brought)
