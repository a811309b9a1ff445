"""Who consulted with whom on a day (R24, R25), and the steps to a region (R28, R38).

Unknown stays unknown: a municipality without a known consultation only shows as "geen overleg"
where a source says so, and the zone council where its mayor meets others by law stands beside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.models import valid_on
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.history import Contact, Reach, history
from overlegtafel.governance.models import Seat
from overlegtafel.governance.states import BodyKind
from overlegtafel.organizations.models import (
    Classification,
    Membership,
    Organization,
    Succession,
)
from overlegtafel.organizations.queries import municipalities_on
from overlegtafel.publication.flanders import Group
from overlegtafel.publication.register import Entry, Register, register

FIRST_DAY = date(2019, 1, 1)
"""Before this day nothing is written down, and no borders are known."""
REGISTERED = date(2023, 3, 19)
"""From this day the reference files say who is in which consultation."""
YEARS = (
    (date(2019, 12, 31), "2019, net vóór het traject regiovorming"),
    (date(2020, 10, 9), "9 oktober 2020, kadernota"),
    (date(2021, 3, 12), "12 maart 2021, zeventien regio's"),
    (date(2022, 2, 4), "4 februari 2022, vijftien regio's"),
    (date(2023, 3, 19), "19 maart 2023, Regiodecreet van kracht"),
    (date(2024, 12, 31), "eind 2024, vóór de fusies"),
    (date(2025, 1, 1), "1 januari 2025, na de fusies"),
)
"""The days of the list."""


class Level(StrEnum):
    """How mayors of a municipality consulted with others on a day, most first."""

    REGIONAL = "regional"
    SUBREGIONAL = "subregional"
    GUEST = "guest"
    MARGIN = "margin"
    NONE = "none"
    UNKNOWN = "unknown"


LEVEL_WORDS = {
    Level.REGIONAL: "regionaal overleg",
    Level.SUBREGIONAL: "subregionaal overleg, of over regio's heen",
    Level.GUEST: "enkel te gast",
    Level.MARGIN: "in de marge van een andere vergadering",
    Level.NONE: "geen overleg",
    Level.UNKNOWN: "niet bekend",
}


@dataclass
class Place:
    """One municipality on a day: its level, where it sits, and what is to be known of it."""

    municipality: Organization
    level: Level = Level.UNKNOWN
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Level, where and note, as one reads it aloud."""
        where = join_dutch([each.name for each in self.entries])
        said = [f"{LEVEL_WORDS[self.level]}: {where}" if where else LEVEL_WORDS[self.level]]
        return "; ".join([*said, *self.notes])


@dataclass(frozen=True)
class Consulting:
    """A consultation on a day with its members, and why it counts as existing then."""

    entry: Entry
    members: list[Organization]
    why: str
    to_confirm: bool


def letters_of(slug: str) -> str:
    """The two letters that stand for a region: of its first two words, or of its only one."""
    first, *others = slug.removeprefix("regio-").split("-")
    return (first[0] + others[0][0]).upper() if others else first[:2].capitalize()


@dataclass(frozen=True)
class Situation:
    """All of Flanders on a day."""

    day: date
    places: list[Place]
    consulting: list[Consulting]
    not_yet: list[Entry]
    unknown: list[Entry]

    @property
    def all_known(self) -> list[Entry]:
        """Every consultation of the register, by address: the same on every day."""
        entries = [*(one.entry for one in self.consulting), *self.not_yet, *self.unknown]
        return sorted(entries, key=lambda entry: entry.slug)

    @property
    def regional(self) -> list[str]:
        """The addresses of the consultations that are of a whole region."""
        return [entry.slug for entry in self.all_known if entry.reach == Reach.REGIONAL]

    @cached_property
    def letters(self) -> dict[str, str]:
        """Two letters for each consultation on the map, no two alike; not for what lies across."""
        found: dict[str, str] = {}
        for entry in self.all_known:
            if entry.reach == Reach.ACROSS:
                continue
            rest = entry.slug.replace("-", "")[1:]
            wishes = [
                letters_of(entry.slug),
                *(f"{entry.slug[0].upper()}{letter}" for letter in rest),
            ]
            taken = found.values()
            found[entry.slug] = next((each for each in wishes if each not in taken), wishes[0])
        return found

    def counts(self) -> list[tuple[Level, str, int]]:
        """How many municipalities are at each level, each level once."""
        return [
            (level, LEVEL_WORDS[level], sum(place.level == level for place in self.places))
            for level in Level
        ]

    def without(self) -> list[tuple[str, list[Place]]]:
        """Who is a member nowhere, by level."""
        rest = [level for level in Level if level not in (Level.REGIONAL, Level.SUBREGIONAL)]
        found = [
            (LEVEL_WORDS[level], [place for place in self.places if place.level == level])
            for level in rest
        ]
        return [(words, places) for words, places in found if places]

    def rows(self) -> list[tuple[Consulting, str]]:
        """The consultations with their letters."""
        return [(one, self.letters.get(one.entry.slug, "")) for one in self.consulting]


