"""What the chair reads before agreeing with an agenda: what changed, then all of it (R95)."""

import re
from datetime import date, time
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn

from overlegtafel.common.errors import NotAllowed, Stale
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.services import ask_clearance, decline_clearance, give_clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgreedAgenda, Meeting
from overlegtafel.meetings.services import (
    add_supplement,
    agree_with_agenda,
    change_meeting,
    complete_supplement,
    convene_meeting,
    leave_out_supplement,
    move_item,
    move_supplement,
    place_on_agenda,
    remove_from_agenda,
    reschedule_meeting,
    send_new_version,
)
from overlegtafel.meetings.supplements import agenda_as_read
from overlegtafel.outbox.models import Message

PAGE = "/tafels/denderregio/akkoord/"
DAY = "/tafels/denderregio/vergaderingen/2026-11-20/"
TITLES = ("Eerste", "Tweede", "Derde", "Vierde")


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A planned meeting of a table whose secretary sends after the chair."""
    settle(cast, cast.table, support={"tasks": {"convene": "after_chair"}})
    meeting = cast.meeting(location="Lede")
    for title in TITLES:
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title=title))
    return meeting


def ask(cast: Cast, meeting: Meeting) -> None:
    ask_clearance(actor=cast.secretary, body=cast.table, task=Task.CONVENE, subject=meeting)


def agree(cast: Cast, meeting: Meeting) -> None:
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)


def test_the_first_time_the_whole_agenda_is_there(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    page = as_(cast.chair).get(PAGE).text
    assert "eerste keer dat deze agenda voorligt" in page
    for order, title in enumerate(TITLES, 1):
        assert f"{order}. {title}" in page


def test_what_was_prepared_for_version_2_is_told_in_words(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    agree(cast, meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    asked = {"actor": cast.secretary, "meeting": meeting}
    add_supplement(**asked, proposal=cast.proposal(title="Brand in het depot"))
    leave_out_supplement(**asked, proposal=meeting.items.get(title="Derde").proposal)
    move_supplement(**asked, proposal=meeting.items.get(title="Tweede").proposal, step=-1)
    ask(cast, meeting)
    page = as_(cast.chair).get(PAGE).text
    changes = page[page.index("Anders dan versie 1, verstuurd op") : page.index("De hele agenda")]
    assert "Nieuw: punt 4, “Brand in het depot”." in changes
    assert "Vervallen: “Derde” (was punt 3)." in changes
    assert "Verplaatst: “Tweede” van punt 2 naar punt 1." in changes
    assert "4. Brand in het depot" in page[page.index("De hele agenda") :]


def test_a_meeting_that_moved_is_told_before_its_items(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    agree(cast, meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    reschedule_meeting(
        actor=cast.secretary,
        meeting=meeting,
        held_on=date(2026, 11, 23),
        starts_at=time(14, 0),
        ends_at=time(16, 0),
        location="",
        reason="De zaal is bezet.",
    )
    add_supplement(
        actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title="Brand in het depot")
    )
    ask(cast, meeting)
    page = as_(cast.chair).get(PAGE).text
    day = "Andere dag: maandag 23 november 2026 in plaats van vrijdag 20 november 2026."
    assert day in page
    assert "Ander beginuur: 14.00 uur in plaats van 9.30 uur." in page
    assert "Ander einduur: 16.00 uur." in page
    assert "Geen plaats meer (was Lede)." in page
    assert page.index("Andere dag") < page.index("Nieuw: punt 5") < page.index("1. Eerste")


def test_before_it_was_sent_it_is_compared_with_what_the_chair_agreed_with(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    agree(cast, meeting)
    remove_from_agenda(actor=cast.secretary, item=meeting.items.get(title="Vierde"))
    move_item(actor=cast.secretary, item=meeting.items.get(title="Derde"), step=-1)
    change_meeting(
        actor=cast.secretary, meeting=meeting, held_on=meeting.held_on, starts_at=time(10, 0)
    )
    ask(cast, meeting)
    page = as_(cast.chair).get(PAGE).text
    assert f"Anders dan wat {cast.chair} op" in page
    assert "Vervallen: “Vierde” (was punt 4)." in page
    assert "Verplaatst: “Derde” van punt 3 naar punt 2." in page
    assert "Ander beginuur: 10.00 uur in plaats van 9.30 uur." in page


def test_what_the_chair_agreed_with_after_version_1_counts_before_it(
    cast: Cast, as_: SignIn, clock: FixedClock, meeting: Meeting
) -> None:
    agree(cast, meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    asked = {"actor": cast.secretary, "meeting": meeting}
    add_supplement(**asked, proposal=cast.proposal(title="Eerst gevraagd"))
    clock.move(hours=1)
    ask(cast, meeting)
    agree(cast, meeting)
    add_supplement(**asked, proposal=cast.proposal(title="Daarna nog"))
    ask(cast, meeting)
    page = as_(cast.chair).get(PAGE).text
    assert "Nieuw: punt 6, “Daarna nog”." in page
    assert "Nieuw: punt 5" not in page
    assert "5. Eerst gevraagd" in page
    assert AgreedAgenda.objects.get().agreed_by == cast.chair


@pytest.mark.parametrize(
    ("who", "status"),
    [("mayor", 403), ("director", 403), ("officer", 403), ("other_secretary", 404)],
)
def test_nobody_else_reads_what_is_prepared(
    cast: Cast, as_: SignIn, meeting: Meeting, who: str, status: int
) -> None:
    ask(cast, meeting)
    answer = as_(getattr(cast, who)).get(PAGE)
    assert answer.status_code == status
    assert "Eerste" not in answer.text


def test_a_partner_and_a_citizen_read_nothing_of_it(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    assert as_(cast.partner).get(PAGE).status_code in (403, 404)
    assert Client().get(PAGE).status_code == 302


def test_what_is_asked_of_another_task_shows_no_agenda(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    later = {"valid_from": date(2026, 2, 1), "support": {"tasks": {"plan": "after_chair"}}}
    settle(cast, cast.table, **later)
    ask_clearance(actor=cast.secretary, body=cast.table, task=Task.PLAN)
    assert "De hele agenda" not in as_(cast.chair).get(PAGE).text
    give_clearance(actor=cast.chair, body=cast.table, task=Task.PLAN)
    assert not AgreedAgenda.objects.exists()


def test_of_several_agendas_the_first_to_come_is_open_and_another_on_request(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    later = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.secretary, meeting=later, proposal=cast.proposal(title="Later"))
    ask(cast, later)
    ask(cast, meeting)
    chair = as_(cast.chair)
    page = chair.get(PAGE).text
    assert page.count("De hele agenda") == 1
    assert ("4. Vierde" in page, "1. Later" in page) == (True, False)
    number = Clearance.objects.get(subject_id=later.pk).pk
    assert f'href="?vraag={number}#vraag-{number}"' in page
    other = chair.get(PAGE, {"vraag": number}).text
    assert ("4. Vierde" in other, "1. Later" in other) == (False, True)
    assert "4. Vierde" in chair.get(PAGE, {"vraag": "²"}).text


def answer_of(page: str) -> dict[str, str]:
    """What the form that gives the go-ahead sends."""
    form = page[: page.index("Akkoord geven<span")]
    fields = re.findall(r'name="(clearance|shown)" value="([^"]*)"', form)
    return dict(fields) | {"verb": "give"}


def test_what_changed_while_the_chair_read_is_not_agreed_with(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    chair = as_(cast.chair)
    read = answer_of(chair.get(PAGE).text)
    move_item(actor=cast.secretary, item=meeting.items.get(title="Vierde"), step=-1)
    refused = chair.post(PAGE, read)
    assert refused.status_code == 409
    assert "De agenda wijzigde terwijl u las." in refused.text
    told = refused.text[refused.text.index("Anders dan wat u las") : refused.text.index("Gevraagd")]
    assert "Verplaatst: “Vierde” van punt 4 naar punt 3." in unescape(told)
    assert Clearance.objects.get().given_at is None
    assert not AgreedAgenda.objects.exists()
    assert not Message.objects.filter(kind="clearance.given").exists()
    again = chair.post(PAGE, answer_of(refused.text), follow=True)
    assert "Akkoord gegeven." in again.text
    titles = [each["title"] for each in AgreedAgenda.objects.get().content]
    assert titles == ["Eerste", "Tweede", "Vierde", "Derde"]


def test_a_swap_after_the_chair_agreed_is_told_when_it_is_asked_again(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    chair = as_(cast.chair)
    chair.post(PAGE, answer_of(chair.get(PAGE).text))
    move_item(actor=cast.secretary, item=meeting.items.get(title="Vierde"), step=-1)
    ask(cast, meeting)
    assert "Verplaatst: “Vierde” van punt 4 naar punt 3." in chair.get(PAGE).text


def test_a_form_that_does_not_say_what_was_read_gives_no_go_ahead(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    later = cast.meeting(date(2026, 12, 18))
    chair = as_(cast.chair)
    read = answer_of(chair.get(PAGE).text)
    other = {"actor": cast.chair, "meeting": later, "shown": {}}
    for shown in ("", "geen handtekening", f"{read['shown']}x"):
        assert chair.post(PAGE, read | {"shown": shown}).status_code == 409
    with pytest.raises(Stale):
        agree_with_agenda(**other)
    assert not Clearance.objects.filter(given_at__isnull=False).exists()


def test_from_the_agenda_itself_the_chair_agrees_with_what_stands_there(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    chair, agenda = as_(cast.chair), f"{DAY}agenda/"
    page = chair.get(agenda).text
    [shown] = re.findall(r'name="shown" value="([^"]*)"', page)
    sent = {"task": "convene", "kind": "vergadering", "number": meeting.pk, "verb": "give"}
    move_item(actor=cast.secretary, item=meeting.items.get(title="Vierde"), step=-1)
    assert chair.post(PAGE, sent | {"shown": shown, "next": agenda}).status_code == 409
    [shown] = re.findall(r'name="shown" value="([^"]*)"', chair.get(agenda).text)
    assert chair.post(PAGE, sent | {"shown": shown, "next": agenda}).status_code == 302
    assert Clearance.objects.get().given_by == cast.chair


def test_who_changes_an_agenda_hears_that_the_chair_reads_it(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    staff, item = as_(cast.secretary), meeting.items.get(title="Vierde")
    move = f"{DAY}agenda/{item.pk}/verplaatsen/"
    assert "ligt bij de voorzitter" not in staff.post(move, {"step": "op"}, follow=True).text
    ask(cast, meeting)
    told = staff.post(move, {"step": "neer"}, follow=True).text
    assert "Deze agenda ligt bij de voorzitter, met uw vraag om akkoord." in told


def test_the_mails_say_what_changed_and_lead_to_where_one_goes_on(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    ask(cast, meeting)
    first = Message.objects.get(kind="clearance.asked")
    assert "De agenda:\n1. Eerste\n2. Tweede" in first.text
    agree(cast, meeting)
    assert f"Nu kunt u verder:\n{settings.SITE_ADDRESS}{DAY}oproepen/" in (
        Message.objects.get(kind="clearance.given").text
    )
    convene_meeting(actor=cast.secretary, meeting=meeting)
    asked = {"actor": cast.secretary, "meeting": meeting}
    leave_out_supplement(**asked, proposal=meeting.items.get(title="Derde").proposal)
    ask(cast, meeting)
    mail = Message.objects.filter(kind="clearance.asked").latest("pk")
    assert "Anders dan wat u kent:\n- Vervallen: “Derde” (was punt 3)." in mail.text
    question = Clearance.objects.get(given_at__isnull=True)
    decline_clearance(actor=cast.chair, clearance=question, reason="Laat het staan.")
    assert f"{DAY}agenda/aanvulling/\n" in Message.objects.get(kind="clearance.declined").text
    ask(cast, meeting)
    agree(cast, meeting)
    mail = Message.objects.filter(kind="clearance.given").latest("pk")
    assert f"{DAY}agenda/aanvulling/versturen/\n" in mail.text
    send_new_version(**asked)
    sent = Message.objects.filter(kind="meeting.new_agenda")[0].text
    assert "is gewijzigd: dit is versie 2." in sent


def test_the_go_ahead_for_a_supplement_is_asked_once_it_is_complete(
    cast: Cast, as_: SignIn, meeting: Meeting
) -> None:
    agree(cast, meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    policy = cast.proposal(title="Beleid", function="policy")
    asked = {"actor": cast.secretary, "meeting": meeting, "proposal": policy}
    add_supplement(**asked)
    supplement, staff = f"{DAY}agenda/aanvulling/", as_(cast.secretary)
    page = staff.get(supplement).text
    assert (page.count("onvolledig"), page.count("volledig") - page.count("onvolledig")) == (1, 5)
    page = staff.get(f"{supplement}versturen/").text
    assert "vraagt u zodra elk punt volledig is" in page
    assert "Vraag akkoord van de voorzitter" not in page
    complete_supplement(**asked, expected_revision=1, expected_decision="council")
    page = staff.get(f"{supplement}versturen/").text
    assert "vraagt u zodra elk punt volledig is" not in page
    assert "Vraag akkoord van de voorzitter" in page


@pytest.mark.parametrize("who", ["secretary", "mayor", "other_mayor", "partner"])
def test_only_the_chair_agrees_with_an_agenda(cast: Cast, meeting: Meeting, who: str) -> None:
    actor = getattr(cast, who)
    with pytest.raises(NotAllowed):
        agree_with_agenda(actor=actor, meeting=meeting, shown=agenda_as_read(actor, meeting))


@pytest.mark.parametrize("items", [1, 30])
def test_queries_of_what_is_asked(
    cast: Cast, as_: SignIn, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settle(cast, cast.table, support={"tasks": {"convene": "after_chair"}})
    meeting = cast.meeting()
    for number in range(items):
        proposal = cast.proposal(title=f"Punt {number}")
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    agree(cast, meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    extra = cast.proposal(title="Nog iets")
    add_supplement(actor=cast.secretary, meeting=meeting, proposal=extra)
    ask(cast, meeting)
    client = as_(cast.chair)
    client.get(PAGE)
    with django_assert_num_queries(20):
        assert "Nog iets" in client.get(PAGE).text
