"""The links that open a login the first time: longer good than those for a forgotten password."""

from datetime import date, datetime, timedelta

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int

from overlegtafel.accounts.models import User
from overlegtafel.common import clock

_START = datetime(2001, 1, 1)
"""Where Django starts to count the seconds in a token, without a time zone."""


def last_day_of_invitation() -> date:
    """The last day on which an invitation that leaves today opens a login."""
    return clock.today() + timedelta(days=settings.INVITATION_DAYS)


class InvitationTokens(EmailAwarePasswordResetTokenGenerator):  # type: ignore[misc]
    """Signs who was invited and when; worth nothing once there is a password.

    Another salt than Django's own: a link of one kind never does the work of the other.
    """

    key_salt = "overlegtafel.accounts.invitation"

    def check_token(self, user: User | None, token: str | None) -> bool:
        """Whether the link is ours, for this person, unused and not past its last day."""
        if user is None or not token or not user.is_active or user.has_usable_password():
            return False
        try:
            seconds = base36_to_int(token.partition("-")[0])
        except ValueError:
            return False
        signed = (
            self._make_token_with_timestamp(user, seconds, secret)
            for secret in (self.secret, *self.secret_fallbacks)
        )
        if not any(constant_time_compare(each, token) for each in signed):
            return False
        made_on = (_START + timedelta(seconds=seconds)).date()
        return clock.today() <= made_on + timedelta(days=settings.INVITATION_DAYS)

    def _now(self) -> datetime:
        return timezone.make_naive(clock.now())


invitation_tokens = InvitationTokens()
