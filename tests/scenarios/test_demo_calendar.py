"""Midwest's day of three meetings in the calendars of who sits in them (R75)."""

from datetime import timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from tests.demo_fixture import Demo, demo  # noqa: F401

from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import follow_calendar
from overlegtafel.meetings.subscriptions import token_of

pytestmark = pytest.mark.django_db


def day_of(demo: Demo, who: str) -> list[Any]:  # noqa: F811
    """Someone's events on the day of the coming chain, by vobject."""
    chain = Meeting.objects.filter(body__slug="midwest", held_on__gt=demo.today + timedelta(1))
    day = chain.earliest("held_on").held_on
    feed = follow_calendar(actor=demo.user(who))
    answer = Client().get(reverse("calendar_feed", args=[token_of(feed)]))
    events = vobject.readOne(answer.content.decode()).contents.get("vevent", [])
    return sorted(
        (each for each in events if each.dtstart.value.date() == day),
        key=lambda each: each.dtstart.value,
    )


def hours(events: list[Any]) -> list[str]:
    """When each begins, on the clock in Brussels."""
    return [f"{each.dtstart.value:%H:%M}" for each in events]


def test_ledegem_starts_at_link_two(demo: Demo) -> None:  # noqa: F811
    events = day_of(demo, "burgemeester.ledegem")
    assert hours(events) == ["10:00", "13:30"]
    assert "Uw dag: van 10.00" in events[0].description.value
    assert "2 vergaderingen na elkaar" in events[0].description.value


def test_roeselare_sits_in_all_three(demo: Demo) -> None:  # noqa: F811
    assert hours(day_of(demo, "burgemeester.roeselare")) == ["08:30", "10:00", "13:30"]
