"""Reads about logins."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User


def demo_picker() -> QuerySet[User]:
    """The demo accounts to choose from on the sign-in page, group by group."""
    return User.objects.filter(is_demo=True, is_active=True, demo_order__gt=0).order_by(
        "demo_order"
    )


def account_at(email: str) -> User | None:
    """The login of an address: the one it signs in with, or one it proved to have beside."""
    beside = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return User.objects.filter(Q(email__iexact=email) | beside).first()
