"""The register of article 8: how each month and the year of one municipality stand on a day.

Pure: rows and terms in, stands out. How long a period is, how many items it asks and when it
colours are dated terms with their source (``local_decisions.terms``); a period that is over keeps
the terms of its own last day. No period is ever called a breach: the decree leaves the content
and the way free (R110, facts 1.4).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from overlegtafel.common.dates import MONTHS, short, spoken
from overlegtafel.feedback.models import RegionalItem
from overlegtafel.feedback.states import RegionalItemState, RegionalOrgan, Sign
from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.local_decisions.terms import DatedTerm, term_history
from overlegtafel.organizations.models import Organization

_ONE = timedelta(days=1)
TermsOn = Callable[[date], dict[TermKey, DatedTerm]]
"""The terms of a day, from one reading of their history."""
_KEYS = {
    RegionalOrgan.COLLEGE: (
        TermKey.ARTICLE_8_COLLEGE_PERIOD,
        TermKey.ARTICLE_8_COLLEGE_MINIMUM,
        TermKey.ARTICLE_8_ORANGE,
        TermKey.ARTICLE_8_RED,
    ),
    RegionalOrgan.COUNCIL: (
        TermKey.ARTICLE_8_COUNCIL_PERIOD,
        TermKey.ARTICLE_8_COUNCIL_MINIMUM,
        TermKey.ARTICLE_8_COUNCIL_ORANGE,
        TermKey.ARTICLE_8_COUNCIL_RED,
    ),
}
COUNTED = tuple(_KEYS)
_WORST = (Sign.RED, Sign.ORANGE, Sign.OPEN, Sign.PLANNED, Sign.AHEAD, Sign.DONE)
_LETTERS = {
    Sign.DONE: "✓",
    Sign.PLANNED: "P",
    Sign.AHEAD: "",
    Sign.OPEN: "…",
    Sign.ORANGE: "!",
    Sign.RED: "–",
}
_MARKS = {
    Sign.DONE: "done",
    Sign.PLANNED: "planned",
    Sign.AHEAD: "neutral",
    Sign.OPEN: "neutral",
    Sign.ORANGE: "waiting",
    Sign.RED: "refused",
}
"""The picture of each sign: shape, colour and icon (``drawing/states.py``)."""
_WORDS = {
    Sign.DONE: "gedaan",
    Sign.PLANNED: "gepland",
    Sign.AHEAD: "nog te komen",
    Sign.OPEN: "nog te doen",
    Sign.ORANGE: "nog te doen, de tijd wordt kort",
    Sign.RED: "geen punt vastgelegd",
}


@dataclass(frozen=True)
class Stand:
    """One period of one organ: its rows, how many sittings it asks, how it stands."""

    organ: RegionalOrgan
    first: date
    last: date
    minimum: int
    sign: Sign
    done: tuple[RegionalItem, ...]
    planned: tuple[RegionalItem, ...]
    today: date

    @property
    def done_days(self) -> list[date]:
        """The sittings that count: two items on one agenda are one sitting."""
        return sorted({each.meets_on for each in self.done})

    @property
    def planned_days(self) -> list[date]:
        """The sittings that would count, to come or not yet confirmed."""
        return sorted({each.meets_on for each in self.planned} - set(self.done_days))

    @property
    def is_met(self) -> bool:
        """Whether the minimum is reached."""
        return len(self.done_days) >= self.minimum

    @property
    def name(self) -> str:
        """``november``; of more months ``januari tot maart``; of a whole year ``2026``."""
        one, other = MONTHS[self.first.month - 1], MONTHS[self.last.month - 1]
        if one == other:
            return one
        whole = (self.first.month, self.last.month) == (1, 12)
        return str(self.first.year) if whole else f"{one} tot {other}"

    @property
    def short(self) -> str:
        """``mrt``, for the head of a column; of more months both."""
        return "-".join(dict.fromkeys(_short(each) for each in (self.first, self.last)))

    @property
    def package_key(self) -> str:
        """The address of content for its first month."""
        return f"maand-{self.first:%Y-%m}"

    @property
    def letter(self) -> str:
        """The sign as one character, beside its colour and shape; never one of a colour's name."""
        return _LETTERS[self.sign]

    @property
    def mark(self) -> str:
        """The sign as a mark: shape, colour and icon."""
        return _MARKS[self.sign]

    @property
    def words(self) -> str:
        """The sign in words; of a plan that nobody confirmed, that it waits for that."""
        if self.planned and self.sign in (Sign.ORANGE, Sign.PLANNED):
            return self._plan_words(self.planned_days[:1]) if self.planned_days else "gepland"
        return _WORDS[self.sign]

    @property
    def warning(self) -> str:
        """What there is to do, in one line; empty when there is nothing to warn of."""
        if self.sign not in (Sign.ORANGE, Sign.RED):
            return ""
        if self.organ == RegionalOrgan.COUNCIL:
            return self._council_warning
        if self.sign == Sign.RED and not self.planned:
            return f"{self.name}: geen punt vastgelegd"
        return f"{self.name} nog te doen"

    @property
    def _council_warning(self) -> str:
        missing = self.minimum - len(self.done_days)
        which = "tweede raadspunt" if missing == 1 and self.minimum == 2 else _items(missing)
        if self.planned_days:
            return f"{which} {self._plan_words(self.planned_days)}"
        return f"{which} nog te plannen in {self.name}"

    def _plan_words(self, days: list[date]) -> str:
        over = " en ".join(spoken(each) for each in days if each < self.today)
        coming = " en ".join(spoken(each) for each in days if each >= self.today)
        told = [f"stond gepland op {over}, nog vast te leggen"] if over else []
        return "; ".join([*told, f"gepland op {coming}"] if coming else told)


