"""What happens with the chair's go-ahead. Floors above add what they keep of it when they load."""

from collections.abc import Callable

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import Clearance

Follower = Callable[[User, Clearance], None]

followers: list[Follower] = []
"""Each hears of a go-ahead that was given, inside its transaction."""
