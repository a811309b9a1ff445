"""Telling other tables what one has, with one text for all (R72)."""

from collections.abc import Sequence

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import tables_to_tell
from overlegtafel.proposals.states import TELLABLE, ProposalState

_TITLE_LENGTH = 200


@transaction.atomic
def tell_tables(
    *, actor: User, proposal: Proposal, bodies: Sequence[GoverningBody], text: str
) -> list[Proposal]:
    """Bring the same text to other tables, as information; the proposal here goes its own way.

    Each table gets a proposal of its own that points back. It goes straight to that table's
    secretariat: information needs no advice first. A table is told once. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid``.
    """
    require(actor, proposal.body, Task.SCREEN, proposal)
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if current.state not in TELLABLE:
        state = current.get_state_display().lower()
        raise WrongMoment(f"Dit voorstel is {state}; er valt niets te melden.")
    if not text.strip():
        raise Invalid("Schrijf wat u meldt.", field="text")
    allowed = set(tables_to_tell(current).values_list("pk", flat=True))
    if not bodies:
        raise Invalid("Kies minstens één overleg.", field="bodies")
    if any(each.pk not in allowed for each in bodies):
        raise Invalid("Aan een van deze overleggen meldt u dit niet, of niet meer.", field="bodies")
    told = [_bring(actor, current, each, text) for each in bodies]
    record(
        "proposal.told",
        proposal,
        actor=actor,
        changes={"to_body": (None, [each.name for each in bodies])},
        reason=text,
        body_id=proposal.body_id,
    )
    return told


def _bring(actor: User, proposal: Proposal, body: GoverningBody, text: str) -> Proposal:
    now = clock.now()
    there = Proposal.objects.create(
        body=body,
        title=f"Uit {proposal.body.short_name}: {proposal.title}"[:_TITLE_LENGTH],
        summary=text,
        function=Function.EXCHANGE,
        category=Category.INFORMATION,
        reason_information=True,
        brought_by=proposal.body.organization,
        proposer=actor,
        origin=proposal,
        state=ProposalState.SUBMITTED,
        state_since=now,
        submitted_at=now,
        charter=charter_on(body.pk, clock.today()),
    )
    record(
        "proposal.received",
        there,
        actor=actor,
        changes={"from_body": (None, proposal.body.name)},
        body_id=body.pk,
    )
    return there
