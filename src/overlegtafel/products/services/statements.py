"""A statement: written, supported, sent, answered. What left never changes (R22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.products.linking import NOWHERE, Origin, checked_origin, typed
from overlegtafel.products.models import Addressee, Statement, Support
from overlegtafel.products.policy import (
    require_voice,
    require_writer,
    speaks_for,
    statements_visible_to,
)
from overlegtafel.products.states import (
    SUPPORTING,
    Backing,
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
    current = draft_of(statement)
    if current.revision != expected_revision:
        raise Stale
    facts = _content(title, text)
    before = [str(each) for each in current.addressees.all()]
    changes: dict[str, tuple[Any, Any]] = {
        n: (getattr(current, n), v) for n, v in facts.items() if getattr(current, n) != v
    }
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
    check_seen(actor, statement)
    voice = require_voice(actor, statement.body, municipality.pk, subject=statement)
    draft_of(statement)
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
    check_seen(actor, support.statement)
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
def correct_statement(*, actor: User, statement: Statement) -> Statement:
    """Start a next version of what left; the one that left stays as it is.

    Who supports the new words is asked anew. Raises ``NotAllowed``, ``WrongMoment``.
    """
    check_seen(actor, statement)
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


def check_seen(actor: User, statement: Statement) -> None:
    """Raise ``NotVisible`` unless the actor reads it."""
    if not statements_visible_to(actor).filter(pk=statement.pk).exists():
        raise NotVisible


def draft_of(statement: Statement) -> Statement:
    """The statement as stored, kept for this transaction, while it has not left."""
    current = Statement.objects.select_for_update().get(pk=statement.pk)
    if current.state != StatementState.DRAFT:
        raise WrongMoment("Dit standpunt is verzonden: het verandert niet meer.")
    return current


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
