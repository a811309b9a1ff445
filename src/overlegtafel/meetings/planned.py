"""What follows when a meeting is planned. Floors above add their own part when they load."""

from collections.abc import Callable

from overlegtafel.accounts.models import User
from overlegtafel.meetings.models import Meeting

followers: list[Callable[[User, Meeting], object]] = []
