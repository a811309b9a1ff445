"""Writing the common draft, and sending a version of it out."""

from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import AgreementState, CompetentBody
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.drafting import notifications
from overlegtafel.drafting.columns import Values
from overlegtafel.drafting.content import Clause, DraftContent
from overlegtafel.drafting.cost import spoken_amount
from overlegtafel.drafting.models import DraftVersion, FeedbackRound, MasterDraft
from overlegtafel.drafting.policy import require_pen
from overlegtafel.drafting.queries import (
    answered_before,
    deciding_bodies,
    label_of,
    unanswered_of,
)
from overlegtafel.drafting.states import (
    MOVES,
    WRITABLE,
    ClauseKind,
    DraftState,
)
from overlegtafel.drafting.tasks import drafts_in_background
from overlegtafel.drafting.values import by_decision, fields_in, figures_of, places_of

_LONGEST_NOTE = 300


@transaction.atomic
def start_draft(*, actor: User, agreement: Agreement, deciding_body: str) -> MasterDraft:
    """Begin the common draft of an agreement for one of the bodies that decide it (R104).

    Raises ``NotAllowed``, ``WrongMoment`` before the agreement is made or when there is one.
    """
    require_pen(actor, agreement)
    current = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if current.state != AgreementState.CONFIRMED:
        raise WrongMoment("Sluit eerst het verslag af.")
    if deciding_body not in deciding_bodies(current):
        raise WrongMoment("Dit orgaan beslist niet over deze afspraak.")
    body = CompetentBody(deciding_body)
    if MasterDraft.objects.filter(agreement=current, deciding_body=body).exists():
        raise WrongMoment("Dit ontwerp bestaat al.")
    content = _first_words(agreement)
    draft = MasterDraft.objects.create(
        agreement=agreement,
        deciding_body=body,
        content=content.model_dump(mode="json"),
        state_since=clock.now(),
        started_by=actor,
        started_at=clock.now(),
    )
    _log("draft.started", draft, actor, {"deciding_body": (None, body.label)})
    return draft


def _first_words(agreement: Agreement) -> DraftContent:
    """What every draft begins with: the agreement itself, and room for the rest."""
    facts = (
        "In {{overleg}} werd op {{afgesproken_op}} afspraak {{afspraak}} gemaakt: "
        f"{agreement.title}."
    )
    return DraftContent(
        title=agreement.title,
        clauses=(
            Clause(key="feiten", kind=ClauseKind.FACTS, text=facts),
            Clause(key="grond", kind=ClauseKind.LEGAL_GROUND),
            Clause(key="motivering", kind=ClauseKind.MOTIVATION),
            Clause(key="artikel_1", kind=ClauseKind.ARTICLE, text=agreement.text),
        ),
    )


@transaction.atomic
def write_draft(
    *, actor: User, draft: MasterDraft, content: DraftContent, expected_revision: int
) -> MasterDraft:
    """Save what is being written. Raises ``NotAllowed``, ``WrongMoment``, ``Stale``."""
    current = _held(actor, draft, expected_revision)
    changes = _changes(current.words, content)
    _store(draft, content=content.model_dump(mode="json"))
    _log("draft.written", draft, actor, changes)
    return draft


def _changes(old: DraftContent, new: DraftContent) -> dict[str, tuple[Any, Any]]:
    """What was changed, for the log: of the text only the clauses that differ."""
    keys = [
        key
        for key in dict.fromkeys([each.key for each in (*old.clauses, *new.clauses)])
        if old.clause(key) != new.clause(key)
    ]
    return {
        "title": (old.title, new.title),
        "text": (_told(old, keys), _told(new, keys)),
        "clauses": (_names(old), _names(new)),
        "cost": (_cost(old), _cost(new)),
    }


def _told(content: DraftContent, keys: list[str]) -> str:
    texts = [text for key in keys if (found := content.clause(key)) for text in found.texts if text]
    return "\n\n".join(texts)


