"""Meetings in one's own calendar, read back by a parser that did not write them."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotVisible
from overlegtafel.meetings.calendar_file import invitation_file
from overlegtafel.meetings.models import CalendarFeed, Meeting
from overlegtafel.meetings.services import (
    cancel_meeting,
    change_meeting,
    follow_calendar,
    leave_calendar,
    renew_calendar,
)
from overlegtafel.meetings.subscriptions import event_of, feed_by, token_of

pytestmark = pytest.mark.django_db


def fetched(feed: CalendarFeed) -> list[Any]:
    """What a calendar program sees under the feed's address, by vobject."""
    answer = Client().get(reverse("calendar_feed", args=[token_of(feed)]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.content.decode())
    return list(calendar.contents.get("vevent", []))


@pytest.fixture
def meeting(cast: Cast) -> Iterator[Meeting]:
    """A planned meeting of the table on Friday 18 December, at 9.30."""
    yield cast.meeting(date(2026, 12, 18))


def test_a_meeting_keeps_its_place_on_the_clock_in_brussels(cast: Cast, meeting: Meeting) -> None:
    [event] = fetched(follow_calendar(actor=cast.mayor))
    assert event.dtstart.value.isoformat() == "2026-12-18T09:30:00+01:00"
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Brussels"]
    assert event.summary.value == cast.table.name
    assert event.status.value == "TENTATIVE"
    assert event.url.value.endswith("/tafels/denderregio/vergaderingen/2026-12-18/")


def test_a_summer_meeting_is_at_the_same_hour_on_the_wall(cast: Cast) -> None:
    cast.meeting(date(2027, 6, 18))
    [event] = fetched(follow_calendar(actor=cast.mayor))
    assert event.dtstart.value.isoformat() == "2027-06-18T09:30:00+02:00"


def test_a_moved_meeting_is_the_same_event_with_a_higher_number(
    cast: Cast, meeting: Meeting
) -> None:
    feed = follow_calendar(actor=cast.mayor)
    [before] = fetched(feed)
    change_meeting(
        actor=cast.secretary, meeting=meeting, held_on=date(2026, 12, 11), starts_at=time(14, 0)
    )
    [after] = fetched(feed)
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) == int(before.sequence.value) + 1
    assert after.dtstart.value.isoformat() == "2026-12-11T14:00:00+01:00"


def test_a_cancelled_meeting_stays_as_cancelled(cast: Cast, meeting: Meeting) -> None:
    feed = follow_calendar(actor=cast.mayor)
    cancel_meeting(actor=cast.secretary, meeting=meeting, reason="Ziekte.")
    [event] = fetched(feed)
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")


def test_a_mail_carries_an_invitation_and_later_its_cancellation(
    cast: Cast, meeting: Meeting
) -> None:
    invited = vobject.readOne(
        invitation_file(event_of(meeting, cast.mayor, cast.secretary)).decode()
    )
    cancel_meeting(actor=cast.secretary, meeting=meeting, reason="Ziekte.")
    called_off = vobject.readOne(
        invitation_file(event_of(meeting, cast.mayor, cast.secretary)).decode()
    )
    assert (invited.method.value, called_off.method.value) == ("REQUEST", "CANCEL")
    assert invited.vevent.organizer.value == f"mailto:{cast.secretary.email}"
    assert invited.vevent.attendee.value == f"mailto:{cast.mayor.email}"
    assert invited.vevent.attendee.params["RSVP"] == ["FALSE"]
    assert called_off.vevent.uid.value == invited.vevent.uid.value
    assert int(called_off.vevent.sequence.value) > int(invited.vevent.sequence.value)


def test_hostile_words_stay_words(cast: Cast, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        location="Zaal 1\r\nATTENDEE:mailto:x@example.org; \\, 😀" + "lang " * 30,
        theme="BEGIN:VALARM",
    )
    [event] = fetched(follow_calendar(actor=cast.mayor))
    assert "ATTENDEE:mailto:x@example.org; \\, 😀lang" in event.location.value
    assert "attendee" not in event.contents
    assert "valarm" not in event.contents


def test_a_renewed_address_makes_the_old_one_worthless(cast: Cast, meeting: Meeting) -> None:
    feed = follow_calendar(actor=cast.mayor)
    old = token_of(feed)
    renew_calendar(actor=cast.mayor, feed=feed)
    assert token_of(feed) != old
    assert Client().get(reverse("calendar_feed", args=[old])).status_code == 404
    assert len(fetched(feed)) == 1
    verbs = AuditEntry.objects.filter(verb__startswith="calendar_feed.")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "calendar_feed.opened",
        "calendar_feed.renewed",
    ]


@pytest.mark.parametrize(
    "token", ["1", "1-", "1-" + "0" * 40, "x-y", "²-3", "9" * 30 + "-a", "-", "1-é"]
)
def test_a_made_up_address_opens_nothing(cast: Cast, meeting: Meeting, token: str) -> None:
    follow_calendar(actor=cast.mayor)
    with pytest.raises(NotVisible):
        feed_by(token)


def test_a_feed_follows_what_its_owner_may_see(
    cast: Cast, meeting: Meeting, clock: FixedClock
) -> None:
    """An alderman sees a meeting once it is convened, a stranger never."""
    of_the_alderman = follow_calendar(actor=cast.alderman, body=cast.table)
    assert fetched(of_the_alderman) == []
    with pytest.raises(NotVisible):
        follow_calendar(actor=cast.other_mayor, body=cast.table)
    assert fetched(follow_calendar(actor=cast.other_mayor)) == []
    User.objects.filter(pk=cast.alderman.pk).update(is_active=False)
    answer = Client().get(reverse("calendar_feed", args=[token_of(of_the_alderman)]))
    assert answer.status_code == 404


def test_nobody_touches_another_ones_feed(cast: Cast) -> None:
    feed = follow_calendar(actor=cast.mayor)
    for service in (renew_calendar, leave_calendar):
        with pytest.raises(NotVisible):
            service(actor=cast.chair, feed=feed)
    leave_calendar(actor=cast.mayor, feed=feed)
    assert not CalendarFeed.objects.exists()


def test_asking_twice_gives_one_address(cast: Cast) -> None:
    assert follow_calendar(actor=cast.mayor) == follow_calendar(actor=cast.mayor)


@pytest.mark.parametrize("meetings", [1, 20])
def test_a_feed_costs_the_same_whatever_it_holds(
    cast: Cast, meetings: int, django_assert_num_queries: Any
) -> None:
    for number in range(meetings):
        cast.meeting(date(2027, 1, 1 + number))
    address = reverse("calendar_feed", args=[token_of(follow_calendar(actor=cast.mayor))])
    Client().get(address)
    with django_assert_num_queries(9):
        answer = Client().get(address)
    assert answer.content.count(b"BEGIN:VEVENT") == meetings


def test_the_page_makes_renews_and_gives_up_an_address(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.mayor)
    page = reverse("calendars")
    assert "U volgt nog niets" in client.get(page).text
    client.post(page, {"table": cast.table.slug})
    feed = CalendarFeed.objects.get()
    assert token_of(feed) in client.get(page).text
    client.post(reverse("calendar_renew", args=[feed.pk]), {"renew": ""})
    feed.refresh_from_db()
    assert feed.serial == 2
    client.post(reverse("calendar_renew", args=[feed.pk]), {"leave": ""})
    assert not CalendarFeed.objects.exists()
