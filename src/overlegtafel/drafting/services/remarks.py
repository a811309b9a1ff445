"""What a municipality remarks on a draft, inside or to the owner, and what the owner answers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.drafting.models import DraftRemark, DraftReply, FeedbackRound, MasterDraft
from overlegtafel.drafting.policy import can_remark, can_send, require_pen
from overlegtafel.drafting.states import (
    REMARK_MOVES,
    WRITABLE,
    DraftRemarkState,
    RemarkOutcome,
)
from overlegtafel.organizations.models import Organization

_LONGEST = 10_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def write_draft_remark(
    *,
    actor: User,
    round_: FeedbackRound,
    municipality: Organization,
    text: str,
    clause: str = "",
    send: bool = False,
    also: Mapping[str, str] = _NOTHING,
) -> DraftRemark:
    """Remark on a clause of the version (empty: on the whole), inside one's municipality.

    ``send`` also sends it to the owner, for who may. ``also`` is what was typed beside other
    clauses meanwhile, by clause: kept inside. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    if not can_remark(actor, municipality.pk):
        raise NotAllowed("Opmerken doet het eigen bestuur.")
    reply = _reply(round_, municipality)
    for other, typed in also.items():
        _keep(actor, round_, municipality, other, typed)
    remark = _keep(actor, round_, municipality, clause, text)
    return _send(actor, remark, reply) if send else remark


def _keep(
    actor: User, round_: FeedbackRound, municipality: Organization, clause: str, text: str
) -> DraftRemark:
    """One remark, written and logged, inside the municipality."""
    if clause and round_.version.words.clause(clause) is None:
        raise Invalid("Kies een clausule van dit ontwerp.", field="clause")
    remark = DraftRemark.objects.create(
        round=round_,
        municipality=municipality,
        clause=clause,
        text=_words(text, "text", "Schrijf uw opmerking."),
        author=actor,
        written_at=clock.now(),
    )
    # No table in the log: who runs it must not read there what stays inside a municipality.
    record("draft_remark.written", remark, actor=actor, changes={"text": (None, remark.text)})
    return remark


@transaction.atomic
def send_remark(*, actor: User, remark: DraftRemark) -> DraftRemark:
    """Send an internal remark to the owner, for good. Raises ``NotAllowed``, ``WrongMoment``."""
    _require_voice(actor, remark.municipality_id)
    return _send(actor, remark, _reply(remark.round, remark.municipality))


def _send(actor: User, remark: DraftRemark, reply: DraftReply) -> DraftRemark:
    _require_voice(actor, remark.municipality_id)
    before = claim(remark, REMARK_MOVES, "send", sent_at=clock.now())
    _reply_now(reply, actor, nothing=False)
    changes = {"state": (before, remark.state), "text": (None, remark.text)}
    body_id = remark.round.draft.agreement.body_id
    record("draft_remark.sent", remark, actor=actor, changes=changes, body_id=body_id)
    return remark


@transaction.atomic
def withdraw_draft_remark(*, actor: User, remark: DraftRemark) -> None:
    """Take back one's own remark while it is inside. Raises ``NotAllowed``, ``WrongMoment``."""
    if not actor.is_system and remark.author_id != actor.pk:
        raise NotAllowed("Alleen wie de opmerking schreef, haalt ze weg.")
    current = DraftRemark.objects.select_for_update().filter(pk=remark.pk).first()
    if current is None or current.state != DraftRemarkState.INSIDE:
        raise WrongMoment("Deze opmerking is al bezorgd of weg.")
    record("draft_remark.withdrawn", current, actor=actor, changes={"text": (current.text, None)})
    current.delete()


@transaction.atomic
def say_nothing(*, actor: User, round_: FeedbackRound, municipality: Organization) -> DraftReply:
    """Say that this municipality has no remarks: its answer in one click.

    Raises ``NotAllowed``, ``WrongMoment`` when it already sent one.
    """
    _require_voice(actor, municipality.pk)
    reply = _reply(round_, municipality)
    if round_.remarks.filter(municipality=municipality, state=DraftRemarkState.SENT).exists():
        raise WrongMoment("Uw bestuur bezorgde al een opmerking; dat is uw antwoord.")
    _reply_now(reply, actor, nothing=True)
    body_id = round_.draft.agreement.body_id
    changes = {"nothing_to_say": (None, True)}
    record("draft.nothing_to_say", reply, actor=actor, changes=changes, body_id=body_id)
    return reply