def _names(content: DraftContent) -> list[str]:
    return [label_of(each, content) for each in content.clauses]


def _cost(content: DraftContent) -> str:
    cost = content.cost
    return f"{spoken_amount(cost.amount)}, {cost.key.label}" if cost else ""


@transaction.atomic
def set_columns(
    *,
    actor: User,
    draft: MasterDraft,
    content: DraftContent,
    values: Values,
    expected_revision: int,
) -> MasterDraft:
    """Take over the owner's own columns with a value per municipality (slug).

    ``content`` names the columns. The log keeps which columns there are, not their values:
    the whole table reads it. Raises ``NotAllowed``, ``WrongMoment``, ``Stale``.
    """
    current = _held(actor, draft, expected_revision)
    names = {each.name for each in content.columns}
    kept = {
        slug: {name: typed for name, typed in row.items() if name in names}
        for slug, row in values.items()
    }
    old = [each.label for each in current.words.columns]
    _store(draft, content=content.model_dump(mode="json"), values_by_place=kept)
    new = [each.label for each in content.columns]
    _log("draft.columns_set", draft, actor, {"columns": (old, new)})
    return draft


@transaction.atomic
def finish_draft(
    *, actor: User, draft: MasterDraft, note: str, expected_revision: int
) -> DraftVersion:
    """Send out the definitive version, with a note of every remark and its answer to all (R105).

    Raises ``NotAllowed``, ``WrongMoment`` while a sent remark has no answer, ``Stale``,
    ``Invalid`` for a text that is not whole.
    """
    _held(actor, draft, expected_revision, states=None)
    if left := unanswered_of(draft):
        still = "is nog één opmerking" if left == 1 else f"zijn nog {left} opmerkingen"
        raise WrongMoment(f"Er {still} zonder antwoord. Beantwoord eerst alles.")
    before = claim(draft, MOVES, "finish", state_since=clock.now())
    version = send_version(actor, draft, note, is_final=True)
    changes = {"state": (before, draft.state), "version": (None, version.number)}
    _log("draft.finished", draft, actor, changes)
    tell_final(draft, version)
    drafts_in_background(draft.agreement_id, actor.pk)
    return version


