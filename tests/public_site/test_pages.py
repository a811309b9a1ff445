"""What a visitor finds on the public pages, without signing in."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape
from tests.released import Released

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("released")]

PAGES = [
    "/",
    "/?q=lede",
    "/regios/",
    "/regios/denderregio/",
    "/regios/denderregio/?op=2024-12-31",
    "/gemeenten/lede/",
    "/gemeenten/borsbeek/",
    "/openbaar/",
    "/openbaar/denderregio/",
    "/openbaar/denderregio/?op=2024-12-31",
    "/?q=",
    "/gemeenten/antwerpen/?van=borsbeek",
    "/openbaar/denderregio/afspraken/",
    "/openbaar/denderregio/vergaderingen/2026-10-16/",
    "/openbaar/denderregio/afspraken/A-D01/",
    "/openbaar/denderregio/afspraken/A-D02/",
    "/openbaar/denderregio/afspraken/A-D03/",
    "/overleggen/",
    "/overleggen/denderregio/",
    "/overleggen/zuid-west-vlaanderen/",
    "/overleggen/op-een-dag/",
    "/overleggen/op-een-dag/?op=2019-12-31",
    "/toegankelijkheid/",
    "/bronnen/",
]


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_title_a_description_and_its_own_address(
    client: Client, address: str
) -> None:
    text = text_of(client, address)
    assert text.count("<h1") == 1
    assert text.count('<meta name="description" content="') == 1
    path = address.partition("?")[0]
    assert f'<link rel="canonical" href="{settings.SITE_ADDRESS}{path}">' in text


@pytest.mark.parametrize("address", PAGES)
def test_pages_only_answer_to_reading(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_every_municipality_is_a_link_on_the_map_and_in_the_table(client: Client) -> None:
    text = text_of(client, "/")
    drawing, _, table = text.partition("Dezelfde kaart als tabel")
    assert drawing.count('href="/gemeenten/') == 285
    assert table.count('href="/gemeenten/') == 285
    assert "Statbel" in drawing
    assert "<title>Lede, Denderregio</title>" in drawing


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Gent", "gent"),
        ("9340", "lede"),
        ("borsbeek", "antwerpen/?van=borsbeek"),
        ("Alost", "aalst"),
    ],
)
def test_one_municipality_found_opens_it(client: Client, words: str, slug: str) -> None:
    answer = client.get("/", {"q": words})
    assert answer.status_code == 302
    assert answer["Location"].rstrip("/") == f"/gemeenten/{slug}"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("moerbeke", "Moerbeke werd op 1 januari 2025 deel van Lokeren."),
        ("Borsbeek", "Borsbeek werd op 1 januari 2025 deel van Antwerpen."),
        ("moer", "Moerbeke werd op 1 januari 2025 deel van Lokeren."),
        ("m", "Moerbeke werd op 1 januari 2025 deel van Lokeren."),
    ],
)
def test_an_older_name_is_explained(client: Client, words: str, sentence: str) -> None:
    assert sentence in client.get("/", {"q": words}, follow=True).content.decode()


def test_the_name_of_now_needs_no_explanation(client: Client) -> None:
    assert "deel van" not in text_of(client, "/gemeenten/lokeren/")
    assert client.get("/", {"q": "Lokeren"})["Location"] == "/gemeenten/lokeren/"
    for other in ("lede", "%00", "bestaat-niet"):
        assert "deel van" not in text_of(client, f"/gemeenten/lokeren/?van={other}")


def test_an_empty_search_says_what_to_type(client: Client) -> None:
    assert "Typ de naam of de postcode" in text_of(client, "/?q=")
    assert "Typ de naam of de postcode" not in text_of(client, "/")


def test_several_found_are_listed_and_none_is_said(client: Client) -> None:
    text = text_of(client, "/?q=sint")
    assert "Sint-Truiden" in text.partition("hero-map")[0]
    assert "Geen gemeente gevonden voor “xyzzy”" in text_of(client, "/?q=xyzzy")
    assert escape("<b>") in text_of(client, "/?q=<b>")


@pytest.mark.parametrize(
    ("slug", "day", "count"),
    [
        ("midwest", "2024-12-31", 17),
        ("midwest", "2025-01-01", 15),
        ("limburg", "2024-12-31", 42),
        ("limburg", "2026-11-23", 38),
        ("denderregio", "2020-01-01", 0),
    ],
)
def test_a_region_on_a_day(client: Client, slug: str, day: str, count: int) -> None:
    answer = client.get(f"/regios/{slug}/", {"op": day})
    assert len(answer.context["group"].members) == count
    assert (answer.context["picture"] is not None) == (count > 0)


def test_a_day_that_does_not_exist_is_told(client: Client) -> None:
    assert "Die datum bestaat niet." in text_of(client, "/regios/midwest/?op=2025-02-30", 400)
    assert "bestaan sinds 19 maart 2023" in text_of(client, "/regios/midwest/?op=2001-01-01")


def test_a_region_names_its_tables_the_register_and_what_is_not_sure(client: Client) -> None:
    text = text_of(client, "/regios/denderregio/")
    assert 'href="/openbaar/denderregio/"' in text
    assert "Dender-Zuid" in text
    assert "te bevestigen" in text
    assert "@3b1b6d8" not in text
    assert "editiepajot.com" in text
    assert "Middenkust" in text_of(client, "/regios/regio-oostende/")


def test_a_municipality_names_its_groups_and_mergers(client: Client) -> None:
    text = text_of(client, "/gemeenten/lede/")
    for words in ("Referentieregio", "Hulpverleningszone", "Politiezone", "inwoners"):
        assert words.lower() in text.lower()
    assert 'href="/openbaar/denderregio/"' in text
    old = text_of(client, "/gemeenten/borsbeek/")
    assert "Bestond tot en met 31 december 2024" in old
    assert 'href="/gemeenten/antwerpen/"' in old
    assert 'href="/gemeenten/borsbeek/"' in text_of(client, "/gemeenten/antwerpen/")
    assert "Van vóór 2019 zijn geen grenzen" in text_of(client, "/gemeenten/overpelt/")


def test_names_read_without_doubling_and_say_which_language(client: Client) -> None:
    text = text_of(client, "/gemeenten/gent/")
    assert 'In de referentieregio <a href="/regios/regio-gent/">Gent</a>.' in text
    assert "Gemeente · in het Frans: Gand" in text
    assert "ook bekend als" not in text


def test_a_source_stands_behind_its_word_and_names_no_files(client: Client) -> None:
    text = text_of(client, "/gemeenten/lede/")
    assert text.count("<summary>Bron") >= 5
    assert "github.com/lblod/app-organization-portal" in text
    assert "config/migrations" not in text
    assert not re.search(r"@[0-9a-f]{7}", text)


def test_a_table_on_a_day(client: Client, released: Released) -> None:
    cast = released.cast
    seat = cast.table.seats.order_by("order").first()
    assert seat is not None
    seat.valid_from = date(2025, 1, 1)
    seat.save()
    now, then = "/openbaar/denderregio/", "/openbaar/denderregio/?op=2024-12-31"
    assert [one.label for one in client.get(now).context["seats"]] == list(cast.towns)
    assert [one.label for one in client.get(then).context["seats"]] == list(cast.towns)[1:]
    assert "Die datum bestaat niet." in text_of(client, f"{now}?op=2024-12-32", 400)


def test_a_municipality_names_what_it_is_asked_and_where_it_stands(
    client: Client, released: Released
) -> None:
    text = text_of(client, "/gemeenten/lede/")
    assert f'href="/openbaar/denderregio/afspraken/{released.shown.reference}/"' in text
    assert "Lede: goedgekeurd door de gemeenteraad op 16 oktober 2026." in text
    for other in (released.figures, released.bare, released.secret):
        assert other.title not in text
    assert "Nog niets vrijgegeven" not in text
    assert '<h2 id="afspraken">' not in text_of(client, "/gemeenten/gent/")


def test_a_reference_in_another_case_leads_to_its_one_address(client: Client) -> None:
    answer = client.get("/openbaar/denderregio/afspraken/a-d01/")
    assert answer["Location"] == "/openbaar/denderregio/afspraken/A-D01/"


def test_who_is_signed_in_finds_the_way_to_work(client: Client, released: Released) -> None:
    assert "Mijn tafel" not in text_of(client, "/")
    client.force_login(
        released.cast.mayor, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert 'href="/mijn-tafel/"' in text_of(client, "/")
