"""Back-planning of the demo's calendars, against a table worked out by hand on paper.

How the hand did it, with a calendar of 2026 and 2027 beside it: the last council by the day; eight
days before it the convocation; the last college on or before the working day that leaves (on a
weekend or a public holiday: the one before); and four working days before that college the draft,
unless the link sheet says otherwise. Easter Monday is 29 March 2027, 11 November is a Wednesday.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.demo_fixture import Demo

from overlegtafel.accounts.models import User
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.rhythm import EVERY, Rhythm
from overlegtafel.config.demo import link_sheets as invented
from overlegtafel.governance.queries import seats_on
from overlegtafel.local_decisions.planning import (
    BackPlan,
    Fit,
    LocalPlan,
    back_plan,
    plans_of,
)
from overlegtafel.local_decisions.services import keep_link_sheet, set_term
from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.meetings.services import note_sitting_day, set_sitting_rhythm
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.organizations.models import Confidence, Organization

pytestmark = pytest.mark.django_db
COUNCIL = CompetentBody.COUNCIL

# municipality: council, convocation at the latest, college, draft leaves at the latest
ENERGY_BY_31_MARCH_2027 = {
    "Aalst": ("2027-03-30", "2027-03-22", "2027-03-22", "2027-03-15"),  # asks five days
    "Berlare": ("2027-03-31", "2027-03-23", "2027-03-23", "2027-03-17"),
    "Buggenhout": ("2027-03-25", "2027-03-17", "2027-03-15", "2027-03-09"),
    "Denderleeuw": ("2027-03-18", "2027-03-10", "2027-03-09", "2027-03-03"),
    "Dendermonde": ("2027-03-17", "2027-03-09", "2027-03-08", "2027-03-02"),
    "Erpe-Mere": ("2027-02-22", "2027-02-14", "2027-02-09", "2027-02-03"),  # not Easter Monday
    "Geraardsbergen": ("2027-03-23", "2027-03-15", "2027-03-15", "2027-03-09"),
    "Haaltert": ("2027-03-22", "2027-03-14", "2027-03-10", "2027-03-04"),
    "Hamme": ("2027-03-24", "2027-03-16", "2027-03-10", "2027-03-04"),
    "Lebbeke": ("2027-03-25", "2027-03-17", "2027-03-11", "2027-03-05"),
    "Lede": ("2027-03-18", "2027-03-10", "2027-03-09", "2027-03-03"),
    "Ninove": ("2027-03-25", "2027-03-17", "2027-03-15", "2027-03-10"),  # asks three days
    "Wichelen": ("2027-03-24", "2027-03-16", "2027-03-04", "2027-02-26"),  # 4 before convocation
    "Zele": ("2027-03-25", "2027-03-17", "2027-03-16", "2027-03-10"),
}
MOBILITY_BY_31_DECEMBER_2026 = {
    "Aalst": ("2026-12-15", "2026-12-07", "2026-12-07", "2026-11-30"),
    "Berlare": ("2026-12-16", "2026-12-08", "2026-12-08", "2026-12-02"),
    "Buggenhout": ("2026-12-17", "2026-12-09", "2026-12-07", "2026-12-01"),
    "Denderleeuw": ("2026-12-17", "2026-12-09", "2026-12-08", "2026-12-02"),
    "Dendermonde": ("2026-12-16", "2026-12-08", "2026-12-07", "2026-12-01"),
    "Erpe-Mere": ("2026-12-21", "2026-12-13", "2026-12-08", "2026-12-02"),
    "Geraardsbergen": ("2026-12-15", "2026-12-07", "2026-12-07", "2026-12-01"),
    "Haaltert": ("2026-12-21", "2026-12-13", "2026-12-09", "2026-12-03"),
    "Hamme": ("2026-12-16", "2026-12-08", "2026-12-02", "2026-11-26"),
    "Lebbeke": ("2026-12-17", "2026-12-09", "2026-12-03", "2026-11-27"),
    "Lede": ("2026-12-17", "2026-12-09", "2026-12-08", "2026-12-02"),
    "Ninove": ("2026-12-17", "2026-12-09", "2026-12-07", "2026-12-02"),
    "Wichelen": ("2026-12-16", "2026-12-08", "2026-11-26", "2026-11-20"),  # too late by then
    "Zele": ("2026-12-17", "2026-12-09", "2026-12-08", "2026-12-02"),
}
ENERGY_BY_30_NOVEMBER_2026 = {
    "Ardooie": ("2026-11-17", "2026-11-09", "2026-11-03", "2026-10-28"),
    "Dentergem": ("2026-11-23", "2026-11-15", "2026-11-04", "2026-10-29"),  # not Armistice Day
    "Hooglede": ("2026-11-23", "2026-11-15", "2026-11-10", "2026-11-04"),
    "Ingelmunster": ("2026-11-17", "2026-11-09", "2026-11-04", "2026-10-29"),
    "Izegem": ("2026-11-16", "2026-11-08", "2026-11-02", "2026-10-27"),
    "Ledegem": ("2026-11-19", "2026-11-11", "2026-11-05", "2026-10-30"),
    "Lichtervelde": ("2026-11-17", "2026-11-09", "2026-11-09", "2026-11-03"),
    "Moorslede": ("2026-11-19", "2026-11-11", "2026-11-04", "2026-10-29"),
    "Oostrozebeke": ("2026-11-26", "2026-11-18", "2026-11-17", "2026-11-10"),
    "Pittem": ("2026-11-24", "2026-11-16", "2026-11-04", "2026-10-29"),
    "Roeselare": ("2026-11-23", "2026-11-15", "2026-11-09", "2026-11-02"),  # asks five days
    "Staden": ("2026-11-26", "2026-11-18", "2026-11-17", "2026-11-12"),  # asks three days
    "Tielt": ("2026-11-19", "2026-11-11", "2026-11-06", "2026-11-02"),
    "Wielsbeke": ("2026-11-25", "2026-11-17", "2026-11-04", "2026-10-29"),
    "Wingene": ("2026-11-23", "2026-11-15", "2026-11-09", "2026-11-03"),
}
NOW = date(2026, 11, 23)


def members(demo: Demo, table: str) -> list[Organization]:
    """The municipalities with a seat that counts."""
    seats = seats_on(demo.body(table), NOW).filter(category__counts=True)
    return [each.municipality for each in seats if each.municipality]


def days(plan: LocalPlan) -> tuple[str, ...]:
    """A plan as the hand wrote it."""
    route = plan.route
    assert route is not None and route.convocation_on and route.college_on
    order = (route.sits_on, route.convocation_on, route.college_on, route.leave_on)
    return tuple(day.isoformat() for day in order)


def by_hand(plan: BackPlan) -> dict[str, tuple[str, ...]]:
    """All plans as the hand wrote them."""
    return {each.municipality.name: days(each) for each in plan.rows}


def of(plan: BackPlan, name: str) -> LocalPlan:
    """One municipality's plan."""
    return next(each for each in plan.rows if each.municipality.name == name)


