"""A meeting that people were invited to moves or is called off: everyone hears, calendars too."""

from datetime import date, time
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast

from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import (
    cancel_meeting,
    convene_meeting,
    place_on_agenda,
    reschedule_meeting,
)
from overlegtafel.outbox.models import Message

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {
    "held_on": date(2026, 12, 11),
    "starts_at": time(14, 0),
    "location": "Gemeentehuis Lede",
    "reason": "Treinstaking.",
}


@pytest.fixture
def convened(cast: Cast) -> Meeting:
    """A meeting on 18 December whose agenda was sent."""
    meeting = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    convene_meeting(actor=cast.secretary, meeting=meeting)
    return meeting


def event_in(message: Message) -> Any:
    """The calendar file that went along."""
    return vobject.readOne(bytes(message.attachments.get().content).decode())


def to_the_mayor(cast: Cast, kind: str) -> Message:
    return Message.objects.get(recipient=cast.mayor, kind=kind)


def test_who_was_invited_hears_of_the_new_moment_and_the_event_moves(
    cast: Cast, convened: Meeting
) -> None:
    reschedule_meeting(actor=cast.secretary, meeting=convened, **NEW)
    invitation = to_the_mayor(cast, "meeting.invitation")
    moved = to_the_mayor(cast, "meeting.moved")
    assert moved.subject == f"Verplaatst: {cast.table.name}, nu vrijdag 11 december 2026"
    assert "vrijdag 18 december 2026 om 9.30 uur is verplaatst" in moved.text
    assert "Waarom: Treinstaking." in moved.text
    before, after = event_in(invitation), event_in(moved)
    assert after.method.value == "REQUEST"
    assert after.vevent.uid.value == before.vevent.uid.value
    assert int(after.vevent.sequence.value) > int(before.vevent.sequence.value)
    assert after.vevent.dtstart.value.isoformat() == "2026-12-11T14:00:00+01:00"
    assert after.vevent.location.value == "Gemeentehuis Lede"
    assert (convened.moved_from, convened.moved_because) == (date(2026, 12, 18), "Treinstaking.")
    invited = Message.objects.filter(kind="meeting.invitation").count()
    assert Message.objects.filter(kind="meeting.moved").count() == invited


def test_another_day_asks_everyone_again_another_hour_does_not(
    cast: Cast, convened: Meeting
) -> None:
    seats = set(convened.attendances.values_list("pk", flat=True))
    later = {**NEW, "held_on": date(2026, 12, 18)}
    reschedule_meeting(actor=cast.secretary, meeting=convened, **later)
    assert set(convened.attendances.values_list("pk", flat=True)) == seats
    assert "opnieuw weten" not in to_the_mayor(cast, "meeting.moved").text
    assert convened.moved_from is None
    reschedule_meeting(actor=cast.secretary, meeting=convened, **NEW)
    assert not seats & set(convened.attendances.values_list("pk", flat=True))
    assert convened.attendances.count() == len(seats)


def test_called_off_means_a_mail_that_takes_the_event_away(cast: Cast, convened: Meeting) -> None:
    cancel_meeting(actor=cast.secretary, meeting=convened, reason="Ziekte.")
    message = to_the_mayor(cast, "meeting.cancelled")
    assert "Waarom: Ziekte." in message.text
    calendar = event_in(message)
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")


def test_what_nobody_was_invited_to_is_called_off_in_silence(cast: Cast) -> None:
    meeting = cast.meeting(date(2026, 12, 18))
    cancel_meeting(actor=cast.secretary, meeting=meeting, reason="Ziekte.")
    assert not Message.objects.filter(kind="meeting.cancelled").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"held_on": date(2026, 11, 22)}, "held_on"),
        ({"ends_at": time(13, 0)}, "ends_at"),
        (
            {"held_on": date(2026, 12, 18), "starts_at": time(9, 30), "location": ""},
            "held_on",
        ),
    ],
)
def test_a_move_that_is_none_is_refused(
    cast: Cast, convened: Meeting, wrong: dict[str, Any], field: str
) -> None:
    Meeting.objects.filter(pk=convened.pk).update(location="")
    with pytest.raises(Invalid) as refusal:
        reschedule_meeting(actor=cast.secretary, meeting=convened, **{**NEW, **wrong})
    assert refusal.value.field == field


def test_the_day_of_another_meeting_is_taken(cast: Cast, convened: Meeting) -> None:
    cast.meeting(date(2026, 12, 11))
    with pytest.raises(Invalid):
        reschedule_meeting(actor=cast.secretary, meeting=convened, **NEW)


def test_only_who_plans_moves_and_only_what_is_convened(cast: Cast, convened: Meeting) -> None:
    for actor in (cast.mayor, cast.other_secretary):
        with pytest.raises(NotAllowed):
            reschedule_meeting(actor=actor, meeting=convened, **NEW)
    planned = cast.meeting(date(2027, 1, 15))
    with pytest.raises(WrongMoment):
        reschedule_meeting(actor=cast.secretary, meeting=planned, **NEW)


def test_the_page_keeps_what_was_typed_and_leads_to_the_new_day(
    cast: Cast, convened: Meeting
) -> None:
    client = Client()
    client.force_login(cast.secretary)
    page = reverse("meeting_reschedule", args=[cast.table.slug, "2026-12-18"])
    typed = {"held_on": "2026-12-11", "starts_at": "14:00", "location": "Lede", "reason": ""}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert 'value="2026-12-11"' in answer.text
    answer = client.post(page, {**typed, "reason": "Staking."})
    assert answer["Location"].endswith("/vergaderingen/2026-12-11/")
    assert client.get(answer["Location"]).status_code == 200
