"""The year calendar against tables worked out by hand, with a paper calendar of 2026 and 2027."""

from datetime import date, time

import pytest
from tests.factories.cast import Cast, make_table, make_town

from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.rhythm import Rhythm, read_rhythm
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import add_seat
from overlegtafel.meetings.models import Meeting, SittingRhythm
from overlegtafel.meetings.services import (
    DaysRefused,
    Planned,
    drop_sitting_day,
    note_sitting_day,
    plan_year,
    set_sitting_rhythm,
)
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.meetings.year_calendar import proposed_dates
from overlegtafel.organizations.school_holidays import known_until, school_holiday

COUNCIL, COLLEGE = LocalOrgan.COUNCIL, LocalOrgan.COLLEGE
THIRD_THURSDAY = Rhythm(3, 3, frozenset({7, 8}))
SECOND_THURSDAY = Rhythm(2, 3, frozenset({7, 8}))

# Every third Thursday of both years but July and August, and what it falls on.
THIRD_THURSDAYS = {
    date(2026, 1, 15): "",
    date(2026, 2, 19): "krokusvakantie",
    date(2026, 3, 19): "",
    date(2026, 4, 16): "paasvakantie",
    date(2026, 5, 21): "",
    date(2026, 6, 18): "",
    date(2026, 9, 17): "",
    date(2026, 10, 15): "",
    date(2026, 11, 19): "",
    date(2026, 12, 17): "",
    date(2027, 1, 21): "",
    date(2027, 2, 18): "",
    date(2027, 3, 18): "",
    date(2027, 4, 15): "",
    date(2027, 5, 20): "",
    date(2027, 6, 17): "",
    date(2027, 9, 16): "",
    date(2027, 10, 21): "",
    date(2027, 11, 18): "",
    date(2027, 12, 16): "",
}
# Every second Thursday of 2027, with all it clashes with: Aalst's council is the second Thursday
# of May and June only through loose days, Lede's the last Tuesday, Zele's college every Friday.
SECOND_THURSDAYS_2027 = {
    date(2027, 1, 14): [],
    date(2027, 2, 11): ["schoolvakantie: krokusvakantie (te bevestigen)"],
    date(2027, 3, 11): [],
    date(2027, 4, 8): ["schoolvakantie: paasvakantie (te bevestigen)"],
    date(2027, 5, 13): ["gemeenteraad van Aalst"],
    date(2027, 6, 10): [],
    date(2027, 9, 9): [],
    date(2027, 10, 14): [],
    date(2027, 11, 11): ["feestdag: Wapenstilstand"],
    date(2027, 12, 9): [],
}


def test_third_thursdays_and_the_school_holidays_they_fall_in() -> None:
    days = list(THIRD_THURSDAY.days(date(2026, 1, 1), date(2027, 12, 31)))
    found = {day: getattr(school_holiday(day), "name", "") for day in days}
    assert found == THIRD_THURSDAYS


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("krokusvakantie", date(2026, 2, 16), date(2026, 2, 22)),
        ("paasvakantie", date(2026, 4, 6), date(2026, 4, 19)),
        ("hemelvaartweekend", date(2026, 5, 14), date(2026, 5, 17)),
        ("zomervakantie", date(2026, 7, 1), date(2026, 8, 31)),
        ("herfstvakantie", date(2026, 11, 2), date(2026, 11, 8)),  # 1 November is a Sunday
        ("kerstvakantie", date(2026, 12, 21), date(2027, 1, 3)),
        ("krokusvakantie", date(2027, 2, 8), date(2027, 2, 14)),
        ("paasvakantie", date(2027, 3, 29), date(2027, 4, 11)),  # Easter on 28 March
        ("herfstvakantie", date(2027, 11, 1), date(2027, 11, 7)),
        ("kerstvakantie", date(2027, 12, 27), date(2028, 1, 9)),  # Christmas on a Saturday
        ("paasvakantie", date(2028, 4, 3), date(2028, 4, 17)),  # Easter on 16 April
    ],
)
def test_each_school_holiday_has_its_days(name: str, first: date, last: date) -> None:
    found = school_holiday(first)
    assert found is not None
    assert (found.name, found.first_day, found.last_day) == (name, first, last)
    assert found.source