def situation_on(day: date, today: date) -> Situation:
    """Who consulted with whom on a day: a fixed number of queries."""
    found = register(day)
    consulting, not_yet, unknown = _consulting(found, day, today)
    places = {each.pk: Place(each) for each in municipalities_on(day)}
    _seat_members(places, consulting)
    _note_contacts(places, found, day)
    if day == today:
        _note_seats(places, found, day)
    _note_zones(places, day)
    return Situation(day, list(places.values()), consulting, not_yet, unknown)


def _consulting(
    found: Register, day: date, today: date
) -> tuple[list[Consulting], list[Entry], list[Entry]]:
    """Which consultations existed, which not yet, and of which that is not known."""
    seats = _seats(found.entries, day)
    consulting, not_yet, unknown = [], [], []
    for entry in found.entries:
        stood, why, to_confirm = _existed(entry, day)
        if stood is None:
            unknown.append(entry)
        elif not stood:
            if entry.ended_on is None or entry.ended_on >= day:
                not_yet.append(entry)
        else:
            held = entry.group.members if entry.group else []
            named = [one.member for one in held]
            if entry.body and (day == today or not named):
                named = seats.get(entry.body.pk, []) or named
            doubtful = any(one.to_confirm for one in held) if held else False
            consulting.append(Consulting(entry, named, why, to_confirm or doubtful))
    return consulting, not_yet, unknown


def _existed(entry: Entry, day: date) -> tuple[bool | None, str, bool]:
    """Whether a consultation existed on a day, why one may think so, and whether that is sure."""
    if entry.ended_on is not None and entry.ended_on < day:
        return False, "", False
    start, known = entry.since, entry.known
    if start is not None:
        year, month = start
        stood = (year, month or 1) <= (day.year, day.month)
        return stood, f"gestart in {entry.started.words}", entry.started.to_confirm
    if known and known.by and known.by.year <= day.year:
        return True, known.by_source, False
    if known and known.not_before and day < known.not_before:
        return False, known.by_source, False
    if entry.body and entry.body.valid_from and not entry.group:
        return entry.body.valid_from <= day, "op deze site", False
    if day >= REGISTERED:
        return True, "in het register", False
    return None, "", False


def _seats(entries: Iterable[Entry], day: date) -> dict[int, list[Organization]]:
    """The municipalities with a seat that counts, by the key of the table: one query."""
    bodies = [entry.body.pk for entry in entries if entry.body]
    seats = Seat.objects.filter(
        valid_on(day), body__in=bodies, category__counts=True, municipality__isnull=False
    ).select_related("municipality")
    found: dict[int, list[Organization]] = defaultdict(list)
    for seat in seats.order_by("municipality__name"):
        if seat.municipality is not None:
            found[seat.body_id].append(seat.municipality)
    return found


def _seat_members(places: dict[int, Place], consulting: Iterable[Consulting]) -> None:
    for one in consulting:
        regional = one.entry.reach == Reach.REGIONAL
        for member in one.members:
            place = places.get(member.pk)
            if place is not None and one.entry not in place.entries:
                place.entries.append(one.entry)
                if regional or place.level != Level.REGIONAL:
                    place.level = Level.REGIONAL if regional else Level.SUBREGIONAL


def _note_contacts(places: dict[int, Place], found: Register, day: date) -> None:
    """What the file says of guests, of who met in the margin, and of who took part nowhere."""
    by_nis = {place.municipality.code: place for place in places.values()}
    names = {entry.code: entry.name for entry in found.entries if entry.code}
    told = history()
    for level, contacts in (
        (Level.GUEST, told.guests),
        (Level.MARGIN, told.margin),
        (Level.NONE, told.none),
    ):
        for contact in contacts:
            place = by_nis.get(contact.municipality)
            if place is not None and contact.holds_on(day):
                _note(place, level, _sentence(contact, names), contact.source)


def _sentence(contact: Contact, names: dict[str, str]) -> str:
    where = names.get(contact.code, "")
    return f"{contact.note}: {where}" if where else contact.note


def _note(place: Place, level: Level, sentence: str, source: str = "") -> None:
    if place.level == Level.UNKNOWN:
        place.level = level
    place.notes.append(sentence)
    if source and source not in place.sources:
        place.sources.append(source)


