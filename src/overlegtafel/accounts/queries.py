"""Reads about logins."""

from django.db.models import QuerySet

from overlegtafel.accounts.models import User


def demo_picker() -> QuerySet[User]:
    """The demo accounts to choose from on the sign-in page, group by group."""
    return User.objects.filter(is_demo=True, is_active=True, demo_order__gt=0).order_by(
        "demo_order"
    )
