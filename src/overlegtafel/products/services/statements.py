"""A statement: written, supported, sent, answered. What left never changes (R22)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import Organization
from overlegtafel.products import notifications
from overlegtafel.products.linking import NOWHERE, Origin, checked_document, checked_origin, typed
from overlegtafel.products.models import Addressee, FollowUp, Statement, Support, checksum_of
from overlegtafel.products.policy import (
    require_voice,
    require_writer,
    speaks_for,
    statements_visible_to,
)
from overlegtafel.products.queries.statements import overdue_statements
from overlegtafel.products.states import (
    STATEMENT_MOVES,
    SUPPORTING,
    Backing,
    FollowUpKind,
    StatementState,
    Voice,
)

LONGEST, LONGEST_TITLE, LONGEST_NOTE, MOST_ADDRESSEES = 40_000, 200, 5_000, 20


@dataclass(frozen=True)
class Addressed:
    """To whom a statement goes; ``email`` may be empty."""

    name: str
    office: str = ""
    email: str = ""


@transaction.atomic
def draft_statement(
    *,
    actor: User,
    body: GoverningBody,
    title: str,
    text: str,
    addressees: Sequence[Addressed] = (),
    origin: Origin = NOWHERE,
) -> Statement:
    """Start a statement, of a dossier, an item or an agreement of the table.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    links = checked_origin(actor, body, origin)
    require_writer(actor, body, links["dossier"])
    statement = Statement.objects.create(
        body=body,
        **links,
        **_content(title, text),
        written_by=actor,
        written_at=clock.now(),
    )
    to = _set_addressees(statement, addressees)
    record(
        "statement.drafted",
        statement,
        actor=actor,
        changes={"title": (None, statement.title), "addressees": (None, to)},
        body_id=body.pk,
    )
    return statement


@transaction.atomic
def change_statement(
    *,
    actor: User,
    statement: Statement,
    expected_revision: int,
    title: str,
    text: str,
    addressees: Sequence[Addressed],
) -> Statement:
    """Write it otherwise, until it leaves. Raises ``WrongMoment`` once it left, ``Stale``,
    ``NotAllowed``, ``Invalid``.
    """
    require_writer(actor, statement.body, statement.dossier, statement)
    current = _draft(statement)
    if current.revision != expected_revision:
        raise Stale
    facts = _content(title, text)
    before = [str(each) for each in current.addressees.all()]
    changes = {n: (getattr(current, n), v) for n, v in facts.items() if getattr(current, n) != v}
    Statement.objects.filter(pk=statement.pk).update(revision=F("revision") + 1, **facts)
    to = _set_addressees(statement, addressees)
    if before != to:
        changes["addressees"] = (before, to)
    statement.refresh_from_db()
    record("statement.changed", statement, actor=actor, changes=changes, body_id=statement.body_id)
    return statement


