"""The last day for proposals, and what the charter does with what comes after it (R51)."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.routes import make_body, settle

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.services import give_clearance
from overlegtafel.governance.states import BodyKind, Task
from overlegtafel.meetings.readiness import cut_off_of
from overlegtafel.meetings.services import ask_late, place_on_agenda, remove_from_agenda
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.services import (
    combine_proposals,
    refer_proposal,
    refuse_proposal,
    withdraw_proposal,
)
from overlegtafel.reporting.proposals import coming_deadline

IN_DECEMBER = date(2026, 12, 4)


def late_table(cast: Cast, late: str) -> None:
    """Proposals are there 14 days before; for 4 December that is 20 November, last Friday."""
    settle(cast, agendering={"cut_off_days": 14, "late": late})


def test_the_last_day_comes_from_the_charter_when_planning(cast: Cast) -> None:
    late_table(cast, "chair")
    assert cast.meeting(IN_DECEMBER).proposals_due_on == date(2026, 11, 20)
    own = cast.meeting(date(2026, 12, 18), proposals_due_on=date(2026, 12, 10))
    assert own.proposals_due_on == date(2026, 12, 10)


def test_without_a_last_day_nothing_is_late(cast: Cast) -> None:
    meeting = cast.meeting(date(2026, 11, 24))
    assert meeting.proposals_due_on is None
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())


def test_one_place_says_which_day_is_the_last(cast: Cast) -> None:
    late_table(cast, "chair")
    meeting = cast.meeting(IN_DECEMBER)
    rules = current_rules(cast.table)
    meeting.proposals_due_on = None
    meeting.save()
    deadline = coming_deadline(cast.table, date(2026, 11, 23))
    assert deadline is not None
    assert deadline.due_on == cut_off_of(meeting, rules) == date(2026, 11, 20)
    assert deadline.is_late


def test_what_was_sent_in_time_is_placed_after_the_last_day(cast: Cast, clock: FixedClock) -> None:
    late_table(cast, "next_meeting")
    meeting = cast.meeting(IN_DECEMBER)
    clock.travel_to("2026-11-20 23:00")
    proposal = cast.proposal()
    clock.travel_to("2026-11-25 10:00")
    item = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    assert item.late_reason == ""


def test_what_comes_after_it_goes_to_the_next_meeting_by_name(cast: Cast) -> None:
    late_table(cast, "next_meeting")
    meeting = cast.meeting(IN_DECEMBER)
    proposal = cast.proposal()
    for actor in (cast.secretary, cast.chair):
        with pytest.raises(WrongMoment, match="plan die eerst"):
            place_on_agenda(
                actor=actor, meeting=meeting, proposal=proposal, late_reason="Dringend."
            )
    later = cast.meeting(date(2026, 12, 18))
    with pytest.raises(WrongMoment, match="op vrijdag 18 december 2026"):
        place_on_agenda(actor=cast.chair, meeting=meeting, proposal=proposal)
    place_on_agenda(actor=cast.secretary, meeting=later, proposal=proposal)


def test_the_chair_takes_it_with_a_reason(cast: Cast) -> None:
    late_table(cast, "chair")
    meeting, proposal = cast.meeting(IN_DECEMBER), cast.proposal()
    with pytest.raises(Invalid) as refused:
        place_on_agenda(actor=cast.chair, meeting=meeting, proposal=proposal)
    assert refused.value.field == "late_reason"
    item = place_on_agenda(
        actor=cast.chair, meeting=meeting, proposal=proposal, late_reason=" De zone vraagt het. "
    )
    assert item.late_reason == "De zone vraagt het."
    assert AuditEntry.objects.get(verb="agenda.item_placed").reason == "De zone vraagt het."


def test_staff_takes_it_with_the_chairs_go_ahead_for_that_proposal(cast: Cast) -> None:
    late_table(cast, "chair")
    meeting, proposal = cast.meeting(IN_DECEMBER), cast.proposal()
    with pytest.raises(WrongMoment, match="vraag het eerst"):
        place_on_agenda(
            actor=cast.secretary, meeting=meeting, proposal=proposal, late_reason="Dringend."
        )
    ask_late(actor=cast.secretary, meeting=meeting, proposal=proposal)
    assert Message.objects.filter(kind="clearance.asked", recipient=cast.chair).exists()
    give_clearance(actor=cast.chair, body=cast.table, task=Task.AGENDA, subject=proposal)
    other = cast.proposal(title="Ander")
    with pytest.raises(WrongMoment):
        place_on_agenda(
            actor=cast.secretary, meeting=meeting, proposal=other, late_reason="Dringend."
        )
    item = place_on_agenda(
        actor=cast.secretary, meeting=meeting, proposal=proposal, late_reason="Dringend."
    )
    assert item.late_reason == "Dringend."
    remove_from_agenda(actor=cast.secretary, item=item)  # what was agreed to is over
    assert not Clearance.objects.exists()


def test_asking_is_for_who_makes_the_agenda_and_only_where_it_helps(cast: Cast) -> None:
    late_table(cast, "chair")
    meeting, proposal = cast.meeting(IN_DECEMBER), cast.proposal()
    for stranger in (cast.mayor, cast.director, cast.other_secretary, cast.partner, cast.citizen):
        with pytest.raises(NotAllowed):
            ask_late(actor=stranger, meeting=meeting, proposal=proposal)
    in_time = cast.meeting(date(2026, 12, 18))
    with pytest.raises(WrongMoment, match="op tijd"):
        ask_late(actor=cast.secretary, meeting=in_time, proposal=proposal)


def test_where_it_waits_the_chair_is_not_asked(cast: Cast) -> None:
    late_table(cast, "next_meeting")
    with pytest.raises(WrongMoment, match="volgende vergadering"):
        ask_late(actor=cast.secretary, meeting=cast.meeting(IN_DECEMBER), proposal=cast.proposal())


def test_a_question_to_the_chair_is_answered_by_taking_it(cast: Cast) -> None:
    late_table(cast, "chair")
    meeting, proposal = cast.meeting(IN_DECEMBER), cast.proposal()
    ask_late(actor=cast.secretary, meeting=meeting, proposal=proposal)
    place_on_agenda(actor=cast.chair, meeting=meeting, proposal=proposal, late_reason="Dringend.")
    assert Clearance.objects.get().given_by == cast.chair
    assert Message.objects.filter(kind="clearance.given", recipient=cast.secretary).exists()


def test_a_question_to_the_chair_lapses_when_it_comes_in_time_elsewhere(cast: Cast) -> None:
    late_table(cast, "chair")
    meeting, proposal = cast.meeting(IN_DECEMBER), cast.proposal()
    ask_late(actor=cast.secretary, meeting=meeting, proposal=proposal)
    later = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.secretary, meeting=later, proposal=proposal)
    assert not Clearance.objects.exists()
    assert AuditEntry.objects.filter(verb="clearance.lapsed", actor=cast.secretary).exists()


def test_a_sent_agenda_still_takes_a_supplement_and_names_the_next_one(cast: Cast) -> None:
    cast.thread(until="convened")
    late_table(cast, "chair")
    following = cast.meeting(date(2026, 12, 17))
    deadline = coming_deadline(cast.table, date(2026, 11, 20))
    assert deadline is not None
    assert (deadline.is_sent, deadline.may_be_added, deadline.due_on) == (True, True, None)
    assert not deadline.chair_may
    assert deadline.then == following


def test_what_follows_is_still_open_itself(cast: Cast) -> None:
    late_table(cast, "chair")
    cast.meeting(IN_DECEMBER)
    cast.meeting(date(2026, 12, 5), proposals_due_on=date(2026, 11, 21))
    last = cast.meeting(date(2027, 1, 14))
    deadline = coming_deadline(cast.table, date(2026, 11, 23))
    assert deadline is not None
    assert (deadline.is_sent, deadline.is_late, deadline.chair_may) == (False, True, True)
    assert deadline.then == last


@pytest.mark.parametrize("how", ["refuse", "withdraw", "refer", "combine"])
def test_a_question_to_the_chair_ends_with_the_proposal(cast: Cast, how: str) -> None:
    late_table(cast, "chair")
    meeting = cast.meeting(IN_DECEMBER)
    proposal = cast.proposal()
    ask_late(actor=cast.secretary, meeting=meeting, proposal=proposal)
    other = cast.proposal(title="Blijft")
    ask_late(actor=cast.secretary, meeting=meeting, proposal=other)
    both = {"actor": cast.secretary, "proposal": proposal}
    if how == "refuse":
        refuse_proposal(**both, answer="Niet hier.")
    elif how == "withdraw":
        withdraw_proposal(actor=cast.mayor, proposal=proposal)
    elif how == "refer":
        below = make_body(cast, "Stuurgroep", "stuurgroep", BodyKind.STEERING)
        refer_proposal(**both, to_body=below, reason="Daar.")
    else:
        combine_proposals(actor=cast.secretary, into=cast.proposal(), others=[proposal])
    assert [each.subject_id for each in Clearance.objects.all()] == [other.pk]
    assert AuditEntry.objects.filter(verb="clearance.lapsed").count() == 1
