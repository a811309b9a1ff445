"""What happens with the chair's go-ahead. Floors above add what they keep of it when they load."""

from collections.abc import Callable
from dataclasses import dataclass

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import Clearance

Follower = Callable[[User, Clearance], None]

followers: list[Follower] = []
"""Each hears of a go-ahead that was given, inside its transaction."""


@dataclass(frozen=True)
class About:
    """What a mail about a question says of its subject.

    ``words`` are lines about it; ``onward`` is the page where who asked does it after a yes,
    ``mend`` where it is set right after a no. Addresses without the site.
    """

    words: str
    onward: str
    mend: str


Describer = Callable[[Clearance, User], About | None]

describers: list[Describer] = []
"""Each tells what it knows of a question for one reader; ``None`` of what is not its own."""


def about(clearance: Clearance, reader: User) -> About:
    """What the floor that has the subject says of it; else the page of the questions alone."""
    for describe in describers:
        found = describe(clearance, reader)
        if found is not None:
            return found
    page = f"/tafels/{clearance.body.slug}/akkoord/"
    return About("", page, page)
