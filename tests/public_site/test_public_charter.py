"""A charter that the table made public is for everyone; another is the circle's own."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.factories.routes import make_around

from overlegtafel.governance.models import Charter
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services import adopt_charter, draft_charter, save_charter

ADDRESS = "/openbaar/denderregio/afsprakennota/"
RULES = {
    "agendering": {"route": [{"body": "dado", "does": "advises"}], "cut_off_days": 14},
    "support": {"tasks": {"convene": "after_chair"}},
    "preparation": {
        "domains": [{"name": "Energie", "ambition": "policy", "preparer": "municipality:41002"}]
    },
}


def charter(cast: Cast, *, is_public: bool, domains: int = 1, adopt: bool = True) -> Charter:
    """A charter of the cast's table, in force since today unless it stays a draft."""
    make_around(cast)
    names = [{"name": f"Domein {n}", "preparer": f"municipality:{n}"} for n in range(domains - 1)]
    domain_list = [*RULES["preparation"]["domains"], *names]
    draft = draft_charter(actor=cast.secretary, body=cast.table)
    saved = save_charter(
        actor=cast.secretary,
        charter=draft,
        expected_revision=draft.revision,
        rules=CharterRules.model_validate({**RULES, "preparation": {"domains": domain_list}}),
        is_public=is_public,
        agendering="Iedereen brengt aan; het DADO adviseert.",
        preparation="Wie aanbrengt, bereidt voor.",
        ratification="Bij consensus.",
        execution="Elk bestuur zelf.",
    )
    if not adopt:
        return saved
    today = date(2026, 11, 23)
    return adopt_charter(actor=cast.secretary, charter=saved, valid_from=today, adopted_on=today)


def test_everyone_reads_the_public_charter_in_words_and_as_it_works(
    cast: Cast, client: Client
) -> None:
    charter(cast, is_public=True)
    text = client.get(ADDRESS).text
    assert "Iedereen brengt aan; het DADO adviseert." in text
    assert "Voorstellen zijn er uiterlijk 14 dagen vóór de vergadering." in text
    assert "4 van 4 hoe-vragen beantwoord" in text
    assert ">DADO<" in text and "adviseert" in text
    assert "Energie: beleid. Voorbereid door Aalst." in text
    assert ADDRESS in client.get("/openbaar/denderregio/").text


def test_what_staff_may_do_alone_stays_inside(cast: Cast, client: Client) -> None:
    charter(cast, is_public=True)
    assert "akkoord van de voorzitter: de agenda" not in client.get(ADDRESS).text


@pytest.mark.parametrize(("is_public", "adopt"), [(False, True), (True, False)])
def test_a_charter_that_is_not_public_or_not_adopted_does_not_exist(
    cast: Cast, client: Client, is_public: bool, adopt: bool
) -> None:
    charter(cast, is_public=is_public, adopt=adopt)
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get("/openbaar/denderregio/").text
    client.force_login(cast.other_mayor, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(ADDRESS).status_code == 404


def test_no_charter_at_all(cast: Cast, client: Client) -> None:
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("domains", [1, 44])
def test_it_costs_the_same_with_44_domains(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries, domains: int
) -> None:
    charter(cast, is_public=True, domains=domains)
    with django_assert_num_queries(4):
        assert client.get(ADDRESS).status_code == 200
