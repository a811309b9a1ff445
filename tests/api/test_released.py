"""Tables as machines read them: only what was released, nobody's name."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.api.test_reference_data import answer
from tests.released import NEVER, Released

pytestmark = pytest.mark.django_db

PATHS = [
    "/municipalities?limit=500",
    "/municipalities/41034",
    "/regions",
    "/regions/denderregio",
    "/consultations",
    "/tables",
    "/tables/denderregio",
    "/tables/denderregio/meetings",
    "/tables/denderregio/agreements",
    "/openapi.json",
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_unreleased_and_nobody_shows(client: Client, released: Released, path: str) -> None:
    text = client.get(f"/api/v1{path}").content.decode()
    assert [words for words in NEVER if words in text] == []


def test_a_table_with_its_seats(client: Client, released: Released) -> None:
    assert answer(client, "/tables")["count"] == 2
    table = answer(client, "/tables/denderregio")
    assert [one["label"] for one in table["seats"]] == list(released.cast.towns)
    assert table["region"]["slug"] == "denderregio"
    assert table["member_count"] == 5


def test_a_table_with_the_seats_of_a_day(client: Client, released: Released) -> None:
    seat = released.cast.table.seats.order_by("order").first()
    assert seat is not None
    seat.valid_from = date(2025, 1, 1)
    seat.save()
    then = answer(client, "/tables/denderregio?on=2024-12-31")
    assert [one["label"] for one in then["seats"]] == list(released.cast.towns)[1:]
    assert then["member_count"] == 4
    assert answer(client, "/tables/denderregio?on=2025-01-01")["member_count"] == 5
    assert {one["member_count"] for one in answer(client, "/tables?on=2024-12-31")["items"]} >= {4}


def test_released_meetings_newest_first(client: Client, released: Released) -> None:
    found = answer(client, "/tables/denderregio/meetings")
    days = [one["held_on"] for one in found["items"]]
    assert (found["count"], days) == (3, ["2026-10-16", "2026-09-18", "2026-08-21"])
    assert found["items"][0]["items"][0]["outcome"] == ""
    assert found["items"][0]["url"].endswith("/openbaar/denderregio/vergaderingen/2026-10-16/")


def test_agreements_show_as_much_as_was_released(client: Client, released: Released) -> None:
    found = answer(client, "/tables/denderregio/agreements")
    figures: list[Any] = [one["figures"] for one in found["items"]]
    assert found["count"] == 3
    assert figures[0] == figures[1] == {"approved": 1, "refused": 0, "closed": 1, "total": 5}
    assert figures[2] is None
    shown, some, none = (
        answer(client, f"/agreements/{one.pk}")
        for one in (released.shown, released.figures, released.bare)
    )
    assert [one["name"] for one in shown["local_decisions"]] == list(released.cast.towns)
    assert shown["local_decisions"][2]["state"] == "approved"
    assert shown["competent_body"] == "gemeenteraad"
    assert (some["local_decisions"], some["figures"]) == ([], figures[0])
    assert (none["local_decisions"], none["figures"], none["status"]) == ([], None, "")


def test_the_unreleased_and_the_unknown_get_the_same_answer(
    client: Client, released: Released
) -> None:
    hidden = client.get(f"/api/v1/agreements/{released.secret.pk}")
    unknown = client.get("/api/v1/agreements/987654")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content
