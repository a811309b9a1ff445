"""Writing the note of what one's organization prepares (R85)."""

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotAllowed, Stale, WrongMoment
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.policy import refuse_ended
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.queries import item_to_prepare
from overlegtafel.meetings.services.holding import clear_again, hold_item
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import prepares
from overlegtafel.proposals.prompts import answered
from overlegtafel.proposals.services import note_preparation, take_back_clearances
from overlegtafel.proposals.states import PREPARABLE, ProposalState


@transaction.atomic
def write_note(*, actor: User, proposal: Proposal, note: str, expected_revision: int) -> Proposal:
    """Write the note of a proposal, for the organization that prepares it, until its agenda is
    sent.

    On an agenda that is being made, the item takes it over; what the chair cleared is to be
    cleared again. What the template asks and nobody answered is not kept. Raises
    ``NotAllowed``, ``WrongMoment``, ``Stale`` when someone saved since ``expected_revision``.
    """
    if not prepares(actor, proposal):
        raise NotAllowed
    refuse_ended(proposal.body)
    item = item_to_prepare(proposal)
    if item is not None:
        hold_item(item)
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if current.revision != expected_revision:
        raise Stale
    if current.state not in PREPARABLE:
        raise WrongMoment(f"Dit voorstel is intussen {current.get_state_display().lower()}.")
    if current.state == ProposalState.SCHEDULED and item is None:
        raise WrongMoment("De agenda is verstuurd; de nota wijzigt niet meer.")
    note = answered(note, current_rules(proposal.body))
    if current.note == note:
        return proposal
    take_back_clearances(actor, proposal)
    if item is not None:
        AgendaItem.objects.filter(pk=item.pk).update(note=note, revision=F("revision") + 1)
        clear_again(actor, item.meeting)
    return note_preparation(actor=actor, proposal=proposal, note=note)
