"""What is told about a proposal."""

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.outbox.services import queue
from overlegtafel.proposals.models import Proposal


def tell_proposer(proposal: Proposal, sentence: str, answer: str = "", by: str = "") -> None:
    """Tell who brought the proposal what happened to it, at which table, with the way to it.

    ``by`` names the body that answered, when that is not the table's own secretariat. Who
    brought what was combined into it is told too.
    """
    _tell(proposal, proposal.proposer, sentence, answer, by)
    told = {proposal.proposer_id}
    for other in proposal.combined.select_related("proposer", "body"):
        if other.proposer_id not in told:
            told.add(other.proposer_id)
            _tell(other, other.proposer, sentence, answer, by, about=proposal)


def _tell(
    proposal: Proposal,
    reader: User,
    sentence: str,
    answer: str,
    by: str,
    about: Proposal | None = None,
) -> None:
    body, moved = proposal.body, about or proposal
    page = f"{settings.SITE_ADDRESS}{reverse('proposal', args=[body.slug, proposal.pk])}"
    joined = "\nHet werd samengevoegd met een ander voorstel." if about else ""
    parts = [
        f"Dag {reader.name},",
        f"{sentence}\nVoorstel: {proposal.title}{joined}\nOverleg: {body.name}",
        f"Antwoord van {by or 'het secretariaat'}:\n{answer}" if answer.strip() else "",
        page,
    ]
    extra = f":{proposal.pk}" if about else ""
    queue(
        kind="proposal.answer",
        recipient=reader,
        subject=f"{body.short_name}: {proposal.title}",
        text="\n\n".join(part for part in parts if part) + "\n",
        key=f"proposal:{moved.pk}:{moved.state}:{moved.revision}{extra}",
    )
