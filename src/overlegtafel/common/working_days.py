"""Belgian public holidays and working days: Monday to Friday, but no public holiday.

The days come from the ``holidays`` library (the ten of the act of 4 January 1974, with Easter and
Whit Sunday), so that no year is missing.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

_ONE = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=64)
def _of_year(year: int) -> dict[date, str]:
    """The public holidays of one year, by day."""
    return dict(holidays.country_holidays("BE", years=year, language="nl"))


def public_holiday(day: date) -> str:
    """The Dutch name of the public holiday on a day; empty when it is none."""
    return _of_year(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Whether a day is a working day: no Saturday or Sunday, no public holiday."""
    return day.weekday() < _SATURDAY and not public_holiday(day)


def working_days_before(day: date, number: int) -> date:
    """The working day that lies ``number`` working days before a day, which itself may be any.

    ``working_days_before(monday, 1)`` is the Friday before. Zero gives the day itself.
    """
    return _walk(day, number, -_ONE)


def working_days_after(day: date, number: int) -> date:
    """The working day that lies ``number`` working days after a day; zero gives the day itself.

    "Vijf werkdagen om te reageren" on what was sent on ``day`` runs to the end of that day.
    """
    return _walk(day, number, _ONE)


def _walk(day: date, number: int, step: timedelta) -> date:
    if number < 0:
        raise ValueError("een aantal werkdagen is nooit negatief")
    for _ in range(number):
        day += step
        while not is_working_day(day):
            day += step
    return day
