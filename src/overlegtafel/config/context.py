"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest

from overlegtafel.accounts.queries import demo_picker


def site(request: HttpRequest) -> dict[str, object]:
    """``demo_mode``, and on the sign-in page of a demo ``demo_users``: who one may sign in as."""
    known: dict[str, object] = {"demo_mode": settings.DEMO_MODE}
    page = request.resolver_match
    if settings.DEMO_MODE and page is not None and page.view_name == "account_login":
        known["demo_users"] = demo_picker()
    return known
