"""What a table opened to everyone, asked of the floor that knows: it registers when it loads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Opened:
    """By the meeting's id what its newest release holds; by the agreement's id how much of the
    local decisions went out with it (``none``, ``figures``, ``per_municipality``).
    """

    meetings: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    agreements: Mapping[int, str] = field(default_factory=dict)


class Releases:
    """Where to ask; without an answer nothing is open."""

    def __init__(self) -> None:
        self.of: Callable[[int], Opened] = lambda body_id: Opened()


releases = Releases()
