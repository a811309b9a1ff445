"""Municipalities, regions and consultations as machines read them."""

from typing import Any

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("released")]


def answer(client: Client, path: str) -> Any:
    found = client.get(f"/api/v1{path}")
    assert found.status_code == 200, found.content
    return found.json()


@pytest.mark.parametrize(
    ("day", "count"),
    [("2018-12-31", 308), ("2024-12-31", 300), ("2025-01-01", 285), ("", 285)],
)
def test_the_municipalities_of_a_day(client: Client, day: str, count: int) -> None:
    found = answer(client, f"/municipalities?limit=500{f'&on={day}' if day else ''}")
    assert (found["count"], len(found["items"])) == (count, count)


def test_pages_of_a_list_make_the_whole(client: Client) -> None:
    seen: list[str] = []
    for offset in (0, 100, 200, 300):
        part = answer(client, f"/municipalities?on=2025-01-01&offset={offset}")
        assert part["count"] == 285
        seen += [one["nis"] for one in part["items"]]
    assert len(seen) == len(set(seen)) == 285


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("q=borsbeek", ["antwerpen"]),
        ("q=borsbeek&on=2024-12-31", ["borsbeek"]),
        ("q=9340", ["lede"]),
        ("q=lede&region=denderregio", ["lede"]),
        ("q=lede&region=limburg", []),
    ],
)
def test_searching(client: Client, query: str, slugs: list[str]) -> None:
    found = answer(client, f"/municipalities?{query}")
    assert [one["slug"] for one in found["items"]][:1] == slugs
    assert found["count"] >= len(slugs)


def test_a_municipality_with_region_groups_and_mergers(client: Client) -> None:
    lede = answer(client, "/municipalities/41034")
    assert lede["region"] == {"slug": "denderregio", "name": "Denderregio"}
    kinds = {one["classification"] for one in lede["memberships"]}
    assert {"reference_region", "mayors_consultation", "fire_zone", "police_zone"} <= kinds
    assert all(one["source"] and one["confidence"] for one in lede["memberships"])
    assert lede["url"].endswith("/gemeenten/lede/")
    antwerpen = answer(client, "/municipalities/11002")
    assert [one["name"] for one in antwerpen["predecessors"]] == ["Borsbeek"]
    borsbeek = answer(client, "/municipalities/11007")
    assert (borsbeek["valid_to"], borsbeek["successors"][0]["nis"]) == ("2024-12-31", "11002")


def test_fifteen_regions_and_none_before_the_decree(client: Client) -> None:
    assert answer(client, "/regions")["count"] == 15
    assert answer(client, "/regions?on=2023-03-18") == {"count": 0, "items": []}
    assert len(answer(client, "/regions?limit=4&offset=13")["items"]) == 2


@pytest.mark.parametrize(("day", "count"), [("2024-12-31", 17), ("2025-01-01", 15)])
def test_midwest_before_and_after(client: Client, day: str, count: int) -> None:
    midwest = answer(client, f"/regions/midwest?on={day}")
    assert midwest["member_count"] == len(midwest["members"]) == count
    assert answer(client, f"/municipalities?region=midwest&on={day}")["count"] == count


def test_the_register_has_23_consultations_and_the_coast_lies_in_three_regions(
    client: Client,
) -> None:
    found = answer(client, "/consultations")
    assert found["count"] == len(found["items"]) == 23
    coast = next(one for one in found["items"] if one["slug"] == "kust")
    assert coast["member_count"] == len(coast["members"]) == 10
    names = [one["name"] for one in coast["regions"]]
    assert names == ["Regio Brugge", "Regio Oostende", "Westhoek"]
    kempen = next(one for one in found["items"] if one["slug"] == "kempen")
    assert kempen["confidence"] == "knowledge"
