"""The charter in the browser: reading, writing a version, adopting it; the chair's go-ahead."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.factories.routes import make_around
from tests.workspace.conftest import SignIn

from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.governance.charters import charter_on, rules_for
from overlegtafel.governance.models import Charter, Clearance
from overlegtafel.governance.rules import CharterRules, Support
from overlegtafel.governance.services import adopt_charter, draft_charter, save_charter
from overlegtafel.governance.services.charters import ask_clearance, give_clearance
from overlegtafel.governance.states import Authority, CharterState, Task
from overlegtafel.meetings.services import (
    convene_meeting,
    move_item,
    place_on_agenda,
)
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.agreeing import shown_agenda

TODAY = date(2026, 11, 23)
NOTE = "/tafels/denderregio/afsprakennota/"
DRAFT = f"{NOTE}ontwerp/"
pytestmark = pytest.mark.django_db


def adopt(cast: Cast, rules: CharterRules, since: date = TODAY) -> Charter:
    """A charter with these rules, in force."""
    charter = draft_charter(actor=cast.system, body=cast.table)
    save_charter(actor=cast.system, charter=charter, expected_revision=1, rules=rules)
    return adopt_charter(actor=cast.system, charter=charter, valid_from=since, adopted_on=since)


def filled(page: Any) -> dict[str, Any]:
    """What a browser would send back of a form as it is shown."""
    form = page.context["form"]
    sent: dict[str, Any] = {}
    forms = [form] + [row for _, _, rows in form.lists for row in (rows.management_form, *rows)]
    for each in forms:
        for field in each:
            value = field.value()
            if isinstance(value, bool):
                if value:
                    sent[field.html_name] = "on"
            elif value is not None:
                sent[field.html_name] = value
    return sent


def test_a_table_without_a_charter_says_what_holds(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.mayor).get(NOTE)
    assert "nog geen afsprakennota" in page.text
    assert "Het secretariaat beoordeelt de voorstellen zelf." in page.text


def test_from_a_draft_to_a_charter_in_force(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    assert client.post(f"{NOTE}starten/").headers["Location"] == DRAFT
    address = f"{DRAFT}agendering/"
    sent = filled(client.get(address)) | {
        "words": "Drie weken vooraf, via het secretariaat.",
        "cut_off_days": "21",
        "late": "next_meeting",
        "intake": ["director", "member"],
        "templates-0-title": "Vraag aan de minister",
    }
    assert client.post(address, sent).headers["Location"] == DRAFT
    page = client.get(DRAFT).text
    assert "Voorstellen zijn er uiterlijk 21 dagen vóór de vergadering." in page
    assert "1 van 4 hoe-vragen beantwoord" in page
    assert "versie 1 aan. Ze geldt vanaf de dag hierboven en kan daarna niet meer" in page
    agreed = {"adopted_on": "2026-11-23", "valid_from": "2026-12-01", "confirmed": "on"}
    late = client.post(DRAFT, agreed | {"valid_from": "2026-11-01"})
    assert late.status_code == 422
    assert "nooit met terugwerkende kracht" in late.text
    unsure = client.post(DRAFT, {"adopted_on": "2026-11-23", "valid_from": "2026-12-01"})
    assert (unsure.status_code, "Bevestig dit eerst." in unsure.text) == (422, True)
    client.post(DRAFT, agreed)
    assert rules_for(cast.table.pk, TODAY).agendering.cut_off_days == 0
    rules = rules_for(cast.table.pk, date(2026, 12, 1))
    assert rules.agendering.cut_off_days == 21
    assert [each.title for each in rules.agendering.templates] == ["Vraag aan de minister"]
    assert [each.value for each in rules.agendering.intake] == ["director", "member"]


@pytest.mark.parametrize(
    "part",
    [
        "ambitie",
        "agendering",
        "voorbereiding",
        "bekrachtiging",
        "uitvoering",
        "rollen",
        "wat-waar",
    ],
)
def test_saving_a_part_as_it_is_changes_no_rule(cast: Cast, as_: SignIn, part: str) -> None:
    from tests.governance.test_charter_wording import FULL

    charter = draft_charter(actor=cast.system, body=cast.table)
    save_charter(actor=cast.system, charter=charter, expected_revision=1, rules=FULL)
    client = as_(cast.secretary)
    page = client.get(f"{DRAFT}{part}/")
    assert page.status_code == 200
    answer = client.post(f"{DRAFT}{part}/", filled(page))
    assert answer.status_code == 302, answer.text
    charter.refresh_from_db()
    assert charter.rules == FULL


def test_forty_four_domains_fit(cast: Cast, as_: SignIn) -> None:
    draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    address = f"{DRAFT}voorbereiding/"
    for start in range(0, 44, 2):
        sent = filled(client.get(address))
        for row in (start, start + 1):
            sent |= {f"domains-{row}-name": f"Domein {row}", f"domains-{row}-ambition": "policy"}
        assert client.post(address, sent | {"rows": "more"}).headers["Location"] == address
    assert len(Charter.objects.get().rules.domains) == 44
    twice = filled(client.get(address)) | {"domains-44-name": "Domein 1"}
    refused = client.post(address, twice | {"domains-44-ambition": "policy"})
    assert refused.status_code == 422
    assert "staat er twee keer" in refused.text


def test_a_theme_is_discussed_somewhere(cast: Cast, as_: SignIn) -> None:
    draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    address = f"{DRAFT}wat-waar/"
    sent = filled(client.get(address)) | {"themes-0-theme": "Wonen", "themes-0-role_1": "agree"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Zeg waar dit thema besproken wordt." in refused.text
    assert "Kijk deze rijen even na" in refused.text
    assert 'value="Wonen"' in refused.text
    client.post(address, sent | {"themes-0-platform_1": "Toewijzingsraad"})
    assert Charter.objects.get().rules.themes[0].agreeing == ("Toewijzingsraad",)
    own = filled(client.get(address)) | {"themes-0-platform_1": cast.table.name}
    client.post(address, own)
    assert Charter.objects.get().rules.themes[0].agreeing == (cast.table.slug,)
    assert f'value="{cast.table.name}"' in client.get(address).text


def test_two_who_write_at_once_lose_nothing(cast: Cast, as_: SignIn) -> None:
    charter = draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    sent = filled(client.get(f"{DRAFT}bekrachtiging/")) | {"words": "Bij consensus."}
    save_charter(actor=cast.chair, charter=charter, expected_revision=1, ratification="Unaniem.")
    answer = client.post(f"{DRAFT}bekrachtiging/", sent)
    assert answer.status_code == 409
    assert "Bij consensus." in answer.text
    assert "Unaniem." in answer.text
    assert client.post(f"{DRAFT}bekrachtiging/", filled(answer)).status_code == 302
    with pytest.raises(Stale):
        save_charter(actor=cast.chair, charter=charter, expected_revision=1, ratification="x")


def test_two_who_set_rules_at_once_see_what_saving_again_changes(cast: Cast, as_: SignIn) -> None:
    charter = draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    sent = filled(client.get(f"{DRAFT}rollen/")) | {"evaluate": "after_chair"}
    rules = CharterRules(support=Support(tasks={Task.PLAN: Authority.NEVER}))
    save_charter(actor=cast.chair, charter=charter, expected_revision=1, rules=rules)
    answer = client.post(f"{DRAFT}rollen/", sent)
    assert answer.status_code == 409
    assert "mag na akkoord van de voorzitter: een evaluatie begeleiden." in answer.text
    assert "doet dit niet: vergaderingen plannen." in answer.text  # saving again undoes it
    charter.refresh_from_db()
    assert charter.rules == rules


def test_the_back_button_after_adopting_leads_to_the_charter(cast: Cast, as_: SignIn) -> None:
    adopt(cast, CharterRules())
    client = as_(cast.secretary)
    for address in (DRAFT, f"{DRAFT}ambitie/"):
        page = client.get(address, follow=True)
        assert page.redirect_chain == [(NOTE, 302)]
        assert "Er is nu geen ontwerp" in page.text
        assert client.post(address, {}).status_code == 409
        assert as_(cast.mayor).get(address).status_code == 403


def test_adopting_takes_the_day_of_the_meeting(cast: Cast, as_: SignIn) -> None:
    cast.thread(until="closed")
    draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    meeting = client.get(DRAFT).context["form"].fields["meeting"].queryset.get()
    agreed = {"valid_from": "2026-12-01", "confirmed": "on"}
    nowhere = client.post(DRAFT, agreed)
    assert nowhere.status_code == 422
    assert "Kies een vergadering of schrijf de dag." in nowhere.text
    client.post(DRAFT, agreed | {"meeting": meeting.pk})
    charter = Charter.objects.get()
    assert charter.adopted_on == meeting.held_on
    page = client.get(f"{NOTE}1/").text
    assert "Op de vergadering van die dag" in page
    assert "Dit is niet de versie" not in page
    assert "Versie 1 is aangenomen en geldt vanaf 1 december 2026" in client.get(NOTE).text


def test_names_pasted_one_a_line_become_domains(cast: Cast, as_: SignIn) -> None:
    draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    address = f"{DRAFT}voorbereiding/"
    sent = filled(client.get(address)) | {"add_domains": "Wonen\r\n\r\n  Mobiliteit \r\n"}
    client.post(address, sent)
    assert [each.name for each in Charter.objects.get().rules.domains] == ["Wonen", "Mobiliteit"]
    twice = filled(client.get(address)) | {"add_domains": "Ruimte\nWonen"}
    again = client.post(address, twice)
    assert again.status_code == 422
    assert "staat er twee keer" in again.text


def test_public_only_with_four_answers(cast: Cast, as_: SignIn) -> None:
    charter = draft_charter(actor=cast.system, body=cast.table)
    answer = as_(cast.secretary).post(
        f"{DRAFT}openbaar/", {"expected_revision": "1", "is_public": "on"}
    )
    assert answer.status_code == 422
    assert "vier hoe-vragen" in answer.text
    words = {"agendering": "a", "preparation": "b", "ratification": "c", "execution": "d"}
    saved = save_charter(
        actor=cast.secretary, charter=charter, expected_revision=1, is_public=True, **words
    )
    assert (saved.is_public, saved.answered) == (True, 4)


def test_an_adopted_version_never_changes(cast: Cast) -> None:
    charter = adopt(cast, CharterRules())
    with pytest.raises(WrongMoment):
        save_charter(
            actor=cast.chair, charter=charter, expected_revision=charter.revision, execution="x"
        )
    with pytest.raises(Invalid, match="latere of even late"):
        second = draft_charter(actor=cast.chair, body=cast.table)
        adopt_charter(actor=cast.chair, charter=second, valid_from=TODAY, adopted_on=TODAY)
    with pytest.raises(WrongMoment, match="al een ontwerp"):
        draft_charter(actor=cast.chair, body=cast.table)
    assert charter_on(cast.table.pk, TODAY) == charter


def test_only_who_leads_writes(cast: Cast, as_: SignIn) -> None:
    draft_charter(actor=cast.system, body=cast.table)
    for who, status in (
        (cast.mayor, 403),
        (cast.officer, 403),
        (cast.other_mayor, 404),
        (cast.citizen, 404),
    ):
        assert as_(who).get(DRAFT).status_code == status
        assert as_(who).get(f"{DRAFT}rollen/").status_code == status
        assert as_(who).post(f"{NOTE}starten/").status_code == status
    assert Charter.objects.get().state == CharterState.DRAFT


def test_the_chair_validates_the_agenda_where_the_charter_asks(cast: Cast, as_: SignIn) -> None:
    adopt(cast, CharterRules(support=Support(tasks={Task.CONVENE: Authority.AFTER_CHAIR})))
    meeting = cast.meeting(date(2026, 12, 18))
    for title in ("Een", "Twee"):
        proposal = cast.proposal(title=title)
        item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    with pytest.raises(WrongMoment, match="akkoord van de voorzitter"):
        convene_meeting(actor=cast.secretary, meeting=meeting)
    page = as_(cast.secretary).get("/tafels/denderregio/vergaderingen/2026-12-18/agenda/")
    assert "Vraag akkoord van de voorzitter" in page.text
    asked = {"task": "convene", "kind": "vergadering", "number": meeting.pk, "verb": "ask"}
    as_(cast.secretary).post("/tafels/denderregio/akkoord/", asked)
    assert Message.objects.filter(recipient=cast.chair, kind="clearance.asked").exists()
    given = asked | {"verb": "give"}
    assert as_(cast.secretary).post("/tafels/denderregio/akkoord/", given).status_code == 403
    given["shown"] = shown_agenda(cast.chair, meeting)
    as_(cast.chair).post("/tafels/denderregio/akkoord/", given)
    assert Message.objects.filter(kind="clearance.given").exists()
    move_item(actor=cast.secretary, item=item, step=-1)
    assert not Clearance.objects.exists()  # what was agreed to is no longer what is sent
    with pytest.raises(WrongMoment):
        convene_meeting(actor=cast.secretary, meeting=meeting)
    ask_clearance(actor=cast.secretary, body=cast.table, task=Task.CONVENE, subject=meeting)
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)
    convene_meeting(actor=cast.secretary, meeting=meeting)
    assert meeting.charter == charter_on(cast.table.pk, TODAY)


@pytest.mark.parametrize(
    ("task", "address", "sent"),
    [
        (Task.COMPOSE, "gegevens/nieuw/", {"text": "Begonnen in 1977.", "source": ""}),
        (Task.EVALUATE, "evaluaties/", {"period_from": "2026-01-01", "period_to": "2026-11-01"}),
        (Task.CHARTER, "afsprakennota/starten/", {}),
        (Task.PLAN, "vergaderingen/nieuw/", {"held_on": "2026-12-18", "starts_at": "09:30"}),
    ],
)
def test_what_staff_does_after_the_chair_can_be_asked_and_then_done(
    cast: Cast, as_: SignIn, task: Task, address: str, sent: dict[str, str]
) -> None:
    adopt(cast, CharterRules(support=Support(tasks={task: Authority.AFTER_CHAIR})))
    staff, chair, there = as_(cast.secretary), as_(cast.chair), f"/tafels/denderregio/{address}"
    refused = staff.post(there, sent)
    assert refused.status_code == 409
    assert "Akkoord vragen" in refused.text
    asked = {"task": task.value, "kind": "overleg", "number": cast.table.pk, "verb": "ask"}
    staff.post("/tafels/denderregio/akkoord/", asked)
    assert "wacht op de voorzitter" in staff.get("/tafels/denderregio/akkoord/").text
    waiting = chair.get("/mijn-tafel/")
    assert "Akkoord geven aan het secretariaat" in waiting.text
    given = {"clearance": Clearance.objects.get().pk, "verb": "give"}
    assert staff.post("/tafels/denderregio/akkoord/", given).status_code == 403
    assert as_(cast.mayor).post("/tafels/denderregio/akkoord/", given).status_code == 403
    assert as_(cast.other_mayor).post("/tafels/denderregio/akkoord/", given).status_code == 404
    chair.post("/tafels/denderregio/akkoord/", given)
    assert "Akkoord geven aan het secretariaat" not in chair.get("/mijn-tafel/").text
    assert staff.post(there, sent).status_code == 302


def test_only_who_runs_the_table_reads_what_waits_for_the_chair(cast: Cast, as_: SignIn) -> None:
    for who in (cast.mayor, cast.director):
        assert as_(who).get("/tafels/denderregio/akkoord/").status_code == 403
    for who in (cast.other_mayor, cast.partner):
        assert as_(who).get("/tafels/denderregio/akkoord/").status_code == 404


def test_where_the_chair_is_not_asked_nothing_needs_asking(cast: Cast) -> None:
    meeting = cast.meeting(date(2026, 12, 18))
    with pytest.raises(NotAllowed):
        ask_clearance(actor=cast.secretary, body=cast.table, task=Task.CONVENE, subject=meeting)
    with pytest.raises(NotAllowed):
        give_clearance(actor=cast.mayor, body=cast.table, task=Task.CONVENE, subject=meeting)


def test_a_go_ahead_is_for_a_thing_of_this_table(cast: Cast, as_: SignIn) -> None:
    theirs = cast.meeting(date(2026, 12, 4), cast.other_table)
    client: Client = as_(cast.chair)
    for kind, number in (("vergadering", theirs.pk), ("vergadering", "x"), ("gebruiker", "1")):
        answer = client.post(
            "/tafels/denderregio/akkoord/",
            {"task": "convene", "kind": kind, "number": number, "verb": "give"},
        )
        assert answer.status_code == 404
    assert not Clearance.objects.exists()


def test_the_role_sheet_shows_ones_own_role(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.secretary).get("/tafels/denderregio/rollen/")
    assert page.text.count("uw rol") == 1
    assert "De agenda versturen".lower() in page.text.lower()
    assert as_(cast.other_mayor).get("/tafels/denderregio/rollen/").status_code == 404


def test_a_chapter_without_words_has_no_tick(cast: Cast, as_: SignIn) -> None:
    draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    chapter = client.get(DRAFT).text.split("Ambitie</a>")[0].rsplit("<li>", 1)[1]
    assert "mk-done" not in chapter
    address = f"{DRAFT}ambitie/"
    client.post(address, filled(client.get(address)) | {"words": "Samen verder."})
    chapter = client.get(DRAFT).text.split("Ambitie</a>")[0].rsplit("<li>", 1)[1]
    assert "mk-done" in chapter


def test_without_other_bodies_the_route_tells_where_to_make_one(cast: Cast, as_: SignIn) -> None:
    draft_charter(actor=cast.system, body=cast.table)
    client = as_(cast.secretary)
    page = client.get(f"{DRAFT}agendering/")
    hint = 'Maak eerst een orgaan onder <a href="/tafels/denderregio/organen/">Organen</a>'
    assert hint in page.text
    assert "kies een orgaan" not in page.text.split("Vaste agendapunten")[0]
    sent = filled(page) | {"words": "Zonder weg."}
    assert client.post(f"{DRAFT}agendering/", sent).status_code == 302
    make_around(cast)
    assert hint not in client.get(f"{DRAFT}agendering/").text
