"""What is told about a proposal."""

from overlegtafel.outbox.services import queue
from overlegtafel.proposals.models import Proposal


def tell_proposer(proposal: Proposal, sentence: str) -> None:
    """Tell who brought the proposal what happened to it."""
    queue(
        kind="proposal.answer",
        recipient=proposal.proposer,
        subject=f"{proposal.body.short_name}: {proposal.title}",
        text=f"{sentence}\n\n{proposal.answer}".strip(),
        key=f"proposal:{proposal.pk}:{proposal.state}:{proposal.revision}",
    )