@transaction.atomic
def record_support(
    *,
    actor: User,
    statement: Statement,
    municipality: Organization,
    backing: str,
    reservation: str = "",
    is_named: bool = False,
) -> Support:
    """Say whether a member supports it, until it leaves.

    Its own mayor or director does; who writes the minutes may note what it said at the table,
    which the municipality's own word replaces and never the other way round. Whether it is named
    in public only the municipality says itself, and only when it supports. Raises ``NotVisible``,
    ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    _check_seen(actor, statement)
    voice = require_voice(actor, statement.body, municipality.pk, subject=statement)
    _draft(statement)
    if municipality.pk not in {each.pk for each in members_of(statement.body, clock.today())}:
        raise Invalid("Kies een bestuur van dit overleg.", field="municipality")
    if backing not in Backing.values:
        raise Invalid("Kies of het bestuur dit standpunt steunt.", field="backing")
    said = typed(from_word(reservation), "reservation", "", LONGEST_NOTE)
    if backing == Backing.RESERVED and not said:
        raise Invalid("Schrijf het voorbehoud in woorden.", field="reservation")
    before = Support.objects.filter(statement=statement, municipality=municipality).first()
    if before is not None and before.voice == Voice.OWN and voice == Voice.NOTED:
        raise NotAllowed(f"{municipality} legde dit al zelf vast.")
    facts = {
        "backing": backing,
        "reservation": said if backing == Backing.RESERVED else "",
        "is_named": is_named and voice == Voice.OWN and backing in SUPPORTING,
        "voice": voice,
    }
    support, _ = Support.objects.update_or_create(
        statement=statement,
        municipality=municipality,
        defaults={**facts, "recorded_by": actor, "recorded_at": clock.now()},
    )
    changes = {name: (getattr(before, name, None), value) for name, value in facts.items()}
    record(
        "statement.backed",
        support,
        actor=actor,
        changes={n: both for n, both in changes.items() if both[0] != both[1]},
        body_id=statement.body_id,
    )
    return support


@transaction.atomic
def consent_to_naming(*, actor: User, support: Support, is_named: bool) -> Support:
    """Let the own municipality be named in public as a supporter, or no longer; also later.

    Raises ``NotVisible``, ``NotAllowed`` for anyone else, ``WrongMoment`` for who does not
    support it.
    """
    _check_seen(actor, support.statement)
    if not speaks_for(actor, support.municipality_id):
        raise NotAllowed("Alleen het bestuur zelf zegt of het openbaar genoemd wordt.")
    current = Support.objects.select_for_update().get(pk=support.pk)
    if current.backing not in SUPPORTING:
        raise WrongMoment("Alleen wie steunt, kan openbaar genoemd worden.")
    Support.objects.filter(pk=support.pk).update(is_named=is_named)
    support.refresh_from_db()
    record(
        "statement.naming_settled",
        support,
        actor=actor,
        changes={"is_named": (current.is_named, is_named)},
        body_id=support.statement.body_id,
    )
    return support


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
    _check_seen(actor, statement)
    require(actor, statement.body, Task.AGREEMENTS, statement)
    current = _draft(statement)
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
    _check_seen(actor, statement)
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
    _check_seen(actor, statement)
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
    _check_seen(actor, statement)
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
def correct_statement(*, actor: User, statement: Statement) -> Statement:
    """Start a next version of what left; the one that left stays as it is.

    Who supports the new words is asked anew. Raises ``NotAllowed``, ``WrongMoment``.
    """
    _check_seen(actor, statement)
    require_writer(actor, statement.body, statement.dossier, statement)
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    if current.state == StatementState.DRAFT:
        raise WrongMoment("Dit standpunt is nog niet verzonden; u kunt het gewoon wijzigen.")
    if Statement.objects.filter(replaces=current).exists():
        raise WrongMoment("Er is al een volgende versie.")
    made = Statement.objects.create(
        body=current.body,
        dossier=current.dossier,
        item=current.item,
        agreement=current.agreement,
        title=current.title,
        text=current.text,
        number=current.number + 1,
        replaces=current,
        written_by=actor,
        written_at=clock.now(),
    )
    to = [Addressed(each.name, each.office, each.email) for each in current.addressees.all()]
    _set_addressees(made, to)
    record(
        "statement.corrected",
        made,
        actor=actor,
        changes={"number": (current.number, made.number)},
        body_id=made.body_id,
    )
    return made


@transaction.atomic
def remind_of_overdue(*, actor: User) -> int:
    """Mail the owner of each statement whose answer is late, once for each last day.

    Called by the daily round, as the system.
    """
    late = overdue_statements(clock.today()).select_related("body", "dossier__owner")
    return sum(notifications.tell_overdue(each) for each in late.prefetch_related("addressees"))


def _check_seen(actor: User, statement: Statement) -> None:
    if not statements_visible_to(actor).filter(pk=statement.pk).exists():
        raise NotVisible


def _draft(statement: Statement) -> Statement:
    """The statement as stored, kept for this transaction, while it has not left."""
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    if current.state != StatementState.DRAFT:
        raise WrongMoment("Dit standpunt is verzonden: het verandert niet meer.")
    return current


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


def _content(title: str, text: str) -> dict[str, str]:
    return {
        "title": typed(title, "title", "Schrijf waarover het gaat.", LONGEST_TITLE),
        "text": typed(from_word(text), "text", "Schrijf de tekst van het standpunt.", LONGEST),
    }


def _set_addressees(statement: Statement, addressees: Sequence[Addressed]) -> list[str]:
    if len(addressees) > MOST_ADDRESSEES:
        raise Invalid(f"Hoogstens {MOST_ADDRESSEES} bestemmelingen.", field="addressees")
    statement.addressees.all().delete()
    made = Addressee.objects.bulk_create(
        Addressee(
            statement=statement,
            order=order,
            name=typed(each.name, "addressees", "Schrijf de naam van de bestemmeling.", 200),
            office=typed(each.office, "addressees", "", 200),
            email=each.email.strip(),
        )
        for order, each in enumerate(addressees, 1)
    )
    statement._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    return [str(each) for each in made]
