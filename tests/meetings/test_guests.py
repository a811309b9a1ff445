"""Guests who come a few times a year (R27), and participants who always come (R86)."""

from datetime import date, time

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import make_body

from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.models import MemberCategory, Seat
from overlegtafel.governance.services import add_seat, add_seat_for_person
from overlegtafel.governance.states import BodyKind
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.queries import expected_seats, guests_of, unplanned_visits
from overlegtafel.meetings.services import (
    cancel_meeting,
    cancel_visit,
    change_meeting,
    convene_meeting,
    place_on_agenda,
    plan_visit,
)
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.my_table import my_table

TODAY = date(2026, 11, 23)


def make_guest(cast: Cast) -> Seat:
    """Zele comes once a year, and is no member any more."""
    cast.table.seats.filter(municipality=cast.towns["Zele"]).update(valid_to=date(2026, 1, 1))
    return add_seat(
        actor=cast.system, body=cast.table, category="guest", municipality=cast.towns["Zele"]
    )


def sent(cast: Cast, meeting: Meeting) -> list[str]:
    """The seats of a meeting once its agenda is sent."""
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    convene_meeting(actor=cast.secretary, meeting=meeting)
    return [str(each.seat) for each in meeting.attendances.all()]


def test_a_guest_who_does_not_visit_has_no_place(cast: Cast) -> None:
    guest = make_guest(cast)
    without, with_guest = cast.meeting(date(2026, 12, 4)), cast.meeting(date(2026, 12, 18))
    plan_visit(actor=cast.secretary, meeting=with_guest, seat=guest)
    assert "Zele" not in sent(cast, without)
    assert "Zele" in sent(cast, with_guest)


def test_a_guest_is_never_counted(cast: Cast) -> None:
    guest = make_guest(cast)
    meeting = cast.meeting(date(2026, 12, 18))
    plan_visit(actor=cast.secretary, meeting=meeting, seat=guest)
    sent(cast, meeting)
    assert sum(each.seat.counts for each in meeting.attendances.all()) == 4
    assert meeting.attendances.count() == 5


def test_a_standing_participant_is_on_every_invitation_and_not_counted(cast: Cast) -> None:
    seat = add_seat_for_person(
        actor=cast.system, body=cast.table, category="standing-participant", name="Directeur"
    )
    Seat.objects.filter(pk=seat.pk).update(person=cast.partner.person)
    meeting = cast.meeting(date(2026, 12, 18))
    assert sum(filled.seat.counts for filled in expected_seats(meeting)) == 5
    assert len(sent(cast, meeting)) == 6
    assert Message.objects.filter(kind="meeting.invitation", recipient=cast.partner).exists()


def test_once_a_year_is_once_a_calendar_year_what_is_planned_counted(cast: Cast) -> None:
    guest = make_guest(cast)
    first, second = cast.meeting(date(2026, 12, 4)), cast.meeting(date(2026, 12, 18))
    january = cast.meeting(date(2027, 1, 15))
    plan_visit(actor=cast.secretary, meeting=first, seat=guest)
    with pytest.raises(Invalid, match=r"hoogstens één keer in 2026.*op 4 december 2026"):
        plan_visit(actor=cast.secretary, meeting=second, seat=guest)
    plan_visit(actor=cast.secretary, meeting=january, seat=guest)
    cancel_meeting(actor=cast.secretary, meeting=first, reason="Ziekte")
    plan_visit(actor=cast.secretary, meeting=second, seat=guest)


def test_a_visit_is_taken_back(cast: Cast) -> None:
    guest, meeting = make_guest(cast), cast.meeting(date(2026, 12, 4))
    plan_visit(actor=cast.secretary, meeting=meeting, seat=guest)
    with pytest.raises(Invalid, match="wordt hier al verwacht"):
        plan_visit(actor=cast.secretary, meeting=meeting, seat=guest)
    [seen] = guests_of(meeting)
    assert (seen.is_expected, seen.may_come) == (True, False)
    cancel_visit(actor=cast.secretary, meeting=meeting, seat=guest)
    with pytest.raises(WrongMoment):
        cancel_visit(actor=cast.secretary, meeting=meeting, seat=guest)
    [seen] = guests_of(meeting)
    assert (seen.is_expected, seen.may_come) == (False, True)


def test_a_meeting_takes_its_guests_to_another_year_within_their_number(cast: Cast) -> None:
    guest = make_guest(cast)
    december, january = cast.meeting(date(2026, 12, 18)), cast.meeting(date(2027, 1, 15))
    for meeting in (december, january):
        plan_visit(actor=cast.secretary, meeting=meeting, seat=guest)
    with pytest.raises(Invalid, match="in 2027") as refused:
        change_meeting(
            actor=cast.secretary, meeting=december, held_on=date(2027, 1, 8), starts_at=time(9)
        )
    assert refused.value.field == "held_on"


def test_only_a_guest_of_that_table_on_that_day_visits(cast: Cast) -> None:
    guest, meeting = make_guest(cast), cast.meeting(date(2026, 12, 4))
    member = cast.table.seats.get(municipality=cast.towns["Lede"])
    with pytest.raises(Invalid, match="is geen gast"):
        plan_visit(actor=cast.secretary, meeting=meeting, seat=member)
    theirs = cast.other_table.seats.all()[0]
    with pytest.raises(Invalid, match="hoort die dag niet"):
        plan_visit(actor=cast.secretary, meeting=meeting, seat=theirs)
    Seat.objects.filter(pk=guest.pk).update(valid_to=date(2026, 12, 1))
    with pytest.raises(Invalid, match="hoort die dag niet"):
        plan_visit(actor=cast.secretary, meeting=meeting, seat=guest)


def test_who_plans_a_visit_and_until_when(cast: Cast) -> None:
    guest, meeting = make_guest(cast), cast.meeting(date(2026, 12, 4))
    for stranger in (cast.mayor, cast.director, cast.other_secretary, cast.partner, cast.citizen):
        with pytest.raises(NotAllowed):
            plan_visit(actor=stranger, meeting=meeting, seat=guest)
    sent(cast, meeting)
    with pytest.raises(WrongMoment):
        plan_visit(actor=cast.secretary, meeting=meeting, seat=guest)


def test_one_city_is_a_guest_at_two_tables_each_reminding_its_own(cast: Cast) -> None:
    """Gent at the Meetjesland and at Leie-Schelde: a visit to one is no visit to the other."""
    guest = make_guest(cast)
    sister = make_body(cast, "Zuid", "zuid", BodyKind.SUBREGION)
    add_seat(actor=cast.system, body=sister, category="guest", municipality=cast.towns["Zele"])
    tables = [cast.table.pk, sister.pk]
    assert [seat.body for seat in unplanned_visits(tables, TODAY)] == [cast.table, sister]
    plan_visit(actor=cast.secretary, meeting=cast.meeting(date(2026, 12, 4)), seat=guest)
    assert [seat.body for seat in unplanned_visits(tables, TODAY)] == [sister]


def test_the_reminder_comes_with_the_agreed_month(cast: Cast) -> None:
    make_guest(cast)
    MemberCategory.objects.filter(key="guest").update(plan_visit_before=9)
    assert unplanned_visits([cast.table.pk], date(2026, 8, 31)) == []
    assert len(unplanned_visits([cast.table.pk], date(2026, 9, 1))) == 1
    labels = [task.label for task in my_table(cast.secretary, TODAY).tasks]
    assert labels == ["Bezoek van Zele plannen"]
    assert my_table(cast.mayor, TODAY).tasks == []
    assert my_table(cast.other_secretary, TODAY).tasks == []