@pytest.mark.parametrize(
    ("table", "by", "ready_on", "hand"),
    [
        ("denderregio", date(2027, 3, 31), NOW, ENERGY_BY_31_MARCH_2027),
        ("denderregio", date(2026, 12, 31), date(2026, 11, 16), MOBILITY_BY_31_DECEMBER_2026),
        ("midwest", date(2026, 11, 30), date(2026, 10, 1), ENERGY_BY_30_NOVEMBER_2026),
    ],
    ids=["A-D09", "A-D07", "A-M05"],
)
def test_every_day_equals_the_one_worked_out_by_hand(
    demo: Demo, table: str, by: date, ready_on: date, hand: dict[str, tuple[str, ...]]
) -> None:
    plan = back_plan(members(demo, table), COUNCIL, by, ready_on)
    assert by_hand(plan) == hand
    assert plan.fitting == len(hand)
    assert plan.leave_on == min(date.fromisoformat(row[3]) for row in hand.values())


def test_who_cannot_make_it_is_named_with_why_and_the_first_day_that_everyone_can(
    demo: Demo,
) -> None:
    plan = back_plan(members(demo, "denderregio"), COUNCIL, date(2026, 12, 31), NOW)
    assert [(each.municipality.name, each.fit) for each in plan.impossible] == [
        ("Wichelen", Fit.TOO_LATE)
    ]
    late = of(plan, "Wichelen")
    assert late.why == "het ontwerp had op 20 november 2026 moeten vertrekken"
    # Its council of 27 January: convocation the 19th, four working days before that the 13th, the
    # Thursday college of the 7th, and four working days back over New Year's Day.
    assert late.earliest is not None
    assert late.earliest.sits_on == date(2027, 1, 27)
    assert late.earliest.leave_on == date(2026, 12, 31)
    assert plan.everyone_on == date(2027, 1, 27)
    assert plan.fitting == 13


