"""What the charter or the calendar brings by itself, in the name of the table."""

from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed_in_words, record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import WrongMoment
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.rules import StandingItem
from overlegtafel.governance.services import change_body
from overlegtafel.governance.states import Task
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services.moves import move
from overlegtafel.proposals.services.route import lay_route
from overlegtafel.proposals.states import ProposalState

PREPARATION = ("preparer_label", "prepared_by", "expected_decision", "note", "category")
"""What may still be filled in while it stands on an agenda that is not sent."""
_BY_THE_TABLE = "het secretariaat"
_REVIEW = "Evaluatie samenstelling"


def bring_standing(
    *, actor: User, body: GoverningBody, standing: StandingItem, feedback_of: GoverningBody | None
) -> Proposal:
    """Make the proposal behind a standing item, on its way to one agenda (R51, R59).

    Called inside the transaction of the meeting's service, which has authorised the actor.
    Nobody is told: the table brings it itself.
    """
    proposal = _bring(actor, body, **standing_content(standing, feedback_of))
    return move(actor, proposal, "schedule")


def standing_content(standing: StandingItem, feedback_of: GoverningBody | None) -> dict[str, Any]:
    """What the proposal behind a standing item says."""
    return {
        "title": standing.title,
        "summary": standing.summary,
        "function": standing.function,
        "category": standing.category,
        "reason_information": True,
        "is_standing": True,
        "feedback_of": feedback_of,
        "preparer_label": "" if standing.function == Function.EXCHANGE else _BY_THE_TABLE,
    }


def bring_to_agenda(*, actor: User, body: GoverningBody, **content: Any) -> Proposal:
    """Make a proposal of the table itself, on its way to one agenda: what the calendar asks for.

    Called inside the transaction of a service above, which puts it on that agenda. Without a
    category it informs.
    """
    content.setdefault("category", _allowed(Category.INFORMATION, body.categories))
    proposal = _bring(actor, body, reason_information=True, **content)
    return move(actor, proposal, "schedule")


def drop_standing(*, actor: User, proposal: Proposal) -> Proposal:
    """Let a standing item go from one agenda: it never waits in the pool, it comes back anew.

    Called inside the transaction of the meeting's service, which has authorised the actor.
    """
    move(actor, proposal, "unschedule")
    return move(actor, proposal, "withdraw")


def note_preparation(*, actor: User, proposal: Proposal, **facts: Any) -> Proposal:
    """Fill in what the charter asks before the agenda is sent; fields of ``PREPARATION``.

    Called inside the transaction of the meeting's service, which has authorised the actor.
    """
    if set(facts) - set(PREPARATION):
        raise TypeError(f"geen voorbereiding: {sorted(facts)}")
    changes = changed_in_words(proposal, facts)
    if changes:
        Proposal.objects.filter(pk=proposal.pk).update(revision=F("revision") + 1, **facts)
        proposal.refresh_from_db()
        record(
            "proposal.prepared",
            proposal,
            actor=actor,
            changes=changes,
            body_id=proposal.body_id,
        )
    return proposal


def note_text(*, actor: User, proposal: Proposal, title: str, summary: str) -> Proposal:
    """Let the proposal say what its item says: one text (R137).

    Called inside the transaction of the meeting's service, which has authorised the actor.
    """
    facts = {"title": title, "summary": summary}
    changes = changed_in_words(proposal, facts)
    if changes:
        Proposal.objects.filter(pk=proposal.pk).update(revision=F("revision") + 1, **facts)
        record(
            "proposal.prepared", proposal, actor=actor, changes=changes, body_id=proposal.body_id
        )
    return proposal


@transaction.atomic
def propose_review(*, actor: User, body: GoverningBody) -> Proposal:
    """Bring the review of the composition to the table once its day has come (R66).

    The reminder goes with it; a next day is chosen at the table. Raises ``NotAllowed``,
    ``WrongMoment`` while no review is due.
    """
    require(actor, body, Task.COMPOSE)
    current = GoverningBody.objects.select_for_update().get(pk=body.pk)
    due = current.composition_review_on
    if due is None or due > clock.today():
        raise WrongMoment("De samenstelling hoeft nu niet herbekeken te worden.")
    proposal = _bring(
        actor,
        body,
        title=_REVIEW,
        summary=f"Bij de samenstelling spraken we af ze te herbekijken vanaf {spoken(due)}.",
        function=_allowed(Function.ALIGNMENT, body.functions),
        category=_allowed(Category.STRATEGY, body.categories),
        reason_political=True,
        preparer_label=_BY_THE_TABLE,
    )
    lay_route(actor, proposal)
    change_body(actor=actor, body=body, composition_review_on=None)
    return proposal


def _allowed(wanted: str, allowed: list[str]) -> str:
    """What one wants, or the first that the table handles."""
    return wanted if not allowed or wanted in allowed else allowed[0]


def _bring(actor: User, body: GoverningBody, **content: Any) -> Proposal:
    """A proposal that is sent at once, brought by the table itself."""
    now = clock.now()
    proposal = Proposal.objects.create(
        body=body,
        proposer=actor,
        brought_by=body.organization,
        charter=charter_on(body.pk, clock.today()),
        state=ProposalState.SUBMITTED,
        state_since=now,
        submitted_at=now,
        **content,
    )
    record(
        "proposal.submitted",
        proposal,
        actor=actor,
        changes={"title": (None, proposal.title)},
        body_id=body.pk,
    )
    return proposal