def _short(day: date) -> str:
    return short(day).partition(" ")[2]


def _items(number: int) -> str:
    return "1 raadspunt" if number == 1 else f"{number} raadspunten"


@dataclass(frozen=True)
class YearRegister:
    """One municipality in one calendar year, as it stands on ``today``."""

    municipality: Organization
    year: int
    today: date
    college: tuple[Stand, ...]
    council: tuple[Stand, ...]
    others: tuple[RegionalItem, ...]

    @property
    def begun(self) -> list[Stand]:
        """The periods of the college that are over or running."""
        return [each for each in self.college if each.first <= self.today]

    @property
    def college_figure(self) -> str:
        """``10/11``: of the months that began, in how many an item was laid down."""
        return f"{sum(each.is_met for each in self.begun)}/{len(self.begun)}"

    @property
    def council_figure(self) -> str:
        """``3 (minstens 2)``: sittings of the council with an item, how many the year asks."""
        done = sum(len(each.done_days) for each in self.council)
        return f"{done} (minstens {sum(each.minimum for each in self.council)})"

    @property
    def missing(self) -> list[Stand]:
        """The months that are over without an item."""
        return [each for each in self.college if each.last < self.today and not each.is_met]

    @property
    def sign(self) -> Sign:
        """The worst of all periods that are over or running."""
        running = [each for each in self.council if each.first <= self.today]
        signs = {each.sign for each in (*self.begun, *running)}
        worst = next((each for each in _WORST if each in signs), Sign.AHEAD)
        return Sign.DONE if worst in (Sign.OPEN, Sign.PLANNED) else worst

    @property
    def mark(self) -> str:
        """The whole year as a mark."""
        return _MARKS[self.sign]

    @property
    def sign_words(self) -> str:
        """The colour of the whole year, in a word."""
        return {Sign.RED: "rood", Sign.ORANGE: "oranje", Sign.DONE: "groen"}.get(self.sign, "")

    @property
    def warnings(self) -> list[str]:
        """All there is to say of it, the past months first."""
        return [each.warning for each in (*self.begun, *self.council) if each.warning]


def read_terms() -> TermsOn:
    """The terms by day, as ``terms_on`` tells them, for many periods at once: one small query."""
    history = term_history()

    @cache
    def on(day: date) -> dict[TermKey, DatedTerm]:
        return {
            key: next((each for each in reversed(rows) if each.valid_from <= day), rows[0])
            for key, rows in history.items()
        }

    return on


def register_of(
    municipality: Organization,
    year: int,
    items: Iterable[RegionalItem],
    today: date,
    terms: TermsOn,
) -> YearRegister:
    """The year of one municipality from its rows and the terms; pure."""
    kept = [
        each
        for each in items
        if each.meets_on.year == year and each.state != RegionalItemState.DROPPED
    ]
    return YearRegister(
        municipality=municipality,
        year=year,
        today=today,
        college=tuple(_stands(RegionalOrgan.COLLEGE, year, kept, today, terms)),
        council=tuple(_stands(RegionalOrgan.COUNCIL, year, kept, today, terms)),
        others=tuple(each for each in kept if each.organ not in COUNTED),
    )


def _stands(
    organ: RegionalOrgan,
    year: int,
    items: Sequence[RegionalItem],
    today: date,
    terms: TermsOn,
) -> Iterator[Stand]:
    period, *_ = _KEYS[organ]
    first = date(year, 1, 1)
    while first.year == year:
        months = _months(terms(min(first, today))[period])
        following = min(first + relativedelta(months=months), date(year + 1, 1, 1))
        last = following - _ONE
        yield _stand(organ, first, last, items, today, terms(min(last, today)))
        first = following


def _months(term: DatedTerm) -> int:
    """How many months one period is; at least one, at most a year."""
    months = term.value * (12 if term.unit == TermUnit.YEARS else 1)
    return max(1, min(months, 12))


def _stand(
    organ: RegionalOrgan,
    first: date,
    last: date,
    items: Sequence[RegionalItem],
    today: date,
    terms: dict[TermKey, DatedTerm],
) -> Stand:
    minimum = terms[_KEYS[organ][1]].value
    own = [
        each
        for each in items
        if each.organ == organ and each.counts and first <= each.meets_on <= last
    ]
    done = tuple(each for each in own if each.state == RegionalItemState.DONE)
    planned = tuple(each for each in own if each.state == RegionalItemState.PLANNED)
    days = {each.meets_on for each in done}
    hoped = len(days | {each.meets_on for each in planned})
    sign = _sign(organ, terms, first, last, len(days) - minimum, hoped - minimum, today)
    return Stand(organ, first, last, minimum, sign, done, planned, today)


def _sign(
    organ: RegionalOrgan,
    terms: dict[TermKey, DatedTerm],
    first: date,
    last: date,
    over: int,
    hoped_over: int,
    today: date,
) -> Sign:
    """``over`` and ``hoped_over``: how far done, and done with planned, lie above the minimum."""
    _, _, orange, red = _KEYS[organ]
    following = last + _ONE
    if over >= 0:
        return Sign.DONE
    if today > last:
        return Sign.RED
    if today < first:
        return Sign.PLANNED if hoped_over >= 0 else Sign.AHEAD
    if hoped_over < 0 and today >= terms[red].before(following):
        return Sign.RED
    if today >= terms[orange].before(following):
        return Sign.ORANGE
    return Sign.PLANNED if hoped_over >= 0 else Sign.OPEN
