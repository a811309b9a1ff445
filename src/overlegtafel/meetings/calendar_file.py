"""Meetings as iCalendar (RFC 5545), so that Outlook and Google keep one event per meeting.

The UID never changes and SEQUENCE only rises, so an update or a cancellation lands on the event
that is in the calendar already. Times carry Europe/Brussels with its rules, not an offset.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from overlegtafel.common import clock

USUAL_LENGTH = timedelta(hours=2)
"""How long a meeting without a known end is kept free."""
REFRESH = timedelta(hours=6)
_BRUSSELS = """BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:DAYLIGHT
DTSTART:19960331T020000
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
"""
"""Summer time as the European Union sets it (directive 2000/84/EC), in the form that Outlook and
others read: the library's own list of dates is not read by all.
"""
_PRODUCT = "-//Overlegtafel//vergaderingen//NL"


@dataclass(frozen=True)
class CalendarEvent:
    """One meeting for one reader. ``sequence`` rises by one with every change of the meeting."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    address: str
    status: str
    organizer: tuple[str, str] | None = None
    attendee: tuple[str, str] | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether the meeting does not take place."""
        return self.status == "CANCELLED"


def invitation_file(event: CalendarEvent) -> bytes:
    """One meeting for a mail: an invitation, an update of it, or its cancellation.

    Nobody is asked to answer to the calendar: who comes is said in Overlegtafel.
    """
    return _written([event], "CANCEL" if event.is_cancelled else "REQUEST")


def calendar_file(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """Many meetings under one name, for a feed or a download."""
    return _written(events, "PUBLISH", name)


def _written(events: Iterable[CalendarEvent], method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", REFRESH)
    calendar.add_component(Timezone.from_ical(_BRUSSELS))
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent) -> Event:
    found = Event()
    found.add("uid", event.uid)
    found.add("sequence", event.sequence)
    found.add("dtstamp", event.changed_at.astimezone(clock.UTC))
    found.add("last-modified", event.changed_at.astimezone(clock.UTC))
    found.add("dtstart", event.starts_at)
    found.add("dtend", event.ends_at)
    found.add("summary", event.summary)
    found.add("status", event.status)
    for field in ("description", "location"):
        if getattr(event, field):
            found.add(field, getattr(event, field))
    found.add("url", event.address)
    if event.organizer:
        found.add("organizer", _person(*event.organizer))
    if event.attendee:
        who = _person(*event.attendee)
        who.params["RSVP"] = vText("FALSE")
        found.add("attendee", who, encode=False)
    return found


def _person(name: str, address: str) -> vCalAddress:
    who = vCalAddress(f"mailto:{address}")
    who.params["CN"] = vText(name.replace('"', "'"))
    return who
