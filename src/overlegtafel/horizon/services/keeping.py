"""What is on its way to a table, and how often its projects report."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotVisible, Stale, WrongMoment
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import can_see
from overlegtafel.governance.models import GoverningBody
from overlegtafel.horizon.models import FeedbackRhythm, HorizonEntry
from overlegtafel.horizon.policy import require_keeper

LONGEST_RHYTHM = 24


@transaction.atomic
def note_entry(
    *,
    actor: User,
    body: GoverningBody,
    title: str,
    source: str,
    expected_on: date,
    about: str = "",
    source_url: str = "",
) -> HorizonEntry:
    """Note something on its way, with its source and its day (R125).

    Raises ``NotVisible``, ``NotAllowed``, ``Invalid`` without a title or a source or for a day
    that is past.
    """
    require_keeper(actor, body)
    facts = _checked(title, source, expected_on)
    entry = HorizonEntry.objects.create(
        body=body,
        **facts,
        about=about.strip(),
        source_url=source_url,
        noted_by=actor,
        noted_at=clock.now(),
    )
    record(
        "horizon.noted",
        entry,
        actor=actor,
        changes={"expected_on": (None, expected_on)},
        body_id=body.pk,
    )
    return entry


@transaction.atomic
def change_entry(
    *,
    actor: User,
    entry: HorizonEntry,
    expected_revision: int,
    title: str,
    source: str,
    expected_on: date,
    about: str = "",
    source_url: str = "",
) -> HorizonEntry:
    """Set right what is on its way, until it is on an agenda or dropped.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Stale``, ``Invalid``.
    """
    require_keeper(actor, entry.body)
    facts: dict[str, Any] = _checked(title, source, expected_on)
    facts |= {"about": about.strip(), "source_url": source_url}
    current = _waiting(entry)
    if current.revision != expected_revision:
        raise Stale
    changes = {
        name: (str(getattr(current, name)), str(value))
        for name, value in facts.items()
        if getattr(current, name) != value
    }
    if changes:
        HorizonEntry.objects.filter(pk=entry.pk).update(revision=F("revision") + 1, **facts)
        entry.refresh_from_db()
        record("horizon.changed", entry, actor=actor, changes=changes, body_id=entry.body_id)
    return entry


@transaction.atomic
def drop_entry(*, actor: User, entry: HorizonEntry, reason: str) -> HorizonEntry:
    """Say why something is not expected any more. Raises ``NotAllowed``, ``WrongMoment``,
    ``Invalid`` without a reason.
    """
    require_keeper(actor, entry.body)
    if not reason.strip():
        raise Invalid("Schrijf waarom dit niet meer op til is.", field="reason")
    _waiting(entry)
    entry.dropped_because = reason.strip()
    entry.save(update_fields=["dropped_because"])
    record("horizon.dropped", entry, actor=actor, reason=reason.strip(), body_id=entry.body_id)
    return entry


@transaction.atomic
def set_rhythm(*, actor: User, dossier: Dossier, every_months: int | None) -> FeedbackRhythm | None:
    """Agree how often a project reports to the table, or that it does no longer (``None``).

    Raises ``NotVisible``, ``NotAllowed``, ``Invalid`` for a rhythm that is none.
    """
    if not can_see(actor, dossier):
        raise NotVisible
    require_keeper(actor, dossier.body)
    if every_months is not None and not 1 <= every_months <= LONGEST_RHYTHM:
        raise Invalid(f"Kies tussen 1 en {LONGEST_RHYTHM} maanden.", field="every_months")
    before = FeedbackRhythm.objects.select_for_update().filter(dossier=dossier).first()
    old = before.every_months if before else None
    rhythm = None
    if every_months is None:
        FeedbackRhythm.objects.filter(dossier=dossier).delete()
    else:
        rhythm, _ = FeedbackRhythm.objects.update_or_create(
            dossier=dossier,
            defaults={"every_months": every_months},
            create_defaults={"every_months": every_months, "since": clock.today()},
        )
    if old != every_months:
        record(
            "dossier.rhythm_set",
            dossier,
            actor=actor,
            changes={"every_months": (old, every_months)},
            body_id=dossier.body_id,
        )
    return rhythm


def _checked(title: str, source: str, expected_on: date) -> dict[str, Any]:
    if not title.strip():
        raise Invalid("Schrijf in enkele woorden wat op til is.", field="title")
    if not source.strip():
        raise Invalid("Schrijf waar u dit vandaan hebt.", field="source")
    if expected_on < clock.today():
        raise Invalid("Die dag is al voorbij.", field="expected_on")
    return {"title": title.strip(), "source": source.strip(), "expected_on": expected_on}


def _waiting(entry: HorizonEntry) -> HorizonEntry:
    """The entry as stored, kept for this transaction, while it still waits."""
    current = HorizonEntry.objects.select_for_update().get(pk=entry.pk)
    if current.proposal_id is not None:
        raise WrongMoment("Dit staat intussen op een agenda.")
    if current.dropped_because:
        raise WrongMoment("Dit is intussen geschrapt.")
    return current
