"""The pages of an info evening: planned and announced by who leads, answered by councillors."""

import io
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_person
from tests.factories.councils import invited_evening, planned_evening
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn

from overlegtafel.councillors.evening_links import evening_link
from overlegtafel.councillors.models import EveningSignUp, InfoEvening
from overlegtafel.councillors.services import sign_up
from overlegtafel.meetings.services import follow_calendar
from overlegtafel.meetings.subscriptions import token_of
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message

TABLE = "/tafels/denderregio/raadsleden/"
ROOM = "/raadsleden/denderregio/"
TYPED = {
    "expected_revision": "0",
    "title": "Wat spraken we af?",
    "words": "Met vragen.",
    "held_on": "2026-12-17",
    "starts_at": "19:30",
    "ends_at": "21:30",
    "location": "Dendermonde",
    "sign_up_until": "2026-12-14",
    "seats": "1",
}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, whose charter lets councillors come to an info evening."""
    settle(cast, valid_from=date(2026, 1, 1), councillors={"mode": "evening", "step": "report"})
    return cast


def path_of(evening: InfoEvening, name: str = "info_evening_lead", **more: str) -> str:
    """The address of a page of an evening."""
    return reverse(name, kwargs={"slug": "denderregio", "pk": evening.pk, **more})


def test_who_leads_plans_sees_the_invitation_and_sends_it(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.secretary)
    assert "Infoavond plannen" in browser.get(TABLE).text
    refused = browser.post(f"{TABLE}infoavonden/nieuw/", {**TYPED, "ends_at": "19:00"})
    assert refused.status_code == 422
    assert "Het einduur komt na het beginuur." in refused.text and "Met vragen." in refused.text
    made = browser.post(f"{TABLE}infoavonden/nieuw/", TYPED)
    evening = InfoEvening.objects.get()
    assert made["Location"] == path_of(evening)
    preview = browser.get(path_of(evening)).text
    assert "Zo vertrekt de uitnodiging" in preview and "Met vragen." in preview
    assert "aan 1 raadslid met een account" in preview
    assert "Van 4 van de 5 besturen heeft nog geen raadslid een account" in preview
    assert f"<b>Antwoorden gaan naar:</b> {cast.secretary.email}" in preview
    assert not Message.objects.filter(kind="info_evening").exists()
    browser.post(path_of(evening, "info_evening_invite"), {"expected_revision": evening.revision})
    sent = browser.get(path_of(evening)).text
    assert "1 raadslid uitgenodigd" in sent and cast.councillor.email in sent


def test_where_the_charter_has_no_evenings_none_is_planned(cast: Cast, as_: SignIn) -> None:
    settle(cast, valid_from=date(2026, 2, 1), councillors={"mode": "questions", "step": "report"})
    browser = as_(cast.secretary)
    page = browser.get(TABLE).text
    assert "Infoavond plannen" not in page and "voorziet geen infoavonden" in page
    assert browser.get(f"{TABLE}infoavonden/nieuw/").status_code == 403


def test_a_councillor_signs_up_and_off_with_one_click(cast: Cast, as_: SignIn) -> None:
    evening = invited_evening(cast, seats=1)
    browser, page = as_(cast.councillor), path_of(evening, "info_evening")
    for place in (ROOM, reverse("my_table")):
        assert page in browser.get(place).text
    assert "Nog 1 plaats." in browser.get(page).text
    answer = browser.post(path_of(evening, "info_evening_reply"), follow=True)
    assert "U bent ingeschreven" in answer.text
    assert "ingeschreven" in browser.get(ROOM).text
    other = make_person(cast.system, "Raadslid Zele", cast.towns["Zele"], PostRole.COUNCILLOR)
    waits = as_(other).post(path_of(evening, "info_evening_reply"), follow=True).text
    assert "U staat op de wachtlijst" in waits and cast.councillor.name not in waits
    browser.post(path_of(evening, "info_evening_reply"), {"off": "1"})
    assert "U bent ingeschreven" in as_(other).get(page).text


def test_the_link_in_the_mail_works_without_signing_in_and_get_changes_nothing(
    cast: Cast, clock: FixedClock
) -> None:
    evening = invited_evening(cast)
    address = evening_link(evening, cast.councillor).partition("://")[2]
    link, browser = f"/{address.partition('/')[2]}", Client()
    page = browser.get(link)
    assert page.status_code == 200 and page["X-Robots-Tag"] == "noindex"
    assert not EveningSignUp.objects.exists()
    assert "U bent ingeschreven" in browser.post(link, follow=True).text
    assert "U bent uitgeschreven" in browser.post(link, {"off": "1"}, follow=True).text
    assert browser.get(f"{link[:-3]}xy/").status_code == 404
    clock.travel_to("2026-12-17 19:30")
    over = browser.post(link)
    assert over.status_code == 410 and "begonnen" in over.text


def test_nobody_but_who_leads_reads_who_comes(cast: Cast, as_: SignIn) -> None:
    evening = invited_evening(cast, seats=1)
    other = make_person(cast.system, "Raadslid Zele", cast.towns["Zele"], PostRole.COUNCILLOR)
    for actor in (cast.councillor, other):
        sign_up(actor=actor, evening=evening)
    led = as_(cast.chair)
    assert "van 1 plaats," in led.get(path_of(evening)).text
    listed = led.get(path_of(evening, "info_evening_list")).text
    assert cast.councillor.name in listed and "Raadslid Zele" in listed
    table = led.get(path_of(evening, "info_evening_file", kind="csv"))
    assert table.content.decode("utf-8-sig").splitlines() == [
        "Naam;Bestuur;Stand;Plaats op de lijst;Sinds",
        f"{cast.councillor.name};Lede;Ingeschreven;1;23/11/2026",
        "Raadslid Zele;Zele;Op de wachtlijst;2;23/11/2026",
    ]
    book = led.get(path_of(evening, "info_evening_file", kind="xlsx")).content
    assert load_workbook(io.BytesIO(book)).active["A3"].value == "Raadslid Zele"  # type: ignore[index]
    assert led.get(path_of(evening, "info_evening_file", kind="pdf")).status_code == 404
    inner = ("info_evening_lead", "info_evening_edit", "info_evening_list", "info_evening_call_off")
    for who, status in (
        (cast.mayor, 403),
        (cast.officer, 403),
        (cast.councillor, 404),
        (cast.partner, 404),
        (cast.other_mayor, 404),
        (cast.other_secretary, 404),
        (cast.citizen, 404),
    ):
        for name in inner:
            assert as_(who).get(path_of(evening, name)).status_code == status, (who, name)
        for page in (ROOM, TABLE, path_of(evening, "info_evening")):
            assert "Raadslid Zele" not in as_(who).get(page).text
    assert Client().get(path_of(evening, "info_evening")).status_code == 302


def test_what_is_only_planned_no_councillor_finds(cast: Cast, as_: SignIn) -> None:
    hidden = planned_evening(cast, "Nog geheim")
    browser = as_(cast.councillor)
    assert browser.get(path_of(hidden, "info_evening")).status_code == 404
    assert browser.get(path_of(hidden, "info_evening_calendar")).status_code == 404
    for page in (ROOM, reverse("my_table")):
        assert "Nog geheim" not in browser.get(page).text
    assert "Nog geheim" not in as_(cast.mayor).get(TABLE).text


def test_who_changes_at_once_loses_no_word(cast: Cast, as_: SignIn) -> None:
    evening, browser = planned_evening(cast), as_(cast.secretary)
    address = path_of(evening, "info_evening_edit")
    assert browser.post(address, {**TYPED, "expected_revision": "1"}).status_code == 302
    stale = browser.post(address, {**TYPED, "expected_revision": "1", "title": "Mijn titel"})
    assert stale.status_code == 409 and "Mijn titel" in stale.text
    assert '<td data-label="Wat u typte">Mijn titel</td>' in stale.text
    evening.refresh_from_db()
    assert (evening.seats, evening.starts_at) == (1, time(19, 30))


def test_moving_says_who_is_mailed(cast: Cast, as_: SignIn) -> None:
    evening, browser = invited_evening(cast), as_(cast.secretary)
    typed = {**TYPED, "expected_revision": str(evening.revision), "location": "Aalst"}
    answer = browser.post(path_of(evening, "info_evening_edit"), typed, follow=True)
    assert "aan 0 die ingeschreven zijn of wachten, en aan 1 die uitgenodigd waren" in answer.text


def test_calling_off_asks_why_and_says_so_everywhere(cast: Cast, as_: SignIn) -> None:
    evening, browser = invited_evening(cast), as_(cast.secretary)
    address = path_of(evening, "info_evening_call_off")
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "Er komt sneeuw."}).status_code == 302
    page = as_(cast.councillor).get(path_of(evening, "info_evening")).text
    assert "gaat niet door" in page and "Er komt sneeuw." in page
    assert "In uw kalender" not in page
    link = evening_link(evening, cast.councillor).partition("://")[2].partition("/")[2]
    by_mail = Client().get(f"/{link}").text
    assert "<h1>Deze infoavond gaat niet door</h1>" in by_mail and "werkt niet" not in by_mail
    assert browser.get(address).status_code == 409


def test_after_the_evening_a_question_of_the_room_can_be_asked_for_all(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    evening = invited_evening(cast)
    clock.travel_to("2026-12-18 09:00")
    page = as_(cast.councillor).get(path_of(evening, "info_evening")).text
    assert f"{ROOM}vragen/nieuw/" in page and "Inschrijven" not in page


def test_an_evening_is_in_the_feed_and_as_a_file(cast: Cast, as_: SignIn) -> None:
    evening = invited_evening(cast)
    feed = follow_calendar(actor=cast.councillor)
    read = Client().get(reverse("calendar_feed", args=[token_of(feed)])).text
    assert "SUMMARY:Infoavond: Wat spraken we af?" in read and "STATUS:TENTATIVE" in read
    file = as_(cast.councillor).get(path_of(evening, "info_evening_calendar"))
    assert file["Content-Type"].startswith("text/calendar") and "infoavond-" in file.text
    assert as_(cast.other_mayor).get(path_of(evening, "info_evening_calendar")).status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_pages_of_an_evening_cost_the_same_however_many_come(
    cast: Cast, as_: SignIn, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    evening = invited_evening(cast)
    for number in range(many):
        who = make_person(cast.system, f"Lid {number}", cast.towns["Zele"], PostRole.COUNCILLOR)
        sign_up(actor=who, evening=evening)
    led, reads = as_(cast.secretary), as_(cast.councillor)
    for browser, name, count in (
        (led, "info_evening_lead", 19),
        (led, "info_evening_list", 8),
        (reads, "info_evening", 17),
    ):
        browser.get(path_of(evening, name))
        with django_assert_num_queries(count):
            browser.get(path_of(evening, name))
