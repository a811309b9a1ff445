"""A statement that leaves: sent and frozen, followed up, answered (R22)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.products import notifications
from overlegtafel.products.linking import checked_document, typed
from overlegtafel.products.models import Addressee, FollowUp, Statement, checksum_of
from overlegtafel.products.policy import (
    require_writer,
)
from overlegtafel.products.queries.statements import overdue_statements
from overlegtafel.products.services.statements import LONGEST_NOTE, check_seen, draft_of
from overlegtafel.products.states import (
    STATEMENT_MOVES,
    FollowUpKind,
    StatementState,
)


@transaction.atomic
def send_statement(
    *,
    actor: User,
    statement: Statement,
    expected_revision: int,
    sent_on: date,
    answer_due_on: date | None = None,
    by_mail: bool = False,
) -> Statement:
    """Let it leave: its text, addressees and who supports it are frozen with a checksum.

    ``by_mail`` also mails it to each addressee with an address. A correction takes the follow-up
    of what it replaces over. Only who runs the table sends in its name. Raises ``NotVisible``,
    ``NotAllowed``, ``WrongMoment``, ``Stale``, ``Invalid``.
    """
    check_seen(actor, statement)
    require(actor, statement.body, Task.AGREEMENTS, statement)
    current = draft_of(statement)
    if current.revision != expected_revision:
        raise Stale
    to = list(current.addressees.all())
    if not to:
        raise Invalid("Schrijf aan wie dit standpunt gaat.")
    if sent_on > clock.today():
        raise Invalid("Die dag moet nog komen.", field="sent_on")
    if answer_due_on is not None and answer_due_on <= sent_on:
        raise Invalid("Een antwoord komt na het versturen.", field="answer_due_on")
    if by_mail and not any(each.email for each in to):
        raise Invalid("Geen enkele bestemmeling heeft een e-mailadres.", field="by_mail")
    frozen = frozen_content(current, to, sent_on)
    claim(
        statement,
        STATEMENT_MOVES,
        "send",
        frozen=frozen,
        checksum=checksum_of(frozen),
        sent_on=sent_on,
        answer_due_on=answer_due_on,
        revision=F("revision") + 1,
    )
    statement.refresh_from_db()
    mailed = notifications.send_out(actor, statement, to) if by_mail else []
    _end_earlier(actor, statement)
    record(
        "statement.sent",
        statement,
        actor=actor,
        changes={
            "sent_on": (None, sent_on),
            "addressees": (None, [str(each) for each in to]),
            "mailed_to": (None, mailed),
            "answer_due_on": (None, answer_due_on),
            "checksum": (None, statement.checksum),
        },
        body_id=statement.body_id,
    )
    return statement


def frozen_content(
    statement: Statement, addressees: Iterable[Addressee], sent_on: date
) -> dict[str, Any]:
    """What leaves, as one document; ``supports`` stays inside the house."""
    supports = statement.supports.select_related("municipality").order_by("municipality__name")
    return {
        "number": statement.number,
        "title": statement.title,
        "text": statement.text,
        "sent_on": sent_on.isoformat(),
        "addressees": [
            {"name": each.name, "office": each.office, "email": each.email} for each in addressees
        ],
        "supports": [
            {
                "nis": each.municipality.code,
                "municipality": each.municipality.name,
                "backing": each.backing,
                "reservation": each.reservation,
                "voice": each.voice,
            }
            for each in supports
        ],
    }


@transaction.atomic
def note_follow_up(
    *,
    actor: User,
    statement: Statement,
    kind: str,
    done_on: date,
    text: str = "",
    answer_due_on: date | None = None,
) -> FollowUp:
    """Note a reminder or something else that was done after it left, with a new last day.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    check_seen(actor, statement)
    require_writer(actor, statement.body, statement.dossier, statement)
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    if current.state == StatementState.DRAFT or current.sent_on is None:
        raise WrongMoment("Dit standpunt is nog niet verzonden.")
    if kind not in FollowUpKind.values:
        raise Invalid("Kies wat er gebeurde.", field="kind")
    if done_on > clock.today() or done_on < current.sent_on:
        raise Invalid("Kies een dag tussen het versturen en vandaag.", field="done_on")
    words = "" if kind == FollowUpKind.REMINDED else "Schrijf in enkele woorden wat er gebeurde."
    follow_up = FollowUp.objects.create(
        statement=statement,
        kind=kind,
        done_on=done_on,
        text=typed(from_word(text), "text", words, LONGEST_NOTE),
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    changes: dict[str, tuple[Any, Any]] = {"done_on": (None, done_on)}
    if answer_due_on is not None and answer_due_on != current.answer_due_on:
        if answer_due_on <= done_on:
            raise Invalid("Een antwoord komt na de herinnering.", field="answer_due_on")
        Statement.objects.filter(pk=statement.pk).update(answer_due_on=answer_due_on)
        changes["answer_due_on"] = (current.answer_due_on, answer_due_on)
    record(
        "statement.followed_up",
        statement,
        actor=actor,
        changes=changes,
        reason=follow_up.text,
        body_id=statement.body_id,
    )
    return follow_up


@transaction.atomic
def record_answer(
    *,
    actor: User,
    statement: Statement,
    answered_on: date,
    answer: str,
    document: Document | None = None,
) -> Statement:
    """Keep the answer that came. Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``,
    ``Invalid``.
    """
    check_seen(actor, statement)
    require_writer(actor, statement.body, statement.dossier, statement)
    words = typed(from_word(answer), "answer", "Schrijf in het kort wat er geantwoord is.", 20_000)
    if answered_on > clock.today():
        raise Invalid("Die dag moet nog komen.", field="answered_on")
    if statement.sent_on is not None and answered_on < statement.sent_on:
        raise Invalid("Een antwoord komt na het versturen.", field="answered_on")
    kept = checked_document(actor, statement.dossier, document)
    claim(
        statement,
        STATEMENT_MOVES,
        "answer",
        answered_on=answered_on,
        answer=words,
        answer_document=kept,
    )
    record(
        "statement.answered",
        statement,
        actor=actor,
        changes={"answered_on": (None, answered_on), "answer": (None, words)},
        body_id=statement.body_id,
    )
    return statement


@transaction.atomic
def close_statement(*, actor: User, statement: Statement, reason: str) -> Statement:
    """End its follow-up, and say with what. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``."""
    check_seen(actor, statement)
    require_writer(actor, statement.body, statement.dossier, statement)
    words = typed(reason, "reason", "Schrijf waarmee de opvolging eindigt.", 300)
    before = claim(statement, STATEMENT_MOVES, "close")
    record(
        "statement.closed",
        statement,
        actor=actor,
        changes={"state": (before, statement.state)},
        reason=words,
        body_id=statement.body_id,
    )
    return statement


@transaction.atomic
def remind_of_overdue() -> int:
    """Mail the owner of each statement whose answer is late, once for each last day.

    A chore of the daily round: nobody asks for it.
    """
    late = overdue_statements(clock.today()).select_related("body", "dossier__owner")
    return sum(notifications.tell_overdue(each) for each in late.prefetch_related("addressees"))


def _end_earlier(actor: User, statement: Statement) -> None:
    """What a correction replaces needs no answer any more."""
    earlier = statement.replaces
    if earlier is None or earlier.state == StatementState.CLOSED:
        return
    before = claim(earlier, STATEMENT_MOVES, "close")
    record(
        "statement.closed",
        earlier,
        actor=actor,
        changes={"state": (before, earlier.state)},
        reason=f"Vervangen door versie {statement.number}.",
        body_id=earlier.body_id,
    )
