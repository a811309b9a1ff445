"""Making an agenda from the pool, with buttons that need no script."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.factories.routes import make_around, make_body, settle
from tests.workspace.conftest import SignIn

from overlegtafel.common import clock
from overlegtafel.common.errors import WrongMoment
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.services import ask_clearance, give_clearance
from overlegtafel.governance.states import BodyKind, Does, Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import move_item, place_on_agenda, remove_from_agenda
from overlegtafel.proposals.models import Passage
from overlegtafel.proposals.services import postpone_proposal

CALENDAR = "/tafels/denderregio/vergaderingen/"
DAY = f"{CALENDAR}2026-11-20/"
AGENDA = f"{DAY}agenda/"


def titles(meeting: Meeting) -> list[str]:
    """The agenda in order."""
    return list(meeting.items.order_by("order").values_list("title", flat=True))


def fill(cast: Cast, meeting: Meeting, *names: str) -> None:
    """Put new proposals on the agenda."""
    for name in names:
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title=name))


def test_the_pool_and_the_agenda_stand_side_by_side(cast: Cast, as_: SignIn) -> None:
    fill(cast, cast.meeting(), "Eerste")
    cast.proposal(title="Nog te plaatsen", preparer_label="")
    cast.proposal(title="Nog een ontwerp", submitted=False)
    page = as_(cast.secretary).get(AGENDA).text
    assert page.index("Nog te plaatsen") < page.index("1. Eerste")
    assert "Nog een ontwerp" not in page
    assert "nog geen voorbereider" in page


def test_a_proposal_is_placed_last(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste")
    proposal = cast.proposal(title="Tweede")
    answer = as_(cast.secretary).post(f"{AGENDA}plaatsen/", {"proposal": proposal.pk}, follow=True)
    assert "“Tweede” staat op de agenda als punt 2." in answer.text
    assert titles(meeting) == ["Eerste", "Tweede"]
    again = as_(cast.secretary).post(f"{AGENDA}plaatsen/", {"proposal": proposal.pk})
    assert again.status_code == 409


@pytest.mark.parametrize("typed", ["", "x", "-1", "²", "9" * 30, "4000000"])
def test_what_is_no_proposal_is_not_found(cast: Cast, as_: SignIn, typed: str) -> None:
    cast.meeting()
    answer = as_(cast.secretary).post(f"{AGENDA}plaatsen/", {"proposal": typed})
    assert answer.status_code == 404


def test_items_move_with_buttons(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste", "Tweede", "Derde")
    client, last = as_(cast.secretary), meeting.items.get(title="Derde")
    answer = client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "op"})
    assert answer.url == f"{AGENDA}#punt-{last.pk}"
    assert titles(meeting) == ["Eerste", "Derde", "Tweede"]
    client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "neer"})
    client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "neer"})
    client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "opzij"})
    assert titles(meeting) == ["Eerste", "Tweede", "Derde"]


def test_an_item_goes_back_to_the_pool(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste", "Tweede")
    first = meeting.items.get(order=1)
    answer = as_(cast.secretary).post(f"{AGENDA}{first.pk}/weghalen/", follow=True)
    assert "“Eerste” staat weer bij de voorstellen." in answer.text
    assert titles(meeting) == ["Tweede"]
    assert meeting.items.get().order == 1


def test_an_item_of_another_meeting_is_not_found(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("placed")
    assert thread.item is not None
    elsewhere = f"/tafels/midwest/vergaderingen/2026-11-20/agenda/{thread.item.pk}/weghalen/"
    cast.meeting(body=cast.other_table)
    assert as_(cast.other_secretary).post(elsewhere).status_code == 404
    assert thread.item.meeting.items.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("mayor", 403), ("director", 403), ("other_secretary", 404), ("partner", 404)],
)
def test_who_may_not_touch_the_agenda(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    thread = cast.thread("placed")
    assert thread.item is not None
    client = as_(getattr(cast, who))
    for address in ("plaatsen/", f"{thread.item.pk}/verplaatsen/", f"{thread.item.pk}/weghalen/"):
        assert client.post(f"{AGENDA}{address}", {"step": "op"}).status_code == status
    assert thread.item.meeting.items.count() == 1


def test_a_sent_agenda_is_frozen(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("convened")
    assert thread.item is not None
    client = as_(cast.secretary)
    assert client.get(AGENDA).status_code == 409
    assert client.post(f"{AGENDA}{thread.item.pk}/weghalen/").status_code == 409
    proposal = cast.proposal(title="Te laat")
    assert client.post(f"{AGENDA}plaatsen/", {"proposal": proposal.pk}).status_code == 409


@pytest.mark.parametrize("items", [1, 30])
def test_queries_of_the_agenda(
    cast: Cast, as_: SignIn, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(cast, cast.meeting(), *(f"Punt {number}" for number in range(items)))
    for number in range(items):
        cast.proposal(title=f"Voorstel {number}")
    client = as_(cast.secretary)
    with django_assert_num_queries(14):
        assert client.get(AGENDA).status_code == 200


def test_an_item_that_left_the_agenda_is_neither_moved_nor_removed_again(cast: Cast) -> None:
    meeting = cast.meeting()
    proposal = cast.proposal(title="Eerste")
    gone = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    remove_from_agenda(actor=cast.secretary, item=AgendaItem.objects.get(pk=gone.pk))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    with pytest.raises(WrongMoment):
        move_item(actor=cast.secretary, item=gone, step=1)
    with pytest.raises(WrongMoment):
        remove_from_agenda(actor=cast.secretary, item=gone)
    assert titles(meeting) == ["Eerste"]


@pytest.mark.parametrize("page", ["vergaderingen", "afspraken", "dossiers", "voorstellen"])
def test_a_page_answers_to_head(cast: Cast, as_: SignIn, page: str) -> None:
    assert as_(cast.secretary).head(f"/tafels/denderregio/{page}/").status_code == 200


def test_who_prepares_is_asked_when_placing_and_what_was_typed_stays(
    cast: Cast, as_: SignIn
) -> None:
    meeting, client = cast.meeting(), as_(cast.secretary)
    proposal = cast.proposal(title="Zonder", preparer_label="")
    assert "Wie bereidt het voor?" in client.get(AGENDA).text
    sent = {"proposal": proposal.pk, "preparer_label": " "}
    refused = client.post(f"{AGENDA}plaatsen/", sent)
    assert refused.status_code == 422
    assert "Zeg eerst wie dit voorbereidt." in refused.text
    client.post(f"{AGENDA}plaatsen/", sent | {"preparer_label": "Dienst energie"})
    assert meeting.items.get().preparer_label == "Dienst energie"


def test_who_prepares_is_asked_on_the_proposal_too(cast: Cast, as_: SignIn) -> None:
    meeting, client = cast.meeting(date(2026, 12, 4)), as_(cast.secretary)
    proposal = cast.proposal(preparer_label="")
    page = f"/tafels/denderregio/voorstellen/{proposal.pk}/"
    choice = {"verb": "place", "meeting": meeting.pk}
    refused = client.post(f"{page}beoordelen/", choice)
    assert refused.status_code == 422
    assert "Zeg eerst wie dit voorbereidt." in refused.text
    answer = client.post(f"{page}beoordelen/", choice | {"preparer_label": "SOLVA"})
    assert answer.status_code == 302
    assert meeting.items.get().preparer_label == "SOLVA"


def test_a_late_proposal_says_where_it_goes(cast: Cast, as_: SignIn) -> None:
    settle(cast, agendering={"cut_off_days": 14, "late": "next_meeting"})
    cast.meeting(date(2026, 12, 4))
    cast.meeting(date(2026, 12, 18))
    proposal = cast.proposal(title="Te laat")
    page = as_(cast.secretary).get(f"{CALENDAR}2026-12-04/agenda/").text
    assert "Op tijd: ingediend tot en met 20 november 2026." in page
    assert "gaat naar de volgende vergadering, op <a" in page
    assert f'name="proposal" value="{proposal.pk}"' not in page
    in_time = as_(cast.secretary).get(f"{CALENDAR}2026-12-18/agenda/").text
    assert f'name="proposal" value="{proposal.pk}"' in in_time


def test_the_chair_is_asked_for_a_late_proposal_and_gives_the_reason(
    cast: Cast, as_: SignIn
) -> None:
    settle(cast, agendering={"cut_off_days": 14})
    meeting = cast.meeting(date(2026, 12, 4))
    proposal = cast.proposal(title="Dringend")
    agenda = f"{CALENDAR}2026-12-04/agenda/"
    secretary, chair = as_(cast.secretary), as_(cast.chair)
    sent = {"proposal": proposal.pk}
    assert "Vraag het de voorzitter" in secretary.get(agenda).text
    asked = secretary.post(f"{agenda}plaatsen/", sent | {"verb": "ask"}, follow=True)
    assert "Aan de voorzitter gevraagd op 23 november 2026." in asked.text
    assert secretary.post(f"{agenda}plaatsen/", sent).status_code == 409
    assert "Waarom komt dit er nog bij?" in chair.get(agenda).text
    refused = chair.post(f"{agenda}plaatsen/", sent)
    assert "Schrijf waarom dit nog op deze agenda komt." in refused.text
    chair.post(f"{agenda}plaatsen/", sent | {"late_reason": "De zone beslist vrijdag."})
    assert meeting.items.get().late_reason == "De zone beslist vrijdag."
    assert "Na de uiterste dag aanvaard:</b> De zone beslist vrijdag." in secretary.get(agenda).text


def test_an_incomplete_item_is_marked_and_mended_from_the_page(cast: Cast, as_: SignIn) -> None:
    meeting, client = cast.meeting(), as_(cast.secretary)
    proposal = cast.proposal(title="Visie", function=Function.POLICY)
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    page = client.get(AGENDA).text
    assert "1 punt is nog niet volledig." in page
    assert "welke lokale beslissing verwacht wordt" in page
    mend = f"{AGENDA}{item.pk}/aanvullen/"
    assert f'href="{mend}"' in page
    preview = client.post(f"{DAY}oproepen/")
    assert preview.status_code == 422
    assert f'href="{mend}">Punt 1, “Visie”' in preview.text
    typed = {
        "preparer_label": "SOLVA",
        "expected_decision": "council",
        "note": "Waarom.",
        "category": "project",
        "revision": 1,
    }
    assert 'value="AD Lede"' in client.get(mend).text
    wrong = client.post(mend, typed | {"expected_decision": "parliament"})
    assert wrong.status_code == 422
    assert "Waarom." in wrong.text
    assert client.post(mend, typed).status_code == 302
    stale = client.post(mend, typed | {"note": "Iets anders."})
    assert stale.status_code == 409
    assert "Waarom." in stale.text and "Iets anders." in stale.text
    assert "volledig</span>" in client.get(AGENDA).text
    assert client.post(f"{DAY}oproepen/").status_code == 302


@pytest.mark.parametrize(
    ("who", "status"),
    [("chair", 200), ("mayor", 403), ("officer", 403), ("other_secretary", 404), ("partner", 404)],
)
def test_who_fills_in_an_item(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    item = cast.thread("placed").item
    assert item is not None
    address = f"{AGENDA}{item.pk}/aanvullen/"
    assert as_(getattr(cast, who)).get(address).status_code == status
    assert AgendaItem.objects.get().revision == 1


def test_a_template_that_is_left_as_it_was_is_not_kept(cast: Cast, as_: SignIn) -> None:
    settle(cast, preparation={"note_template": "Wat?\n\nWaarom?"})
    meeting, client = cast.meeting(), as_(cast.secretary)
    proposal = cast.proposal(function=Function.POLICY)
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    mend = f"{AGENDA}{item.pk}/aanvullen/"
    assert "Waarom?" in client.get(mend).text
    typed = {"preparer_label": "SOLVA", "expected_decision": "none", "category": "project"}
    sent = client.post(mend, typed | {"note": "Wat?\r\n\r\nWaarom?", "revision": 1})
    assert sent.status_code == 302
    item.refresh_from_db()
    assert (item.note, item.expected_decision) == ("", "none")


def test_a_standing_item_leaves_and_comes_back_by_the_page(cast: Cast, as_: SignIn) -> None:
    settle(cast, agendering={"standing_items": [{"title": "Varia"}]})
    meeting, client = cast.meeting(), as_(cast.secretary)
    item = meeting.items.get()
    assert "vast punt" in client.get(AGENDA).text
    gone = client.post(f"{AGENDA}{item.pk}/weghalen/", follow=True).text
    assert "staat niet meer op deze agenda; op de volgende komt het terug." in gone
    assert "Vaste punten die er niet op staan" in gone
    back = client.post(f"{AGENDA}plaatsen/", {"standing": "Varia"}, follow=True).text
    assert "“Varia” staat op de agenda als punt 1." in back
    assert titles(meeting) == ["Varia"]


def test_a_change_says_plainly_that_the_chairs_word_went_with_it(cast: Cast, as_: SignIn) -> None:
    settle(cast, support={"tasks": {"convene": "after_chair"}})
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste", "Tweede")
    client = as_(cast.secretary)
    assert '<span class="tag">concept</span>' in client.get(AGENDA).text
    ask_clearance(actor=cast.secretary, body=cast.table, task=Task.CONVENE, subject=meeting)
    assert "voorstel, bij de voorzitter" in client.get(AGENDA).text
    assert "Bij de voorzitter van Denderregio Burgemeestersoverleg" in client.get(DAY).text
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)
    assert "gevalideerd door de voorzitter" in client.get(AGENDA).text
    assert "vervalt dit akkoord" in client.get(AGENDA).text
    last = meeting.items.get(title="Tweede")
    moved = client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "op"}, follow=True).text
    assert "Het akkoord van de voorzitter is daarmee vervallen" in moved
    assert '<span class="tag">concept</span>' in moved


def test_the_chairs_own_change_keeps_the_go_ahead(cast: Cast, as_: SignIn) -> None:
    settle(cast, support={"tasks": {"convene": "after_chair"}})
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste", "Tweede")
    give_clearance(actor=cast.chair, body=cast.table, task=Task.CONVENE, subject=meeting)
    last = meeting.items.get(title="Tweede")
    client = as_(cast.chair)
    moved = client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "op"}, follow=True).text
    assert "vervallen" not in moved
    assert "gevalideerd door de voorzitter" in moved


def test_what_is_outside_the_theme_is_only_marked(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting(theme="Brandweer")
    fill(cast, meeting, "Laadpalen")
    cast.proposal(title="Brandweerposten")
    page = as_(cast.secretary).get(AGENDA).text
    assert "Thema: Brandweer" in page
    assert page.count("buiten het thema") == 1
    assert as_(cast.secretary).post(f"{DAY}oproepen/").status_code == 302


def test_both_tracks_stand_with_each_item(cast: Cast, as_: SignIn) -> None:
    fill(cast, cast.meeting(), "Laadpalen")
    for page in (AGENDA, DAY):
        text = as_(cast.secretary).get(page).text
        assert "<dt>Ambtelijk</dt><dd>Voorbereid door AD Lede</dd>" in text
        assert "<dt>Politiek</dt><dd>nog niets</dd>" in text


@pytest.mark.parametrize("items", [1, 30])
def test_queries_of_the_agenda_where_the_charter_asks_most(
    cast: Cast, as_: SignIn, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_around(cast)
    settle(
        cast,
        agendering={
            "cut_off_days": 30,
            "standing_items": [{"title": "Terugkoppeling", "feedback_from": "dado"}],
        },
        preparation={"domains": [{"name": "personeel", "advice": ["dado"]}]},
        support={"tasks": {"convene": "after_chair"}},
    )
    meeting = cast.meeting(date(2026, 12, 4), theme="Energie")
    proposals = [cast.proposal(title=f"Punt {number}") for number in range(items)]
    for proposal in proposals:
        place_on_agenda(
            actor=cast.chair, meeting=meeting, proposal=proposal, late_reason="Dringend."
        )
    for number in range(items):
        cast.proposal(title=f"Voorstel {number}", preparer_label="")
    client = as_(cast.secretary)
    with django_assert_num_queries(21):
        assert client.get(f"{CALENDAR}2026-12-04/agenda/").status_code == 200


def test_an_empty_pool_leads_to_bringing_something(cast: Cast, as_: SignIn) -> None:
    sent = {"held_on": "2026-11-20", "starts_at": "9.30"}
    page = as_(cast.secretary).post(f"{CALENDAR}nieuw/", sent, follow=True)
    assert "De vergadering staat op de kalender. Breng nu een punt aan." in page.text
    assert 'href="/tafels/denderregio/voorstellen/nieuw/">Voorstel aanbrengen</a>' in page.text
    cast.proposal()
    assert "Voorstel aanbrengen</a>" not in as_(cast.secretary).get(AGENDA).text


def test_what_is_under_way_is_told_with_who_has_it(
    cast: Cast, as_: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.meeting()
    on_route = cast.proposal(title="Bij een ander")
    bureau = make_body(cast, "Bureau", "bureau", BodyKind.STEERING)
    Passage.objects.create(
        proposal=on_route, body=bureau, order=1, does=Does.ADVISES, arrived_at=clock.now()
    )
    later = cast.proposal(title="Later pas")
    postpone_proposal(actor=cast.secretary, proposal=later, until=date(2027, 1, 15))
    client = as_(cast.secretary)
    page = client.get(AGENDA).text
    assert 'Voorstellen <span class="muted">(0)' in page
    assert "Geen voorstellen om te plaatsen" in page
    told = page[page.index("Nog niet te plaatsen") :]
    assert f'href="/tafels/denderregio/voorstellen/{on_route.pk}/">Bij een ander</a>' in told
    assert "onderweg, bij Bureau" in told
    assert "uitgesteld tot 15 januari 2027" in told
    with django_assert_num_queries(12):
        client.get(AGENDA)
    for number in range(5):
        more = cast.proposal(title=f"Nog {number}")
        postpone_proposal(actor=cast.secretary, proposal=more, until=date(2027, 1, 15))
    with django_assert_num_queries(12):
        client.get(AGENDA)


def test_what_a_policy_item_needs_before_it_is_sent_is_not_called_optional(
    cast: Cast, as_: SignIn
) -> None:
    meeting = cast.meeting()
    proposal = cast.proposal(function="policy", title="Beleid")
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    page = as_(cast.secretary).get(f"{AGENDA}{item.pk}/aanvullen/").text
    label = page[page.index("Welke lokale beslissing verwacht u?") :]
    assert label[: label.index("</label>")].endswith("(nodig om te versturen)</span>")
    assert "Nodig voor een punt van beleid." in label
