"""When a member's college and council sit: kept by the municipality or by the table."""

from datetime import date, time

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.common.rhythm import Rhythm
from overlegtafel.meetings.models import SittingDay, SittingRhythm
from overlegtafel.meetings.sittings import can_keep_sittings
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.organizations.models import Organization


@transaction.atomic
def set_sitting_rhythm(
    *,
    actor: User,
    municipality: Organization,
    organ: LocalOrgan,
    rhythm: Rhythm,
    starts_at: time | None = None,
    source: str = "",
) -> SittingRhythm:
    """Say in which rhythm a college or council sits, instead of what was said before (R122).

    Raises ``NotAllowed``, ``Invalid`` when the month that differs has no other weekday.
    """
    _authorise(actor, municipality)
    if (rhythm.other_month is None) != (rhythm.other_nth is None):
        raise Invalid("Kies een maand én de hoeveelste, of geen van beide.", field="other_nth")
    before = SittingRhythm.objects.filter(municipality=municipality, organ=organ).first()
    kept, _ = SittingRhythm.objects.update_or_create(
        municipality=municipality,
        organ=organ,
        defaults={
            "nth": rhythm.nth,
            "weekday": rhythm.weekday,
            "not_in": sorted(rhythm.not_in),
            "other_month": rhythm.other_month,
            "other_nth": rhythm.other_nth,
            "starts_at": starts_at,
            "source": source,
        },
    )
    record(
        "sittings.rhythm_set",
        municipality,
        actor=actor,
        changes={organ: (before.rhythm.words if before else None, rhythm.words)},
    )
    return kept


@transaction.atomic
def drop_sitting_rhythm(*, actor: User, rhythm: SittingRhythm) -> None:
    """Take a rhythm away that holds no longer. Raises ``NotAllowed``, ``WrongMoment``."""
    _authorise(actor, rhythm.municipality)
    gone, _ = SittingRhythm.objects.filter(pk=rhythm.pk).delete()
    if not gone:
        raise WrongMoment("Dat ritme is al weg.")
    record(
        "sittings.rhythm_dropped",
        rhythm.municipality,
        actor=actor,
        changes={rhythm.organ: (rhythm.rhythm.words, None)},
    )


@transaction.atomic
def note_sitting_day(
    *,
    actor: User,
    municipality: Organization,
    organ: LocalOrgan,
    day: date,
    sits: bool,
    note: str = "",
) -> SittingDay:
    """Say of one day that a college or council sits, or just not. Raises ``NotAllowed``."""
    _authorise(actor, municipality)
    kept, _ = SittingDay.objects.update_or_create(
        municipality=municipality, organ=organ, day=day, defaults={"sits": sits, "note": note}
    )
    says = "zitting" if sits else "geen zitting"
    record(
        "sittings.day_noted",
        municipality,
        actor=actor,
        changes={organ: (None, f"{spoken_with_weekday(day)}: {says}")},
    )
    return kept


@transaction.atomic
def drop_sitting_day(*, actor: User, word: SittingDay) -> None:
    """Let the rhythm hold again on a day. Raises ``NotAllowed``, ``WrongMoment``."""
    _authorise(actor, word.municipality)
    gone, _ = SittingDay.objects.filter(pk=word.pk).delete()
    if not gone:
        raise WrongMoment("Die dag is al weg.")
    record(
        "sittings.day_dropped",
        word.municipality,
        actor=actor,
        changes={word.organ: (spoken_with_weekday(word.day), None)},
    )


def _authorise(actor: User, municipality: Organization) -> None:
    if not can_keep_sittings(actor, municipality):
        raise NotAllowed
