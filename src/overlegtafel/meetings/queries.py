"""Reads about meetings."""

from datetime import date

from django.db.models import Count, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import AgendaItem, Attendance, Meeting
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import HELD, MeetingState


def meetings_of(actor: User, body: GoverningBody) -> QuerySet[Meeting]:
    """A table's meetings that the actor sees, newest first, with their number of items."""
    return (
        meetings_visible_to(actor)
        .filter(body=body)
        .select_related("body")
        .annotate(item_count=Count("items"))
        .order_by("-held_on")
    )


def calendar_of(
    actor: User, body: GoverningBody, today: date
) -> tuple[QuerySet[Meeting], QuerySet[Meeting]]:
    """What is still to come, soonest first, and what was, newest first.

    Today's meeting was, once its minutes are closed or it is cancelled.
    """
    meetings = meetings_of(actor, body).select_related("body", "follows__body")
    gone = meetings.filter(held_on__lt=today) | meetings.filter(
        held_on=today, state__in=[*HELD, MeetingState.CANCELLED]
    )
    coming = meetings.exclude(pk__in=gone.values("pk"))
    return coming.order_by("held_on", "starts_at"), gone.order_by("-held_on", "-pk")


def item_of(meeting: Meeting, pk: int) -> AgendaItem:
    """An item of this meeting. Raises ``NotVisible``."""
    items = meeting.items.select_related("meeting__body", "dossier", "proposal__body")
    found = items.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def meeting_on(actor: User, body: GoverningBody, day: date) -> Meeting:
    """The meeting of a table on a day. Raises ``NotVisible``."""
    found = (
        meetings_visible_to(actor)
        .filter(body=body, held_on=day)
        .select_related("body__region", "follows__body", "followed_by__body")
        .order_by("state")
    )
    for meeting in sorted(found, key=lambda each: each.state == MeetingState.CANCELLED):
        return meeting
    raise NotVisible


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items in agenda order with what each page shows of them."""
    return meeting.items.select_related("brought_by", "dossier", "proposal", "saved_by").order_by(
        "order", "id"
    )


def attendances_of(meeting: Meeting) -> QuerySet[Attendance]:
    """The composition of the meeting, in the table's order."""
    return meeting.attendances.select_related(
        "seat__municipality", "seat__post", "seat__person", "seat__category"
    ).order_by("seat__order")
