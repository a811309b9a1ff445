"""The clock that all tests share."""

from datetime import date, timedelta
from typing import Any

from overlegtafel.common import clock as product_clock


def test_stands_at_the_reference_moment(clock: Any) -> None:
    assert product_clock.now().isoformat() == "2026-11-23T10:00:00+01:00"
    assert product_clock.today() == date(2026, 11, 23)


def test_travels_in_belgian_wall_time(clock: Any) -> None:
    clock.travel_to("2026-07-01 00:30")
    assert product_clock.today() == date(2026, 7, 1)
    assert product_clock.now().utcoffset() == timedelta(hours=2)


def test_moves_in_elapsed_time(clock: Any) -> None:
    clock.travel_to("2026-10-25 01:30")
    clock.move(hours=2)
    assert product_clock.now().isoformat() == "2026-10-25T02:30:00+01:00"