@transaction.atomic
def answer_remark(
    *,
    actor: User,
    remark: DraftRemark,
    outcome: str,
    reason: str = "",
    new_text: str | None = None,
) -> DraftRemark:
    """Answer a remark that was sent: taken up, or not with the reason (R105).

    ``new_text`` becomes the text of its clause in the version being written. An answer may be
    bettered until the next version is out. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    draft = remark.round.draft
    require_pen(actor, draft.agreement)
    current = DraftRemark.objects.select_for_update().get(pk=remark.pk)
    if current.state != DraftRemarkState.SENT:
        raise NotAllowed("Deze opmerking is niet bezorgd.")
    if draft.versions.filter(number__gt=remark.round.version.number).exists():
        raise WrongMoment("De antwoorden zijn al aan iedereen bezorgd.")
    if outcome not in RemarkOutcome.values:
        raise Invalid("Kies of u dit overneemt.", field="outcome")
    asked = "Schrijf waarom u dit niet overneemt."
    reason = _words(reason, "reason", asked if outcome == RemarkOutcome.NOT_TAKEN_UP else "")
    changes: dict[str, tuple[Any, Any]] = {
        "outcome": (current.outcome, outcome),
        "reason": (current.reason, reason),
    }
    facts = {"outcome": outcome, "reason": reason}
    DraftRemark.objects.filter(pk=remark.pk).update(
        **facts, answered_by=actor, answered_at=clock.now()
    )
    remark.refresh_from_db(fields=["outcome", "reason", "answered_by", "answered_at"])
    if new_text is not None and outcome == RemarkOutcome.TAKEN_UP:
        changes |= _take_up(draft, current.clause, new_text)
    body_id = draft.agreement.body_id
    record("draft_remark.answered", remark, actor=actor, changes=changes, body_id=body_id)
    return remark


def _take_up(draft: MasterDraft, key: str, text: str) -> dict[str, tuple[Any, Any]]:
    """Write the new words of a clause; what they were and are, for the log."""
    current = MasterDraft.objects.select_for_update().get(pk=draft.pk)
    content = current.words
    clause = content.clause(key)
    cleaned = _words(text, "new_text")
    if clause is None or clause.text == cleaned:
        return {}
    if current.state not in WRITABLE:
        raise WrongMoment("De tekst wijzigt pas als de feedbackronde afgesloten is.")
    clauses = tuple(
        each.model_copy(update={"text": cleaned}) if each.key == key else each
        for each in content.clauses
    )
    new = content.model_copy(update={"clauses": clauses})
    MasterDraft.objects.filter(pk=draft.pk).update(
        content=new.model_dump(mode="json"), revision=F("revision") + 1
    )
    return {"text": (clause.text, cleaned)}


def _reply(round_: FeedbackRound, municipality: Organization) -> DraftReply:
    """The municipality's row in a round that still takes answers, held for this transaction."""
    current = FeedbackRound.objects.select_for_update().get(pk=round_.pk)
    if current.closed_at is not None:
        raise WrongMoment("Deze feedbackronde is afgesloten.")
    if current.last_day < clock.today():
        raise WrongMoment(f"Opmerken kon tot en met {spoken(current.last_day)}.")
    found = current.replies.select_for_update().filter(municipality=municipality).first()
    if found is None:
        raise NotAllowed("Dit bestuur is hier niet gevraagd.")
    return found


def _require_voice(actor: User, municipality_id: int) -> None:
    """Let only who speaks for the municipality go on. Raises ``NotAllowed``."""
    if not can_send(actor, municipality_id):
        raise NotAllowed("De burgemeester, de algemeen directeur of een medewerker antwoordt.")


def _reply_now(reply: DraftReply, actor: User, *, nothing: bool) -> None:
    DraftReply.objects.filter(pk=reply.pk).update(
        replied_at=clock.now(), replied_by=actor, nothing_to_say=nothing
    )
    reply.refresh_from_db()


def _words(text: str, field: str, asked: str = "") -> str:
    """Typed or pasted text, cleaned; ``asked`` says what is missing when it may not be empty."""
    cleaned = from_word(text).strip()
    if asked and not cleaned:
        raise Invalid(asked, field=field)
    if len(cleaned) > _LONGEST:
        raise Invalid(f"Houd dit korter: hoogstens {_LONGEST} tekens.", field=field)
    return cleaned
