"""A rhythm of days: "elke maandag", "laatste dinsdag, niet in juli en augustus".

It gives the days of a year and its own sentence, and reads such a sentence back as far as it
understands it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import NamedTuple

from overlegtafel.common.dates import MONTHS, WEEKDAYS
from overlegtafel.common.text import join_dutch

EVERY, LAST = 0, -1
NTH = {EVERY: "elke", 1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", LAST: "laatste"}
"""Which weekday of the month, in words."""
_WEEK = timedelta(days=7)
_SHORT = {1: "1e", 2: "2e", 3: "3e", 4: "4e"}
_ORDINALS = {
    word: nth
    for nth, words in {
        EVERY: ("elke", "iedere", "wekelijks op"),
        1: ("eerste", "1e", "1ste"),
        2: ("tweede", "2e", "2de"),
        3: ("derde", "3e", "3de"),
        4: ("vierde", "4e", "4de"),
        LAST: ("laatste",),
    }.items()
    for word in words
}
_READS = re.compile(rf"\b({'|'.join(_ORDINALS)})\s+({'|'.join(WEEKDAYS)})\b")
_HOUR = re.compile(r"\b(\d{1,2})(?:[.:](\d\d))?\s*(?:u|uur)\b|\b(\d{1,2})[.:](\d\d)\b")
_NOT_IN = re.compile(rf"niet in ((?:(?:{'|'.join(MONTHS)})(?:, | en )?)+)")


@dataclass(frozen=True)
class Rhythm:
    """The ``nth`` weekday (0 is Monday) of each month, or every week.

    Not in the months ``not_in``; in ``other_month`` it is the ``other_nth`` instead.
    """

    nth: int
    weekday: int
    not_in: frozenset[int] = frozenset()
    other_month: int | None = None
    other_nth: int | None = None

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days from ``first`` up to and with ``last``, in order."""
        year, month = first.year, first.month
        while (year, month) <= (last.year, last.month):
            for day in self.of_month(year, month):
                if first <= day <= last:
                    yield day
            year, month = (year, month + 1) if month < len(MONTHS) else (year + 1, 1)

    def of_month(self, year: int, month: int) -> list[date]:
        """The days in one month."""
        if month in self.not_in:
            return []
        nth = self.nth
        if month == self.other_month and self.other_nth is not None:
            nth = self.other_nth
        start = date(year, month, 1)
        day = start + timedelta(days=(self.weekday - start.weekday()) % 7)
        every = [day + week * _WEEK for week in range(5)]
        every = [each for each in every if each.month == month]
        if nth == EVERY:
            return every
        return [every[-1] if nth == LAST else every[nth - 1]]

    @property
    def words(self) -> str:
        """``laatste dinsdag, niet in juli en augustus, in december de 3e``."""
        parts = [f"{NTH[self.nth]} {WEEKDAYS[self.weekday]}"]
        if self.not_in:
            parts.append(f"niet in {join_dutch(_months(self.not_in))}")
        if self.other_month is not None and self.other_nth is not None:
            other = _SHORT.get(self.other_nth, NTH[self.other_nth])
            parts.append(f"in {MONTHS[self.other_month - 1]} de {other}")
        return ", ".join(parts)


class Understood(NamedTuple):
    """What was read in a sentence about a rhythm."""

    rhythm: Rhythm
    hour: time | None


def read_rhythm(text: str) -> Understood | None:
    """The rhythm in "derde donderdag, 9.30 u, niet in juli en augustus"; ``None`` when no
    weekday of the month is named.
    """
    text = text.lower()
    found = _READS.search(text)
    if found is None:
        return None
    not_in = _NOT_IN.search(text)
    months = frozenset(MONTHS.index(name) + 1 for name in MONTHS if not_in and name in not_in[1])
    rhythm = Rhythm(_ORDINALS[found[1]], WEEKDAYS.index(found[2]), months)
    return Understood(rhythm, _hour_in(text))


def _hour_in(text: str) -> time | None:
    found = _HOUR.search(text)
    if found is None:
        return None
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _months(numbers: Iterable[int]) -> list[str]:
    return [MONTHS[number - 1] for number in sorted(numbers)]
