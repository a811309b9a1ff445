"""Info evenings for councillors: planned, announced to all of them alike, moved, called off."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.text import from_word
from overlegtafel.common.transitions import claim
from overlegtafel.councillors.evening_mail import (
    send_invitations,
    tell_called_off,
    tell_moved,
    tell_moved_to_invited,
    when_and_where,
)
from overlegtafel.councillors.models import InfoEvening
from overlegtafel.councillors.policy import has_evenings
from overlegtafel.councillors.queries.evenings import ON_THE_LIST, takes_sign_ups
from overlegtafel.councillors.services.sign_ups import give_places
from overlegtafel.councillors.sight import sight_of
from overlegtafel.councillors.states import EVENING_MOVES, EveningState, SignUpState
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, require, standing_of
from overlegtafel.governance.states import Task


@dataclass(frozen=True)
class EveningDetails:
    """What is written about an evening. ``seats`` is ``None`` when everyone fits."""

    title: str
    location: str
    held_on: date
    starts_at: time
    ends_at: time
    sign_up_until: date
    words: str = ""
    seats: int | None = None
    agreements: tuple[Agreement, ...] = ()
    dossiers: tuple[Dossier, ...] = ()

    @property
    def kept(self) -> dict[str, Any]:
        """What the row itself holds."""
        names = ("held_on", "starts_at", "ends_at", "sign_up_until", "seats")
        typed = {name: from_word(getattr(self, name)).strip() for name in _TYPED}
        return {**typed, **{name: getattr(self, name) for name in names}}


_TYPED = ("title", "location", "words")
_SHOWN = (*_TYPED, "held_on", "starts_at", "ends_at", "sign_up_until", "seats")


@transaction.atomic
def plan_evening(*, actor: User, body: GoverningBody, details: EveningDetails) -> InfoEvening:
    """Write down an evening; nobody is told yet.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment`` where the charter has no such evenings,
    ``Invalid`` beside what can't be.
    """
    _require_leading(actor, body)
    _require_evenings(body)
    _check(body, details)
    evening = InfoEvening.objects.create(
        body=body,
        state_since=clock.now(),
        saved_by=actor,
        saved_at=clock.now(),
        **details.kept,
    )
    _keep_subjects(evening, details)
    record("info_evening.planned", evening, actor=actor, body_id=body.pk)
    return evening


@transaction.atomic
def change_evening(
    *, actor: User, evening: InfoEvening, details: EveningDetails, expected_revision: int
) -> InfoEvening:
    """Write it otherwise. Who was invited hears of another moment or place, who signed up or waits
    always; more seats let those who wait move up.

    Raises as ``plan_evening``; ``WrongMoment`` once it began or was called off, ``Stale``,
    ``Invalid`` for fewer seats than there are people who have one.
    """
    _require_leading(actor, evening.body)
    current = InfoEvening.objects.select_for_update().get(pk=evening.pk)
    _require_open(current)
    if current.revision != expected_revision:
        raise Stale
    _check(evening.body, details)
    coming = evening.sign_ups.filter(state=SignUpState.COMING).count()
    if details.seats is not None and details.seats < coming:
        raise Invalid(f"Er zijn al {coming} raadsleden ingeschreven.", field="seats")
    before = when_and_where(current)
    InfoEvening.objects.filter(pk=evening.pk).update(
        revision=F("revision") + 1, saved_by=actor, saved_at=clock.now(), **details.kept
    )
    evening.refresh_from_db()
    _keep_subjects(evening, details)
    changes = changed(current, {name: getattr(evening, name) for name in _SHOWN})
    record("info_evening.changed", evening, actor=actor, changes=changes, body_id=evening.body_id)
    if when_and_where(evening) != before:
        rows = evening.sign_ups.filter(state__in=ON_THE_LIST).select_related("user")
        tell_moved(evening, rows, before)
        if evening.state == EveningState.INVITED:
            tell_moved_to_invited(evening, before)
    if evening.state == EveningState.INVITED:
        give_places(evening)
    return evening


@transaction.atomic
def invite_councillors(*, actor: User, evening: InfoEvening, expected_revision: int) -> InfoEvening:
    """Invite the councillors of every member, of every party alike; from now on they sign up.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment`` where the charter has no such evenings
    (any more) or once the last day to sign up is over, ``Stale`` when it reads otherwise by now.
    """
    _require_leading(actor, evening.body)
    _require_evenings(evening.body)
    current = InfoEvening.objects.select_for_update().get(pk=evening.pk)
    if current.state == EveningState.PLANNED and current.revision != expected_revision:
        raise Stale
    claim(
        evening,
        EVENING_MOVES,
        "invite",
        state_since=clock.now(),
        invited_at=clock.now(),
    )
    evening.refresh_from_db()
    if not takes_sign_ups(evening):
        raise WrongMoment("De laatste dag om in te schrijven is voorbij. Wijzig die eerst.")
    evening.invited = send_invitations(evening)
    InfoEvening.objects.filter(pk=evening.pk).update(invited=evening.invited)
    record(
        "info_evening.announced",
        evening,
        actor=actor,
        changes={"invited": (None, evening.invited)},
        body_id=evening.body_id,
    )
    return evening


@transaction.atomic
def call_off_evening(*, actor: User, evening: InfoEvening, reason: str) -> InfoEvening:
    """Say that it does not take place; who signed up or waits hears why.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment`` once it began, ``Invalid`` without why.
    """
    _require_leading(actor, evening.body)
    words = from_word(reason).strip()
    if not words:
        raise Invalid("Schrijf waarom de infoavond niet doorgaat.", field="reason")
    current = InfoEvening.objects.select_for_update().get(pk=evening.pk)
    _require_open(current)
    claim(
        evening,
        EVENING_MOVES,
        "cancel",
        state_since=clock.now(),
        reason=words,
        revision=current.revision + 1,
        saved_by=actor,
        saved_at=clock.now(),
    )
    evening.refresh_from_db()
    record("info_evening.cancelled", evening, actor=actor, reason=words, body_id=evening.body_id)
    rows = evening.sign_ups.filter(state__in=ON_THE_LIST).select_related("user")
    tell_called_off(evening, rows)
    return evening


def _require_leading(actor: User, body: GoverningBody) -> None:
    """Who runs the table, as far as its charter lets staff plan. Raises ``NotVisible``,
    ``NotAllowed``, ``WrongMoment``.
    """
    if not actor.is_system and body.pk not in standing_of(actor).circle_of:
        raise NotVisible
    if not can_lead(actor, body.pk):
        raise NotAllowed("Een infoavond plant wie dit overleg begeleidt.")
    require(actor, body, Task.PLAN)


def _require_evenings(body: GoverningBody) -> None:
    if not has_evenings(body):
        raise WrongMoment(
            "De afsprakennota van dit overleg voorziet geen infoavonden voor raadsleden. Kies bij "
            "Raadsleden eerst dat ze naar een regionale infoavond komen."
        )


def _require_open(evening: InfoEvening) -> None:
    if evening.state == EveningState.CANCELLED:
        raise WrongMoment("Deze infoavond gaat niet door en wijzigt niet meer.")
    if clock.now() >= evening.begins:
        raise WrongMoment("Deze infoavond is begonnen of al voorbij en wijzigt niet meer.")


def _check(body: GoverningBody, details: EveningDetails) -> None:
    """Raise ``Invalid`` beside what can't be."""
    for name, sentence in _ASKED.items():
        if not getattr(details, name).strip():
            raise Invalid(sentence, field=name)
    if details.held_on < clock.today():
        raise Invalid("Kies een dag die nog komt.", field="held_on")
    if details.ends_at <= details.starts_at:
        raise Invalid("Het einduur komt na het beginuur.", field="ends_at")
    if details.sign_up_until > details.held_on:
        raise Invalid("Inschrijven kan ten laatste op de dag zelf.", field="sign_up_until")
    if details.seats is not None and details.seats < 1:
        raise Invalid("Schrijf hoeveel plaatsen er zijn, of laat dit leeg.", field="seats")
    sight = sight_of(body.pk, clock.today())
    if not {each.pk for each in details.agreements} <= sight.agreement_ids:
        raise Invalid("Kies afspraken die raadsleden mogen lezen.", field="agreements")
    if not {each.pk for each in details.dossiers} <= {each.pk for each in sight.dossiers}:
        raise Invalid("Kies dossiers die raadsleden mogen lezen.", field="dossiers")


_ASKED = {"title": "Geef de infoavond een titel.", "location": "Schrijf waar ze doorgaat."}


def _keep_subjects(evening: InfoEvening, details: EveningDetails) -> None:
    evening.agreements.set(details.agreements)
    evening.dossiers.set(details.dossiers)
