"""The page with a municipality's couplings: made, shown once, revoked."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.factories.couplings import coupled
from tests.workspace.conftest import SignIn

from overlegtafel.local_decisions.models import ReportingToken
from overlegtafel.local_decisions.queries import token_of_secret

pytestmark = pytest.mark.django_db
PAGE = "/besturen/lede/koppelingen/"
TYPED = {"name": "Notulensysteem", "scope": "report", "expires_on": "2027-11-23"}


def test_the_secret_shows_once_and_then_never_again(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.director)
    made = client.post(PAGE, TYPED)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    secret = made.text.partition('value="ovt_')[2].partition('"')[0]
    token = token_of_secret(f"ovt_{secret}")
    assert token is not None and token.municipality == cast.towns["Lede"]
    again = client.get(PAGE).text
    assert "Notulensysteem" in again and f"…{token.hint}" in again
    assert secret not in again and token.digest not in again


def test_sent_again_by_a_reload_nothing_is_made_twice(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.director)
    client.post(PAGE, TYPED)
    again = client.post(PAGE, TYPED)
    assert again.status_code == 422
    assert "Die naam is al gebruikt" in again.text and 'value="Notulensysteem"' in again.text
    assert ReportingToken.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "verplicht"),
        ({"scope": "alles"}, "Deze keuze is er niet (meer)."),
        ({"expires_on": "2026-11-22"}, "Kies een dag tussen vandaag en"),
        ({"expires_on": "ooit"}, "Dat is geen datum"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    cast: Cast, as_: SignIn, wrong: dict[str, Any], sentence: str
) -> None:
    answer = as_(cast.director).post(PAGE, {**TYPED, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not ReportingToken.objects.exists()


def test_revoked_it_stays_in_the_list(cast: Cast, as_: SignIn) -> None:
    token, _ = coupled(cast)
    client = as_(cast.officer)
    answer = client.post(f"{PAGE}{token.pk}/intrekken/", follow=True)
    assert "De koppeling “Notulensysteem” werkt niet meer." in answer.text
    assert "ingetrokken op 23 november 2026 door Dossierbehandelaar Lede" in answer.text
    assert client.post(f"{PAGE}{token.pk}/intrekken/").status_code == 409


def test_another_municipality_never_comes_near(cast: Cast, as_: SignIn, client: Client) -> None:
    token, _ = coupled(cast, "Zele")
    revoke = f"{PAGE}{token.pk}/intrekken/"
    assert as_(cast.director).post(revoke).status_code == 404
    assert as_(cast.other_officer).get(PAGE).status_code == 404
    assert as_(cast.other_mayor).post(PAGE, TYPED).status_code == 404
    assert as_(cast.secretary).post(PAGE, TYPED).status_code == 403
    assert as_(cast.alderman).get(PAGE).status_code == 403
    assert "/account/login/" in client.get(PAGE)["Location"]
    assert ReportingToken.objects.get().works


def test_only_who_records_finds_the_way(cast: Cast, as_: SignIn) -> None:
    for who, shown in (("director", True), ("alderman", False), ("secretary", False)):
        assert (PAGE in as_(getattr(cast, who)).get("/besturen/lede/").text) is shown


def test_the_page_costs_the_same_with_one_and_with_thirty_eight(
    cast: Cast, as_: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(cast.director)
    coupled(cast)
    client.get(PAGE)
    with django_assert_num_queries(10):
        client.get(PAGE)
    for number in range(37):
        coupled(cast, name=f"Systeem {number}")
    client.get(PAGE)
    with django_assert_num_queries(10):
        assert client.get(PAGE).text.count("Mag lezen, en de uitkomst melden") == 38
