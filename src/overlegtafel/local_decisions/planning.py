"""Back-planning: decided everywhere by a day, when must the draft leave for each municipality?

From the last day one counts back per municipality: the last sitting of its council (or college)
that still fits, the last day of the convocation, the last college before that, and the last day
its administration needs the draft. Nothing is stored: the days follow from the sittings, the link
sheet and the terms as they hold on the day of the sitting (R10).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.dates import spoken
from overlegtafel.common.working_days import is_working_day, public_holiday, working_days_before
from overlegtafel.local_decisions.link_sheets import link_sheets_of
from overlegtafel.local_decisions.models import LinkSheet, LocalDecision
from overlegtafel.local_decisions.states import UNDECIDED, TermKey
from overlegtafel.local_decisions.terms import DatedTerm, Terms, terms_by_day
from overlegtafel.meetings.sittings import sittings_of
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.organizations.models import Organization

BY_COLLEGE = (CompetentBody.COLLEGE, CompetentBody.STANDING_BUREAU)
"""Decided in the sitting of the college; the standing bureau has the same members."""
_BACK = timedelta(days=120)
"""How far before the start is looked: further than any summer recess."""
_AHEAD = timedelta(days=400)
"""How far is looked for the first day that does fit."""


class Fit(StrEnum):
    """Whether one municipality can decide in time."""

    FITS = "fits"
    TOO_LATE = "too_late"
    NO_SITTING = "no_sitting"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Route:
    """The way of a draft through one municipality; each day is the last that still fits.

    ``college_on`` is the college that puts it on the council's agenda, or that decides itself;
    ``None`` when its days are not known.
    """

    sits_on: date
    leave_on: date
    convocation_on: date | None = None
    college_on: date | None = None


@dataclass(frozen=True)
class Calendar:
    """The days on which one municipality's bodies sit, in order.

    ``doubtful``: days of a rhythm that are a public holiday, and of which nobody said what
    happens. Nobody counts on those.
    """

    colleges: tuple[date, ...] = ()
    councils: tuple[date, ...] = ()
    doubtful: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Wish:
    """One municipality's body should decide by a day.

    ``sits_on`` and ``college_on``: the sittings it named itself; it knows best.
    """

    municipality: Organization
    competent_body: CompetentBody
    by: date
    sits_on: date | None = None
    college_on: date | None = None


@dataclass(frozen=True)
class LocalPlan:
    """What one municipality can make of a wish: its route, or why there is none in time.

    ``earliest`` is the first route that leaves no sooner than the draft is ready; it is only
    looked for when the last one does not fit. ``remarks`` say what to look after.
    """

    municipality: Organization
    fit: Fit
    why: str = ""
    route: Route | None = None
    earliest: Route | None = None
    has_sheet: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it can be in time."""
        return self.fit == Fit.FITS

    @property
    def is_impossible(self) -> bool:
        """Whether it is known that it can't be in time."""
        return self.fit in (Fit.TOO_LATE, Fit.NO_SITTING)


@dataclass(frozen=True)
class BackPlan:
    """Every municipality's plan for one last day."""

    by: date
    ready_on: date
    competent_body: CompetentBody
    rows: tuple[LocalPlan, ...]

    @property
    def impossible(self) -> list[LocalPlan]:
        """Who cannot make it."""
        return [each for each in self.rows if each.is_impossible]

    @property
    def unknown(self) -> list[LocalPlan]:
        """Of whom too little is known to tell."""
        return [each for each in self.rows if each.fit == Fit.UNKNOWN]

    @property
    def has_council(self) -> bool:
        """Whether a council decides, so that there is a convocation."""
        return self.competent_body not in BY_COLLEGE

    @property
    def fitting(self) -> int:
        """How many make it."""
        return sum(each.fits for each in self.rows)

    @property
    def without_sheet(self) -> list[LocalPlan]:
        """Who has no link sheet yet, so is counted with the terms of the site."""
        return [each for each in self.rows if not each.has_sheet]

    @property
    def by_urgency(self) -> list[LocalPlan]:
        """Who can't make it, then whose draft leaves first, then who is not known."""
        order = {Fit.FITS: 1, Fit.UNKNOWN: 2}
        return sorted(
            self.rows,
            key=lambda each: (
                order.get(each.fit, 0),
                each.route.leave_on if each.route else self.by,
                each.municipality.name,
            ),
        )

    @property
    def leave_on(self) -> date | None:
        """The day on which the first draft must leave; ``None`` when nobody makes it."""
        days = [each.route.leave_on for each in self.rows if each.fits and each.route]
        return min(days, default=None)

    @property
    def everyone_on(self) -> date | None:
        """The first last day that everyone can make, of whom the calendar is known.

        ``None`` when someone finds no day in more than a year.
        """
        days = [each.earliest.sits_on if each.earliest else None for each in self.impossible]
        known = [day for day in days if day is not None]
        return max([self.by, *known]) if len(known) == len(days) else None