def test_holidays_are_known_until_the_summer_of_2030() -> None:
    assert known_until() == date(2030, 8, 31)


@pytest.mark.parametrize(
    ("text", "rhythm", "hour"),
    [
        ("derde donderdag, 9.30 u, niet in juli en augustus", THIRD_THURSDAY, time(9, 30)),
        ("Elke maandag om 14 uur", Rhythm(0, 0), time(14)),
        ("laatste dinsdag", Rhythm(-1, 1), None),
        ("de 2e vrijdag, 14:00", Rhythm(2, 4), time(14)),
    ],
)
def test_a_rhythm_in_words_is_understood(text: str, rhythm: Rhythm, hour: time | None) -> None:
    assert read_rhythm(text) == (rhythm, hour)


def test_words_that_name_no_weekday_are_left_alone() -> None:
    assert read_rhythm("maandelijks, aansluitend op de zoneraad") is None


def test_a_rhythm_says_itself_and_knows_its_other_month() -> None:
    council = Rhythm(-1, 1, frozenset({7, 8}), 12, 3)
    assert council.words == "laatste dinsdag, niet in juli en augustus, in december de 3e"
    assert list(council.days(date(2026, 11, 1), date(2027, 1, 31))) == [
        *(date(2026, 11, 24), date(2026, 12, 15), date(2027, 1, 26))
    ]
    fifth = Rhythm(0, 0)
    assert [day.day for day in fifth.of_month(2026, 11)] == [2, 9, 16, 23, 30]


def settle(cast: Cast) -> None:
    towns = cast.towns
    rules = [
        (towns["Lede"], COUNCIL, Rhythm(-1, 1, frozenset({7, 8}), 12, 3)),
        (towns["Zele"], COLLEGE, Rhythm(0, 4)),
    ]
    for town, organ, rhythm in rules:
        set_sitting_rhythm(actor=cast.secretary, municipality=town, organ=organ, rhythm=rhythm)
    note_sitting_day(
        actor=cast.secretary,
        municipality=towns["Aalst"],
        organ=COUNCIL,
        day=date(2027, 5, 13),
        sits=True,
    )


def words(cast: Cast, days: list[date]) -> dict[date, list[str]]:
    found = proposed_dates(cast.secretary, cast.table, days)
    return {each.day: [hit.words for hit in each.choice.hits] for each in found}


def test_second_thursdays_of_2027_and_all_they_clash_with(cast: Cast) -> None:
    settle(cast)
    days = list(SECOND_THURSDAY.days(date(2027, 1, 1), date(2027, 12, 31)))
    assert words(cast, days) == SECOND_THURSDAYS_2027


def test_the_nearest_dates_without_trouble_are_offered(cast: Cast) -> None:
    settle(cast)
    [armistice] = proposed_dates(cast.secretary, cast.table, [date(2027, 11, 11)])
    # Friday is Zele's college, so the three days before are nearer than the Monday after.
    assert [each.day for each in armistice.others] == [
        *(date(2027, 11, 8), date(2027, 11, 9), date(2027, 11, 10))
    ]
    assert not any(each.hits for each in armistice.others)


def test_where_every_day_has_a_college_those_that_hit_fewest_are_offered(cast: Cast) -> None:
    for weekday, town in enumerate(("Aalst", "Lebbeke", "Lede", "Ninove", "Zele")):
        set_sitting_rhythm(
            actor=cast.system,
            municipality=cast.towns[town],
            organ=COLLEGE,
            rhythm=Rhythm(0, weekday),
        )
    [armistice] = proposed_dates(cast.secretary, cast.table, [date(2027, 11, 11)])
    assert [(each.day, each.hits[0].members) for each in armistice.others] == [
        (date(2027, 11, 9), ("Lebbeke",)),
        (date(2027, 11, 10), ("Lede",)),
        (date(2027, 11, 12), ("Zele",)),
    ]


def test_a_loose_day_beats_the_rhythm_and_may_go_again(cast: Cast) -> None:
    settle(cast)
    day = date(2027, 1, 26)
    said = {"municipality": cast.towns["Lede"], "organ": COUNCIL, "day": day}
    word = note_sitting_day(actor=cast.officer, sits=False, **said)
    assert words(cast, [day])[day] == []
    drop_sitting_day(actor=cast.officer, word=word)
    assert words(cast, [day])[day] == ["gemeenteraad van Lede"]


