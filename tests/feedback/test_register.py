"""The register of article 8: how months and the year stand, on each day, at each hour."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import FixedClock

from overlegtafel.common import clock as product_clock
from overlegtafel.feedback.models import RegionalItem
from overlegtafel.feedback.register import TermsOn, YearRegister, read_terms, register_of
from overlegtafel.feedback.states import RegionalItemState, RegionalOrgan, Sign
from overlegtafel.local_decisions.models import Term
from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.article_8 import registers_as

COLLEGE, COUNCIL = RegionalOrgan.COLLEGE, RegionalOrgan.COUNCIL
PLANNED, DONE, DROPPED = RegionalItemState
LEDE = Organization(name="Lede", slug="lede")
UTC = ZoneInfo("UTC")
pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> TermsOn:
    return read_terms()


def row(
    day: date,
    organ: RegionalOrgan = COLLEGE,
    state: RegionalItemState = DONE,
    *,
    counts: bool = True,
) -> RegionalItem:
    return RegionalItem(organ=organ, meets_on=day, state=state, counts=counts)


def on(today: date, terms: TermsOn, *rows: RegionalItem) -> YearRegister:
    return register_of(LEDE, 2026, rows, today, terms)


@pytest.mark.parametrize(
    ("today", "sign"),
    [
        (date(2026, 10, 31), Sign.AHEAD),
        (date(2026, 11, 1), Sign.OPEN),
        (date(2026, 11, 20), Sign.OPEN),
        (date(2026, 11, 21), Sign.ORANGE),
        (date(2026, 11, 27), Sign.ORANGE),
        (date(2026, 11, 28), Sign.RED),
        (date(2026, 11, 30), Sign.RED),
        (date(2026, 12, 1), Sign.RED),
    ],
)
def test_a_month_without_an_item_colours_ahead_of_its_end(
    terms: TermsOn, today: date, sign: Sign
) -> None:
    assert on(today, terms).college[10].sign == sign


@pytest.mark.parametrize(
    ("today", "sign"),
    [
        (date(2026, 11, 20), Sign.PLANNED),
        (date(2026, 11, 21), Sign.ORANGE),
        (date(2026, 11, 30), Sign.ORANGE),
        (date(2026, 12, 1), Sign.RED),
    ],
)
def test_a_planned_month_is_never_red_before_it_is_over(
    terms: TermsOn, today: date, sign: Sign
) -> None:
    november = on(today, terms, row(date(2026, 11, 30), state=PLANNED)).college[10]
    assert november.sign == sign


@pytest.mark.parametrize(
    ("today", "councils", "sign"),
    [
        (date(2026, 9, 30), 1, Sign.OPEN),
        (date(2026, 10, 1), 1, Sign.ORANGE),
        (date(2026, 10, 1), 0, Sign.ORANGE),
        (date(2026, 11, 30), 1, Sign.ORANGE),
        (date(2026, 12, 1), 1, Sign.RED),
        (date(2026, 12, 1), 2, Sign.DONE),
        (date(2027, 1, 1), 1, Sign.RED),
    ],
)
def test_one_council_item_on_1_october_is_a_warning(
    terms: TermsOn, today: date, councils: int, sign: Sign
) -> None:
    rows = [row(date(2026, month, 26), COUNCIL) for month in (3, 6)[:councils]]
    assert on(today, terms, *rows).council[0].sign == sign


def test_a_second_council_item_that_is_planned_is_named(terms: TermsOn) -> None:
    rows = [row(date(2026, 6, 22), COUNCIL), row(date(2026, 12, 21), COUNCIL, PLANNED)]
    [year] = on(date(2026, 12, 5), terms, *rows).council
    assert (year.sign, year.warning) == (
        Sign.ORANGE,
        "tweede raadspunt gepland op 21 december 2026",
    )


def test_a_plan_whose_day_is_over_waits_to_be_recorded(terms: TermsOn) -> None:
    rows = [row(date(2026, 11, 24), RegionalOrgan.COLLEGE, PLANNED)]
    before, after = (on(date(2026, 11, day), terms, *rows).college[10] for day in (24, 26))
    assert before.words == "gepland op 24 november 2026"
    assert after.words == "stond gepland op 24 november 2026, nog vast te leggen"
    days = (date(2026, 11, 23), date(2026, 12, 21))
    rows = [row(date(2026, 6, 22), COUNCIL), *(row(day, COUNCIL, PLANNED) for day in days)]
    [year] = on(date(2026, 11, 26), terms, *rows).council
    assert year.warning == (
        "tweede raadspunt stond gepland op 23 november 2026, nog vast te leggen; "
        "gepland op 21 december 2026"
    )


def test_figures_are_the_rows(terms: TermsOn) -> None:
    months = [row(date(2026, month, 10)) for month in range(1, 12) if month != 7]
    councils = [row(date(2026, 3, 26), COUNCIL), row(date(2026, 10, 15), COUNCIL)]
    found = on(date(2026, 11, 23), terms, *months, *councils)
    assert (found.college_figure, found.council_figure) == ("10/11", "2 (minstens 2)")
    assert [each.name for each in found.missing] == ["juli"]
    assert found.sign_words == "rood"
    assert found.warnings == ["juli: geen punt vastgelegd"]


def test_the_file_names_the_months_that_make_the_figure(terms: TermsOn) -> None:
    months = [row(date(2026, month, 10)) for month in range(1, 11)]
    councils = [row(date(2026, 3, 26), COUNCIL), row(date(2026, 10, 15), COUNCIL)]
    found = on(date(2026, 11, 26), terms, *months, *councils)
    content, _ = registers_as("csv", [found])
    line = content.decode("utf-8-sig").splitlines()[1]
    assert ";10/11;november (loopt nog);2 (minstens 2);26 maart 2026, 15 oktober 2026;" in line
    assert ";november nog te doen;" in line


def test_two_items_on_one_council_are_one_sitting(terms: TermsOn) -> None:
    rows = [row(date(2026, 3, 26), COUNCIL), row(date(2026, 3, 26), COUNCIL)]
    assert on(date(2026, 11, 23), terms, *rows).council_figure == "1 (minstens 2)"


def test_what_does_not_count_or_did_not_happen_is_not_counted(terms: TermsOn) -> None:
    rows = [
        row(date(2026, 3, 26), COUNCIL, counts=False),
        row(date(2026, 4, 26), COUNCIL, DROPPED),
        row(date(2026, 5, 26), RegionalOrgan.WELFARE_COUNCIL),
        row(date(2025, 5, 26), COUNCIL),
    ]
    found = on(date(2026, 11, 23), terms, *rows)
    assert found.council_figure == "0 (minstens 2)"
    assert [each.organ for each in found.others] == [RegionalOrgan.WELFARE_COUNCIL]


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), "november"),  # 23:59 CET
        (datetime(2026, 11, 30, 23, 1, tzinfo=UTC), "december"),  # 00:01 CET
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), "juni"),  # 23:59 CEST
        (datetime(2026, 6, 30, 22, 1, tzinfo=UTC), "juli"),  # 00:01 CEST
    ],
)
def test_a_month_turns_at_midnight_in_brussels(
    terms: TermsOn, clock: FixedClock, moment: datetime, month: str
) -> None:
    clock.travel_to(moment)
    found = on(product_clock.today(), terms)
    running = found.begun[-1]
    assert running.name == month
    assert running.sign == (Sign.RED if month in ("november", "juni") else Sign.OPEN)


def _changed(key: TermKey, value: int, unit: TermUnit, since: date) -> TermsOn:
    Term.objects.create(key=key, value=value, unit=unit, valid_from=since, source="proef")
    return read_terms()


def test_another_counting_unit_holds_from_its_day_on() -> None:
    terms = _changed(TermKey.ARTICLE_8_COLLEGE_PERIOD, 3, TermUnit.MONTHS, date(2026, 7, 1))
    names = [each.name for each in on(date(2026, 11, 23), terms).college]
    assert names == [
        *("januari", "februari", "maart", "april", "mei", "juni"),
        "juli tot september",
        "oktober tot december",
    ]


def test_a_change_recomputes_what_is_open_never_what_is_past() -> None:
    terms = _changed(TermKey.ARTICLE_8_COLLEGE_MINIMUM, 2, TermUnit.TIMES, date(2026, 11, 10))
    rows = [row(date(2026, month, 9)) for month in (10, 11)]
    found = on(date(2026, 11, 23), terms, *rows)
    assert (found.college[9].sign, found.college[10].sign) == (Sign.DONE, Sign.ORANGE)


ROWS = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.sampled_from([COLLEGE, COUNCIL, RegionalOrgan.STANDING_BUREAU]),
        st.sampled_from(RegionalItemState),
        st.booleans(),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rows=ROWS, passed=st.integers(0, 380))
def test_figures_equal_a_naive_recount(
    rows: list[tuple[date, RegionalOrgan, RegionalItemState, bool]], passed: int
) -> None:
    today = date(2026, 1, 1) + timedelta(days=passed)
    made = [row(day, organ, state, counts=counts) for day, organ, state, counts in rows]
    found = on(today, read_terms(), *made)
    good = {(organ, day) for day, organ, state, counts in rows if state == DONE and counts}
    months = {day.month for organ, day in good if organ == COLLEGE}
    begun = 12 if today.year > 2026 else today.month
    assert found.college_figure == f"{len({m for m in months if m <= begun})}/{begun}"
    assert found.council_figure == f"{sum(organ == COUNCIL for organ, _ in good)} (minstens 2)"
    over = {m for m in range(1, 13) if m < begun or today.year > 2026}
    assert {each.first.month for each in found.missing} == over - months
