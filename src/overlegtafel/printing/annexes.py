"""What hangs on an agenda item, as the pack needs it: whatever keeps the files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from overlegtafel.accounts.models import User
from overlegtafel.meetings.models import AgendaItem


@dataclass(frozen=True)
class Annex:
    """One file that the reader may see. ``key`` names this version of it and no other.

    ``read`` gives its bytes; it may raise ``OSError``. ``address`` is its page on this site.
    """

    key: str
    title: str
    file_name: str
    media_type: str
    read: Callable[[], bytes] = field(compare=False)
    openness: str = ""
    address: str = ""


def annexes_of(actor: User, items: Sequence[AgendaItem]) -> dict[int, list[Annex]]:
    """The annexes of each item that the actor may see, in order, by the item's id."""
    return {}
