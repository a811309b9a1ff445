"""Flemish school holidays, several years ahead, from a file with the source of every row."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from overlegtafel.organizations.models import Confidence

FILE = Path(__file__).resolve().parent / "data" / "school_holidays.csv"


@dataclass(frozen=True)
class SchoolHoliday:
    """One holiday of the Flemish schools, both days inclusive."""

    name: str
    first_day: date
    last_day: date
    source: str
    confidence: str

    @property
    def to_confirm(self) -> bool:
        """Whether the days follow from the fixed rule and were not read in a calendar yet."""
        return self.confidence != Confidence.SOURCED


@cache
def school_holidays() -> tuple[SchoolHoliday, ...]:
    """All that is known, in order of time."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [
            SchoolHoliday(
                row["name"],
                date.fromisoformat(row["first_day"]),
                date.fromisoformat(row["last_day"]),
                row["source"],
                Confidence(row["confidence"]),
            )
            for row in csv.DictReader(lines)
        ]
    return tuple(sorted(rows, key=lambda row: row.first_day))


def school_holiday(day: date) -> SchoolHoliday | None:
    """The school holiday on a day; ``None`` outside one, and for a year that isn't known yet."""
    for each in school_holidays():
        if each.first_day <= day <= each.last_day:
            return each
    return None


def known_until() -> date:
    """The last day of which is known whether the schools are open."""
    return school_holidays()[-1].last_day
