"""Proposed dates of a year, with everything they clash with, before anything is planned (R122).

A meeting that the planner may not see counts as being busy: which members sit elsewhere is said,
at which table is not.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import at_hours, hours
from overlegtafel.common.text import join_dutch
from overlegtafel.common.working_days import public_holiday
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.sittings import Sitting, sittings_of
from overlegtafel.meetings.states import LocalOrgan, MeetingState
from overlegtafel.organizations.school_holidays import school_holiday

AROUND = timedelta(days=21)
"""How far from a troubled date another is looked for."""
OFFERED = 3
"""How many other dates are offered at most."""
_SATURDAY = 5
_LATELY = 12
"""From how many of its last meetings a table's habit is read."""


@dataclass(frozen=True)
class Hit:
    """One thing that a date clashes with. A college alone is light: it can often move."""

    kind: str
    words: str
    members: tuple[str, ...] = ()

    @property
    def is_light(self) -> bool:
        """Whether the date is still proposed."""
        return self.kind == LocalOrgan.COLLEGE


@dataclass(frozen=True)
class Choice:
    """A day one may choose, with what it clashes with and what it would follow that day."""

    day: date
    hits: list[Hit]
    follows: Meeting | None = None

    @property
    def is_light(self) -> bool:
        """Whether nothing but a college stands in the way."""
        return all(hit.is_light for hit in self.hits)


@dataclass(frozen=True)
class Proposed:
    """A date of the rhythm; ``others`` are the nearest without trouble, or with the least."""

    choice: Choice
    others: list[Choice]
    taken: Meeting | None = None

    @property
    def day(self) -> date:
        """The date that the rhythm gives."""
        return self.choice.day

    @property
    def best(self) -> Choice:
        """The date itself, or when it has real trouble the nearest of the others."""
        if self.choice.is_light or not self.others:
            return self.choice
        return min(self.others, key=lambda each: abs((each.day - self.day).days))


@dataclass(frozen=True)
class Habit:
    """When a table mostly met lately: the ``nth`` weekday of the month, from when to when."""

    nth: int
    weekday: int
    starts_at: time
    ends_at: time | None


@dataclass
class _Facts:
    """What is known of a period around the dates, read at once."""

    body: GoverningBody
    members: list[Seat]
    sittings: dict[date, list[Sitting]]
    coupled: set[int]
    visible: set[int]
    seats: dict[int, list[Seat]] = field(default_factory=dict)
    meetings: dict[date, list[Meeting]] = field(default_factory=dict)

    def own(self, day: date) -> Meeting | None:
        """The table's own meeting that is there already."""
        return next((m for m in self.meetings.get(day, ()) if m.body_id == self.body.pk), None)

    def choice(self, day: date) -> Choice:
        """A day with what it clashes with."""
        return Choice(day, self.hits(day), self._before(day))

    def _before(self, day: date) -> Meeting | None:
        """The meeting of that day that the table usually follows, if nobody does yet."""
        that_day = self.meetings.get(day, ())
        followed = {each.follows_id for each in that_day}
        for each in that_day:
            usual = each.body_id == self.body.follows_id
            if usual and each.pk in self.visible and each.pk not in followed:
                return each
        return None

    def hits(self, day: date) -> list[Hit]:
        """Everything that stands in the way on a day."""
        hits = []
        if name := public_holiday(day):
            hits.append(Hit("holiday", f"feestdag: {name}"))
        if school := school_holiday(day):
            confirm = " (te bevestigen)" if school.to_confirm else ""
            hits.append(Hit("school", f"schoolvakantie: {school.name}{confirm}"))
        if self.own(day) is not None:
            hits.append(Hit("taken", "staat al op de kalender"))
        here = {each.municipality_id for each in _on(self.members, day)}
        for organ in (LocalOrgan.COUNCIL, LocalOrgan.COLLEGE):
            found = [
                each
                for each in self.sittings.get(day, ())
                if each.organ == organ and each.municipality.pk in here
            ]
            if found:
                towns = [f"{each.municipality.name}{_at(each)}" for each in found]
                names = tuple(each.municipality.name for each in found)
                hits.append(Hit(organ, f"{organ.label} van {join_dutch(towns)}", names))
        return hits + self._elsewhere(day, here)

    def _elsewhere(self, day: date, here: set[int | None]) -> list[Hit]:
        hits = []
        for meeting in self.meetings.get(day, ()):
            if meeting.body_id == self.body.pk or meeting.body_id in self.coupled:
                continue
            there = [
                each.municipality.name
                for each in _on(self.seats.get(meeting.body_id, ()), day)
                if each.municipality is not None and each.municipality_id in here
            ]
            if there:
                towns = join_dutch(there)
                at = at_hours(meeting.starts_at)
                words = f"een andere tafel: {towns}"
                if meeting.pk in self.visible:
                    words = f"{meeting.body.short_name} {at}: {towns}"
                hits.append(Hit("elsewhere", words, tuple(there)))
        return hits


