"""Reads about proposals."""

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.states import ProposalState


def proposals_of(actor: User, body: GoverningBody) -> QuerySet[Proposal]:
    """What the actor may see of a table's proposals, newest change first."""
    return (
        proposals_visible_to(actor)
        .filter(body=body)
        .select_related("brought_by", "proposer", "dossier", "body")
        .order_by("-state_since", "-id")
    )


def proposal_of(actor: User, body: GoverningBody, pk: int) -> Proposal:
    """One proposal of a table. Raises ``NotVisible``."""
    found = proposals_of(actor, body).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def pool_of(body: GoverningBody) -> QuerySet[Proposal]:
    """What may be placed on an agenda now, oldest first."""
    return (
        Proposal.objects.filter(
            body=body, state__in=[ProposalState.SUBMITTED, ProposalState.POSTPONED]
        )
        .select_related("brought_by", "dossier")
        .order_by("state_since", "id")
    )
