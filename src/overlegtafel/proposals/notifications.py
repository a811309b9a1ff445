"""What is told about a proposal."""

from django.conf import settings
from django.urls import reverse

from overlegtafel.outbox.services import queue
from overlegtafel.proposals.models import Proposal


def tell_proposer(proposal: Proposal, sentence: str, answer: str = "") -> None:
    """Tell who brought the proposal what happened to it, at which table, with the way to it."""
    body, reader = proposal.body, proposal.proposer
    page = f"{settings.SITE_ADDRESS}{reverse('proposal', args=[body.slug, proposal.pk])}"
    parts = [
        f"Dag {reader.name},",
        f"{sentence}\nVoorstel: {proposal.title}\nOverleg: {body.name}",
        f"Antwoord van het secretariaat:\n{answer}" if answer.strip() else "",
        page,
    ]
    queue(
        kind="proposal.answer",
        recipient=reader,
        subject=f"{body.short_name}: {proposal.title}",
        text="\n\n".join(part for part in parts if part) + "\n",
        key=f"proposal:{proposal.pk}:{proposal.state}:{proposal.revision}",
    )