@dataclass(frozen=True)
class DecisionPlan:
    """One row of an agreement: what its own municipality planned, else what it can still make.

    ``plan`` is ``None`` once it was decided, and when its sitting has passed while nobody
    recorded what came of it (``is_waiting``): what is past is not counted anew.
    """

    decision: LocalDecision
    plan: LocalPlan | None = None
    is_own: bool = False
    is_waiting: bool = False


def back_plan(
    municipalities: Iterable[Organization],
    competent_body: CompetentBody,
    by: date,
    ready_on: date,
) -> BackPlan:
    """When the draft must leave for each of ``municipalities``, to be decided by ``by``.

    ``ready_on`` is the first day the draft can leave. Queries as ``plans_for``.
    """
    wishes = [Wish(each, competent_body, by) for each in municipalities]
    return BackPlan(by, ready_on, competent_body, tuple(plans_for(wishes, ready_on)))


def plans_for(wishes: Sequence[Wish], ready_on: date) -> list[LocalPlan]:
    """One plan for each wish, in the same order.

    The number of queries does not grow with the wishes: sittings (two, and two more when someone
    cannot make it), link sheets and terms.
    """
    if not wishes:
        return []
    towns = [each.municipality for each in wishes]
    sheets = link_sheets_of([each.pk for each in towns])
    terms = terms_by_day()
    days = [each.by for each in wishes]
    known = calendars_of(towns, min(ready_on, *days) - _BACK, max(days))
    plans = [
        _Count(wish, known[wish.municipality.pk], terms, sheets.get(wish.municipality.pk)).last(
            ready_on
        )
        for wish in wishes
    ]
    late = [each.municipality for each in plans if each.is_impossible]
    if not late:
        return plans
    later = calendars_of(late, ready_on, max(ready_on, *days) + _AHEAD)
    return [
        replace(plan, earliest=_Count(wish, later[town], terms, sheets.get(town)).first(ready_on))
        if plan.is_impossible
        else plan
        for wish, plan, town in zip(wishes, plans, (each.pk for each in towns), strict=True)
    ]


def plans_of(decisions: Sequence[LocalDecision], today: date) -> dict[int, DecisionPlan]:
    """The plan of each local decision, by its id; queries as ``plans_for``.

    The decisions come with their agreement and municipality. A sitting that the municipality
    named itself and that must still come goes before what was counted.
    """
    open_ = [each for each in decisions if each.state in UNDECIDED and not each.is_waiting(today)]
    wishes = [_wish_of(each, today) for each in open_]
    counted = zip(open_, wishes, plans_for(wishes, today), strict=True)
    found = {
        each.pk: DecisionPlan(each, plan, wish.sits_on is not None) for each, wish, plan in counted
    }
    rest = {
        each.pk: DecisionPlan(each, is_waiting=each.is_waiting(today))
        for each in decisions
        if each.pk not in found
    }
    return found | rest


def _wish_of(decision: LocalDecision, today: date) -> Wish:
    """What is asked, with the sitting it already named when that must still come."""
    own = decision.meets_on if decision.meets_on and decision.meets_on >= today else None
    return Wish(
        decision.municipality,
        CompetentBody(decision.competent_body),
        decision.agreement.due_on,
        sits_on=own,
        college_on=decision.college_on if own else None,
    )


def calendars_of(
    municipalities: Iterable[Organization], first: date, last: date
) -> Mapping[int, Calendar]:
    """The sittings of each municipality, from ``first`` up to and with ``last``: two queries."""
    colleges: dict[int, list[date]] = {each.pk: [] for each in municipalities}
    councils: dict[int, list[date]] = {pk: [] for pk in colleges}
    doubtful: dict[int, list[tuple[date, str]]] = {pk: [] for pk in colleges}
    for day, sittings in sorted(sittings_of(colleges, first, last).items()):
        holiday = public_holiday(day)
        for each in sittings:
            town = each.municipality.pk
            if holiday and not each.noted:
                doubtful[town].append((day, each.organ))
            elif each.organ == LocalOrgan.COLLEGE:
                colleges[town].append(day)
            else:
                councils[town].append(day)
    return {
        pk: Calendar(tuple(colleges[pk]), tuple(councils[pk]), tuple(doubtful[pk]))
        for pk in colleges
    }


