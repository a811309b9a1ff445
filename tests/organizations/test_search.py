"""Finding a municipality by what people type."""

from datetime import date

import pytest

from overlegtafel.common.errors import NotVisible
from overlegtafel.organizations import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flanders_once")]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Aalst", "Aalst"),
        ("9300", "Aalst"),
        ("  pajott", "Pajottegem"),
        ("Zwijndrecht", "Beveren-Kruibeke-Zwijndrecht"),
        ("2070", "Beveren-Kruibeke-Zwijndrecht"),
        ("borsbeek", "Antwerpen"),
        ("Nevele", "Deinze"),
        ("tielt", "Tielt"),
        ("de  pinte", "Nazareth-De Pinte"),
        ("37015", "Tielt"),
        ("Anvers", "Antwerpen"),
    ],
)
def test_people_find_their_municipality(text: str, first: str) -> None:
    assert str(queries.find_municipality(text)[0]) == first


@pytest.mark.parametrize("text", ["", "  ", "-", "Atlantis", "0000", "%", "'; drop table"])
def test_what_does_not_exist_is_not_found(text: str) -> None:
    assert queries.find_municipality(text) == []


def test_a_merged_municipality_is_found_once() -> None:
    found = queries.find_municipality("tielt", date(2026, 1, 1))
    assert [one.code for one in found] == ["37022", "24135"]


def test_on_a_day_before_the_merger_the_old_one_is_found() -> None:
    found = queries.find_municipality("Zwijndrecht", date(2024, 12, 31))
    assert [one.code for one in found] == ["11056"]


def test_an_unknown_address_is_not_visible() -> None:
    with pytest.raises(NotVisible):
        queries.municipality_by_slug("atlantis")


def test_searching_takes_a_few_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        queries.find_municipality("sint")