def habit_of(body: GoverningBody) -> Habit | None:
    """What most of its last meetings had in common; ``None`` when it never met: one query."""
    held = list(
        Meeting.objects.filter(body=body)
        .exclude(state=MeetingState.CANCELLED)
        .order_by("-held_on", "-pk")
        .values_list("held_on", "starts_at", "ends_at")[:_LATELY]
    )
    if not held:
        return None
    days = Counter((min((day.day + 6) // 7, 4), day.weekday()) for day, _, _ in held)
    spans = Counter((starts_at, ends_at) for _, starts_at, ends_at in held)
    return Habit(*days.most_common(1)[0][0], *spans.most_common(1)[0][0])


def free_days_around(actor: User, body: GoverningBody, day: date) -> list[Choice]:
    """The nearest other days for a meeting that stands on ``day``, those with the least trouble:
    eight queries.
    """
    facts = _read(actor, body, day - AROUND, day + AROUND)
    return _others(facts, day, {day}, clock.today(), or_light=True)


def proposed_dates(actor: User, body: GoverningBody, days: Iterable[date]) -> list[Proposed]:
    """The dates with their clashes, and for each troubled one others: eight queries, whatever the
    number of dates and members. Days that are past are left out.
    """
    today = clock.today()
    wanted = sorted({day for day in days if day > today})
    if not wanted:
        return []
    facts = _read(actor, body, wanted[0] - AROUND, wanted[-1] + AROUND)
    return [_proposed(facts, day, set(wanted), today) for day in wanted]


def _proposed(facts: _Facts, day: date, wanted: set[date], today: date) -> Proposed:
    choice, taken = facts.choice(day), facts.own(day)
    if taken is not None or not choice.hits:
        return Proposed(choice, [], taken)
    return Proposed(choice, _others(facts, day, wanted, today, or_light=not choice.is_light))


def _others(
    facts: _Facts, day: date, wanted: set[date], today: date, *, or_light: bool
) -> list[Choice]:
    """The nearest days that are free, else those on which only colleges sit; in order."""
    near = sorted(
        (
            facts.choice(other)
            for n in range(-AROUND.days, AROUND.days + 1)
            if (other := day + timedelta(days=n)) not in wanted
            and other > today
            and other.weekday() < _SATURDAY
        ),
        key=lambda each: abs((each.day - day).days),
    )
    free = [each for each in near if not each.hits]
    if not free and or_light:
        light = [each for each in near if each.is_light]
        free = sorted(light, key=lambda each: sum(len(hit.members) for hit in each.hits))
    return sorted(free[:OFFERED], key=lambda each: each.day)


def _read(actor: User, body: GoverningBody, first: date, last: date) -> _Facts:
    seats = Seat.objects.filter(municipality__isnull=False).select_related("municipality")
    members = list(seats.filter(body=body, category__counts=True).order_by("order"))
    towns = {each.municipality_id for each in members if each.municipality_id}
    meetings = list(
        Meeting.objects.filter(held_on__range=(first, last))
        .exclude(state=MeetingState.CANCELLED)
        .filter(Q(body=body) | Q(body__seats__municipality__in=towns))
        .select_related("body")
        .order_by("held_on", "starts_at", "pk")
        .distinct()
    )
    elsewhere = {each.body_id for each in meetings} - {body.pk}
    visible = meetings_visible_to(actor).filter(held_on__range=(first, last))
    facts = _Facts(
        body,
        members,
        sittings_of(towns, first, last),
        _coupled(body),
        set(visible.values_list("pk", flat=True)),
    )
    for seat in seats.filter(body__in=elsewhere, municipality__in=towns).order_by(
        "body", "municipality__name"
    ):
        facts.seats.setdefault(seat.body_id, []).append(seat)
    for meeting in meetings:
        facts.meetings.setdefault(meeting.held_on, []).append(meeting)
    return facts


def _coupled(body: GoverningBody) -> set[int]:
    """The bodies that meet after or before this one on the same day: no clash, but a chain."""
    pairs = GoverningBody.objects.filter(follows__isnull=False).values_list("pk", "follows")
    chain, grew = {body.pk}, True
    while grew:
        more = {each for pair in pairs if chain & set(pair) for each in pair if each}
        grew = not more <= chain
        chain |= more
    return chain - {body.pk}


def _on(seats: Iterable[Seat], day: date) -> list[Seat]:
    """The seats that hold on a day."""
    return [
        each
        for each in seats
        if (each.valid_from is None or each.valid_from <= day)
        and (each.valid_to is None or each.valid_to >= day)
    ]


def _at(sitting: Sitting) -> str:
    """The hour, when it is known."""
    at = sitting.starts_at
    return f" ({hours(at)})" if at else ""
