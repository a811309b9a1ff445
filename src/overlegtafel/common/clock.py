"""The one place that knows what time it is, so that tests can fix it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

__all__ = ["UTC", "at", "now", "today"]

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current moment, time-zone aware."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The current date in Belgium."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be ``moment`` inside the block: for history that is loaded, never for a request."""
    if timezone.is_naive(moment):
        raise ValueError("een moment zonder tijdzone")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