def _note_seats(places: dict[int, Place], found: Register, day: date) -> None:
    """Guests at a table of this site, and mayors around another forum that it holds."""
    names = {entry.body.pk: entry.name for entry in found.entries if entry.body}
    seats = Seat.objects.filter(
        valid_on(day), valid_on(day, "body__"), municipality__isnull=False
    ).select_related("body", "category")
    for seat in seats.order_by("body__name", "order"):
        place = places.get(seat.municipality_id or 0)
        if place is None:
            continue
        if seat.category.visits_per_year is not None and seat.body_id in names:
            _note(place, Level.GUEST, f"te gast: {names[seat.body_id]}")
        elif seat.body.kind == BodyKind.FORUM and place.level in (Level.UNKNOWN, Level.NONE):
            _note(place, Level.MARGIN, f"in de marge van {seat.body.name}")


def _note_zones(places: dict[int, Place], day: date) -> None:
    """Beside who has no known consultation: the zone council its mayor is in by law."""
    alone = [pk for pk, each in places.items() if not each.entries]
    held = Membership.objects.filter(
        valid_on(day),
        valid_on(day, "group__"),
        group__classification=Classification.FIRE_ZONE,
        member__in=alone,
    ).select_related("group")
    for one in held.order_by("group__name"):
        places[one.member_id].notes.append(f"zit in elk geval in de zoneraad van {one.group.name}")


@dataclass(frozen=True)
class Step:
    """A step on the timeline of a region."""

    when: str
    order: tuple[int, int, int]
    title: str
    text: str
    source: str

    @property
    def to_confirm(self) -> bool:
        """Whether no source says it."""
        return not self.source


def timeline_of(
    region: Organization, members: Iterable[int], entries: Iterable[Entry]
) -> list[Step]:
    """The steps that made a region: delimitation, starts, coaching, mergers; the oldest first.

    ``members`` are the ids of its municipalities today, ``entries`` its consultations.
    """
    told = history()
    steps = [_dated(each.day, each.title, each.text, each.source) for each in told.events]
    steps += [
        Step(
            f"{each.first_year}-{each.last_year}",
            (each.first_year, 1, 0),
            f"Begeleiding door {each.coach}",
            f"{each.goal[0].upper()}{each.goal[1:]}.",
            each.source,
        )
        for each in told.coaching
        if each.region == region.code
    ]
    for entry in entries:
        if entry.since is not None:
            year, month = entry.since
            text = f"{entry.kind[0].upper()}{entry.kind[1:]}."
            steps.append(
                Step(
                    entry.started.words,
                    (year, month or 1, 0),
                    f"{entry.name} start",
                    text,
                    entry.started.source,
                )
            )
    steps += _mergers(members)
    return sorted(steps, key=lambda step: step.order)


def region_timeline(group: Group) -> list[Step]:
    """The timeline of a reference region as it is today, with the starts of its consultations."""
    own = {one.member_id for one in group.members}
    inside = [
        entry
        for entry in register(clock.today()).entries
        if entry.reach != Reach.ACROSS and _lies_in(entry, group.organization, own)
    ]
    return timeline_of(group.organization, own, inside)


def _lies_in(entry: Entry, region: Organization, own: set[int]) -> bool:
    """Whether a consultation is of this region: its table says so, or most of its members do."""
    if entry.body is not None and entry.body.region_id is not None:
        return entry.body.region_id == region.pk
    held = {one.member_id for one in entry.group.members} if entry.group else set()
    return bool(held) and len(held & own) * 2 > len(held)


def _mergers(members: Iterable[int]) -> list[Step]:
    """The mergers of municipalities of the region, one step a day."""
    rows = Succession.objects.filter(successor__in=list(members), effective_on__gte=FIRST_DAY)
    days: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[date, str] = {}
    for one in rows.select_related("predecessor", "successor").order_by("predecessor__name"):
        days[one.effective_on][one.successor.name].append(one.predecessor.name)
        sources[one.effective_on] = one.source
    return [
        _dated(
            day,
            "Fusies van gemeenten",
            f"{'; '.join(_merger(new, old) for new, old in sorted(made.items()))}.",
            sources[day],
        )
        for day, made in sorted(days.items())
    ]


def _merger(new: str, old: list[str]) -> str:
    goes = "gaat" if len(old) == 1 else "gaan"
    return f"{join_dutch(old)} {goes} op in {new}"


def _dated(day: date, title: str, text: str, source: str) -> Step:
    return Step(spoken(day), (day.year, day.month, day.day), title, text, source)
