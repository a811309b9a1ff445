"""The pages of the room: the same for councillors of every party, closed to all others."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.councillors.conftest import Council, SignIn
from tests.factories.cast import make_person, make_town

from overlegtafel.audit.remember import forget
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.councillors.services import ask_question, save_letter, send_letter
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.services import add_seat
from overlegtafel.governance.states import Openness
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.meetings.services import add_annex, approve_minutes
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message

ROOM = "/raadsleden/denderregio/"
COSTS = {
    "room": 22,
    "meeting": 16,
    "agreement": 16,
    "dossier": 17,
    "question": 7,
    "question_new": 14,
    "letter": 14,
    "my_table": 22,
    "questions": 16,
}
"""Queries of each page when nothing is remembered (in a test nothing is)."""
PERSONAL = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|(Tweede.)?raadslid.Lede', re.I
)


def told(council: Council) -> list[str]:
    """A room with something on every page; the pages."""
    council.opens("agenda")
    thread = council.approved(title="Laadpalen", dossier=council.cast.dossier)
    assert thread.meeting and thread.agreement
    record_decision(
        actor=council.cast.officer,
        decision=thread.decisions["Lede"],
        verb="plan",
        expected_revision=1,
        meets_on=date(2026, 12, 17),
    )
    question = ask_question(
        actor=council.zele, body=council.cast.table, text="Waarom?", dossier=council.cast.dossier
    )
    letter = save_letter(
        actor=council.cast.secretary,
        meeting=thread.meeting,
        opening="Dag",
        closing="",
        expected_revision=0,
    )
    send_letter(actor=council.cast.secretary, letter=letter, expected_revision=1)
    return [
        ROOM,
        f"{ROOM}vergaderingen/2026-11-20/",
        f"{ROOM}afspraken/{thread.agreement.reference}/",
        f"{ROOM}dossiers/D-01/",
        f"{ROOM}vragen/{question.pk}/",
        f"{ROOM}vragen/nieuw/",
        f"{ROOM}raadsbrieven/2026-11-20/",
        "/mijn-tafel/",
    ]


def test_councillors_of_every_party_read_exactly_the_same(council: Council, as_: SignIn) -> None:
    for page in told(council):
        one, other = as_(council.lede).get(page), as_(council.lede_too).get(page)
        assert (one.status_code, other.status_code) == (200, 200), page
        assert PERSONAL.sub("", one.text) == PERSONAL.sub("", other.text), page


def test_who_is_no_councillor_of_a_member_finds_no_page(council: Council, as_: SignIn) -> None:
    for page in told(council)[:-1]:
        for user in (council.stranger, council.cast.other_mayor, council.cast.partner):
            assert as_(user).get(page).status_code == 404, page
        assert as_(council.cast.citizen).get(page).status_code == 404, page


def test_the_own_council_is_told_on_the_start_page(council: Council, as_: SignIn) -> None:
    told(council)
    page = as_(council.lede).get("/mijn-tafel/").text
    assert "17 december 2026" in page and "Laadpalen" in page
    assert "17 december 2026" not in as_(council.zele).get("/mijn-tafel/").text
    assert "Naar Denderregio voor raadsleden" in page


def test_a_question_and_its_answer_through_the_pages(council: Council, as_: SignIn) -> None:
    council.opens("report")
    client = as_(council.lede)
    first = client.post(f"{ROOM}vragen/nieuw/", {"text": "<b>Waarom</b> nu?"})
    again = client.post(f"{ROOM}vragen/nieuw/", {"text": "<b>Waarom</b> nu?"})
    assert first["Location"] == again["Location"]
    assert client.post(f"{ROOM}vragen/nieuw/", {"text": "x" * 3001}).status_code == 422
    secretary, page = as_(council.cast.secretary), first["Location"]
    assert "Vraag van een raadslid beantwoorden" in secretary.get("/mijn-tafel/").text
    assert secretary.post(page, {"verb": "answer", "answer": ""}).status_code == 422
    assert secretary.post(page, {"verb": "iets"}).status_code == 404
    assert secretary.post(page, {"verb": "answer", "answer": "Omdat het kan."}).status_code == 302
    assert secretary.post(page, {"verb": "answer", "answer": "Nog eens."}).status_code == 409
    read = as_(council.zele).get(page).text
    assert "Omdat het kan." in read and "&lt;b&gt;Waarom&lt;/b&gt;" in read
    assert "Een raadslid van Lede" in as_(council.zele).get(ROOM).text
    assert "Raadslid Lede" not in read.replace("raadslid van Lede", "")
    assert as_(council.zele).post(page, {"verb": "answer", "answer": "Ik ook."}).status_code == 403


def test_the_lead_sees_with_whom_each_question_lies(council: Council, as_: SignIn) -> None:
    council.opens("report")
    question = ask_question(actor=council.lede, body=council.cast.table, text="Waarom?")
    secretary, page = as_(council.cast.secretary), f"{ROOM}vragen/{question.pk}/"
    lead = "/tafels/denderregio/raadsleden/"
    assert "De vraag ligt bij het secretariaat." in secretary.get(lead).text
    town = council.cast.towns["Lebbeke"]
    same = secretary.post(page, {"verb": "assign", "owner": ""})
    assert same.status_code == 422 and "De vraag ligt al bij het secretariaat." in same.text
    assert secretary.post(page, {"verb": "assign", "owner": town.pk}).status_code == 302
    assert f'href="{lead}"' in secretary.get(page).text  # the way back to all questions
    log = secretary.get("/tafels/denderregio/logboek/").text
    assert "Een raadslid</b> stelde een vraag" in log and council.lede.name not in log
    assert "De vraag ligt bij Lebbeke." in secretary.get(lead).text
    other = ask_question(actor=council.zele, body=council.cast.table, text="Ook waarom?")
    merge = {"verb": "merge", "into": question.pk}
    assert secretary.post(f"{ROOM}vragen/{other.pk}/", merge).status_code == 302
    assert "krijgt samen antwoord met" in as_(council.zele).get(f"{ROOM}vragen/{other.pk}/").text
    reason = {"verb": "decline", "reason": "Dat is aan uw eigen raad."}
    assert secretary.post(page, reason).status_code == 302
    assert CouncillorQuestion.objects.get(pk=question.pk).state == "declined"


def test_a_dossier_is_followed_and_left_with_a_button(council: Council, as_: SignIn) -> None:
    told(council)
    client, page = as_(council.lede), f"{ROOM}dossiers/D-01/"
    client.post(f"{page}volgen/")
    assert "Niet meer volgen" in client.get(page).text
    assert "u volgt dit" in client.get(ROOM).text
    client.post(f"{page}volgen/", {"stop": "1"})
    assert "Dit dossier volgen" in client.get(page).text


def test_a_letter_is_previewed_and_sent_from_one_page(council: Council, as_: SignIn) -> None:
    council.opens("report", public_letters=True)
    council.approved(title="Laadpalen")
    client, page = (
        as_(council.cast.secretary),
        "/tafels/denderregio/raadsleden/raadsbrief/2026-11-20/",
    )
    words = {"opening": "Beste raadsleden", "closing": "", "expected_revision": 0}
    assert "Laadpalen" in client.get(page).text
    assert as_(council.cast.mayor).get(page).status_code == 403
    assert client.post(page, words).status_code == 302
    stale = client.post(page, {**words, "opening": "Andere woorden"})
    assert stale.status_code == 409 and "Andere woorden" in stale.text
    public = "/openbaar/denderregio/raadsbrieven/2026-11-20/"
    assert as_(council.cast.citizen).get(public).status_code == 404
    sent = client.post(page, {**words, "expected_revision": 1, "send": "1"}, follow=True)
    assert "Verstuurd aan 3 raadsleden." in sent.text
    assert Message.objects.filter(kind="council_letter").count() == 3
    read = as_(council.cast.citizen).get(public).text
    assert "Laadpalen" in read and "Beste raadsleden" in read


def test_a_document_is_read_as_far_as_its_level_lets(council: Council, as_: SignIn) -> None:
    council.opens("report")
    thread = council.cast.thread("placed", title="Laadpalen")
    kept = {
        level: add_annex(
            actor=council.cast.secretary,
            proposal=thread.proposal,
            title=f"Nota {level}",
            file=check_file(b"Inhoud.", f"{level}.txt"),
            openness=level,
        )
        for level in Openness
    }
    for document in kept.values():
        document.annex.added_on = date(2026, 11, 1)
        document.annex.save(update_fields=["added_on"])
    _finish(council)
    day = f"{ROOM}vergaderingen/2026-11-20/"
    page = as_(council.lede).get(day).text
    shown = {level: f"Nota {level}" in page for level in Openness}
    assert shown == {"table": False, "members": False, "local": True, "public": True}
    for level, document in kept.items():
        address = f"{day}documenten/{document.pk}/1/"
        assert as_(council.lede).get(address).status_code == (200 if shown[level] else 404)
        assert as_(council.stranger).get(address).status_code == 404
    thread.proposal.items.update(openness="members")
    forget()
    for document in kept.values():
        assert as_(council.lede).get(f"{day}documenten/{document.pk}/1/").status_code == 404


def _finish(council: Council) -> None:
    """The one planned meeting is held, and its report approved."""
    from overlegtafel.meetings.services import (
        close_meeting,
        convene_meeting,
        open_meeting,
        save_minutes,
    )

    lead = council.cast.secretary
    meeting = council.cast.table.meetings.get()
    convene_meeting(actor=lead, meeting=meeting)
    open_meeting(actor=lead, meeting=meeting)
    for item in meeting.items.select_related("meeting__body"):
        save_minutes(
            actor=lead, item=item, minutes="Besproken.", outcome="noted", expected_revision=1
        )
    close_meeting(actor=lead, meeting=meeting)
    approve_minutes(actor=lead, meeting=meeting)


def test_an_internal_dossier_shows_on_no_page(council: Council, as_: SignIn) -> None:
    pages = told(council)
    Dossier.objects.filter(pk=council.cast.dossier.pk).update(is_internal=True)
    forget()
    client = as_(council.lede)
    assert client.get(f"{ROOM}dossiers/D-01/").status_code == 404
    assert client.get(pages[2]).status_code == 404
    assert "Laadpalen" not in client.get(pages[1]).text
    assert "Laadpalen" not in client.get("/mijn-tafel/").text


@pytest.mark.parametrize(("members", "many"), [(1, 1), (38, 12)])
def test_a_room_costs_the_same_at_any_size(
    council: Council, as_: SignIn, members: int, many: int
) -> None:
    for number in range(members):
        town = make_town(f"Gemeente{number:02}", f"98{number:03}")
        add_seat(
            actor=council.cast.system, body=council.cast.table, category="mayor", municipality=town
        )
        make_person(council.cast.system, f"Raadslid {number:02}", town, PostRole.COUNCILLOR)
    pages = told(council)
    for number in range(many):
        council.approved(title=f"Punt {number}", held_on=date(2026, 9, 1 + number))
        ask_question(
            actor=make_person(
                council.cast.system,
                f"Vrager {number}",
                council.cast.towns["Lede"],
                PostRole.COUNCILLOR,
            ),
            body=council.cast.table,
            text=f"Vraag {number}?",
        )
    client, lead = as_(council.lede), as_(council.cast.secretary)
    costs = {}
    for name, page in zip(COSTS, [*pages, "/tafels/denderregio/raadsleden/"], strict=True):
        who = lead if name == "questions" else client
        who.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert who.get(page).status_code == 200
        costs[name] = len(queries)
    assert costs == COSTS


def test_what_cannot_be_read_yet_is_not_denied(council: Council, as_: SignIn) -> None:
    thread = council.approved(title="Laadpalen")  # a decision of Lede's council, not released
    assert thread.decisions["Lede"]
    for address in (ROOM, "/mijn-tafel/"):
        page = as_(council.lede).get(address).text
        assert "wat u al kunt lezen" in page
        assert "komt er niets" not in page
