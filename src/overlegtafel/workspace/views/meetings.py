"""Meetings: the calendar, one meeting before, during and after, and the steps between."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.agreements.queries import agreements_of
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.common.errors import Invalid, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.transitions import allows
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import reads_inside
from overlegtafel.meetings import closing, services
from overlegtafel.meetings.chains import chain_around, times_per_member
from overlegtafel.meetings.document_queries import lines_of_items
from overlegtafel.meetings.item_levels import closed_items
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.previews import preview_of
from overlegtafel.meetings.queries import (
    attendances_of,
    calendar_of,
    expected_seats,
    guests_of,
    items_of,
    meeting_on,
)
from overlegtafel.meetings.readiness import objections, rules_of
from overlegtafel.meetings.replies import reading_address, replacement_at
from overlegtafel.meetings.reports import report_item_of
from overlegtafel.meetings.states import HELD, MOVES, WRITABLE, MeetingState
from overlegtafel.printing.contents import Read
from overlegtafel.printing.queries import pack_beside
from overlegtafel.printing.services import prepare_packs
from overlegtafel.proposals.queries import pool_of
from overlegtafel.publication.queries import releases_of
from overlegtafel.publication.services import is_internal, release_meeting
from overlegtafel.publication.states import RELEASABLE
from overlegtafel.reporting.meetings import (
    BEFORE,
    MeetingThread,
    item_lines,
    meeting_thread,
    stage_of,
    waits_for_chair,
)
from overlegtafel.workspace.agenda_news import agenda_news
from overlegtafel.workspace.around_meeting import (
    position_figures,
    presence_figures,
    round_the_table,
)
from overlegtafel.workspace.forms.meetings import (
    CancelForm,
    MeetingForm,
    PresenceForm,
    ReleaseMeetingForm,
)
from overlegtafel.workspace.marks import attendance_seats, legend_of, legend_of_seats
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    day_of,
    led_table_of,
    posted,
    table_context,
)

PAGE = 20


def meeting_of(request: HttpRequest, slug: str, day: str) -> Meeting:
    """The meeting in the address, if the actor sees it. Raises ``NotVisible``."""
    return meeting_on(actor_of(request), circle_table_of(request, slug), day_of(day))


def led_meeting_of(request: HttpRequest, slug: str, day: str) -> Meeting:
    """The same for who runs the table. Raises ``NotVisible``, ``NotAllowed``."""
    return meeting_on(actor_of(request), led_table_of(request, slug), day_of(day))


def address_of(meeting: Meeting) -> str:
    """The page of a meeting."""
    return reverse("meeting", args=[meeting.body.slug, meeting.held_on.isoformat()])


def meeting_context(request: HttpRequest, meeting: Meeting, **extra: Any) -> dict[str, Any]:
    """What every page of one meeting needs."""
    body = meeting.body
    return table_context(
        request,
        body,
        section="meetings",
        meeting=meeting,
        day=meeting.held_on.isoformat(),
        crumbs=[
            *crumbs_of(body),
            (spoken_with_weekday(meeting.held_on), address_of(meeting)),
        ],
        **extra,
    )


def crumbs_of(body: GoverningBody) -> list[tuple[str, str]]:
    """From the table down to its meetings."""
    return [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Vergaderingen", reverse("meetings", args=[body.slug])),
    ]


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar of a table: what comes, and what was, newest first."""
    body, today = circle_table_of(request, slug), clock.today()
    upcoming, gone = calendar_of(actor_of(request), body, today)
    page = Paginator(gone, PAGE).get_page(request.GET.get("page"))
    context = table_context(
        request,
        body,
        section="meetings",
        crumbs=crumbs_of(body)[:1],
        upcoming=list(upcoming[:100]),
        page=page,
    )
    return render(request, "workspace/meetings.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a meeting in the calendar."""
    body = led_table_of(request, slug)
    form = MeetingForm(posted(request), actor=actor_of(request), body=body)
    if request.method == "POST" and form.is_valid():
        actor, typed = actor_of(request), form.cleaned_data
        made = try_service(form, lambda: services.plan_meeting(actor=actor, body=body, **typed))
        if made is not None:
            said = "De vergadering staat op de kalender."
            following = "Maak nu de agenda" if pool_of(body).exists() else "Breng nu een punt aan"
            messages.success(request, f"{said} {following}.{_warning(made)}")
            return redirect("agenda", slug, made.held_on.isoformat())
    context = table_context(request, body, section="meetings", crumbs=crumbs_of(body), form=form)
    return render(request, "workspace/meeting_new.html", context, status=status_of(form))


def _warning(meeting: Meeting) -> str:
    return " Let op: deze dag is al voorbij." if meeting.held_on < clock.today() else ""


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Give a planned meeting another day, hour, place, theme, or place in the day's chain."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state != MeetingState.PLANNED:
        raise WrongMoment("Alleen een geplande vergadering kunt u nog wijzigen.")
    names = ("held_on", "starts_at", "ends_at", "location", "theme", "proposals_due_on", "follows")
    form = MeetingForm(
        posted(request),
        actor=actor_of(request),
        body=meeting.body,
        meeting=meeting,
        initial={name: getattr(meeting, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        actor, typed = actor_of(request), form.cleaned_data
        day_asked = typed["held_on"]
        in_chain = day_asked != meeting.held_on and len(chain_around(meeting)) > 1
        if in_chain:  # the rest of the day is proposed to move along, on a page of its own
            typed = {**typed, "held_on": meeting.held_on}
        saved = try_service(
            form, lambda: services.change_meeting(actor=actor, meeting=meeting, **typed)
        )
        if saved is not None and in_chain:
            return redirect(f"{reverse('meeting_move', args=[slug, day])}?dag={day_asked}")
        if saved is not None:
            messages.success(request, f"De vergadering is gewijzigd.{_warning(saved)}")
            return redirect(address_of(saved))
    context = meeting_context(request, meeting, form=form)
    return render(request, "workspace/meeting_edit.html", context, status=status_of(form))


@require_safe
def detail(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One meeting: what comes, what happens, or what came of it.

    Who only stands in there, reads it apart from the table around it.
    """
    try:
        meeting = meeting_of(request, slug, day)
    except NotVisible:
        stands_in = replacement_at(actor_of(request), slug, day)
        if stands_in is None:
            raise
        return redirect(reading_address(stands_in))
    return _detail(request, meeting)


def _detail(
    request: HttpRequest, meeting: Meeting, status: int = 200, **extra: Any
) -> HttpResponse:
    actor = actor_of(request)
    thread = meeting_thread(actor, meeting)
    before = meeting.state in BEFORE
    inside = reads_inside(actor, meeting.body_id)
    items = [line.item for line in thread.lines]
    documents = lines_of_items(actor, meeting, items)
    context = meeting_context(
        request,
        meeting,
        thread=thread,
        member_times=times_per_member([link.meeting for link in thread.chain]),
        before=before,
        in_session=meeting.state == MeetingState.IN_SESSION,
        held=meeting.state in HELD,
        writable=meeting.state in WRITABLE,
        can_cancel=allows(MOVES, "cancel", meeting.state),
        seats=attendance_seats(thread.attendances, before),
        legend=(legend_of_seats if before else legend_of)(thread.attendances),
        **presence_figures(thread.attendances, before),
        release=None if before else next(iter(releases_of(meeting)), None),
        inside=inside,
        closed=closed_items(actor, meeting, items) if meeting.state in HELD else (),
        documents_read=documents,
        pack=pack_beside(
            actor,
            meeting,
            Read(items, thread.proposals, thread.version, documents),
        ),
        unfinished=any(line.missing for line in thread.lines)
        or (thread.stage is not None and waits_for_chair(actor, meeting.body_id, thread.stage)),
        reading=meeting.readings.last() if meeting.state == MeetingState.REPORTED else None,
        writing=_to_write(thread) if meeting.state == MeetingState.IN_SESSION else None,
        guests=guests_of(meeting) if meeting.state == MeetingState.PLANNED and inside else [],
        **round_the_table(actor, thread),
        **agenda_news(actor, thread),
        position_figures=position_figures(actor, thread),
        **extra,
    )
    context["crumbs"] = context["crumbs"][:-1]
    return render(request, "workspace/meeting.html", context, status=status)


def _to_write(thread: MeetingThread) -> AgendaItem | None:
    """The first item that still has no outcome."""
    open_items = (line.item for line in thread.lines if not line.item.is_closed)
    return next((item for item in open_items if not item.outcome), None)


@require_http_methods(["GET", "POST"])
def convene(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Show who will be invited to what; then freeze the agenda and send it."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    refused, past = "", meeting.held_on < clock.today()
    if request.method == "POST":
        try:
            services.convene_meeting(actor=actor, meeting=meeting)
        except Invalid as refusal:
            refused = refusal.sentence
            meeting = led_meeting_of(request, slug, day)
        else:
            sent = "De agenda is verstuurd als versie 1."
            kept = "De agenda ligt vast als versie 1. Er vertrok geen mail: de dag is al voorbij."
            messages.success(request, kept if past else sent)
            prepare_packs(actor=actor, meeting=meeting)
            return redirect(address_of(meeting))
    elif not allows(MOVES, "convene", meeting.state):
        raise WrongMoment("Deze agenda is al verstuurd.")
    seats, rules = expected_seats(meeting), rules_of(meeting)
    lines = item_lines(actor, meeting, rules)
    context = meeting_context(
        request,
        meeting,
        items=[line.item for line in lines],
        lacking=objections([line.item for line in lines], rules),
        unprepared=[line.item for line in lines if line.tracks and line.tracks.warning],
        filled=seats,
        preview=preview_of(actor, meeting, [line.item for line in lines], [] if past else seats),
        past=past,
        refused=refused,
        held_back=waits_for_chair(actor, meeting.body_id, stage_of(meeting, None)),
    )
    return render(
        request, "workspace/meeting_convene.html", context, status=422 if refused else 200
    )


@require_POST
def visit(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Expect a guest at this meeting, or no more."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    asked = request.POST.get("seat", "")
    seat = next((each.seat for each in guests_of(meeting) if str(each.seat.pk) == asked), None)
    if seat is None:
        raise NotVisible
    if request.POST.get("verb") == "cancel":
        services.cancel_visit(actor=actor, meeting=meeting, seat=seat)
        messages.success(request, f"{seat.label} wordt op deze vergadering niet meer verwacht.")
        return redirect(f"{address_of(meeting)}#gasten")
    try:
        services.plan_visit(actor=actor, meeting=meeting, seat=seat)
    except Invalid as refusal:
        refused = led_meeting_of(request, slug, day)
        return _detail(request, refused, status=422, visit_refused=refusal.sentence)
    messages.success(request, f"{seat.label} is hier te gast en krijgt een uitnodiging.")
    return redirect(f"{address_of(meeting)}#gasten")


@require_POST
def open_(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Start the meeting."""
    meeting = led_meeting_of(request, slug, day)
    services.open_meeting(actor=actor_of(request), meeting=meeting)
    messages.success(request, "De vergadering is open. Noteer wie er is en wat er gezegd wordt.")
    return redirect(address_of(meeting))


@require_http_methods(["GET", "POST"])
def presence(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Write who is there, or set it right in a concept report."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state not in WRITABLE:
        raise WrongMoment(
            "Aanwezigheid noteert u tijdens de vergadering, of zolang het verslag in concept is."
        )
    form = PresenceForm(attendances_of(meeting).prefetch_related(None), posted(request))
    if request.method == "POST" and form.is_valid():
        actor, typed = actor_of(request), form.presences(request.POST.get("rest", ""))

        def save() -> bool:
            services.record_presence(actor=actor, meeting=meeting, presences=typed)
            return True

        if try_service(form, save):
            messages.success(request, "De aanwezigheid is bewaard.")
            return redirect(address_of(meeting))
    context = meeting_context(request, meeting, form=form)
    return render(request, "workspace/meeting_presence.html", context, status=status_of(form))


@require_POST
def close(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Close the minutes; when something is missing, say what and where."""
    meeting = led_meeting_of(request, slug, day)
    try:
        services.close_meeting(actor=actor_of(request), meeting=meeting)
    except Invalid:
        meeting = led_meeting_of(request, slug, day)
        return _detail(request, meeting, status=422, objections=_objections(request, meeting))
    messages.success(request, "Het verslag is afgesloten; de afspraken zijn gemaakt.")
    return redirect(address_of(meeting))


def _objections(request: HttpRequest, meeting: Meeting) -> list[tuple[str, str]]:
    """Each objection with the page where it is solved."""
    start = [meeting.body.slug, meeting.held_on.isoformat()]
    items = {
        f"Punt {item.order},": reverse("minutes", args=[*start, item.pk])
        for item in items_of(meeting)
    }
    agreements = {
        f"Afspraak {each.reference},": reverse("agreement_edit", args=[start[0], each.reference])
        for each in agreements_of(actor_of(request), meeting.body).filter(item__meeting=meeting)
    }
    pages = items | agreements
    presence = closing.presence_objection(meeting)
    return [
        (
            sentence,
            reverse("meeting_presence", args=start)
            if sentence == presence
            else pages.get("".join(re.findall(r"^\w+ \S+,", sentence)), ""),
        )
        for sentence in closing.objections(meeting)
    ]


@require_POST
def approve(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Approve the report; from its item at the next meeting one goes back there."""
    meeting, item = led_meeting_of(request, slug, day), None
    if asked := request.POST.get("item", ""):
        item = report_item_of(meeting, asked)
    services.approve_minutes(actor=actor_of(request), meeting=meeting, item=item)
    messages.success(
        request,
        f"Het verslag van {spoken(meeting.held_on)} is goedgekeurd, ligt vast en is verstuurd "
        "naar de leden.",
    )
    return redirect(f"{address_of(item.meeting)}#punt-{item.pk}" if item else address_of(meeting))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Cancel a meeting that was not held, with the reason."""
    meeting = led_meeting_of(request, slug, day)
    if not allows(MOVES, "cancel", meeting.state):
        raise WrongMoment("Deze vergadering kan niet meer geannuleerd worden.")
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actor, reason = actor_of(request), form.cleaned_data["reason"]
        done = try_service(
            form, lambda: services.cancel_meeting(actor=actor, meeting=meeting, reason=reason)
        )
        if done is not None:
            messages.success(request, "De vergadering is geannuleerd.")
            return redirect("meetings", slug)
    context = meeting_context(request, meeting, form=form)
    return render(request, "workspace/meeting_cancel.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Explain what everyone will see; then open it."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    items, releases = list(items_of(meeting)), releases_of(meeting)
    internal = [item for item in items if is_internal(item)]
    opened = releases[0].content.get("opened", []) if releases else []
    form = ReleaseMeetingForm(posted(request), internal=internal, initial={"opened": opened})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        released = try_service(form, lambda: release_meeting(actor=actor, meeting=meeting, **typed))
        if released is not None:
            messages.success(request, f"Vrijgegeven als versie {released.number}.")
            return redirect(address_of(meeting))
    context = meeting_context(
        request,
        meeting,
        items=items,
        form=form,
        closed={item.pk for item in internal},
        with_outcomes=meeting.state == MeetingState.APPROVED,
        releasable=meeting.state in RELEASABLE,
        releases=releases,
    )
    return render(request, "workspace/meeting_release.html", context, status=status_of(form))
