"""Answering a proposal (R94): each answer is told to who brought it, with the reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, WrongMoment
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import GoverningBody
from overlegtafel.proposals.models import Passage, Proposal, Treatment
from overlegtafel.proposals.notifications import tell_proposer
from overlegtafel.proposals.policy import can_edit
from overlegtafel.proposals.queries import refer_targets
from overlegtafel.proposals.services.moves import hold, leave, move
from overlegtafel.proposals.services.route import lay_route
from overlegtafel.proposals.states import EDITABLE, POOL, PassageOutcome, ProposalState

_LABEL_LENGTH = 200


@transaction.atomic
def return_proposal(*, actor: User, proposal: Proposal, answer: str) -> Proposal:
    """Send it back with a question or remark, which the proposer reads.

    Its place on the route stays: sent again, it comes back to who asked. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    passage = hold(actor, proposal, advising=True)
    _reason(answer)
    move(actor, proposal, "return", reason=answer, answer=answer)
    tell_proposer(actor, proposal, "Uw voorstel kwam terug met een vraag.", answer, _by(passage))
    return proposal


@transaction.atomic
def postpone_proposal(
    *, actor: User, proposal: Proposal, until: date | None, answer: str = ""
) -> Proposal:
    """Keep it for later, until a date when one is known; on that day it is back by itself."""
    if until is not None and until < clock.today():
        raise Invalid("Kies een datum in de toekomst.", field="until")
    passage = hold(actor, proposal)
    move(actor, proposal, "postpone", reason=answer, answer=answer, postponed_until=until)
    when = f" tot {spoken(until)}" if until else ""
    tell_proposer(actor, proposal, f"Uw voorstel is uitgesteld{when}.", answer, _by(passage))
    return proposal


@transaction.atomic
def refuse_proposal(*, actor: User, proposal: Proposal, answer: str) -> Proposal:
    """Decline it, with the reason, which the proposer reads; who brought it finds it back."""
    passage = hold(actor, proposal)
    _reason(answer)
    move(actor, proposal, "refuse", reason=answer, answer=answer)
    _stop(actor, passage, answer)
    tell_proposer(actor, proposal, "Uw voorstel is niet weerhouden.", answer, _by(passage))
    return proposal


@transaction.atomic
def refer_proposal(
    *, actor: User, proposal: Proposal, to_body: GoverningBody, reason: str
) -> Proposal:
    """Send it on to another table, up, down or across (R31); return the proposal made there.

    That one has the other table's own route and points back; this one shows what becomes of
    it. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for a table that is no neighbour.
    """
    passage = hold(actor, proposal)
    _reason(reason, "refer_reason")
    if not refer_targets(proposal.body).filter(pk=to_body.pk).exists():
        raise Invalid("Naar dit overleg kan een voorstel van hier niet.", field="to_body")
    move(
        actor,
        proposal,
        "refer",
        reason=reason,
        told={"to_body": (None, to_body.name)},
        answer=reason,
    )
    _stop(actor, passage, reason)
    kept = [field.name for field in Treatment._meta.fields if field.name != "dossier"]
    now = clock.now()
    there = Proposal.objects.create(
        **{name: getattr(proposal, name) for name in kept},
        body=to_body,
        proposer=proposal.proposer,
        wish_of=proposal.wish_of,
        origin=proposal,
        state=ProposalState.SUBMITTED,
        state_since=now,
        submitted_at=now,
        charter=charter_on(to_body.pk, clock.today()),
    )
    record(
        "proposal.received",
        there,
        actor=actor,
        changes={"from_body": (None, proposal.body.name)},
        reason=reason,
        body_id=to_body.pk,
    )
    lay_route(actor, there)
    tell_proposer(actor, proposal, f"Uw voorstel ging naar {to_body.name}.", reason, _by(passage))
    return there


@transaction.atomic
def combine_proposals(*, actor: User, into: Proposal, others: Sequence[Proposal]) -> Proposal:
    """Make one proposal of several of the same table; ``into`` goes on, in the name of all.

    Who brought one of them stays its author and is told. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid``.
    """
    if not others:
        raise Invalid("Kies minstens één ander voorstel.", field="others")
    if any(each.body_id != into.body_id or each.pk == into.pk for each in others):
        raise Invalid("Samenvoegen kan alleen met andere voorstellen van dezelfde tafel.", "others")
    hold(actor, into)
    into.refresh_from_db()
    if into.state not in POOL:
        raise WrongMoment(f"Dit voorstel is intussen {into.get_state_display().lower()}.")
    for other in others:
        passage = hold(actor, other)
        told = {"into": (None, into.title)}
        move(actor, other, "combine", told=told, combined_into=into)
        _stop(actor, passage, f"Samengevoegd met: {into.title}")
    words = _all_bringers([into, *others])
    changes = {
        "combined": (None, [each.title for each in others]),
        "brought_by_label": (into.brought_by_label, words),
    }
    Proposal.objects.filter(pk=into.pk).update(brought_by_label=words, revision=F("revision") + 1)
    into.refresh_from_db()
    record("proposal.joined", into, actor=actor, changes=changes, body_id=into.body_id)
    tell_proposer(actor, into, "Uw voorstel is samengevoegd met een ander en gaat zo verder.")
    return into


@transaction.atomic
def keep_here(*, actor: User, proposal: Proposal, reason: str) -> Proposal:
    """Say why it is discussed at this table, though the table's list of themes says elsewhere.

    Who has it now, or who brought it while it is a draft (R97). Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid``.
    """
    if not (can_edit(actor, proposal) and proposal.state in EDITABLE):
        hold(actor, proposal, advising=True)
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if current.state not in (*POOL, *EDITABLE):
        raise WrongMoment(f"Dit voorstel is intussen {current.get_state_display().lower()}.")
    _reason(reason, "keep_reason")
    old = current.platform_reason
    Proposal.objects.filter(pk=proposal.pk).update(platform_reason=reason)
    proposal.refresh_from_db()
    record(
        "proposal.kept",
        proposal,
        actor=actor,
        changes={"platform_reason": (old, reason)},
        body_id=proposal.body_id,
    )
    return proposal


def _reason(words: str, field: str = "answer") -> None:
    if not words.strip():
        raise Invalid("Schrijf een reden; wie het aanbracht, leest ze.", field=field)


def _by(passage: Passage | None) -> str:
    return passage.body.name if passage else ""


def _stop(actor: User, passage: Passage | None, why: str) -> None:
    """The body that ended it on its way has it no longer."""
    if passage is not None:
        leave(actor, passage, PassageOutcome.STOPPED, why)


def _all_bringers(proposals: list[Proposal]) -> str:
    """Everyone who brought one of these, each once, within what an item can hold."""
    names: list[Any] = list(dict.fromkeys(each.brought_by_words for each in proposals))
    words = join_dutch(names)
    kept = len(names)
    while len(words) > _LABEL_LENGTH and kept > 1:
        kept -= 1
        words = f"{', '.join(names[:kept])} en {len(names) - kept} andere"
    return words[:_LABEL_LENGTH]
