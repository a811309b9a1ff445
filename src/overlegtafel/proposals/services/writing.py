"""Writing a proposal down, sending it, taking it back."""

from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed_in_words, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.text import join_dutch
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.path import refuse_early
from overlegtafel.dossiers.queries import preparer_for
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.charters import charter_on, rules_under
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_propose, may_bring_for, require_bringing
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services import lapse_questions
from overlegtafel.governance.states import Does, Wish
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.notifications import tell_holder
from overlegtafel.proposals.platforms import is_handled_at, suggest_platform
from overlegtafel.proposals.policy import can_edit
from overlegtafel.proposals.prompts import answered
from overlegtafel.proposals.queries import current_passage, platforms_of, preparers_for
from overlegtafel.proposals.services.moves import move, refuse_unsuited, take_back_clearances
from overlegtafel.proposals.services.route import lay_route
from overlegtafel.proposals.states import EDITABLE, ProposalState

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
    "prepared_by",
    "note",
    "expected_decision",
)
"""What a proposal and the item made from it both say."""
_PLATFORM_LENGTH = 120
_LABEL_LENGTH = 200
OWN = ("wish_of", "platform_reason")
"""What only a proposal says."""


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
    prepared_by: Organization | None = None,
    note: str = "",
    expected_decision: str = "",
    wish_of: Wish | str = "",
    platform_reason: str = "",
    form_key: str = "",
) -> Proposal:
    """Write down a proposal as a draft. Raises ``NotAllowed``, ``Invalid``, ``WrongMoment``.

    Who sends the same form twice (``form_key``) gets the one proposal made from it; while that
    is a draft, with what was typed last.
    """
    if not can_propose(actor, body):
        raise NotAllowed
    _check_content(actor, body, brought_by, dossier)
    _check_preparer(actor, body, prepared_by)
    preparer_label = preparer_label or str(prepared_by or "")
    content: dict[str, Any] = {
        "title": title,
        "summary": summary,
        "category": category,
        "function": function,
        "dossier": dossier,
        "brought_by": brought_by,
        "brought_by_label": brought_by_label,
        "preparer_label": preparer_label,
        "prepared_by": prepared_by,
        "note": note,
        "expected_decision": expected_decision,
        "wish_of": wish_of,
        "platform_reason": platform_reason,
        **{reason.value: reason in reasons for reason in Reason},
    }
    first = {"body": body, "state_since": clock.now(), **content}
    proposal, is_new = _made_once(actor, form_key, first)
    if not is_new:
        return _sent_again(actor, proposal, content)
    record(
        "proposal.drafted",
        proposal,
        actor=actor,
        changes={"title": (None, title)},
        body_id=body.pk,
    )
    return proposal


