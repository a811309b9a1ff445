"""Proposing and screening: who, when, write, log, tell; in one transaction each."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_propose, may_bring_for, require
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.notifications import tell_proposer
from overlegtafel.proposals.policy import can_edit
from overlegtafel.proposals.states import EDITABLE, MOVES, ProposalState

CONTENT = (
    "title",
    "summary",
    *Reason.values,
    "category",
    "function",
    "dossier",
    "brought_by",
    "brought_by_label",
    "preparer_label",
)


@transaction.atomic
def draft_proposal(
    *,
    actor: User,
    body: GoverningBody,
    title: str,
    brought_by: Organization,
    function: Function = Function.EXCHANGE,
    summary: str = "",
    reasons: tuple[Reason, ...] = (),
    category: str = "",
    dossier: Dossier | None = None,
    brought_by_label: str = "",
    preparer_label: str = "",
    form_key: str = "",
) -> Proposal:
    """Write down a proposal as a draft. Raises ``NotAllowed``, ``Invalid``, ``WrongMoment``.

    Who sends the same form twice (``form_key``) gets the one proposal made from it; while that
    is a draft, with what was typed last.
    """
    if not can_propose(actor, body):
        raise NotAllowed
    _check_content(actor, body, brought_by, dossier)
    content: dict[str, Any] = {
        "title": title,
        "summary": summary,
        "category": category,
        "function": function,
        "dossier": dossier,
        "brought_by": brought_by,
        "brought_by_label": brought_by_label,
        "preparer_label": preparer_label,
        **{reason.value: reason in reasons for reason in Reason},
    }
    first = {"body": body, "state_since": clock.now(), **content}
    if form_key:
        proposal, is_new = Proposal.objects.get_or_create(
            proposer=actor, form_key=form_key, defaults=first
        )
        if not is_new:
            return _sent_again(actor, proposal, content)
    else:
        proposal = Proposal.objects.create(proposer=actor, **first)
    record(
        "proposal.drafted",
        proposal,
        actor=actor,
        changes={"title": (None, title)},
        body_id=body.pk,
    )
    return proposal


def _sent_again(actor: User, proposal: Proposal, content: dict[str, Any]) -> Proposal:
    """What a form made before; a draft takes what is new in it, unless it was edited since."""
    same = all(getattr(proposal, name) == value for name, value in content.items())
    if proposal.state != ProposalState.DRAFT or same:
        return proposal
    if proposal.revision > 1:
        raise WrongMoment("U bewaarde dit ontwerp al en het is intussen gewijzigd. Open het daar.")
    return edit_proposal(actor=actor, proposal=proposal, expected_revision=1, **content)


@transaction.atomic
def edit_proposal(
    *, actor: User, proposal: Proposal, expected_revision: int, **content: Any
) -> Proposal:
    """Rewrite a draft or a returned proposal.

    ``content`` holds the fields of ``CONTENT`` to change. Raises ``NotAllowed``,
    ``WrongMoment``, ``Stale`` when someone saved since ``expected_revision``, ``Invalid``.
    """
    if not can_edit(actor, proposal):
        raise NotAllowed
    unknown = set(content) - set(CONTENT)
    if unknown:
        raise TypeError(f"geen veld van een voorstel: {sorted(unknown)}")
    _check_content(
        actor,
        proposal.body,
        content.get("brought_by", proposal.brought_by),
        content.get("dossier", proposal.dossier),
    )
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if current.state not in EDITABLE:
        raise WrongMoment("Dit voorstel is ingediend en kan niet meer gewijzigd worden.")
    if current.revision != expected_revision:
        raise Stale
    changes = {
        name: (str(getattr(current, name) or ""), str(value or ""))
        for name, value in content.items()
        if getattr(current, name) != value
    }
    Proposal.objects.filter(pk=proposal.pk).update(revision=F("revision") + 1, **content)
    proposal.refresh_from_db()
    record("proposal.edited", proposal, actor=actor, changes=changes, body_id=proposal.body_id)
    return proposal


def _check_content(
    actor: User, body: GoverningBody, brought_by: Organization, dossier: Dossier | None
) -> None:
    if dossier is not None and dossier.body_id != body.pk:
        raise Invalid("Dit dossier hoort bij een ander overleg.", field="dossier")
    if not actor.is_system and not may_bring_for(actor, body).filter(pk=brought_by.pk).exists():
        raise Invalid("In naam van dit bestuur kunt u niets aanbrengen.", field="brought_by")


@transaction.atomic
def submit_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """Send it to the table, with at least one reason and a category.

    An exchange is complete with a title and one sentence (R5): left open, its reason is
    regional information and its category the flow of information. Raises ``NotAllowed``,
    ``Invalid``, ``WrongMoment``.
    """
    if not can_edit(actor, proposal):
        raise NotAllowed
    facts: dict[str, Any] = {"submitted_at": proposal.submitted_at or clock.now(), "answer": ""}
    if proposal.function == Function.EXCHANGE:
        facts["category"] = proposal.category or Category.INFORMATION
        facts[Reason.INFORMATION] = proposal.reason_information or not proposal.reasons
    elif not proposal.reasons:
        raise Invalid("Kies minstens één aanleiding.", field="reasons")
    elif not proposal.category:
        raise Invalid("Kies een categorie.", field="category")
    if not proposal.summary.strip():
        raise Invalid("Schrijf minstens één zin.", field="summary")
    return _move(actor, proposal, "submit", **facts)


@transaction.atomic
def propose(*, actor: User, body: GoverningBody, **content: Any) -> Proposal:
    """Write down a proposal and send it at once: ``draft_proposal``, ``submit_proposal``.

    The same form sent twice (``form_key``) gives the one proposal.
    """
    proposal = draft_proposal(actor=actor, body=body, **content)
    if proposal.state != ProposalState.DRAFT:
        return proposal
    return submit_proposal(actor=actor, proposal=proposal)


@transaction.atomic
def edit_and_submit(
    *, actor: User, proposal: Proposal, expected_revision: int, **content: Any
) -> Proposal:
    """Rewrite a draft or a returned proposal and send it at once, or neither."""
    edited = edit_proposal(
        actor=actor, proposal=proposal, expected_revision=expected_revision, **content
    )
    return submit_proposal(actor=actor, proposal=edited)


@transaction.atomic
def return_proposal(*, actor: User, proposal: Proposal, answer: str) -> Proposal:
    """Send it back with a question or remark, which the proposer reads."""
    return _answer(actor, proposal, "return", answer, "Uw voorstel kwam terug met een vraag.")


@transaction.atomic
def postpone_proposal(
    *, actor: User, proposal: Proposal, until: date | None, answer: str = ""
) -> Proposal:
    """Keep it for later, until a date when one is known."""
    if until is not None and until < clock.today():
        raise Invalid("Kies een datum in de toekomst.", field="until")
    return _answer(
        actor,
        proposal,
        "postpone",
        answer,
        f"Uw voorstel is uitgesteld tot {spoken(until)}."
        if until
        else "Uw voorstel is uitgesteld.",
        reason_needed=False,
        postponed_until=until,
    )


@transaction.atomic
def refuse_proposal(*, actor: User, proposal: Proposal, answer: str) -> Proposal:
    """Decline it, with the reason, which the proposer reads."""
    return _answer(actor, proposal, "refuse", answer, "Uw voorstel is niet weerhouden.")


@transaction.atomic
def withdraw_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """Take back one's own proposal."""
    if not can_edit(actor, proposal):
        raise NotAllowed
    return _move(actor, proposal, "withdraw")


