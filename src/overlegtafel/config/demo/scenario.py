"""The invented year as data: read, moved in time, and spoken in today's dates."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils import timezone

from overlegtafel.common.dates import MONTHS, spoken

HERE = Path(__file__).resolve().parent
TABLES = ("DBO", "MWO")
NO_PREPARER = ("nog geen", "nog te bepalen")
"""How the scenario says that nobody prepares something yet."""
_DAY = re.compile(r"\{(\d{4}-\d\d-\d\d)\}")
_MONTH = re.compile(r"\{maand (\d{4})-(\d\d)\}")
_YEAR = re.compile(r"\b20\d\d\b")

Facts = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """The scenario with its reference day in the week that ends ``today``.

    All dates move by the same whole weeks: a Friday stays a Friday, and no table meets on Sunday.
    """

    today: date

    @cached_property
    def facts(self) -> Facts:
        """The scenario as written: meetings, items, agreements, local decisions."""
        return _read("demo.json")

    @cached_property
    def texts(self) -> Facts:
        """What was said, in words of the demo's own."""
        return _read("texts.json")

    @cached_property
    def shift(self) -> timedelta:
        """How far everything moves."""
        days = (self.today - date.fromisoformat(self.facts["peildatum"])).days
        return timedelta(weeks=days // 7)

    @cached_property
    def first_day(self) -> date:
        """The first day of the terms of office that hold during the year."""
        return self.day("2025-01-15").replace(month=1, day=1)

    def day(self, written: str) -> date:
        """A date of the scenario as a date of now."""
        return date.fromisoformat(written) + self.shift

    def day_or_none(self, written: str | None) -> date | None:
        """As ``day``, for a date that may be missing."""
        return self.day(written) if written else None

    def moment(
        self, written: str, hour: str = "09:00", minutes: int = 0, days: int = 0
    ) -> datetime:
        """A moment on a date of the scenario, ``minutes`` and ``days`` later."""
        wall = datetime.combine(self.day(written), time.fromisoformat(hour))
        return timezone.make_aware(wall + timedelta(minutes=minutes, days=days))

    def words(self, text: str) -> str:
        """Text with the dates in braces moved and spoken."""
        text = _DAY.sub(lambda found: spoken(self.day(found[1])), text)
        return _MONTH.sub(self._month, text)

    def _month(self, found: re.Match[str]) -> str:
        moved = self.day(f"{found[1]}-{found[2]}-15")
        return f"{MONTHS[moved.month - 1]} {moved.year}"

    def title(self, text: str, on: str) -> str:
        """A title of a meeting ``on`` a date, with the years it names moved along."""
        years = self.day(on).year - date.fromisoformat(on).year
        return _YEAR.sub(lambda found: str(int(found[0]) + years), text)

    def meetings(self, table: str) -> list[Facts]:
        """A table's meetings, in order."""
        return [each for each in self.facts["vergaderingen"] if each["orgaan"] == table]

    def municipalities(self, table: str) -> list[str]:
        """The names of a table's members."""
        region = {"DBO": "Denderregio", "MWO": "Midwest"}[table]
        return [n for n, each in self.facts["besturen"].items() if each["regio"] == region]


def _read(name: str) -> Facts:
    found: Facts = json.loads((HERE / name).read_text(encoding="utf-8"))
    return found
