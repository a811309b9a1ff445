"""A refused act is told on a page with the right title, the menu and the way back."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast

from overlegtafel.common.middleware import page_above

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize(
    ("path", "above"),
    [
        (
            "/tafels/midwest/vergaderingen/2026-11-26/openen/",
            "/tafels/midwest/vergaderingen/2026-11-26/",
        ),
        (
            "/tafels/midwest/vergaderingen/2026-11-26/agenda/12/weghalen/",
            "/tafels/midwest/vergaderingen/2026-11-26/agenda/",
        ),
        ("/tafels/midwest/afspraken/A-M01/besturen/tielt/", "/tafels/midwest/afspraken/A-M01/"),
        ("/tafels/midwest/logboek/", "/tafels/midwest/"),
        ("/tafels/midwest/", ""),
        ("/mijn-tafel/", ""),
        ("/", ""),
    ],
)
def test_the_page_an_action_belongs_to(path: str, above: str) -> None:
    assert page_above(path) == above


def page(client: Client, method: str, path: str, status: int) -> str:
    answer: HttpResponse = getattr(client, method)(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.django_db
def test_who_may_not_is_told_so_and_keeps_the_menu(client: Client, cast: Cast) -> None:
    client.force_login(cast.mayor, backend=BACKEND)
    table = reverse("table", args=[cast.table.slug])
    text = page(client, "get", reverse("logbook", args=[cast.table.slug]), 403)
    assert "<h1>Dit mag u niet met dit account</h1>" in text
    assert f'href="{table}">Terug</a>' in text
    assert '<a href="/mijn-tafel/">Mijn tafel</a>' in text


@pytest.mark.django_db
def test_a_wrong_moment_leads_back_to_the_meeting(client: Client, cast: Cast) -> None:
    client.force_login(cast.secretary, backend=BACKEND)
    meeting = cast.thread("convened").meeting
    assert meeting is not None
    day = [cast.table.slug, meeting.held_on.isoformat()]
    text = page(client, "post", reverse("meeting_approve", args=day), 409)
    assert "<h1>Dat kan nu niet</h1>" in text
    assert f'href="{reverse("meeting", args=day)}">Terug</a>' in text


@pytest.mark.django_db
def test_what_is_not_there_keeps_the_menu_of_who_is_signed_in(client: Client, cast: Cast) -> None:
    assert "Mijn tafel" not in page(client, "get", "/openbaar/atlantis/", 404)
    client.force_login(cast.mayor, backend=BACKEND)
    text = page(client, "get", "/openbaar/atlantis/", 404)
    assert "<h1>Niet gevonden</h1>" in text
    assert '<a href="/mijn-tafel/">Mijn tafel</a>' in text
