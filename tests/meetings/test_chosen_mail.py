"""Who chose less mail is told of before sending and after it; what is soon waits for nobody."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import convene_meeting, place_on_agenda
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.preferences import choose_delivery
from overlegtafel.outbox.topics import Delivery, Topic

pytestmark = pytest.mark.django_db


def planned(cast: Cast, held_on: date) -> Meeting:
    meeting = cast.meeting(held_on)
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    return meeting


@pytest.mark.parametrize(
    ("delivery", "before", "after"),
    [
        (Delivery.DIGEST, "koos één mail per dag", "gaat mee in het dagoverzicht"),
        (Delivery.NEVER, "wil hierover geen mail", "wil hierover geen mail"),
    ],
)
def test_the_pages_around_sending_say_who_chose_less(
    cast: Cast, delivery: Delivery, before: str, after: str
) -> None:
    meeting = planned(cast, date(2026, 12, 18))
    choose_delivery(actor=cast.mayor, choices={Topic.MEETINGS: delivery})
    client = Client()
    client.force_login(cast.secretary)
    place = [cast.table.slug, "2026-12-18"]
    preview = client.get(reverse("meeting_convene", args=place))
    assert before in preview.text
    convene_meeting(actor=cast.secretary, meeting=meeting)
    leaving = Message.objects.filter(kind="meeting.invitation", state=Message.State.PENDING)
    assert f"{leaving.count()} van " in preview.text
    sent = client.get(reverse("agenda_dispatch", args=[*place, 1]))
    assert sent.status_code == 200
    assert after in sent.text


def test_an_invitation_for_tomorrow_waits_for_no_overview(cast: Cast, clock: FixedClock) -> None:
    meeting = planned(cast, date(2026, 12, 18))
    choose_delivery(actor=cast.mayor, choices={Topic.MEETINGS: Delivery.DIGEST})
    clock.travel_to("2026-12-17 10:00")
    convene_meeting(actor=cast.secretary, meeting=meeting)
    message = Message.objects.get(kind="meeting.invitation", recipient=cast.mayor)
    assert message.state == Message.State.PENDING
