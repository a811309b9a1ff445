"""Meetings in one's own calendar: the secret addresses, the feeds behind them, one as a file."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common.errors import WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.councillors.evening_calendar import evenings_followed
from overlegtafel.meetings.calendar_file import calendar_file
from overlegtafel.meetings.models import CalendarFeed
from overlegtafel.meetings.queries import meeting_on
from overlegtafel.meetings.services import (
    follow_calendar,
    leave_calendar,
    renew_calendar,
    reschedule_meeting,
)
from overlegtafel.meetings.states import MeetingState
from overlegtafel.meetings.subscriptions import (
    events_for,
    feed_by,
    feed_name,
    meetings_followed,
    own_feed,
    tables_to_follow,
    token_of,
)
from overlegtafel.workspace.forms.meetings import RescheduleForm
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    day_of,
    home_context,
    table_of,
    typed_in,
)

_TYPE = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """The reader's calendar addresses; POST makes one, of a table or of all own meetings."""
    actor = actor_of(request)
    if request.method == "POST":
        slug = request.POST.get("table", "")
        follow_calendar(actor=actor, body=table_of(request, slug) if slug else None)
        messages.success(request, "Uw kalenderadres staat klaar.")
        return redirect("calendars")
    feeds = [
        (feed, feed_name(feed), _address(feed))
        for feed in actor.calendar_feeds.select_related("body")
    ]
    followed = {feed.body_id for feed, _, _ in feeds}
    bodies = tables_to_follow(actor)
    to_follow = [body for body in bodies if body.pk not in followed]
    context = home_context(
        request, bodies, feeds=feeds, to_follow=to_follow, follows_all=None in followed
    )
    return render(request, "workspace/calendars.html", context)


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address for a feed, or no feed any more."""
    actor = actor_of(request)
    feed = own_feed(actor, pk)
    if "leave" in request.POST:
        leave_calendar(actor=actor, feed=feed)
        messages.success(request, "Het adres werkt niet meer.")
    else:
        renew_calendar(actor=actor, feed=feed)
        messages.success(request, "Er is een nieuw adres; het oude werkt niet meer.")
    return redirect("calendars")


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program fetches: what the owner of the address sees today."""
    found = feed_by(token)
    events = [
        *events_for(found.owner, meetings_followed(found.owner, found.body)),
        *evenings_followed(found.owner, found.body),
    ]
    return HttpResponse(calendar_file(feed_name(found), events), content_type=_TYPE)


@require_safe
def meeting_file(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One meeting as a file for a calendar."""
    body, actor = table_of(request, slug), actor_of(request)
    meeting = meeting_on(actor, body, day_of(day))
    name = f"{body.slug}-{meeting.held_on.isoformat()}.ics"
    return HttpResponse(
        calendar_file("", events_for(actor, [meeting])),
        content_type=_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def reschedule(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Give a meeting whose agenda was sent another moment."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    if meeting.state != MeetingState.CONVENED:
        raise WrongMoment("Zo verplaatst u alleen een vergadering waarvan de agenda verstuurd is.")
    names = ("held_on", "starts_at", "ends_at", "location")
    form = RescheduleForm(typed_in(request), initial={n: getattr(meeting, n) for n in names})
    if form.is_bound and form.is_valid():
        moved = try_service(
            form,
            lambda: reschedule_meeting(actor=actor, meeting=meeting, **form.cleaned_data),
        )
        if moved is not None:
            messages.success(request, "Verplaatst. Wie uitgenodigd is, krijgt een mail.")
            return redirect("meeting", slug, moved.held_on.isoformat())
    context = meeting_context(request, meeting, form=form)
    return render(request, "workspace/meeting_reschedule.html", context, status=status_of(form))


def _address(feed: CalendarFeed) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('calendar_feed', args=[token_of(feed)])}"