def test_a_day_in_the_summer_recess_says_that_no_council_sits(demo: Demo) -> None:
    plan = back_plan(members(demo, "denderregio"), COUNCIL, date(2027, 8, 20), date(2027, 7, 5))
    assert {each.fit for each in plan.rows} == {Fit.NO_SITTING}
    assert of(plan, "Lede").why == (
        "geen zitting van de gemeenteraad tussen 5 juli 2027 en 20 augustus 2027"
    )
    assert of(plan, "Lede").earliest is not None
    assert plan.everyone_on == date(2027, 9, 30)  # the last Thursday of September
    assert plan.leave_on is None


def test_a_college_decides_in_its_own_week(demo: Demo) -> None:
    plan = back_plan(members(demo, "midwest"), CompetentBody.COLLEGE, date(2026, 12, 24), NOW)
    tielt = of(plan, "Tielt").route  # on Fridays: the 18th; four working days before it the 14th
    assert tielt is not None
    assert (tielt.sits_on, tielt.leave_on) == (date(2026, 12, 18), date(2026, 12, 14))
    assert tielt.convocation_on is None


def test_a_rhythm_that_falls_on_a_holiday_is_not_counted_on_until_someone_says_so(
    demo: Demo,
) -> None:
    town = Organization.objects.get(name="Erpe-Mere")
    by = date(2027, 3, 31)
    plan = back_plan([town], COUNCIL, by, NOW).rows[0]
    assert plan.remarks == (
        "De gemeenteraad van 29 maart 2027 valt op paasmaandag: daar is niet op gerekend. "
        "Noteer bij de zittingen wanneer het dan wel is.",
    )
    note_sitting_day(
        actor=User.objects.system(),
        municipality=town,
        organ=LocalOrgan.COUNCIL,
        day=date(2027, 3, 30),
        sits=True,
    )
    plan = back_plan([town], COUNCIL, by, NOW).rows[0]
    # The council of Tuesday the 30th: convocation the 22nd, college of the 16th, draft the 10th.
    assert days(plan) == ("2027-03-30", "2027-03-22", "2027-03-16", "2027-03-10")
    assert plan.remarks == ()


def test_another_college_day_moves_what_is_open_and_nothing_that_is_decided(demo: Demo) -> None:
    town = Organization.objects.get(name="Lede")
    open_, decided = demo.decision("A-D09", "Lede"), demo.decision("A-D07", "Lede")
    before = plans_of([open_, decided], NOW)
    set_sitting_rhythm(
        actor=User.objects.system(),
        municipality=town,
        organ=LocalOrgan.COLLEGE,
        rhythm=Rhythm(EVERY, 4),  # Fridays instead of Tuesdays
    )
    plan = back_plan([town], COUNCIL, date(2027, 3, 31), NOW).rows[0]
    assert days(plan) == ("2027-03-18", "2027-03-10", "2027-03-05", "2027-03-01")
    assert before[decided.pk].plan is None
    assert plans_of([open_, decided], NOW)[decided.pk].plan is None


def test_a_sitting_that_the_municipality_named_goes_first(demo: Demo) -> None:
    decision = demo.decision("A-D09", "Lede")
    found = plans_of([decision], NOW)[decision.pk]
    assert found.is_own
    assert found.plan is not None and found.plan.route is not None
    # As in the demo: college 1 December, council 21 January, convocation by the 13th.
    assert days(found.plan) == ("2027-01-21", "2027-01-13", "2026-12-01", "2026-11-25")


