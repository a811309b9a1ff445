"""How templates speak of days and show typed text."""

from datetime import UTC, date, datetime

import pytest

from overlegtafel.common import clock
from overlegtafel.common.templatetags.text import countdown, rich, short_date, spoken, weekday

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 18), "over 25 dagen"),
        (date(2026, 11, 25), "over 2 dagen"),
        (date(2026, 11, 24), "morgen"),
        (TODAY, "vandaag"),
        (date(2026, 11, 22), "gisteren"),
        (date(2026, 11, 20), "3 dagen geleden"),
        (None, ""),
    ],
)
def test_countdown(day: date | None, words: str) -> None:
    assert countdown(day, TODAY) == words


def test_a_moment_is_the_day_it_is_in_belgium() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert spoken(late) == "23 november 2026"
    assert weekday(late) == "maandag 23 november 2026"
    with clock.at(late):
        assert short_date(late) == "23 nov"
    assert (spoken(None), weekday(None), short_date(None)) == ("", "", "")


def test_a_short_day_says_its_year_when_it_is_another() -> None:
    with clock.at(datetime(2026, 11, 26, 12, tzinfo=UTC)):
        assert short_date(date(2026, 12, 31)) == "31 dec"
        assert short_date(date(2027, 3, 31)) == "31 mrt 2027"


def test_typed_text_is_never_markup() -> None:
    shown = rich("**Vet** <script>alert(1)</script>")
    assert "<strong>Vet</strong>" in shown
    assert "<script>" not in shown
    assert rich("") == ""