def _made_once(actor: User, form_key: str, first: dict[str, Any]) -> tuple[Proposal, bool]:
    """The proposal made from a form, and whether it is new; without a key it always is."""
    if not form_key:
        return Proposal.objects.create(proposer=actor, **first), True
    return Proposal.objects.get_or_create(proposer=actor, form_key=form_key, defaults=first)


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

    ``content`` holds the fields of ``CONTENT`` and ``OWN`` to change. What the chair cleared is
    to be cleared again. Raises ``NotAllowed``,
    ``WrongMoment``, ``Stale`` when someone saved since ``expected_revision``, ``Invalid``.
    """
    if not can_edit(actor, proposal):
        raise NotAllowed
    unknown = set(content) - {*CONTENT, *OWN}
    if unknown:
        raise TypeError(f"geen veld van een voorstel: {sorted(unknown)}")
    _check_content(
        actor,
        proposal.body,
        content.get("brought_by", proposal.brought_by),
        content.get("dossier", proposal.dossier),
        was=proposal.brought_by_id,
    )
    preparer = content.get("prepared_by")
    if preparer is not None and preparer.pk != proposal.prepared_by_id:
        _check_preparer(actor, proposal.body, preparer)
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if current.state not in EDITABLE:
        raise WrongMoment("Dit voorstel is ingediend en kan niet meer gewijzigd worden.")
    if current.revision != expected_revision:
        raise Stale
    changes = changed_in_words(current, content)
    Proposal.objects.filter(pk=proposal.pk).update(revision=F("revision") + 1, **content)
    proposal.refresh_from_db()
    if changes:
        take_back_clearances(actor, proposal)
    record("proposal.edited", proposal, actor=actor, changes=changes, body_id=proposal.body_id)
    return proposal


def _check_content(
    actor: User,
    body: GoverningBody,
    brought_by: Organization,
    dossier: Dossier | None,
    was: int | None = None,
) -> None:
    if dossier is not None and dossier.body_id != body.pk:
        raise Invalid("Dit dossier hoort bij een ander overleg.", field="dossier")
    if actor.is_system or brought_by.pk == was:
        return
    if not may_bring_for(actor, body).filter(pk=brought_by.pk).exists():
        raise Invalid("In naam van dit bestuur kunt u niets aanbrengen.", field="brought_by")


def _check_preparer(actor: User, body: GoverningBody, preparer: Organization | None) -> None:
    """Who is named, sees it (R85): only an organization that is involved here."""
    if preparer is None or actor.is_system:
        return
    if not preparers_for(actor, body).filter(pk=preparer.pk).exists():
        raise Invalid("Dit bestuur of deze partner is hier niet betrokken.", field="preparer")


@transaction.atomic
def submit_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """Send it to the table, with at least one reason and a category, on the charter's route.

    An exchange is complete with a title and one sentence (R5): left open, its reason is
    regional information and its category the flow of information. Sent again after a question,
    it goes back to who asked. Policy in a dossier that was not aligned waits where the functions
    are steps (R3). What the template of a note asks and nobody answered stays behind. Raises
    ``NotAllowed``, ``Invalid``, ``WrongMoment``.
    """
    if not can_edit(actor, proposal):
        raise NotAllowed
    first = proposal.submitted_at is None
    if first:
        require_bringing(actor, proposal.body, proposal.brought_by, proposal)
    charter = charter_on(proposal.body_id, clock.today()) if first else proposal.charter
    facts: dict[str, Any] = {
        "submitted_at": proposal.submitted_at or clock.now(),
        "answer": "",
        "charter": charter,
        "note": answered(proposal.note, rules_under(charter)),
        **_completed(proposal, rules_under(charter)),
    }
    if not proposal.summary.strip():
        raise Invalid("Schrijf minstens één zin.", field="summary")
    refuse_early(proposal.dossier, proposal.function, rules_under(charter))
    move(actor, proposal, "submit", **facts)
    if first:
        lapse_questions(actor=actor, subject=proposal)
        lay_route(actor, proposal)
    elif (passage := current_passage(proposal)) is not None:
        tell_holder(actor, proposal, passage.body, Does(passage.does))
    return proposal


def _completed(proposal: Proposal, rules: CharterRules) -> dict[str, Any]:
    """What the function and the charter fill in where it was left open. Raises ``Invalid``."""
    body = proposal.body
    facts: dict[str, Any] = {}
    if proposal.function == Function.EXCHANGE:
        facts["category"] = proposal.category or Category.INFORMATION
        facts[Reason.INFORMATION] = proposal.reason_information or not proposal.reasons
    elif not proposal.reasons:
        raise Invalid("Kies minstens één aanleiding.", field="reasons")
    elif not proposal.category:
        raise Invalid("Kies een categorie.", field="category")
    refuse_unsuited(body, proposal.function, facts.get("category", proposal.category))
    domain = proposal.dossier.domain if proposal.dossier else ""
    if proposal.function != Function.EXCHANGE and not proposal.preparer_label:
        preparer = preparer_for(proposal.dossier, rules)
        facts["preparer_label"] = preparer.words[:_LABEL_LENGTH]
        facts["prepared_by"] = preparer.organization
    theme = suggest_platform(rules, proposal.title, proposal.summary, domain)
    elsewhere = theme is not None and not is_handled_at(theme, body)
    names = [name for name, _ in platforms_of(theme)] if theme and elsewhere else []
    facts["platform"] = join_dutch(names)[:_PLATFORM_LENGTH]
    return facts


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
def withdraw_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """Take back one's own proposal."""
    if not can_edit(actor, proposal):
        raise NotAllowed
    return move(actor, proposal, "withdraw")
