"""Only what was released shows, as far as it was released; the rest does not exist."""

from datetime import date

import pytest
from django.test import Client
from tests.public_site.test_pages import PAGES, text_of
from tests.released import NEVER, SECRET, SHOWN_DAY, Released

from overlegtafel.meetings.services import cancel_meeting
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", PAGES)
def test_nothing_unreleased_and_nobody_shows(
    client: Client, released: Released, address: str
) -> None:
    text = text_of(client, address)
    assert [words for words in NEVER if words in text] == []


def test_the_unreleased_is_not_found_and_its_title_stays_hidden(
    client: Client, released: Released
) -> None:
    for address in (
        f"/openbaar/denderregio/afspraken/{released.secret.reference}/",
        "/openbaar/denderregio/afspraken/A-D99/",
        "/openbaar/denderregio/vergaderingen/2026-11-20/",
        "/openbaar/denderregio/vergaderingen/gisteren/",
        "/openbaar/denderregio/vergaderingen/20261016/",
        "/openbaar/denderregio/afspraken/%00/",
        "/openbaar/midwest/afspraken/A-D01/",
        "/openbaar/atlantis/",
        "/regios/atlantis/",
        "/gemeenten/atlantis/",
    ):
        assert SECRET not in text_of(client, address, 404)


def test_the_unreleased_and_the_unknown_look_the_same(client: Client, released: Released) -> None:
    hidden = text_of(client, f"/openbaar/denderregio/afspraken/{released.secret.reference}/", 404)
    assert hidden == text_of(client, "/openbaar/denderregio/afspraken/A-D99/", 404)


def test_per_municipality_shows_ring_map_table_and_who_decides(
    client: Client, released: Released
) -> None:
    answer = client.get(f"/openbaar/denderregio/afspraken/{released.shown.reference}/")
    text = answer.content.decode()
    assert [seat.label for seat in answer.context["ring"]] == list(released.cast.towns)
    assert len(answer.context["picture"].areas) == 5
    assert text.count('<tr id="') == 5
    assert "In elk bestuur beslist de gemeenteraad" in text
    assert "1 van 5" in text
    assert "23 november 2026, versie 1" in text
    assert "besluit" not in text.lower()


def test_figures_show_no_municipality(client: Client, released: Released) -> None:
    text = text_of(client, f"/openbaar/denderregio/afspraken/{released.figures.reference}/")
    assert "1 van 5" in text
    assert "de gemeenteraad van elk bestuur" in text
    assert "/gemeenten/" not in text
    assert "Ninove" not in text


def test_no_detail_shows_no_figure(client: Client, released: Released) -> None:
    text = text_of(client, f"/openbaar/denderregio/afspraken/{released.bare.reference}/")
    assert "1 van 5" not in text
    assert "keurden" not in text
    assert "de gemeenteraad van elk bestuur" in text


def test_a_new_release_shows_its_version(client: Client, released: Released) -> None:
    release_agreement(
        actor=released.cast.secretary,
        agreement=released.bare,
        local_detail=LocalDetail.FIGURES,
    )
    text = text_of(client, f"/openbaar/denderregio/afspraken/{released.bare.reference}/")
    assert "versie 2" in text
    assert "1 van 5" in text


def test_a_meeting_leads_to_its_released_agreements_and_back(
    client: Client, released: Released
) -> None:
    address = f"/openbaar/denderregio/vergaderingen/{SHOWN_DAY}/"
    agreement = f"/openbaar/denderregio/afspraken/{released.shown.reference}/"
    assert f'href="{agreement}"' in text_of(client, address)
    assert f'href="{address}"' in text_of(client, agreement)
    assert "agenda" in text_of(client, address).lower()


def test_an_agenda_of_a_meeting_that_was_cancelled_says_so(
    client: Client, released: Released
) -> None:
    cast = released.cast
    meeting = cast.thread("convened", held_on=date(2026, 12, 11)).meeting
    assert meeting is not None
    release_meeting(actor=cast.secretary, meeting=meeting)
    address = "/openbaar/denderregio/vergaderingen/2026-12-11/"
    assert "gaat niet door" not in text_of(client, address)
    cancel_meeting(actor=cast.secretary, meeting=meeting, reason="Iets van onder ons")
    for page in (address, "/openbaar/denderregio/"):
        assert "gaat niet door" in text_of(client, page)
        assert "Iets van onder ons" not in text_of(client, page)
