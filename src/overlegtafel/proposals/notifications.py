"""What is told about a proposal."""

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import leaders_of
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.governance.states import Does
from overlegtafel.outbox.services import queue
from overlegtafel.proposals.models import Proposal


def tell_proposer(
    actor: User, proposal: Proposal, sentence: str, answer: str = "", by: str = ""
) -> None:
    """Tell who brought the proposal what happened to it, at which table, with the way to it.

    ``by`` names the body that answered, when that is not the table's own secretariat. Who
    brought what was combined into it is told too; ``actor`` knows already.
    """
    told = {actor.pk, proposal.proposer_id}
    if proposal.proposer_id != actor.pk:
        _tell(proposal, proposal.proposer, sentence, answer, by)
    for other in proposal.combined.select_related("proposer", "body"):
        if other.proposer_id not in told:
            told.add(other.proposer_id)
            _tell(other, other.proposer, sentence, answer, by, about=proposal)


def tell_holder(actor: User, proposal: Proposal, holder: GoverningBody, does: Does | None) -> None:
    """Tell who runs and who chairs ``holder`` that the proposal arrived there on its route (R34).

    ``does`` is what the route asks of it; nothing when it came home to its own table. ``actor``
    knows already.
    """
    page = f"{settings.SITE_ADDRESS}{reverse('proposal', args=[proposal.body.slug, proposal.pk])}"
    asked = f"Gevraagd: {does.label}" if does else "Nu kiest dit overleg wat ermee gebeurt."
    answers = answers_to(proposal.body_id)
    for reader in leaders_of(holder, clock.today()):
        if reader.pk == actor.pk:
            continue
        queue(
            kind="proposal.arrived",
            recipient=reader,
            subject=f"{holder.short_name}: een voorstel wacht: {proposal.title}",
            text=f"Dag {reader.name},\n\nEr ligt een voorstel bij {holder.name}.\n"
            f"Voorstel: {proposal.title}\nAangebracht door: {proposal.brought_by_words}\n"
            f"Voor: {proposal.body.name}\n{asked}\n\n{page}\n",
            key=f"proposal:{proposal.pk}:at:{holder.pk}:{proposal.revision}:{reader.pk}",
            reply_to=answers,
        )


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
        reply_to=answers_to(body.pk),
    )
