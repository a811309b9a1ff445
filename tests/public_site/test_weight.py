"""How heavy the pages are, and that a longer list asks no more of the database."""

import gzip
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.released import Released, agreed

from overlegtafel.governance.services import add_seat
from overlegtafel.organizations.queries import group_by_slug, members_on
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail

pytestmark = pytest.mark.django_db

LIMIT = 150 * 1024
LOADED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)" href|link rel="icon" href|script src)="([^"]+)"'
)


def weight(client: Client, address: str) -> int:
    """The bytes of a first load: page, styles, scripts and icon, compressed; fonts aside."""
    answer = client.get(address)
    assert answer.status_code == 200
    parts = [answer.content]
    for loaded in LOADED.findall(answer.content.decode()):
        found = finders.find(loaded.partition("?")[0].removeprefix("/static/"))
        assert found, loaded
        parts.append(Path(found).read_bytes())
    assert len(parts) >= 4
    return sum(len(gzip.compress(part)) for part in parts)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/regios/", "/regios/limburg/", "/gemeenten/lede/", "/overleggen/"),
        *("/overleggen/denderregio/", "/overleggen/op-een-dag/?op=2019-12-31"),
        "/overleggen/op-een-dag/",
    ],
)
def test_pages_stay_light(client: Client, released: Released, address: str) -> None:
    assert weight(client, address) <= LIMIT


def test_an_agreement_of_43_municipalities_stays_light(client: Client, released: Released) -> None:
    limburg = members_on(group_by_slug("reference_region", "limburg"), date(2026, 11, 23))
    for place in limburg:
        add_seat(
            actor=released.cast.system,
            body=released.cast.table,
            category="mayor",
            municipality=place,
        )
    large = agreed(released.cast, "Aankoopcentrale", date(2026, 7, 3))
    release_agreement(
        actor=released.cast.secretary, agreement=large, local_detail=LocalDetail.PER_MUNICIPALITY
    )
    address = f"/openbaar/denderregio/afspraken/{large.reference}/"
    assert client.get(address).content.count(b'<tr id="') == 43
    assert weight(client, address) <= LIMIT


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/", 6),
        ("/?q=sint", 11),
        ("/regios/", 4),
        ("/regios/limburg/", 20),
        ("/regios/denderregio/", 20),
        ("/overleggen/", 10),
        ("/overleggen/denderregio/", 12),
        ("/overleggen/waasland/", 10),
        ("/overleggen/op-een-dag/", 14),
        ("/overleggen/op-een-dag/?op=2019-12-31", 13),
        ("/gemeenten/lede/", 12),
        ("/openbaar/", 1),
        ("/openbaar/denderregio/", 10),
        ("/openbaar/denderregio/?op=2024-12-31", 10),
        ("/openbaar/denderregio/afspraken/", 4),
        ("/openbaar/denderregio/vergaderingen/2026-10-16/", 4),
        ("/openbaar/denderregio/afspraken/A-D01/", 6),
        ("/toegankelijkheid/", 0),
    ],
)
def test_queries_are_few_whatever_is_released(
    client: Client,
    released: Released,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    count: int,
) -> None:
    with django_assert_num_queries(count):
        client.get(address)
    for number in range(4):
        more = agreed(released.cast, f"Afspraak {number}", date(2026, 6, 1) + timedelta(number))
        release_meeting(actor=released.cast.secretary, meeting=more.item.meeting)
        release_agreement(
            actor=released.cast.secretary,
            agreement=more,
            local_detail=LocalDetail.PER_MUNICIPALITY,
        )
    with django_assert_num_queries(count):
        client.get(address)
