"""Beginning from a file, or from a region that comes with the software."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import make_person
from tests.factories.regions import _flanders_once, flanders
from tests.workspace.test_configuration import FOUND, sent_on, upload

from overlegtafel.accounts.models import User
from overlegtafel.governance.configuration.packaged import PACKAGED
from overlegtafel.governance.models import GoverningBody

__all__ = ["_flanders_once", "flanders"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def founder(flanders: User, client: Client) -> Client:
    """Someone who may set up tables, in a Flanders without any."""
    user = make_person(flanders, "Streekcoördinator in spe")
    user.may_found_tables = True
    user.save()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_founder_begins_from_a_region_of_the_software(founder: Client) -> None:
    assert f'href="{FOUND}"' in founder.get("/tafels/nieuw/").text
    assert 'value="westhoek"' in founder.get(FOUND).text
    shown = founder.post(FOUND, {"choice": "westhoek"})
    assert not GoverningBody.objects.exists()
    assert "18 zetels als burgemeester" in shown.text
    done = founder.post(FOUND, sent_on(shown))
    assert (done.status_code, done.headers["Location"]) == (302, "/tafels/westhoek/")
    page = founder.get("/tafels/westhoek/configuratie/bestand/")
    assert page.content == (PACKAGED / "westhoek.yaml").read_bytes()
    assert 'value="westhoek"' not in founder.get(FOUND).text
    assert founder.post(FOUND, {"choice": "westhoek"}).status_code == 422


def test_a_founder_begins_from_an_own_file(founder: Client) -> None:
    text = (PACKAGED / "kust.yaml").read_text(encoding="utf-8").replace("om de twee", "om de vier")
    assert founder.post(FOUND, sent_on(founder.post(FOUND, upload(text)))).status_code == 302
    assert GoverningBody.objects.get(slug="kust").rhythm.startswith("om de vier")
    assert founder.post(FOUND, {"choice": "../../kust"}).status_code == 422


def test_a_page_to_begin_from_costs_the_same(
    founder: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for choice in ("", "limburg"):
        if choice:
            founder.post(FOUND, sent_on(founder.post(FOUND, {"choice": choice})), follow=True)
        with django_assert_num_queries(3):
            assert founder.get(FOUND).status_code == 200
