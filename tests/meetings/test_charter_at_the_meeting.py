"""What the charter settles for one meeting: presence, defaults, theme, chain, an ended body."""

from datetime import date, time

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import make_body, settle

from overlegtafel.agreements.queries import possible_executors
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import BodyKind, CompetentBody
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.readiness import fits_theme, rules_of
from overlegtafel.meetings.services import (
    cancel_meeting,
    change_meeting,
    close_meeting,
    convene_meeting,
    place_on_agenda,
    plan_meeting,
    record_presence,
)
from overlegtafel.meetings.states import MeetingState, Presence
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import propose_review
from overlegtafel.reporting.agreements import settled_for
from overlegtafel.reporting.meetings import chain_of
from overlegtafel.reporting.my_table import my_table

TODAY = date(2026, 11, 23)


def note_present(cast: Cast, meeting: Meeting, count: int) -> None:
    """So many seats are there, in the table's order; one of them replaced."""
    rows = list(meeting.attendances.order_by("seat__order"))
    there = {row.pk: (Presence.PRESENT, "") for row in rows[:count]}
    if count:
        there[rows[0].pk] = (Presence.REPLACED, "Jan Peeters")
    record_presence(actor=cast.secretary, meeting=meeting, presences=there)


def test_agreements_need_as_many_members_as_the_charter_says(cast: Cast) -> None:
    settle(cast, ratification={"minimum_present": 3})
    meeting = cast.thread("agreed").meeting
    assert meeting is not None
    note_present(cast, meeting, 2)
    with pytest.raises(
        Invalid, match="minstens 3 leden aanwezig of vervangen; genoteerd zijn er 2"
    ):
        close_meeting(actor=cast.secretary, meeting=meeting)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.IN_SESSION
    note_present(cast, meeting, 3)
    close_meeting(actor=cast.secretary, meeting=meeting)


def test_a_meeting_that_agreed_nothing_closes_with_fewer(cast: Cast) -> None:
    settle(cast, ratification={"minimum_present": 3})
    thread = cast.thread("open")
    assert thread.meeting is not None
    AgendaItem.objects.update(outcome="noted")
    close_meeting(actor=cast.secretary, meeting=thread.meeting)


def test_a_later_version_changes_nothing_for_what_was_convened(cast: Cast) -> None:
    first = settle(cast, ratification={"minimum_present": 1})
    meeting = cast.thread("agreed").meeting
    assert meeting is not None
    note_present(cast, meeting, 1)
    settle(cast, valid_from=date(2026, 11, 19), ratification={"minimum_present": 5})
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.charter == first
    assert rules_of(meeting).ratification.minimum_present == 1
    close_meeting(actor=cast.secretary, meeting=meeting)
    planned = cast.meeting(date(2026, 12, 18))
    assert rules_of(planned).ratification.minimum_present == 5


def test_a_meeting_convened_without_a_charter_stays_without(cast: Cast) -> None:
    meeting = cast.thread("agreed").meeting
    assert meeting is not None
    settle(cast, ratification={"minimum_present": 5})
    close_meeting(actor=cast.secretary, meeting=Meeting.objects.get(pk=meeting.pk))


def test_an_agreement_starts_from_what_the_charter_settles(cast: Cast) -> None:
    settle(
        cast,
        ratification={"way": "reservations"},
        execution={"default_executor": "solva", "local_decision": "college", "follow_up_days": 30},
    )
    item = cast.thread("open").item
    assert item is not None
    item = AgendaItem.objects.select_related("meeting__charter", "meeting__body").get(pk=item.pk)
    choices = possible_executors(cast.table, item.meeting.held_on)
    settled = settled_for(item, choices)
    assert settled.way == "consensus, met voorbehoud genoteerd"
    assert settled.follow_up_on == date(2026, 12, 20)
    assert settled.initial == {
        "competent_body": CompetentBody.COLLEGE,
        "executors": [cast.support.pk],
        "due_on": date(2026, 12, 20),
    }
    item.expected_decision = CompetentBody.COUNCIL
    assert settled_for(item, choices).initial["competent_body"] == CompetentBody.COUNCIL


def test_without_a_charter_nothing_is_filled_in(cast: Cast) -> None:
    item = cast.thread("open").item
    assert item is not None
    settled = settled_for(item, possible_executors(cast.table, TODAY))
    assert (settled.initial, settled.follow_up_on) == ({}, None)


def test_the_theme_is_on_the_invitation_and_may_change_until_then(cast: Cast) -> None:
    meeting = cast.meeting(date(2026, 12, 18), theme="Mobiliteit")
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    change_meeting(
        actor=cast.secretary,
        meeting=meeting,
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
        theme="Energie",
    )
    convene_meeting(actor=cast.secretary, meeting=meeting)
    invitation = Message.objects.filter(kind="meeting.invitation")[0]
    assert "Thema: Energie" in invitation.text


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("Regionale energievisie", True),
        ("Mobiliteit in de regio", False),
        ("Laadpalen langs de Dender", True),  # the charter's own word for the theme
    ],
)
def test_what_speaks_of_the_theme(cast: Cast, title: str, fits: bool) -> None:
    theme = {
        "theme": "Energie",
        "words": ["laadpaal", "laadpalen"],
        "platforms": [{"platform": cast.table.slug, "role": "agree"}],
    }
    rules = settle(cast, themes=[theme]).rules
    proposal = Proposal(title=title, summary="Samen.")
    assert fits_theme("Energie", proposal, rules) == fits


