"""Working days, against dates read from a calendar on paper."""

from datetime import date

import pytest

from overlegtafel.common.working_days import (
    is_working_day,
    public_holiday,
    working_days_after,
    working_days_before,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nieuwjaar"),
        (date(2026, 4, 6), "Paasmaandag"),
        (date(2026, 5, 14), "O. L. H. Hemelvaart"),
        (date(2026, 11, 11), "Wapenstilstand"),
        (date(2027, 3, 29), "Paasmaandag"),
        (date(2027, 5, 6), "O. L. H. Hemelvaart"),
        (date(2027, 5, 17), "Pinkstermaandag"),
        (date(2027, 7, 21), "Nationale feestdag"),
        (date(2026, 7, 11), ""),
        (date(2026, 12, 26), ""),
    ],
)
def test_a_public_holiday_has_its_dutch_name(day: date, name: str) -> None:
    assert public_holiday(day) == name


def test_weekends_and_public_holidays_are_no_working_days() -> None:
    assert [is_working_day(date(2026, 11, day)) for day in (9, 10, 11, 12, 13, 14, 15)] == [
        *(True, True, False, True, True, False, False)
    ]


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 20)),  # Monday: the Friday before
        (date(2026, 11, 16), 4, date(2026, 11, 9)),  # over 11 November
        (date(2027, 4, 1), 3, date(2027, 3, 26)),  # over Easter Monday and a weekend
        (date(2026, 11, 22), 1, date(2026, 11, 20)),  # from a Sunday
        (date(2026, 11, 11), 0, date(2026, 11, 11)),
    ],
)
def test_counting_back_skips_weekends_and_holidays(day: date, number: int, before: date) -> None:
    assert working_days_before(day, number) == before


@pytest.mark.parametrize(
    ("day", "number", "after"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # Christmas on a Friday
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # over New Year
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
    ],
)
def test_counting_on_skips_weekends_and_holidays(day: date, number: int, after: date) -> None:
    assert working_days_after(day, number) == after


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="negatief"):
        working_days_before(date(2026, 11, 20), -1)