def test_another_convocation_from_a_day_counts_from_that_day_on(demo: Demo) -> None:
    with clock.at(clock.now()):
        set_term(
            actor=User.objects.system(),
            key=TermKey.COUNCIL_CONVOCATION,
            value=10,
            unit=TermUnit.DAYS,
            valid_from=date(2027, 3, 20),
            legal_basis="een later decreet",
            source="https://voorbeeld.be",
            confidence=Confidence.SOURCED,
        )
    plan = back_plan(members(demo, "denderregio"), COUNCIL, date(2027, 3, 31), NOW)
    assert of(plan, "Lede").route is not None
    assert days(of(plan, "Lede")) == ENERGY_BY_31_MARCH_2027["Lede"]  # sits on the 18th: as it was
    # Ninove sits on the 25th: convocation the 15th, college the 15th, draft the 10th.
    assert days(of(plan, "Ninove")) == ("2027-03-25", "2027-03-15", "2027-03-15", "2027-03-10")
    # Buggenhout sits on the 25th too, and its convocation leaves two days sooner.
    assert days(of(plan, "Buggenhout")) == ("2027-03-25", "2027-03-15", "2027-03-15", "2027-03-09")


def test_another_lead_on_the_link_sheet_moves_its_draft(demo: Demo) -> None:
    town = Organization.objects.get(name="Lede")
    keep_link_sheet(
        actor=User.objects.system(), municipality=town, expected_revision=1, college_lead=10
    )
    plan = back_plan([town], COUNCIL, date(2027, 3, 31), NOW).rows[0]
    assert days(plan)[3] == "2027-02-23"


def test_without_known_sittings_it_says_so_and_promises_nothing(demo: Demo) -> None:
    town = Organization.objects.get(name="Lede")
    town.sitting_rhythms.all().delete()
    town.sitting_days.all().delete()
    town.link_sheet.delete()
    plan = back_plan([town], COUNCIL, date(2027, 3, 31), NOW)
    assert [(each.fit, each.why) for each in plan.unknown] == [
        (Fit.UNKNOWN, "nog niet gekend wanneer de gemeenteraad zit")
    ]
    assert plan.without_sheet == list(plan.rows)
    assert plan.impossible == []


def test_the_demos_own_columns_follow_from_the_terms(repository: Path) -> None:
    rows = json.loads(
        (repository / "src/overlegtafel/config/demo/demo.json").read_text(encoding="utf-8")
    )["lokaal"]
    counted = 0
    for row in rows:
        sitting = date.fromisoformat(row["gr"] or row["cbs"]) if row["gr"] or row["cbs"] else None
        if sitting is None:
            continue
        terms = terms_on(sitting)
        if row["oproeping_uiterlijk"]:
            written = date.fromisoformat(row["oproeping_uiterlijk"])
            assert terms[TermKey.COUNCIL_CONVOCATION].before(sitting) == written, row
            counted += 1
        if row["bekend_uiterlijk"]:
            written = date.fromisoformat(row["bekend_uiterlijk"])
            assert terms[TermKey.PUBLICATION].after(sitting) == written, row
            counted += 1
    assert counted == 80


def test_every_municipality_of_the_demo_has_a_link_sheet(demo: Demo) -> None:
    everyone = [*members(demo, "denderregio"), *members(demo, "midwest")]
    assert len(everyone) == 29
    assert all(each.link_sheet.platform != "unknown" for each in everyone)
    asked = {each.name: each.link_sheet.college_lead for each in everyone}
    assert {name: lead for name, lead in asked.items() if lead} == invented.COLLEGE_LEADS


def test_the_terms_count_as_the_law_is_read() -> None:
    terms = terms_on(date(2026, 11, 26))
    sits, published = date(2026, 11, 26), date(2026, 12, 4)
    assert terms[TermKey.COUNCIL_CONVOCATION].before(sits) == date(2026, 11, 18)
    assert terms[TermKey.COUNCILLOR_ITEMS].before(sits) == date(2026, 11, 21)
    assert terms[TermKey.PUBLICATION].after(sits) == date(2026, 12, 6)
    assert terms[TermKey.COMPLAINT].after(published) == published + timedelta(days=30)
    assert terms[TermKey.ENTRY_INTO_FORCE].after(published) == date(2026, 12, 9)
    assert {key: term.spoken for key, term in terms.items()}[TermKey.ARTICLE_8_COUNCIL_MINIMUM] == (
        "2 keer"
    )
