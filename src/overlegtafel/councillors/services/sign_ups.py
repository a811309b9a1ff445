"""Signing up for an info evening and off again; who waits moves up in order.

Who signed up is known to who runs the table and to nobody else: it stands in no table's logbook.
"""

from django.db import transaction
from django.db.models import Max

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.councillors.evening_mail import tell_place
from overlegtafel.councillors.models import EveningSignUp, InfoEvening
from overlegtafel.councillors.policy import evenings_visible_to, rooms_of
from overlegtafel.councillors.queries.evenings import ON_THE_LIST, takes_sign_ups
from overlegtafel.councillors.queries.letters import councillors_of
from overlegtafel.councillors.states import SIGN_UP_MOVES, EveningState, SignUpState


@transaction.atomic
def sign_up(*, actor: User, evening: InfoEvening) -> EveningSignUp:
    """Take a place, or the last place of the waiting list when it is full.

    Who is on the list already stays there. Raises ``NotVisible``, ``NotAllowed`` for who is no
    councillor of a member, ``WrongMoment`` once one can't sign up any more.
    """
    current = _locked(actor, evening)
    if not takes_sign_ups(current):
        raise WrongMoment(_why_closed(current))
    own = EveningSignUp.objects.filter(evening=current, user=actor).first()
    if own is not None and own.state in ON_THE_LIST:
        return own
    state = SignUpState.COMING if _has_room(current) else SignUpState.WAITING
    last = current.sign_ups.aggregate(last=Max("place"))["last"] or 0
    facts = {
        "place": last + 1,
        "since": clock.now(),
        "municipality_id": min(rooms_of(actor)[current.body_id]),
    }
    if own is None:
        own = EveningSignUp.objects.create(evening=current, user=actor, state=state, **facts)
    else:
        verb = "take" if state == SignUpState.COMING else "wait"
        claim(own, SIGN_UP_MOVES, verb, revision=own.revision + 1, **facts)
    own.evening, own.user = current, actor
    record("info_evening.signed_up", current, actor=actor, changes={"state": (None, own.state)})
    tell_place(own)
    return own


@transaction.atomic
def sign_off(*, actor: User, evening: InfoEvening) -> EveningSignUp | None:
    """Give the place up, until the evening begins; the first who waits gets it and is told.

    ``None`` for who never signed up. Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``.
    """
    current = _locked(actor, evening)
    if current.state != EveningState.INVITED or clock.now() >= current.begins:
        raise WrongMoment(_why_closed(current))
    own = EveningSignUp.objects.filter(evening=current, user=actor).first()
    if own is None or own.state == SignUpState.OFF:
        return own
    before = claim(own, SIGN_UP_MOVES, "sign_off", revision=own.revision + 1, since=clock.now())
    own.evening, own.user = current, actor
    record("info_evening.signed_off", current, actor=actor, changes={"state": (before, own.state)})
    tell_place(own)
    give_places(current)
    return own


def give_places(evening: InfoEvening) -> int:
    """Let who waits move up in order while there are places, and tell them; return how many.

    Within a service that holds the evening. Who is no councillor of a member any more is passed
    over.
    """
    waiting = evening.sign_ups.filter(
        state=SignUpState.WAITING, user__in=councillors_of(evening.body)
    )
    moved = 0
    for each in waiting.select_related("user"):
        if not _has_room(evening):
            break
        claim(each, SIGN_UP_MOVES, "move_up", revision=each.revision + 1, since=clock.now())
        each.evening = evening
        record(
            "info_evening.moved_up",
            evening,
            actor=User.objects.system(),
            changes={"state": (SignUpState.WAITING, each.state)},
        )
        tell_place(each, moved_up=True)
        moved += 1
    return moved


def _has_room(evening: InfoEvening) -> bool:
    taken = evening.sign_ups.filter(state=SignUpState.COMING).count()
    return evening.seats is None or taken < evening.seats


def _locked(actor: User, evening: InfoEvening) -> InfoEvening:
    """The evening, held until the end, for a councillor of a member: of two who take the last
    place, one is second.
    """
    if not evenings_visible_to(actor).filter(pk=evening.pk).exists():
        raise NotVisible
    if evening.body_id not in rooms_of(actor):
        raise NotAllowed("Inschrijven doet een raadslid van een bestuur dat lid is.")
    return (
        InfoEvening.objects.select_for_update(of=["self"]).select_related("body").get(pk=evening.pk)
    )


def _why_closed(evening: InfoEvening) -> str:
    if evening.state == EveningState.CANCELLED:
        return "Deze infoavond gaat niet door."
    if clock.now() >= evening.begins:
        return "Deze infoavond is begonnen of al voorbij."
    return f"Inschrijven kon tot en met {spoken(evening.sign_up_until)}."