def test_a_meeting_elsewhere_of_the_same_members_is_named_only_to_who_sees_it(cast: Cast) -> None:
    zone = make_table(cast.system, "Zone", "zone", [cast.towns["Lede"]], "A-Z")
    cast.meeting(date(2027, 1, 14), zone)
    apart = make_table(cast.system, "Kust", "kust", [make_town("Gent", "44021")], "A-K")
    cast.meeting(date(2027, 1, 14), apart)
    assert words(cast, [date(2027, 1, 14)]) == {date(2027, 1, 14): ["een andere tafel: Lede"]}
    [seen] = proposed_dates(cast.system, cast.table, [date(2027, 1, 14)])
    assert [hit.words for hit in seen.choice.hits] == ["Zone om 9.30 uur: Lede"]


def test_what_it_follows_that_day_is_no_clash_but_a_chain(cast: Cast) -> None:
    zone = make_table(cast.system, "Zone", "zone", [cast.towns["Lede"]], "A-Z")
    before = cast.meeting(date(2027, 1, 14), zone, starts_at=time(8, 30))
    GoverningBody.objects.filter(pk=cast.table.pk).update(follows=zone)
    table = GoverningBody.objects.get(pk=cast.table.pk)
    [found] = proposed_dates(cast.system, table, [date(2027, 1, 14)])
    assert found.choice.hits == []
    assert found.choice.follows == before


def test_a_year_is_planned_in_one_go_or_not_at_all(cast: Cast) -> None:
    days = [Planned(date(2027, 1, 14)), Planned(date(2027, 3, 11))]
    cast.meeting(date(2027, 3, 11))
    facts = {"actor": cast.secretary, "body": cast.table, "starts_at": time(9, 30)}
    with pytest.raises(DaysRefused) as refusal:
        plan_year(days=days, **facts)
    assert refusal.value.reasons == {
        date(2027, 3, 11): "Op die dag is er al een vergadering van dit overleg."
    }
    assert Meeting.objects.filter(held_on__year=2027).count() == 1
    made = plan_year(days=days[:1], ends_at=time(12), location="Aalst", **facts)
    assert [(m.held_on, m.starts_at, m.ends_at, m.location) for m in made] == [
        (date(2027, 1, 14), time(9, 30), time(12), "Aalst")
    ]


@pytest.mark.parametrize("who", ["mayor", "director", "other_mayor", "other_secretary", "citizen"])
def test_only_who_may_plan_plans_a_year(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        plan_year(
            actor=getattr(cast, who),
            body=cast.table,
            days=[Planned(date(2027, 1, 14))],
            starts_at=time(9, 30),
        )


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("secretary", True),
        ("chair", True),
        ("mayor", True),
        ("director", True),
        ("officer", True),
        ("other_officer", False),
        ("alderman", False),
        ("councillor", False),
        ("partner", False),
        ("other_mayor", False),
        ("other_secretary", False),
        ("citizen", False),
    ],
)
def test_who_says_when_a_council_sits(cast: Cast, who: str, may: bool) -> None:
    said = {"municipality": cast.towns["Lede"], "organ": COUNCIL, "rhythm": Rhythm(-1, 1)}
    if may:
        set_sitting_rhythm(actor=getattr(cast, who), **said)
        assert str(SittingRhythm.objects.get()) == "gemeenteraad Lede: laatste dinsdag"
        return
    with pytest.raises(NotAllowed):
        set_sitting_rhythm(actor=getattr(cast, who), **said)


def test_a_member_of_later_is_not_hit_before(cast: Cast) -> None:
    gent = make_town("Gent", "44021")
    seat = add_seat(actor=cast.system, body=cast.table, category="mayor", municipality=gent)
    seat.valid_from = date(2027, 6, 1)
    seat.save()
    rhythm = Rhythm(2, 3)
    set_sitting_rhythm(actor=cast.system, municipality=gent, organ=COUNCIL, rhythm=rhythm)
    found = words(cast, [date(2027, 1, 14), date(2027, 6, 10)])
    assert found == {date(2027, 1, 14): [], date(2027, 6, 10): ["gemeenteraad van Gent"]}
