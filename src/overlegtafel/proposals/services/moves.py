"""One step of a proposal, and whose turn it is to make it: what the services share."""

from datetime import date
from typing import Any

from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import BRINGING, authority_of, can_lead, require
from overlegtafel.governance.services import lapse_questions, withdraw_clearance
from overlegtafel.governance.states import Authority, Does, Task
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.notifications import tell_proposer
from overlegtafel.proposals.queries import current_passage
from overlegtafel.proposals.states import MOVES, OVER, PassageOutcome

_LOGGED = ("postponed_until", "preparer_label", "platform")
"""What is written with a step and told in the log beside the state."""


def move(
    actor: User,
    proposal: Proposal,
    verb: str,
    *,
    reason: str = "",
    logged_as: str = "",
    told: dict[str, tuple[Any, Any]] | None = None,
    **facts: Any,
) -> Proposal:
    """Claim the state, write ``facts``, log it. Raises ``WrongMoment``.

    What goes no further leaves no question open with a chair.
    """
    told = changed(proposal, {name: facts[name] for name in _LOGGED if name in facts})
    before = claim(
        proposal, MOVES, verb, state_since=clock.now(), revision=F("revision") + 1, **facts
    )
    proposal.refresh_from_db(fields=["revision"])
    forget_way(proposal)
    changes: dict[str, tuple[Any, Any]] = {}
    if before != proposal.state or not logged_as:
        changes["state"] = (before, proposal.state)
    changes |= told
    record(
        logged_as or f"proposal.{proposal.state}",
        proposal,
        actor=actor,
        changes=changes | (told or {}),
        reason=reason,
        body_id=proposal.body_id,
    )
    if proposal.state in OVER:
        lapse_questions(actor=actor, subject=proposal)
    return proposal


def forget_way(proposal: Proposal) -> None:
    """Let a page that read the route before this step read it again."""
    getattr(proposal, "_prefetched_objects_cache", {}).pop("passages", None)


def hold(actor: User, proposal: Proposal, *, advising: bool = False) -> Passage | None:
    """Keep the proposal where it is for this transaction, and let only who answers there go on.

    Returns the passage it is at, or ``None`` when its own table has it. A body that only
    advises can't do what is not ``advising``. Raises ``NotAllowed``, ``WrongMoment`` naming
    the body that has it.
    """
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    passage = current_passage(proposal)
    holder = passage.body if passage else proposal.body
    if (
        passage is not None
        and authority_of(actor, holder, Task.SCREEN) == Authority.NEVER
        and can_lead(actor, proposal.body_id)
    ):
        raise WrongMoment(f"Dit voorstel ligt nu bij {holder.name}.")
    require(actor, holder, Task.SCREEN, proposal)
    if passage is not None and passage.does == Does.ADVISES and not advising:
        raise WrongMoment(f"{holder.name} geeft advies; wat ermee gebeurt, kiest wie na u komt.")
    return passage


def leave(actor: User, passage: Passage, outcome: PassageOutcome, advice: str = "") -> None:
    """Write what the body made of it, once."""
    facts = {"outcome": outcome, "advice": advice, "left_at": clock.now(), "done_by": actor}
    if not Passage.objects.filter(pk=passage.pk, left_at__isnull=True).update(**facts):
        raise WrongMoment("Dit voorstel is hier intussen al voorbij.")
    for name, value in facts.items():
        setattr(passage, name, value)


def take_back_clearances(actor: User, proposal: Proposal) -> None:
    """What the chair cleared about it is to be cleared again, now that it changed."""
    at = current_passage(proposal)
    holder = at.body if at else proposal.body
    for body, task in ((holder, Task.SCREEN), *((proposal.body, each) for each in BRINGING)):
        withdraw_clearance(actor=actor, body=body, task=task, subject=proposal)


def refuse_unsuited(body: GoverningBody, function: str, category: str) -> None:
    """Raise ``Invalid`` for a function or category that the table does not handle (R34)."""
    if body.functions and function not in body.functions:
        raise Invalid(f"{body.name} doet dit niet. Kies een andere functie.", field="function")
    if body.categories and category not in body.categories:
        raise Invalid(f"{body.name} behandelt deze categorie niet.", field="category")


def follow_item(
    *, actor: User, proposal: Proposal, verb: str, held_on: date | None = None
) -> Proposal:
    """Move a proposal along with the agenda item made from it.

    Called inside the transaction of the meeting's service, which has authorised the actor;
    ``verb`` is one of schedule, unschedule, defer, treat; ``held_on`` is the meeting's day.
    Raises ``WrongMoment``, also while a body on its route has it still.
    """
    when = f"de agenda van {spoken_with_weekday(held_on)}" if held_on else "een agenda"
    sentences = {
        "schedule": f"Uw voorstel staat op {when}.",
        "defer": "Uw voorstel is verdaagd en komt terug.",
    }
    facts: dict[str, Any] = {}
    if verb == "schedule":
        refuse_under_way(proposal)
    elif verb == "defer":
        facts["postponed_until"] = None
    move(actor, proposal, verb, **facts)
    if verb in sentences:
        tell_proposer(actor, proposal, sentences[verb])
    return proposal


def refuse_under_way(proposal: Proposal) -> None:
    """Raise ``WrongMoment``, naming the body that still has it on its way to the table."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    passage = current_passage(proposal)
    if passage is not None:
        raise WrongMoment(
            f"Dit voorstel ligt nog bij {passage.body.name}; daarna kan het op een agenda."
        )
