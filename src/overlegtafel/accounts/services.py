"""Making logins. Who may is decided one floor up, where tables and their roles live."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.account.utils import url_str_to_user_pk, user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.accounts.tokens import invitation_tokens


def create_account(*, email: str, name: str, **demo: Any) -> User:
    """A login without password: it opens by an ``invitation_link`` only, or in the demo picker.

    Who follows that link has read the mail, so the address counts as proven. allauth then refuses
    to replace it by one that is not: nobody waits behind a colleague's address for a later
    invitation. Called inside the transaction of a service that has authorised the actor.
    """
    user = User.objects.create_user(email, None, name=name, **demo)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def invitation_link(user: User, onward: str = "") -> str:
    """The address where who was invited chooses a first password, and then goes ``onward``.

    Signed; it works once, for one person, and for ``INVITATION_DAYS``.
    """
    path = reverse(
        "account_welcome", args=[user_pk_to_url_str(user), invitation_tokens.make_token(user)]
    )
    query = f"?{urlencode({'next': onward}, safe='/')}" if onward else ""
    return f"{settings.SITE_ADDRESS}{path}{query}"


def invited_by(uid: str, token: str) -> User | None:
    """Who an invitation link is for; ``None`` when it does not work, or no more."""
    try:
        user = User.objects.filter(pk=url_str_to_user_pk(uid)).first()
    except (ValueError, OverflowError):
        return None
    return user if invitation_tokens.check_token(user, token) else None


@transaction.atomic
def open_account(*, uid: str, token: str, password: str) -> User | None:
    """Give who was invited a first password; ``None`` when the link was used meanwhile.

    Two who follow the same link at once never both choose. The form has checked ``password``.
    """
    found = invited_by(uid, token)
    user = User.objects.select_for_update().get(pk=found.pk) if found else None
    if user is None or not invitation_tokens.check_token(user, token):
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def correct_address(*, user: User, email: str) -> bool:
    """Give a login that nobody opened yet its right address; ``False`` when another has it.

    Links to the old address stop working with it. Called inside the transaction of a service that
    has authorised the actor.
    """
    address = User.objects.normalize_email(email).lower()
    others = User.objects.filter(email__iexact=address).exclude(pk=user.pk)
    if others.exists() or EmailAddress.objects.filter(email__iexact=address).exclude(user=user):
        return False
    user.email = address
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return True
