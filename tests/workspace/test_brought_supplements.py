"""A sent agenda is completed with a report to approve and with a standing item (R51, R133)."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.meetings.brought import offer_of
from overlegtafel.meetings.models import AgendaDraft, Meeting
from overlegtafel.meetings.services import (
    add_report_supplement,
    add_standing_supplement,
    add_supplement,
    approve_minutes,
    close_meeting,
    complete_supplement,
    convene_meeting,
    drop_supplements,
    leave_out_supplement,
    move_supplement,
    open_meeting,
    place_on_agenda,
    remove_from_agenda,
    send_new_version,
)
from overlegtafel.meetings.supplements import supplement_of
from overlegtafel.proposals.models import Proposal

NEXT, LATER = date(2026, 12, 18), date(2027, 1, 15)
REPORT = "Goedkeuring van het verslag van 20 november 2026"
PAGE = "/tafels/denderregio/vergaderingen/2026-12-18/agenda/aanvulling/"


@pytest.fixture
def held(cast: Cast) -> Meeting:
    """A meeting in session, while the agenda of the next one already went out."""
    settle(cast, agendering={"standing_items": [{"title": "Varia"}]})
    thread = cast.thread("open")
    meeting = thread.meeting
    assert meeting is not None
    coming = cast.meeting(NEXT)
    remove_from_agenda(actor=cast.secretary, item=coming.items.get(title="Varia"))
    for title in ("Eerste", "Tweede"):
        place_on_agenda(actor=cast.secretary, meeting=coming, proposal=cast.proposal(title=title))
    convene_meeting(actor=cast.secretary, meeting=coming)
    return meeting


@pytest.fixture
def coming(held: Meeting) -> Meeting:
    return Meeting.objects.select_related("body__organization").get(held_on=NEXT)


def close(cast: Cast, meeting: Meeting) -> None:
    meeting.items.update(outcome="noted")
    close_meeting(actor=cast.secretary, meeting=meeting)


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("order").values_list("title", flat=True))


def offered(meeting: Meeting) -> tuple[list[str], list[str]]:
    numbers = [each.proposal_id for each in supplement_of(meeting).items]
    offer = offer_of(meeting, numbers)
    return [str(each.held_on) for each in offer.reports], [each.title for each in offer.standing]


def test_what_is_missing_is_offered_and_no_more_once_it_is_prepared(
    cast: Cast, held: Meeting, coming: Meeting
) -> None:
    assert offered(coming) == ([], ["Varia"])
    close(cast, held)
    assert offered(coming) == (["2026-11-20"], ["Varia"])
    add_report_supplement(actor=cast.secretary, meeting=coming, report_of=held)
    add_standing_supplement(actor=cast.secretary, meeting=coming, title="Varia")
    assert offered(coming) == ([], [])
    with pytest.raises(WrongMoment, match="al klaar"):
        add_report_supplement(actor=cast.secretary, meeting=coming, report_of=held)
    with pytest.raises(WrongMoment, match="al klaar"):
        add_standing_supplement(actor=cast.secretary, meeting=coming, title="Varia")


def test_nothing_is_stored_of_it_until_the_version_leaves(
    cast: Cast, held: Meeting, coming: Meeting
) -> None:
    later = cast.meeting(LATER)
    close(cast, held)
    assert titles(later)[0] == REPORT
    before = Proposal.objects.count()
    add_report_supplement(actor=cast.secretary, meeting=coming, report_of=held)
    add_standing_supplement(actor=cast.secretary, meeting=coming, title="Varia")
    assert Proposal.objects.count() == before
    assert titles(coming) == ["Eerste", "Tweede"]
    assert titles(later)[0] == REPORT
    drop_supplements(actor=cast.secretary, meeting=coming)
    assert offered(coming) == (["2026-11-20"], ["Varia"])


def test_the_report_comes_first_and_leaves_the_later_agenda(
    cast: Cast, clock: FixedClock, held: Meeting, coming: Meeting
) -> None:
    later = cast.meeting(LATER)
    close(cast, held)
    add_standing_supplement(actor=cast.secretary, meeting=coming, title="Varia")
    add_report_supplement(actor=cast.secretary, meeting=coming, report_of=held)
    told = [each.sentence for each in supplement_of(coming).changes]
    assert told == [f"Nieuw: punt 1, “{REPORT}”.", "Nieuw: punt 4, “Varia”."]
    version = send_new_version(actor=cast.secretary, meeting=coming)
    assert titles(coming) == [REPORT, "Eerste", "Tweede", "Varia"]
    assert [each["title"] for each in version.content] == titles(coming)
    assert {each["proposal"] for each in version.content} == set(
        coming.items.values_list("proposal", flat=True)
    )
    assert titles(later) == ["Varia"]
    assert later.items.get().order == 1
    assert coming.items.get(order=1).report_item.report_of == held
    clock.travel_to("2026-12-18 09:30")
    open_meeting(actor=cast.secretary, meeting=coming)
    item = coming.items.select_related("meeting__body").get(order=1)
    approve_minutes(actor=cast.secretary, meeting=held, item=item)
    item.refresh_from_db()
    assert item.outcome == "noted"


def test_what_is_prepared_moves_is_completed_and_is_left_out_as_any_item(
    cast: Cast, held: Meeting, coming: Meeting
) -> None:
    close(cast, held)
    asked = {"actor": cast.secretary, "meeting": coming}
    add_report_supplement(**asked, report_of=held)
    report = supplement_of(coming).items[0].proposal
    move_supplement(**asked, proposal=report, step=1)
    complete_supplement(
        **asked, proposal=report, expected_revision=2, preparer_label="Het secretariaat"
    )
    add_standing_supplement(**asked, title="Varia")
    varia = supplement_of(coming).items[-1].proposal
    leave_out_supplement(**asked, proposal=varia)
    send_new_version(**asked)
    assert titles(coming) == ["Eerste", REPORT, "Tweede"]
    assert coming.items.get(title=REPORT).preparer_label == "Het secretariaat"


def test_a_report_approved_meanwhile_stops_the_version_with_a_sentence(
    cast: Cast, held: Meeting, coming: Meeting
) -> None:
    close(cast, held)
    add_report_supplement(actor=cast.secretary, meeting=coming, report_of=held)
    add_supplement(actor=cast.secretary, meeting=coming, proposal=cast.proposal(title="Derde"))
    approve_minutes(actor=cast.secretary, meeting=held)
    assert supplement_of(coming).lost == ["Goedkeuring van een verslag"]
    with pytest.raises(Invalid, match="Goedkeuring van een verslag"):
        send_new_version(actor=cast.secretary, meeting=coming)
    with pytest.raises(WrongMoment, match="wacht niet"):
        add_report_supplement(actor=cast.secretary, meeting=coming, report_of=held)


def test_only_what_the_charter_and_this_body_have_is_brought(
    cast: Cast, held: Meeting, coming: Meeting
) -> None:
    with pytest.raises(Invalid, match="niet in de afsprakennota"):
        add_standing_supplement(actor=cast.secretary, meeting=coming, title="Rondvraag")
    with pytest.raises(WrongMoment, match="wacht niet"):
        add_report_supplement(actor=cast.secretary, meeting=coming, report_of=held)
    elsewhere = cast.meeting(body=cast.other_table)
    Meeting.objects.filter(pk=elsewhere.pk).update(state="reported")
    with pytest.raises(WrongMoment, match="wacht niet"):
        add_report_supplement(actor=cast.secretary, meeting=coming, report_of=elsewhere)


@pytest.mark.parametrize("who", ["mayor", "director", "officer", "partner", "other_secretary"])
def test_nobody_else_brings_anything(cast: Cast, held: Meeting, coming: Meeting, who: str) -> None:
    close(cast, held)
    actor = getattr(cast, who)
    with pytest.raises((NotAllowed, NotVisible)):
        add_report_supplement(actor=actor, meeting=coming, report_of=held)
    with pytest.raises((NotAllowed, NotVisible)):
        add_standing_supplement(actor=actor, meeting=coming, title="Varia")
    assert not AgendaDraft.objects.exists()


def test_the_page_offers_them_and_puts_them_ready(
    cast: Cast, as_: SignIn, held: Meeting, coming: Meeting
) -> None:
    close(cast, held)
    client = as_(cast.secretary)
    page = client.get(PAGE).text
    assert "Verslagen die op goedkeuring wachten" in page
    assert "Vaste punten die er niet op staan" in page
    act = f"{PAGE}wijzigen/"
    client.post(act, {"verb": "report", "brings": held.pk})
    client.post(act, {"verb": "standing", "brings": "Varia"})
    ready = client.get(PAGE).text
    assert f"1. {REPORT}" in ready
    assert "4. Varia" in ready
    assert "Verslagen die op goedkeuring wachten" not in ready
    number = supplement_of(coming).items[0].proposal_id
    assert client.get(f"{PAGE}{number}/").status_code == 200
    client.post(act, {"verb": "neer", "proposal": number})
    assert f"2. {REPORT}" in client.get(PAGE).text
    assert REPORT not in as_(cast.mayor).get("/tafels/denderregio/voorstellen/").text


@pytest.mark.parametrize("asked", ["", "x", "4000000"])
def test_what_is_no_report_is_not_found(
    cast: Cast, as_: SignIn, held: Meeting, coming: Meeting, asked: str
) -> None:
    answer = as_(cast.secretary).post(f"{PAGE}wijzigen/", {"verb": "report", "brings": asked})
    assert answer.status_code == 404