def test_a_meeting_is_planned_after_one_of_another_body_on_its_day(cast: Cast) -> None:
    zone = make_body(cast, "Zoneraad", "zoneraad", BodyKind.FORUM)
    first = cast.meeting(date(2026, 12, 4), zone, starts_at=time(8, 30))
    second = cast.meeting(date(2026, 12, 4), follows=first)
    for meeting in (first, second):
        assert [link.meeting for link in chain_of(cast.system, meeting)] == [first, second]
    third = make_body(cast, "Vervoerregioraad", "vervoerregioraad", BodyKind.FORUM)
    with pytest.raises(Invalid, match="sluit al een andere aan"):
        cast.meeting(date(2026, 12, 4), third, follows=first)
    cast.meeting(date(2026, 12, 4), third, starts_at=time(13, 30), follows=second)
    assert len(chain_of(cast.system, first)) == 3


def test_a_chain_is_of_one_day_and_has_a_beginning(cast: Cast) -> None:
    zone = make_body(cast, "Zoneraad", "zoneraad", BodyKind.FORUM)
    first = cast.meeting(date(2026, 12, 4), zone)
    with pytest.raises(Invalid, match="op dezelfde dag"):
        cast.meeting(date(2026, 12, 5), follows=first)
    second = cast.meeting(date(2026, 12, 4), follows=first)
    with pytest.raises(Invalid, match="sluit zelf aan op deze"):
        change_meeting(
            actor=cast.system,
            meeting=first,
            held_on=first.held_on,
            starts_at=first.starts_at,
            follows=second,
        )
    cancel_meeting(actor=cast.system, meeting=second, reason="Ziekte")
    again = cast.meeting(date(2026, 12, 4), follows=first)
    assert again.follows == first
    cancel_meeting(actor=cast.system, meeting=first, reason="Ziekte")
    third = make_body(cast, "Raad", "raad", BodyKind.FORUM)
    with pytest.raises(Invalid, match="gaat niet door"):
        cast.meeting(date(2026, 12, 4), third, follows=first)


def test_nothing_is_planned_or_placed_at_a_body_that_is_over(cast: Cast) -> None:
    meeting, proposal = cast.meeting(date(2026, 12, 18)), cast.proposal()
    GoverningBody.objects.filter(pk=cast.table.pk).update(valid_to=date(2026, 11, 22))
    body = GoverningBody.objects.get(pk=cast.table.pk)
    meeting = Meeting.objects.get(pk=meeting.pk)
    for refused in (
        lambda: plan_meeting(
            actor=cast.secretary, body=body, held_on=date(2026, 12, 4), starts_at=time(9)
        ),
        lambda: place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal),
        lambda: convene_meeting(actor=cast.chair, meeting=meeting),
    ):
        with pytest.raises(WrongMoment, match="liep af op 22 november 2026"):
            refused()


def test_the_day_of_the_review_brings_one_proposal_about_the_composition(cast: Cast) -> None:
    """R66: shown to who leads the table; one click brings it to the table, once."""
    GoverningBody.objects.filter(pk=cast.table.pk).update(composition_review_on=date(2026, 12, 1))
    assert my_table(cast.secretary, TODAY).tasks == []
    with pytest.raises(WrongMoment):
        propose_review(actor=cast.secretary, body=cast.table)
    GoverningBody.objects.filter(pk=cast.table.pk).update(composition_review_on=date(2026, 11, 1))
    table = GoverningBody.objects.get(pk=cast.table.pk)
    [task] = my_table(cast.secretary, TODAY).tasks
    assert (task.label, task.since) == ("Samenstelling herbekijken", date(2026, 11, 1))
    assert my_table(cast.mayor, TODAY).tasks == []
    for stranger in (cast.mayor, cast.director, cast.other_secretary, cast.partner, cast.citizen):
        with pytest.raises(NotAllowed):
            propose_review(actor=stranger, body=table)
    proposal = propose_review(actor=cast.secretary, body=table)
    assert (proposal.title, proposal.state) == ("Evaluatie samenstelling", "submitted")
    assert "1 november 2026" in proposal.summary
    assert [task.kind for task in my_table(cast.secretary, TODAY).tasks] == ["proposal"]
    with pytest.raises(WrongMoment):
        propose_review(actor=cast.secretary, body=table)
    meeting = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    convene_meeting(actor=cast.secretary, meeting=meeting)


def test_a_review_is_brought_as_what_the_table_handles(cast: Cast) -> None:
    GoverningBody.objects.filter(pk=cast.table.pk).update(
        composition_review_on=date(2026, 11, 1),
        functions=[Function.EXCHANGE],
        categories=[Category.INFORMATION],
    )
    table = GoverningBody.objects.get(pk=cast.table.pk)
    proposal = propose_review(actor=cast.secretary, body=table)
    assert (proposal.function, proposal.category) == (Function.EXCHANGE, Category.INFORMATION)
