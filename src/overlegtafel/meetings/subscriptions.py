"""Which meetings someone follows in an own calendar, and under which secret address."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.meetings.calendar_file import USUAL_LENGTH, CalendarEvent, invitation_file
from overlegtafel.meetings.chains import OwnDay, own_days
from overlegtafel.meetings.models import CalendarFeed, Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import MeetingState

KEPT = timedelta(days=92)
"""How long a meeting that was stays in a feed."""
_SALT = "overlegtafel.meetings.calendar_feed"
_CHANGES = ("meeting.changed", "meeting.moved", "meeting.cancelled", "meeting.convened")
"""The lines of the log after which the event in a calendar reads otherwise."""
_STATUS = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def token_of(feed: CalendarFeed) -> str:
    """The secret part of a feed's address: which feed, and a signature over its serial."""
    signed = salted_hmac(_SALT, f"{feed.pk}:{feed.serial}", algorithm="sha256").hexdigest()
    return f"{feed.pk}-{signed[:40]}"


def feed_by(token: str) -> CalendarFeed:
    """The feed with this address. Raises ``NotVisible`` for an old or a made-up one."""
    number = token.partition("-")[0]
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise NotVisible
    feed = CalendarFeed.objects.select_related("owner", "body").filter(pk=number).first()
    if feed is None or not feed.owner.is_active or not constant_time_compare(token_of(feed), token):
        raise NotVisible
    return feed


def own_feed(owner: User, pk: int) -> CalendarFeed:
    """One of someone's own feeds. Raises ``NotVisible``."""
    feed = CalendarFeed.objects.filter(pk=pk, owner=owner).select_related("owner", "body").first()
    if feed is None:
        raise NotVisible
    return feed


def tables_to_follow(owner: User) -> list[GoverningBody]:
    """The tables of which someone reads what is convened, by name."""
    circle = GoverningBody.objects.filter(pk__in=standing_of(owner).circle_of)
    return list(circle.order_by("name"))


def feed_name(feed: CalendarFeed) -> str:
    """What the calendar is called in Outlook or Google."""
    return feed.body.name if feed.body else "Mijn overleggen"


def meetings_followed(owner: User, body: GoverningBody | None) -> list[Meeting]:
    """The meetings of a table, or of all tables where someone sits or which someone runs, that
    this person sees today; from three months ago on.
    """
    meetings = meetings_visible_to(owner).filter(held_on__gte=clock.today() - KEPT)
    if body is not None:
        meetings = meetings.filter(body=body)
    else:
        standing = standing_of(owner)
        meetings = meetings.filter(body__in=standing.sits_at | standing.leads)
    return list(
        meetings.select_related("body", "followed_by").order_by("held_on", "starts_at", "pk")
    )


def events_for(reader: User, meetings: Iterable[Meeting]) -> list[CalendarEvent]:
    """Meetings as calendar events for one reader: one query for how often each changed."""
    found = list(meetings)
    if not found:
        return []
    held = [meeting.held_on for meeting in found]
    days = {each.day: each for each in own_days(reader, min(held), max(held))}
    lines = AuditEntry.objects.filter(
        subject_type=Meeting._meta.label_lower,
        subject_id__in=[meeting.pk for meeting in found],
        verb__in=_CHANGES,
    )
    changes = {
        row["subject_id"]: (row["times"], row["last"])
        for row in lines.values("subject_id").annotate(times=Count("pk"), last=Max("at"))
    }
    return [
        _event(
            meeting,
            days.get(meeting.held_on),
            *changes.get(meeting.pk, (0, meeting.state_since)),
        )
        for meeting in found
    ]


def event_of(meeting: Meeting, reader: User, organizer: User) -> CalendarEvent:
    """One meeting for a mail to ``reader``, from who sends it."""
    (event,) = events_for(reader, [meeting])
    return replace(
        event,
        organizer=(organizer.name, organizer.email),
        attendee=(reader.name, reader.email),
    )


def for_the_calendar(meeting: Meeting, reader: User, sender: User) -> tuple[str, str, bytes]:
    """The meeting as a file for a mail to ``reader``: name, kind, content."""
    event = event_of(meeting, reader, sender)
    method = "CANCEL" if event.is_cancelled else "REQUEST"
    return "vergadering.ics", f"text/calendar; method={method}", invitation_file(event)


def _event(
    meeting: Meeting, own_day: OwnDay | None, sequence: int, changed_at: datetime
) -> CalendarEvent:
    body = meeting.body
    page = reverse("meeting", args=[body.slug, meeting.held_on.isoformat()])
    address = f"{settings.SITE_ADDRESS}{page}"
    starts_at = _moment(meeting, meeting.starts_at)
    lines = [
        meeting.theme and f"Thema: {meeting.theme}",
        _day_words(own_day),
        "De agenda is nog niet verstuurd." if meeting.state == MeetingState.PLANNED else "",
        f"Agenda en stukken: {address}",
    ]
    return CalendarEvent(
        uid=f"vergadering-{meeting.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}",
        sequence=sequence,
        changed_at=changed_at,
        starts_at=starts_at,
        ends_at=_end_of(meeting, starts_at),
        summary=body.name,
        description="\n".join(line for line in lines if line),
        location=meeting.location,
        address=address,
        status=_STATUS.get(MeetingState(meeting.state), "CONFIRMED"),
    )


def _end_of(meeting: Meeting, starts_at: datetime) -> datetime:
    """When it ends: as written, else when the next link of the day begins, else after two hours."""
    following = getattr(meeting, "followed_by", None)
    hour = meeting.ends_at or (following.starts_at if following else None)
    end = _moment(meeting, hour) if hour else starts_at
    return end if end > starts_at else starts_at + USUAL_LENGTH


def _day_words(own_day: OwnDay | None) -> str:
    """From when to when someone is expected on a day of several meetings (R75)."""
    if own_day is None or len(own_day.links) < 2:
        return ""
    return f"Uw dag: {own_day.times.words}, {len(own_day.links)} vergaderingen na elkaar."


def _moment(meeting: Meeting, at: time) -> datetime:
    """An hour of the meeting's day on the clock in Belgium."""
    return datetime.combine(meeting.held_on, at, timezone.get_default_timezone())
