"""Making each municipality's own draft, and what the municipality does with it (R43, R104, R21)."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.drafting.local_policy import can_adapt
from overlegtafel.drafting.local_queries import LocalView, newest_finals, refilled, texts_of
from overlegtafel.drafting.local_texts import (
    TITLE,
    LocalClause,
    filled_from,
    local_clauses,
    stored,
)
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.policy import require_pen
from overlegtafel.drafting.tasks import drafts_in_background
from overlegtafel.drafting.values import filled_version, places_of
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import APPROVALS, UNDECIDED

_LONGEST = {TITLE: 300}
_LONGEST_TEXT = 20_000
_AT_ONCE = 75


@transaction.atomic
def make_local_drafts(*, actor: User, agreement: Agreement) -> None:
    """Have a draft made for every municipality and body that has none, in the background.

    Raises ``NotAllowed``, ``WrongMoment`` without a definitive version or local decisions.
    """
    require_pen(actor, agreement)
    if not newest_finals(agreement):
        raise WrongMoment("Er is nog geen definitieve versie van het gemeenschappelijke ontwerp.")
    if not agreement.local_decisions.exists():
        raise WrongMoment("Open eerst de lokale beslissingen.")
    record("local_drafts.asked", agreement, actor=actor, body_id=agreement.body_id)
    drafts_in_background(agreement.pk, actor.pk)


@transaction.atomic
def make_now(agreement_id: int, actor_id: int) -> int:
    """Make what is missing: the work of the background; how many. Existing ones stay as they are.

    Each is filled with its own municipality's values only.
    """
    agreement = Agreement.objects.select_related("body", "item__meeting").get(pk=agreement_id)
    finals = newest_finals(agreement)
    there = set(
        LocalDraft.objects.filter(decision__agreement=agreement).values_list("decision", "body")
    )
    drafts = [
        LocalDraft(
            decision=place.decision,
            body=body,
            version=version,
            content=stored(filled_version(version, place)),
            made_at=clock.now(),
        )
        for body, version in finals.items()
        for place in places_of(agreement)
        if place.decision is not None and (place.decision.pk, body) not in there
    ]
    if drafts:
        LocalDraft.objects.bulk_create(drafts, batch_size=_AT_ONCE, ignore_conflicts=True)
        record(
            "local_drafts.made",
            agreement,
            actor=User.objects.get(pk=actor_id),
            changes={"drafts": (None, len(drafts))},
            body_id=agreement.body_id,
        )
    return len(drafts)


@transaction.atomic
def write_own_text(
    *, actor: User, draft: LocalDraft, key: str, text: str, expected_revision: int
) -> LocalDraft:
    """Say one clause otherwise in the own municipality; the common words again when they are equal.

    A deviation is shown, never refused. Raises ``NotAllowed``, ``WrongMoment`` once it is decided,
    ``NotVisible`` for a clause that is not there, ``Stale``, ``Invalid``.
    """
    current = _held(actor, draft, expected_revision, UNDECIDED)
    text = _cleaned(key, text)
    clause = _common(current).get(key)
    if clause is None:
        raise NotVisible
    own = {name: words for name, words in current.own.items() if name != key}
    if text != clause.common:
        own[key] = text
    if own == current.own:
        return current
    changes = {"clause": (None, clause.label)}
    return _saved(actor, current, "local_draft.changed", changes, own=own)


@transaction.atomic
def take_over_version(*, actor: User, draft: LocalDraft, expected_revision: int) -> LocalDraft:
    """Make the draft of the newest definitive version; own words stay where their clause stays.

    Raises ``NotAllowed``, ``WrongMoment`` once it is decided or when nothing is new, ``Stale``.
    """
    current = _held(actor, draft, expected_revision, UNDECIDED)
    newest = newest_finals(draft.decision.agreement).get(current.body)
    made = refilled(LocalView(current, None))
    if newest is None or made is None:
        raise WrongMoment("Dit ontwerp is al gemaakt van de nieuwste versie.")
    common = {each.key: each.common for each in local_clauses(made, {}, None)}
    own = {
        key: words
        for key, words in texts_of(current)[1].items()
        if key in common and words != common[key]
    }
    before = filled_from(current.content).version_number
    changes: dict[str, tuple[object, object]] = {"version": (before, newest.number)}
    labels = _common(current)
    if dropped := [labels[key].label for key in current.own if key not in own]:
        changes["own"] = (dropped, None)
    return _saved(
        actor,
        current,
        "local_draft.taken_over",
        changes,
        own=own,
        version=newest,
        content=stored(made),
    )


@transaction.atomic
def record_adopted_text(
    *, actor: User, draft: LocalDraft, texts: Mapping[str, str], expected_revision: int
) -> LocalDraft:
    """Record the words that the body adopted, clause by clause (R21).

    What is not in ``texts`` was adopted as the draft had it. Raises ``NotAllowed``,
    ``WrongMoment`` before it is approved, ``NotVisible`` for an unknown clause, ``Stale``,
    ``Invalid``.
    """
    current = _held(actor, draft, expected_revision, APPROVALS)
    filled, own = texts_of(current)
    clauses = local_clauses(filled, own, None)
    said = {each.key: each for each in clauses}
    if set(texts) - set(said):
        raise NotVisible
    cleaned = {key: _cleaned(key, words) for key, words in texts.items()}
    adopted = {key: words for key, words in cleaned.items() if words != said[key].own}
    changes = {"adopted": (None, [said[key].label for key in adopted])}
    return _saved(
        actor,
        current,
        "local_draft.adopted",
        changes,
        content=stored(filled),
        own=own,
        adopted=adopted,
        adopted_at=clock.now(),
    )


def _held(
    actor: User, draft: LocalDraft, expected_revision: int, states: tuple[str, ...]
) -> LocalDraft:
    """The draft and its decision as they are now, held until the end of the transaction."""
    if not can_adapt(actor, draft.decision):
        raise NotAllowed("Alleen het eigen bestuur past zijn ontwerp aan.")
    decision = LocalDecision.objects.select_for_update().get(pk=draft.decision_id)
    if decision.state not in states:
        raise WrongMoment(
            "Hierover is al beslist: het ontwerp verandert niet meer."
            if states == UNDECIDED
            else "Leg eerst vast dat het goedgekeurd is."
        )
    current = LocalDraft.objects.select_for_update().get(pk=draft.pk)
    if current.revision != expected_revision:
        raise Stale
    current.decision = draft.decision
    for name in ("state", "meets_on", "college_on"):
        setattr(current.decision, name, getattr(decision, name))
    return current


def _common(draft: LocalDraft) -> dict[str, LocalClause]:
    """The clauses by key, in the common words."""
    return {each.key: each for each in local_clauses(texts_of(draft)[0], {}, None)}


def _cleaned(key: str, text: str) -> str:
    text = from_word(text).strip()
    longest = _LONGEST.get(key, _LONGEST_TEXT)
    if len(text) > longest:
        raise Invalid(f"Houd dit korter: hoogstens {longest} tekens.", field="text")
    if key == TITLE:
        text = " ".join(text.split())
        if not text:
            raise Invalid("Een ontwerp heeft een titel.", field="text")
    return text


def _saved(
    actor: User,
    draft: LocalDraft,
    verb: str,
    changes: Mapping[str, tuple[object, object]],
    **facts: object,
) -> LocalDraft:
    facts |= {"changed_by": actor, "changed_at": clock.now()}
    LocalDraft.objects.filter(pk=draft.pk).update(**facts, revision=F("revision") + 1)
    record(
        verb,
        draft,
        actor=actor,
        changes=dict(changes),
        body_id=draft.decision.agreement.body_id,
    )
    draft.refresh_from_db(fields=[*facts, "revision"])
    return draft
