"""The one place that knows what time it is, so that tests can fix it."""

from datetime import UTC, date, datetime

from django.utils import timezone

__all__ = ["UTC", "now", "today"]


def now() -> datetime:
    """The current moment, time-zone aware."""
    return timezone.now()


def today() -> date:
    """The current date in Belgium."""
    return timezone.localdate(now())
