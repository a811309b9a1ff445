"""One proposal and where it went: its items, agreements, history and whose turn it is."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.audit.models import AuditEntry
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import proposals_of
from overlegtafel.proposals.states import OPEN, ProposalState
from overlegtafel.reporting.logbook import LogLine, log_lines
from overlegtafel.reporting.turn import Turn, turn_of_proposal

POOL_GROUPS = {
    ProposalState.SUBMITTED: "Te beoordelen",
    ProposalState.POSTPONED: "Uitgesteld",
    ProposalState.SCHEDULED: "Op een agenda",
    ProposalState.RETURNED: "Teruggestuurd",
    ProposalState.REFUSED: "Niet weerhouden",
    ProposalState.DRAFT: "Mijn ontwerpen",
    ProposalState.TREATED: "Behandeld",
    ProposalState.WITHDRAWN: "Ingetrokken",
}
"""The groups of the pool, in the order of the page."""


@dataclass(frozen=True)
class ProposalThread:
    """A proposal with what came of it."""

    proposal: Proposal
    items: list[AgendaItem]
    agreements: list[Agreement]
    turn: Turn | None
    history: list[LogLine]


def pool(actor: User, body: GoverningBody) -> QuerySet[Proposal]:
    """The proposals of a table that the actor sees, group by group: what is open the longest
    first, what is closed the newest first.
    """
    order = Case(
        *(When(state=state, then=Value(rank)) for rank, state in enumerate(POOL_GROUPS)),
        output_field=IntegerField(),
    )
    waits = Case(When(state__in=OPEN, then=F("state_since")))
    return (
        proposals_of(actor, body)
        .annotate(rank=order, waits=waits)
        .order_by("rank", "waits", "-state_since", "-id")
    )


def bringers(actor: User, body: GoverningBody) -> QuerySet[Organization]:
    """Who brought the proposals that the actor sees at a table."""
    seen = proposals_of(actor, body).order_by().values("brought_by")
    return Organization.objects.filter(pk__in=seen)


def proposal_thread(actor: User, proposal: Proposal) -> ProposalThread:
    """What came of a proposal, as far as the actor may see: a fixed number of queries."""
    items = list(
        items_visible_to(actor)
        .filter(proposal=proposal)
        .select_related("meeting__body")
        .order_by("meeting__held_on")
    )
    agreements = agreements_visible_to(actor).filter(item__proposal=proposal)
    entries = AuditEntry.objects.filter(
        subject_type=Proposal._meta.label_lower, subject_id=proposal.pk
    )
    held = [item.meeting for item in items if item.meeting.state != MeetingState.CANCELLED]
    return ProposalThread(
        proposal=proposal,
        items=items,
        agreements=list(agreements.select_related("body").order_by("reference")),
        turn=turn_of_proposal(proposal, held[-1] if held else None),
        history=log_lines(entries.select_related("actor").order_by("id")),
    )
