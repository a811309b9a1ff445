"""Info evenings in one's own calendar, as meetings are: one event that moves and goes along."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.councillors.models import EveningSignUp, InfoEvening
from overlegtafel.councillors.policy import rooms_of
from overlegtafel.councillors.states import EveningState, SignUpState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.meetings.calendar_file import CalendarEvent, invitation_file
from overlegtafel.meetings.subscriptions import KEPT

_MAIL = {SignUpState.COMING: "CONFIRMED", SignUpState.WAITING: "TENTATIVE"}


def evenings_followed(owner: User, body: GoverningBody | None) -> list[CalendarEvent]:
    """The evenings in someone's calendar feed: those one runs, and as a councillor those one is
    invited to, unless one signed off. Two queries.
    """
    led, invited = standing_of(owner).leads, frozenset(rooms_of(owner))
    if not led and not invited:
        return []
    found = InfoEvening.objects.filter(
        Q(body__in=led) | Q(body__in=invited, invited_at__isnull=False),
        held_on__gte=clock.today() - KEPT,
    )
    if body is not None:
        found = found.filter(body=body)
    own = {each.evening_id: each for each in EveningSignUp.objects.filter(user=owner)}
    return [
        evening_event(each, own.get(each.pk), leads=each.body_id in led)
        for each in found.select_related("body")
        if each.body_id in led or not _is_left(own.get(each.pk))
    ]


def _is_left(sign_up: EveningSignUp | None) -> bool:
    return sign_up is not None and sign_up.state == SignUpState.OFF


def evening_event(
    evening: InfoEvening, sign_up: EveningSignUp | None, *, leads: bool = False
) -> CalendarEvent:
    """One evening for one reader: sure for who has a place or runs it."""
    name, args = "info_evening", [evening.body.slug, evening.pk]
    address = f"{settings.SITE_ADDRESS}{reverse(name, args=args)}"
    return CalendarEvent(
        uid=f"infoavond-{evening.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}",
        sequence=evening.revision + (sign_up.revision if sign_up else 0),
        changed_at=max(evening.saved_at, sign_up.since if sign_up else evening.saved_at),
        starts_at=evening.begins,
        ends_at=evening.ends,
        summary=f"Infoavond: {evening.title}",
        description="\n".join(_lines(evening, sign_up, address)),
        location=evening.location,
        address=address,
        status=_status(evening, sign_up, leads),
    )


def _status(evening: InfoEvening, sign_up: EveningSignUp | None, leads: bool) -> str:
    if evening.state == EveningState.CANCELLED or _is_left(sign_up):
        return "CANCELLED"
    if leads:
        return "CONFIRMED" if evening.state == EveningState.INVITED else "TENTATIVE"
    return _MAIL[SignUpState(sign_up.state)] if sign_up else "TENTATIVE"


def _lines(evening: InfoEvening, sign_up: EveningSignUp | None, address: str) -> Iterable[str]:
    yield f"Infoavond van {evening.body.name} voor raadsleden."
    if sign_up is not None and sign_up.state == SignUpState.WAITING:
        yield "U staat op de wachtlijst."
    elif sign_up is None:
        yield f"Inschrijven tot en met {spoken(evening.sign_up_until)}."
    yield f"Meer: {address}"


def evening_attachment(sign_up: EveningSignUp) -> tuple[str, str, bytes]:
    """The evening as a file for a mail to who signed up: name, kind, content."""
    event = evening_event(sign_up.evening, sign_up)
    method = "CANCEL" if event.is_cancelled else "REQUEST"
    return "infoavond.ics", f"text/calendar; method={method}", invitation_file(event)
