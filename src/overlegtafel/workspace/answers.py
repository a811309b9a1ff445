"""What someone may answer to a proposal now; what the page offers and the form accepts."""

from overlegtafel.accounts.models import User
from overlegtafel.common.transitions import allows
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.policy import authority_of, is_cleared, may
from overlegtafel.governance.states import Authority, Task
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import can_pull, can_screen, holder_of, is_asked_for_advice
from overlegtafel.proposals.queries import combinable_with, refer_targets
from overlegtafel.proposals.states import MOVES, POOL

_ANSWERS = {
    "return": "return",
    "postpone": "postpone",
    "refer": "refer",
    "combine": "combine",
    "refuse": "refuse",
}
"""Choices of the screening form that are moves of a proposal."""


def screen_verbs(actor: User, proposal: Proposal, asked: Clearance | None) -> list[str]:
    """What this actor may choose now: the body's own answers, an agenda, the chair's word."""
    if proposal.state not in POOL:
        return []
    verbs = ["pull"] if can_pull(actor, proposal) else []
    if proposal.passage_now is None and may(actor, proposal.body, Task.AGENDA):
        verbs.append("place")
    if can_screen(actor, proposal):
        verbs += _answers(actor, proposal, asked)
    return verbs


def _answers(actor: User, proposal: Proposal, asked: Clearance | None) -> list[str]:
    """The answers of the body that has it, once its chair agreed where the charter asks that."""
    holder = holder_of(proposal)
    if authority_of(actor, holder, Task.SCREEN) == Authority.AFTER_CHAIR and not is_cleared(
        holder, Task.SCREEN, proposal
    ):
        return [] if asked else ["ask_clearance"]
    verbs = ["give_clearance"] if asked else []
    if is_asked_for_advice(proposal):
        return [*verbs, "advise", "return"]
    verbs += ["pass"] if proposal.passage_now else []
    verbs += [name for name, move in _ANSWERS.items() if allows(MOVES, move, proposal.state)]
    if proposal.platform and not proposal.platform_reason:
        verbs.append("keep")
    if not refer_targets(proposal.body).exists():
        verbs.remove("refer")
    if not combinable_with(proposal).exists():
        verbs.remove("combine")
    return verbs
