"""The page of live minutes: what its script asks and sends, and the buttons beside it."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast, Thread
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.meetings.models import AgendaItem, Poll
from overlegtafel.meetings.services import approve_minutes, hold_poll
from overlegtafel.meetings.states import Outcome

DAY = "/tafels/denderregio/vergaderingen/2026-11-20/"
STATES = f"{DAY}verslag/stand/"
JSON = {"Accept": "application/json"}


def page_of(thread: Thread) -> str:
    """The minutes of the thread's item."""
    assert thread.item is not None
    return f"{DAY}verslag/{thread.item.pk}/"


def item_of(thread: Thread) -> AgendaItem:
    """The item as it is stored."""
    assert thread.item is not None
    return AgendaItem.objects.get(pk=thread.item.pk)


def send(
    client: Client, thread: Thread, writer: User, minutes: str, **changes: Any
) -> tuple[int, dict[str, Any]]:
    """What the script sends while someone types, and what it hears."""
    typed = {
        "minutes": minutes,
        "outcome": "",
        "outcome_note": "",
        "base": "",
        "base_outcome": "",
        "base_outcome_note": "",
        "revision": 1,
        "writer": writer.pk,
        "page": "p",
        "number": 1,
        "answered": 0,
    }
    answer = client.post(page_of(thread), typed | changes, headers=JSON)
    return answer.status_code, answer.json()


