"""What must hold before minutes close. Floors above add their own checks when they load."""

from collections.abc import Callable

from overlegtafel.accounts.models import User
from overlegtafel.meetings.models import Meeting

Check = Callable[[Meeting], list[str]]
Follower = Callable[[User, Meeting], None]

checks: list[Check] = []
followers: list[Follower] = []


def objections(meeting: Meeting) -> list[str]:
    """Why the minutes can't be closed yet, in Dutch sentences; empty when they can."""
    missing = [
        f"Punt {item.order}, “{item.title}”: kies een uitkomst."
        for item in meeting.items.order_by("order")
        if not item.outcome
    ]
    return missing + [sentence for check in checks for sentence in check(meeting)]