def follow_item(
    *, actor: User, proposal: Proposal, verb: str, held_on: date | None = None
) -> Proposal:
    """Move a proposal along with the agenda item made from it.

    Called inside the transaction of the meeting's service, which has authorised the actor;
    ``verb`` is one of schedule, unschedule, defer, treat; ``held_on`` is the meeting's day.
    Raises ``WrongMoment``.
    """
    when = f"de agenda van {spoken_with_weekday(held_on)}" if held_on else "een agenda"
    sentences = {
        "schedule": f"Uw voorstel staat op {when}.",
        "defer": "Uw voorstel is verdaagd en komt terug.",
    }
    _move(actor, proposal, verb)
    if verb in sentences:
        tell_proposer(proposal, sentences[verb])
    return proposal


def _answer(
    actor: User,
    proposal: Proposal,
    verb: str,
    answer: str,
    sentence: str,
    *,
    reason_needed: bool = True,
    **facts: Any,
) -> Proposal:
    require(actor, proposal.body, Task.SCREEN, proposal)
    if reason_needed and not answer.strip():
        raise Invalid("Schrijf een reden; wie het aanbracht, leest ze.", field="answer")
    _move(actor, proposal, verb, reason=answer, answer=answer, **facts)
    tell_proposer(proposal, sentence, answer)
    return proposal


def _move(actor: User, proposal: Proposal, verb: str, reason: str = "", **facts: Any) -> Proposal:
    now = clock.now()
    told = set(facts) - {"submitted_at", "answer"}  # the row's own moment, and its reason
    old = {name: getattr(proposal, name) for name in told}
    before = claim(proposal, MOVES, verb, state_since=now, revision=F("revision") + 1, **facts)
    proposal.refresh_from_db(fields=["revision"])
    changes: dict[str, tuple[Any, Any]] = {"state": (before, proposal.state)}
    changes |= {name: (old[name], facts[name]) for name in sorted(told) if old[name] != facts[name]}
    record(
        f"proposal.{proposal.state}",
        proposal,
        actor=actor,
        changes=changes,
        reason=reason,
        body_id=proposal.body_id,
    )
    return proposal