def test_typing_is_saved_on_the_same_address(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    status, said = send(as_(cast.secretary), thread, cast.secretary, "Eerste zin.")
    assert (status, said["state"], said["revision"]) == (200, "saved", 2)
    assert said["at"] == "10.00"
    assert as_(cast.secretary).get(page_of(thread), headers=JSON).json()["minutes"] == "Eerste zin."


def test_a_second_secretary_merges_or_chooses(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    first, second = as_(cast.secretary), as_(cast.second_secretary)
    send(first, thread, cast.secretary, "Een.\nTwee.")
    status, said = send(
        second, thread, cast.second_secretary, "Een.\nTwee.\nDrie.", base="Een.\nTwee.", revision=2
    )
    assert (status, said["state"]) == (200, "saved")
    status, said = send(
        first, thread, cast.secretary, "Een!\nTwee.", base="Een.\nTwee.", revision=2, number=2,
        answered=1,
    )  # fmt: skip
    assert (status, said["state"], said["minutes"]) == (200, "merged", "Een!\nTwee.\nDrie.")
    status, said = send(
        second, thread, cast.second_secretary, "Een?\nTwee.\nDrie.", base="Een.\nTwee.\nDrie.",
        revision=3, number=2, answered=1,
    )  # fmt: skip
    assert (status, said["state"], said["who"]) == (409, "clash", "Regiocoördinator Dender")
    assert {"theirs": ["Een!"], "mine": ["Een?"], "clash": True} in said["parts"]
    assert item_of(thread).minutes == "Een!\nTwee.\nDrie."


@pytest.mark.parametrize(
    ("who", "status"), [("mayor", 403), ("officer", 403), ("partner", 404), ("other_mayor", 404)]
)
def test_who_may_not_write_hears_so(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    thread, actor = cast.thread("open"), getattr(cast, who)
    client = as_(actor)
    heard, said = send(client, thread, actor, "Van mij.")
    assert (heard, said["state"]) == (status, "refused")
    assert "minutes" not in client.get(page_of(thread), headers=JSON).json()
    assert client.get(STATES).status_code == status
    assert client.post(f"{page_of(thread)}schrijft/").status_code == status
    assert item_of(thread).minutes == ""


def test_a_citizen_signs_in_first(cast: Cast, client: Client) -> None:
    thread = cast.thread("open")
    assert client.get(STATES).status_code == 302
    assert client.post(page_of(thread), headers=JSON).status_code == 302


def test_text_of_one_account_is_not_saved_by_another(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    status, said = send(as_(cast.second_secretary), thread, cast.secretary, "Van An.")
    assert (status, said["state"]) == (403, "refused")
    assert item_of(thread).minutes == ""


def test_an_approved_report_answers_why(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    assert thread.meeting is not None
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    status, said = send(as_(cast.secretary), thread, cast.secretary, "Nog iets.")
    assert (status, said["sentence"]) == (409, "Dit verslag wordt niet meer geschreven.")


def test_what_is_wrong_comes_as_a_sentence(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    status, said = send(as_(cast.secretary), thread, cast.secretary, "x" * 60_000)
    assert (status, said["state"]) == (422, "refused")
    assert "Houd dit korter" in said["sentence"]


def test_others_see_within_one_question_who_writes_and_what_moved(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    first, second = as_(cast.secretary), as_(cast.second_secretary)
    before = second.get(STATES)
    mark = before.headers["ETag"]
    assert second.get(STATES, headers={"If-None-Match": mark}).status_code == 304
    assert first.post(f"{page_of(thread)}schrijft/").status_code == 200
    heard = second.get(STATES, headers={"If-None-Match": mark})
    pk = item_of(thread).pk
    assert json.loads(heard.text)["writers"] == {str(pk): ["Regiocoördinator Dender"]}
    assert json.loads(first.get(STATES).text)["writers"] == {}
    assert "Regiocoördinator Dender" in second.get(page_of(thread)).text
    send(first, thread, cast.secretary, "Tekst.", outcome="noted")
    rows = json.loads(second.get(STATES).text)["items"]
    assert [pk, 2, "noted", True, False, cast.secretary.pk] in rows


def test_who_stopped_writing_is_no_longer_shown(cast: Cast, as_: SignIn, clock: Any) -> None:
    thread = cast.thread("open")
    as_(cast.secretary).post(f"{page_of(thread)}schrijft/")
    clock.move(seconds=31)
    assert json.loads(as_(cast.second_secretary).get(STATES).text)["writers"] == {}


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_what_is_asked_every_few_seconds(
    cast: Cast, as_: SignIn, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resize(cast, members)
    thread = cast.thread("open")
    client = as_(cast.secretary)
    with django_assert_num_queries(10):
        client.get(STATES)
    with django_assert_num_queries(21):
        send(client, thread, cast.secretary, "Eerste zin.")


def test_an_agreement_beside_the_minutes(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    address, htmx = f"{page_of(thread)}afspraak/", {"HX-Request": "true"}
    form = client.get(address, headers=htmx).text
    assert "<html" not in form and 'id="made_title"' in form
    wrong = client.post(address, {"title": ""}, headers=htmx)
    assert wrong.status_code == 422 and "<html" not in wrong.text
    typed = {
        "title": "Eén bestek",
        "due_on": "2026-12-31",
        "competent_body": "council",
        "everyone": "on",
        "revision": 0,
    }
    made = client.post(address, typed, headers=htmx)
    assert json.loads(made.headers["HX-Trigger"])["minutes:made"]["reference"] == "A-D01"
    assert "Afspraak A-D01 is opgeschreven." in made.text
    assert 'hx-swap-oob="true"' in made.text
    assert Agreement.objects.get().executors.count() == 5


def test_an_action_is_an_agreement_that_nobody_decides(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    address = f"{page_of(thread)}actie/"
    assert "Actie opschrijven" in client.get(address).text
    typed = {
        "title": "Een bestek opvragen",
        "executor": cast.towns["Lede"].pk,
        "note": "dienst aankoop",
        "due_on": "2026-12-01",
    }
    assert client.post(address, typed | {"executor": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    made = Agreement.objects.get()
    assert (made.competent_body, made.owner) == (CompetentBody.NONE, cast.towns["Lede"])
    assert [str(each) for each in made.executors.all()] == ["Lede (dienst aankoop)"]
    assert as_(cast.mayor).get(address).status_code == 403


def test_a_number_in_the_minutes_leads_to_the_agreement(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("agreed")
    client = as_(cast.secretary)
    send(client, thread, cast.secretary, "Wij kopen samen. [A-D01] [B-X01]", revision=2)
    page = client.get(page_of(thread)).text
    assert '<a class="tag" href="/tafels/denderregio/afspraken/A-D01/">A-D01</a>' in page
    assert "[B-X01]" in page


def test_the_clock_starts_stops_and_has_a_plan(cast: Cast, as_: SignIn, clock: Any) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    address = f"{page_of(thread)}klok/"
    client.post(address, {"verb": "plan", "planned_minutes": "15"})
    client.post(address, {"verb": "start"})
    clock.move(minutes=7)
    page = client.get(page_of(thread)).text
    assert "<b data-used>7 min</b> van 15 min voorzien" in page
    client.post(address, {"verb": "stop"})
    assert "Punt hernemen" in client.get(page_of(thread)).text
    refused = client.post(address, {"verb": "plan", "planned_minutes": "9999"}, follow=True)
    assert "Kies 1 tot 600 minuten." in refused.text


def test_no_report_of_an_item_on_the_page(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    client.post(f"{page_of(thread)}geen-verslag/", {"verb": "withhold"})
    page = client.get(page_of(thread)).text
    assert "Van dit punt komt er geen verslag." in page
    assert "<textarea" not in page
    status, said = send(client, thread, cast.secretary, "Toch.")
    assert (status, said["sentence"]) == (422, "Van dit punt komt er geen verslag.")
    client.post(f"{page_of(thread)}geen-verslag/", {"verb": "want"})
    assert "<textarea" in client.get(page_of(thread)).text


def poll_form(**changes: object) -> dict[str, object]:
    """A sound poll, with changes."""
    sound: dict[str, object] = {"question": "Samen kopen?"}
    for number, (word, count) in enumerate([("Ja", 3), ("Nee", 1)]):
        sound |= {f"option_{number}": word, f"count_{number}": count}
    return sound | changes


def test_a_poll_is_counted_and_binds_nobody(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    address = f"{page_of(thread)}peiling/"
    assert "Peiling, niet bindend" in client.get(address).text
    page = client.post(address, poll_form(), follow=True).text
    assert "Peiling, niet bindend" in page
    assert "<b>3</b> Ja" in page
    poll = Poll.objects.get()
    client.post(f"{address}weg/", {"poll": poll.pk})
    assert not Poll.objects.exists()
    assert client.post(f"{address}weg/", {"poll": "x"}).status_code == 404


def test_a_poll_with_names(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    assert thread.meeting is not None
    aalst, lebbeke = thread.meeting.attendances.values_list("pk", flat=True)[:2]
    typed = poll_form(**{f"seat_{aalst}": "1", f"seat_{lebbeke}": "0"})
    page = client.post(f"{page_of(thread)}peiling/", typed, follow=True).text
    assert '<b>1</b> Nee <span class="muted">(Aalst)</span>' in page
    wrong = client.post(f"{page_of(thread)}peiling/", poll_form(**{f"seat_{aalst}": "5"}))
    assert wrong.status_code == 422
    assert "Samen kopen?" in wrong.text


def test_a_poll_stands_in_the_report(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    hold_poll(
        actor=cast.secretary,
        item=AgendaItem.objects.select_related("meeting__body").get(pk=item_of(thread).pk),
        question="Samen kopen?",
        options=["ja", "nee"],
        counts=[4, 1],
    )
    client = as_(cast.secretary)
    send(client, thread, cast.secretary, "Besproken.", outcome=Outcome.NOTED)
    client.post(f"{DAY}afsluiten/")
    page = as_(cast.mayor).get(DAY).text
    assert "Peiling, niet bindend" in page
    assert "<b>4</b> ja" in page


def test_overdue_agreements_are_at_hand_and_noted_in_one_click(cast: Cast, as_: SignIn) -> None:
    earlier = cast.thread(
        "closed", title="Eerder", held_on=date(2026, 10, 16), due_on=date(2026, 11, 2)
    )
    thread, client = cast.thread("open"), as_(cast.secretary)
    page = client.get(page_of(thread)).text
    assert "A-D01 Eerder" in page and "Uitgevoerd" in page
    assert earlier.agreement is not None
    aalst, lede = earlier.agreement.executors.order_by("organization__name")
    address = f"{page_of(thread)}voortgang/"
    client.post(address, {"executor": aalst.pk, "verb": "finish"})
    aalst.refresh_from_db()
    assert aalst.state == "done"
    assert aalst.evidence == "gemeld op de vergadering van 20 november 2026"
    client.post(address, {"executor": lede.pk, "verb": "start"})
    assert "A-D01 Eerder" in client.get(page_of(thread)).text
    client.post(address, {"executor": lede.pk, "verb": "finish"})
    assert "A-D01 Eerder" not in client.get(page_of(thread)).text
    assert client.post(address, {"executor": "x", "verb": "start"}).status_code == 404
    assert as_(cast.mayor).post(address, {"executor": lede.pk, "verb": "start"}).status_code == 403


def test_without_scripts_the_merged_text_stands_ready(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    send(as_(cast.second_secretary), thread, cast.second_secretary, "Van Bea.")
    typed = {"minutes": "Van An.", "outcome": "noted", "revision": 1, "base": ""}
    answer = client.post(page_of(thread), typed)
    assert answer.status_code == 409
    assert "Van Bea.\nVan An.</textarea>" in answer.text
    again = {"minutes": "Van Bea.\nVan An.", "outcome": "noted", "revision": 2, "base": "Van Bea."}
    assert client.post(page_of(thread), again).status_code == 302
    assert item_of(thread).minutes == "Van Bea.\nVan An."
