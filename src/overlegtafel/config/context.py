"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """``demo_mode``: whether the sign-in page offers demo accounts."""
    return {"demo_mode": settings.DEMO_MODE}
