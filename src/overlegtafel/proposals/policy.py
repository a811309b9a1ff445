"""Who sees and handles proposals."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.governance.policy import can_lead, standing_of
from overlegtafel.organizations.models import PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.states import ProposalState


def proposals_visible_to(actor: User) -> QuerySet[Proposal]:
    """One's own, those of one's organization, and what was sent to a table one is insider of.

    A partner sees no one else's (R96). A draft is seen by who made it and by the leading
    people of the organization that brings it (mayor, director).
    """
    if actor.is_system:
        return Proposal.objects.all()
    standing = standing_of(actor)
    ours = standing.organizations([PostRole.MAYOR, PostRole.DIRECTOR])
    sent = ~Q(state__in=[ProposalState.DRAFT, ProposalState.WITHDRAWN])
    return Proposal.objects.filter(
        Q(proposer=actor) | Q(brought_by__in=ours) | (sent & Q(body__in=standing.insider_of))
    )


def can_edit(actor: User, proposal: Proposal) -> bool:
    """Whether the actor may rewrite, send or withdraw it: who brought it, and its table's lead."""
    standing = standing_of(actor)
    return (
        actor.is_system
        or proposal.proposer_id == actor.pk
        or standing.holds(proposal.brought_by_id, PostRole.MAYOR, PostRole.DIRECTOR)
    )


def can_screen(actor: User, proposal: Proposal) -> bool:
    """Whether the actor accepts, returns, postpones or refuses it."""
    return can_lead(actor, proposal.body_id)