@transaction.atomic
def rewrite_draft(*, actor: User, draft: MasterDraft) -> MasterDraft:
    """Start a next version after a definitive one; what was sent stays as it is.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    require_pen(actor, draft.agreement)
    facts = {"state_since": clock.now(), "revision": F("revision") + 1}
    before = claim(draft, MOVES, "rewrite", **facts)
    draft.refresh_from_db()
    _log("draft.reopened", draft, actor, {"state": (before, draft.state)})
    return draft


@transaction.atomic
def drop_version(*, actor: User, draft: MasterDraft, expected_revision: int) -> MasterDraft:
    """Give up the version in the making: the definitive one before it stands again as it was.

    Raises ``NotAllowed``, ``WrongMoment`` once it was sent or when none came before, ``Stale``.
    """
    current = _held(actor, draft, expected_revision, states=None)
    last = current.versions.order_by("-number").first()
    if current.state != DraftState.WRITING or last is None or not last.is_final:
        raise WrongMoment("Er is geen nieuwe versie die nog niet verstuurd is.")
    changes = _changes(current.words, last.words)
    facts = {"content": last.content, "values_by_place": last.values_by_place}
    facts |= {"state_since": last.sent_at, "revision": F("revision") + 1}
    before = claim(draft, MOVES, "drop", **facts)
    draft.refresh_from_db()
    _log("draft.version_dropped", draft, actor, {"state": (before, draft.state), **changes})
    return draft


def send_version(
    actor: User, draft: MasterDraft, note: str, *, is_final: bool = False
) -> DraftVersion:
    """Freeze the words and every municipality's figures as the next version.

    Raises ``Invalid`` for a text without title or articles, or with a field that nobody knows.
    """
    draft.refresh_from_db(fields=["content", "values_by_place", "revision"])
    content, places = draft.words, places_of(draft.agreement)
    note = " ".join(note.split())
    if len(note) > _LONGEST_NOTE:
        raise Invalid(f"Houd dit korter: hoogstens {_LONGEST_NOTE} tekens.", field="note")
    towns = [each.municipality for each in places]
    figures = figures_of(content, draft.values_by_place, towns)
    if objections := objections_to(draft, content):
        raise Invalid(objections[0])
    last = draft.versions.order_by("-number").values_list("number", flat=True).first()
    return DraftVersion.objects.create(
        draft=draft,
        number=(last or 0) + 1,
        content=content.model_dump(mode="json"),
        figures=figures,
        values_by_place=draft.values_by_place,
        note=note,
        is_final=is_final,
        sent_by=actor,
        sent_at=clock.now(),
    )


def objections_to(draft: MasterDraft, content: DraftContent) -> list[str]:
    """What keeps a text from being sent out, each in one sentence."""
    said = []
    if not content.title.strip():
        said.append("Geef het ontwerp een titel.")
    articles = [each for each in content.clauses if each.kind == ClauseKind.ARTICLE]
    if not any(each.text.strip() for each in articles):
        said.append("Schrijf minstens één artikel.")
    unknown = [each.name for each in fields_in(draft, content, {}, []) if not each.is_known]
    said += [f"Het veld {{{{{name}}}}} bestaat niet. Kijk na hoe het heet." for name in unknown]
    return said


def is_same_text(draft: MasterDraft, version: DraftVersion) -> bool:
    """Whether what is being written says what that version says, fields and amounts included."""
    return draft.words == version.words and draft.values_by_place == version.values_by_place


def tell_answers(draft: MasterDraft, version: DraftVersion) -> None:
    """Send the note on the round that ended since, once."""
    round_, remarks = answered_before(draft, version.number)
    if round_ is not None:
        notifications.tell_note(round_, version, remarks)


def tell_final(draft: MasterDraft, version: DraftVersion) -> None:
    """Tell every municipality that a version is definitive, with that note when there is one."""
    mailings, round_ = mailings_of(draft, version)
    notifications.tell_final(draft, version, mailings, round_)


def mailings_of(
    draft: MasterDraft, version: DraftVersion
) -> tuple[list[notifications.Mailing], FeedbackRound | None]:
    """What leaves with a definitive version and to whom, before or as it is sent; and the round
    of which it carries the note.
    """
    round_, remarks = answered_before(draft, version.number)
    undecided, decided = by_decision(draft.agreement)
    mailings = notifications.final_mailings(
        draft,
        version,
        [each.municipality.pk for each in undecided],
        [each.municipality.pk for each in decided],
        round_,
        remarks,
    )
    return mailings, round_


def _held(
    actor: User,
    draft: MasterDraft,
    expected_revision: int,
    states: tuple[str, ...] | None = WRITABLE,
) -> MasterDraft:
    """The draft, held until this transaction ends, in whoever's hands it is."""
    require_pen(actor, draft.agreement)
    current = MasterDraft.objects.select_for_update().get(pk=draft.pk)
    if states is not None and current.state not in states:
        raise WrongMoment(f"Aan dit ontwerp schrijft nu niemand: {_why(current)}.")
    if current.revision != expected_revision:
        raise Stale
    return current


def _why(draft: MasterDraft) -> str:
    return str(draft.get_state_display()).lower()


def _store(draft: MasterDraft, **facts: Any) -> None:
    MasterDraft.objects.filter(pk=draft.pk).update(revision=F("revision") + 1, **facts)
    draft.refresh_from_db()


def _log(verb: str, draft: MasterDraft, actor: User, changes: dict[str, tuple[Any, Any]]) -> None:
    record(verb, draft, actor=actor, changes=changes, body_id=draft.agreement.body_id)
