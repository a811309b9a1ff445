"""Making logins. Who may is decided one floor up, where tables and their roles live."""

from typing import Any

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User


def create_account(*, email: str, name: str, **demo: Any) -> User:
    """A login without password: it opens by a ``password_link`` only, or in the demo picker.

    Who follows that link has read the mail, so the address counts as proven. allauth then refuses
    to replace it by one that is not: nobody waits behind a colleague's address for a later
    invitation. Called inside the transaction of a service that has authorised the actor.
    """
    user = User.objects.create_user(email, None, name=name, **demo)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def password_link(user: User) -> str:
    """The address where ``user`` chooses a password.

    Signed; it works once, and for as long as ``PASSWORD_RESET_TIMEOUT`` says.
    """
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return f"{settings.SITE_ADDRESS}{path}"
