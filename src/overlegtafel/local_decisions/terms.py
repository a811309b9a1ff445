"""Which terms hold on a day: those the house came with, and what this site said since.

The shipped file ``data/terms.csv`` names per term its value, unit, legal basis, source and how
sure that is. A row of ``Term`` replaces it from its own day on. Nothing is hard: who finds another
number in the decree writes a new row, and what was counted before keeps the old one.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

from dateutil.relativedelta import relativedelta

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.working_days import working_days_after, working_days_before
from overlegtafel.local_decisions.models import Term
from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.organizations.models import Confidence

FILE = Path(__file__).resolve().parent / "data" / "terms.csv"
LONGEST = 366
"""The largest number a term can have."""
COUNTED = tuple(key for key in TermKey if not key.endswith("_minimum"))
"""The terms from which a day follows; the others count how often."""
_ONE = {
    TermUnit.DAYS: "dag",
    TermUnit.WORKING_DAYS: "werkdag",
    TermUnit.MONTHS: "maand",
    TermUnit.YEARS: "jaar",
}


@dataclass(frozen=True)
class DatedTerm:
    """One term from ``valid_from`` on: how much of what, on which legal basis, how sure."""

    key: TermKey
    value: int
    unit: TermUnit
    legal_basis: str
    valid_from: date
    source: str
    confidence: Confidence
    note: str

    @property
    def to_confirm(self) -> bool:
        """Whether this shows as "te bevestigen"."""
        return self.confidence != Confidence.SOURCED

    @property
    def spoken(self) -> str:
        """``8 dagen``, ``1 maand``, ``2 keer``."""
        unit = _ONE.get(self.unit) if self.value == 1 else None
        return f"{self.value} {unit or self.unit.label}"

    def before(self, day: date) -> date:
        """The day that lies this term before a day; the day itself does not count."""
        return _walk(day, -self.value, self.unit)

    def after(self, day: date) -> date:
        """The day that lies this term after a day; the day itself does not count."""
        return _walk(day, self.value, self.unit)


Terms = Mapping[TermKey, DatedTerm]
"""Every term on one day, by key."""


def can_set_terms(actor: User) -> bool:
    """Only the system itself or a technical administrator changes a term of the whole site."""
    return actor.is_active and (actor.is_system or actor.is_superuser)


def terms_on(day: date) -> Terms:
    """Every term as it holds on ``day``; before its first day, a term's first row holds.

    One small query, and none when nothing happened since it was last asked.
    """
    return terms_by_day()(day)


def terms_by_day() -> Callable[[date], Terms]:
    """``terms_on`` for who asks it of many days: it reads once."""
    history = term_history()
    return lambda day: {key: _latest(rows, day) for key, rows in history.items()}


@until_the_log_moves(size=1)
def term_history() -> Mapping[TermKey, tuple[DatedTerm, ...]]:
    """Every row of every term, oldest first; of two of one day the site's own holds."""
    rows = {(each.key, each.valid_from): each for each in _shipped()}
    rows |= {(each.key, each.valid_from): each for each in map(_dated, Term.objects.all())}
    ordered = sorted(
        rows.values(), key=lambda each: (list(TermKey).index(each.key), each.valid_from)
    )
    return {key: tuple(found) for key, found in groupby(ordered, key=lambda each: each.key)}


def _latest(rows: tuple[DatedTerm, ...], day: date) -> DatedTerm:
    return next((each for each in reversed(rows) if each.valid_from <= day), rows[0])


@cache
def _shipped() -> tuple[DatedTerm, ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            DatedTerm(
                key=TermKey(row["key"]),
                value=int(row["value"]),
                unit=TermUnit(row["unit"]),
                legal_basis=row["legal_basis"],
                valid_from=date.fromisoformat(row["valid_from"]),
                source=row["source"],
                confidence=Confidence(row["confidence"]),
                note=row["note"],
            )
            for row in csv.DictReader(lines)
        )


def _dated(term: Term) -> DatedTerm:
    return DatedTerm(
        key=TermKey(term.key),
        value=term.value,
        unit=TermUnit(term.unit),
        legal_basis=term.legal_basis,
        valid_from=term.valid_from,
        source=term.source,
        confidence=Confidence(term.confidence),
        note=term.note,
    )


def _walk(day: date, number: int, unit: TermUnit) -> date:
    match unit:
        case TermUnit.DAYS:
            return day + timedelta(days=number)
        case TermUnit.WORKING_DAYS if number < 0:
            return working_days_before(day, -number)
        case TermUnit.WORKING_DAYS:
            return working_days_after(day, number)
        case TermUnit.MONTHS:
            return day + relativedelta(months=number)
        case TermUnit.YEARS:
            return day + relativedelta(years=number)
    raise ValueError(f"van {unit.label} volgt geen dag")
