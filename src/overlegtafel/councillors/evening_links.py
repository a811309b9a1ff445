"""The link in an invitation with which one councillor signs up or off, without signing in.

Signed for one person and one evening. It works until the evening begins, as often as one likes:
nobody else's place hangs on it.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.councillors.models import InfoEvening
from overlegtafel.councillors.policy import rooms_of
from overlegtafel.councillors.states import EveningState

_SALT = "overlegtafel.councillors.evening"


class CalledOff(WrongMoment):
    """The evening does not take place; ``title`` says so over the page."""

    title = "Deze infoavond gaat niet door"


def evening_link(evening: InfoEvening, user: User) -> str:
    """The address where one councillor signs up or off; for a mail to that person only."""
    token = signing.dumps({"evening": evening.pk, "user": user.pk}, salt=_SALT)
    return f"{settings.SITE_ADDRESS}{reverse('info_evening_link', args=[token])}"


def evening_of_link(token: str) -> tuple[User, InfoEvening]:
    """Who a link is for, and the evening.

    Raises ``NotVisible`` for a link that is not ours, ``CalledOff`` or ``WrongMoment`` with why for
    one that is over or no longer this person's.
    """
    try:
        content = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise NotVisible from None
    user = User.objects.filter(pk=content["user"], is_active=True).first()
    evening = InfoEvening.objects.filter(pk=content["evening"]).select_related("body").first()
    if user is None or evening is None:
        raise NotVisible
    if evening.state == EveningState.CANCELLED:
        raise CalledOff(f"“{evening.title}” gaat niet door. De reden: {evening.reason}")
    if clock.now() >= evening.begins:
        raise WrongMoment("Deze infoavond is begonnen of al voorbij.")
    if evening.body_id not in rooms_of(user):
        raise WrongMoment(
            f"Deze link is van {user.name}, die intussen geen raadslid meer is van een bestuur "
            f"van {evening.body.name}."
        )
    return user, evening