@dataclass(frozen=True)
class _Count:
    """Counts the days of one wish back from a sitting."""

    wish: Wish
    calendar: Calendar
    terms: Callable[[date], Terms]
    sheet: LinkSheet | None

    @property
    def by_college(self) -> bool:
        return self.wish.competent_body in BY_COLLEGE

    @property
    def sittings(self) -> tuple[date, ...]:
        """The days on which the body that decides sits."""
        return self.calendar.colleges if self.by_college else self.calendar.councils

    def last(self, ready_on: date) -> LocalPlan:
        """The plan by way of the sitting it named itself, or the last one in time."""
        if self.wish.sits_on is not None:
            return self._own(self.wish.sits_on)
        body = "het college" if self.by_college else "de gemeenteraad"
        if not self.sittings:
            return self._plan(Fit.UNKNOWN, f"nog niet gekend wanneer {body} zit")
        before = bisect_right(self.sittings, self.wish.by)
        if not before or self.sittings[before - 1] < ready_on:
            between = f"tussen {spoken(ready_on)} en {spoken(self.wish.by)}"
            return self._plan(Fit.NO_SITTING, f"geen zitting van {body} {between}")
        route = self.route_to(self.sittings[before - 1])
        if route is None:
            return self._plan(Fit.UNKNOWN, "nog niet gekend wanneer het college zit")
        if route.leave_on < ready_on:
            why = f"het ontwerp had op {spoken(route.leave_on)} moeten vertrekken"
            return self._plan(Fit.TOO_LATE, why, route)
        return self._plan(Fit.FITS, "", route)

    def _own(self, sits_on: date) -> LocalPlan:
        """The plan by way of the sitting the municipality named."""
        late = sits_on > self.wish.by
        why = f"gepland op {spoken(sits_on)}, na {spoken(self.wish.by)}" if late else ""
        return self._plan(Fit.TOO_LATE if late else Fit.FITS, why, self.route_to(sits_on))

    def first(self, ready_on: date) -> Route | None:
        """The first route that leaves on the day the draft is ready, or later."""
        for day in self.sittings[bisect_left(self.sittings, ready_on) :]:
            route = self.route_to(day)
            if route is not None and route.leave_on >= ready_on:
                return route
        return None

    def route_to(self, sits_on: date) -> Route | None:
        """The days before a sitting; ``None`` when the college that should act is not known."""
        terms = self.terms(sits_on)
        if self.by_college:
            return Route(sits_on, self._college_lead(sits_on, terms), college_on=sits_on)
        convocation = terms[TermKey.COUNCIL_CONVOCATION].before(sits_on)
        own = self.sheet.council_lead if self.sheet else None
        ready = _lead(convocation, own, terms[TermKey.COUNCIL_LEAD])
        before = bisect_right(self.calendar.colleges, ready)
        college = self.wish.college_on or (self.calendar.colleges[before - 1] if before else None)
        if college is not None:
            return Route(sits_on, self._college_lead(college, terms), convocation, college)
        if self.wish.competent_body == CompetentBody.COLLEGE_AND_COUNCIL:
            return None
        return Route(sits_on, ready, convocation)

    def _college_lead(self, college: date, terms: Terms) -> date:
        own = self.sheet.college_lead if self.sheet else None
        return _lead(college, own, terms[TermKey.COLLEGE_LEAD])

    def _plan(self, fit: Fit, why: str, route: Route | None = None) -> LocalPlan:
        return LocalPlan(
            municipality=self.wish.municipality,
            fit=fit,
            why=why,
            route=route,
            has_sheet=self.sheet is not None,
            remarks=tuple(self._remarks(route)),
        )

    def _remarks(self, route: Route | None) -> Iterable[str]:
        """The public holidays on which a sitting would have come later than the one counted on."""
        if route is None or self.wish.sits_on is not None:
            return
        for day, organ in self.calendar.doubtful:
            decides = (organ == LocalOrgan.COLLEGE) == self.by_college
            if decides:
                matters = route.sits_on < day <= self.wish.by
            else:
                college, until = route.college_on, route.convocation_on
                matters = bool(college and until and college < day <= until)
            if matters:
                name = "Het college" if organ == LocalOrgan.COLLEGE else "De gemeenteraad"
                yield (
                    f"{name} van {spoken(day)} valt op {public_holiday(day).lower()}: daar is niet "
                    "op gerekend. Noteer bij de zittingen wanneer het dan wel is."
                )


def _lead(day: date, own: int | None, term: DatedTerm) -> date:
    """The last working day on which something is in time, so long before a day."""
    found = term.before(day) if own is None else working_days_before(day, own)
    return found if is_working_day(found) else working_days_before(found, 1)
