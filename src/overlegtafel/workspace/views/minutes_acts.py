"""What is done beside the minutes with a button: the clock, a poll, no report, progress."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from overlegtafel.agreements.models import Executor
from overlegtafel.agreements.queries import agreements_of
from overlegtafel.agreements.services import report_execution
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.meetings import services
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import attendances_of, item_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.workspace.forms.minutes import PollForm, TimeForm
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import actor_of, posted


def _found(request: HttpRequest, slug: str, day: str, pk: int) -> tuple[Meeting, AgendaItem]:
    meeting = led_meeting_of(request, slug, day)
    item = item_of(actor_of(request), meeting, pk)
    item.meeting = meeting
    return meeting, item


@require_POST
def clock(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Start or stop the clock of an item, or give it a number of minutes."""
    _, found = _found(request, slug, day, item)
    actor, verb = actor_of(request), request.POST.get("verb")
    if verb == "start":
        services.start_item(actor=actor, item=found)
    elif verb == "stop":
        services.stop_item(actor=actor, item=found)
    else:
        form = TimeForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Kies 1 tot 600 minuten.")
            return redirect("minutes", slug, day, item)
        services.plan_time(actor=actor, item=found, minutes=form.cleaned_data["planned_minutes"])
    return redirect("minutes", slug, day, item)


@require_POST
def withhold(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Agree that there is no report of an item, or that there is one after all (R8)."""
    _, found = _found(request, slug, day, item)
    withheld = request.POST.get("verb") == "withhold"
    try:
        services.withhold_minutes(actor=actor_of(request), item=found, withheld=withheld)
    except Invalid as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = "Van dit punt komt er geen verslag." if withheld else "Dit punt krijgt een verslag."
        messages.success(request, said)
    return redirect("minutes", slug, day, item)


@require_http_methods(["GET", "POST"])
def poll(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Note an indicative poll. It binds nobody."""
    meeting, found = _found(request, slug, day, item)
    if meeting.state != MeetingState.IN_SESSION:
        raise WrongMoment("Een peiling noteert u terwijl de vergadering aan de gang is.")
    seats = [each for each in attendances_of(meeting) if each.seat.counts]
    form = PollForm(seats, posted(request))
    if request.method == "POST" and form.is_valid():
        actor, typed = actor_of(request), form.content
        held = try_service(form, lambda: services.hold_poll(actor=actor, item=found, **typed))
        if held is not None:
            messages.success(request, "De peiling is genoteerd. Ze bindt niemand.")
            return redirect(f"{reverse('minutes', args=[slug, day, item])}#peiling")
    context = meeting_context(request, meeting, item=found, form=form)
    return render(request, "workspace/poll_form.html", context, status=status_of(form))


@require_POST
def poll_remove(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Take back a poll that was noted by mistake."""
    _, found = _found(request, slug, day, item)
    asked = request.POST.get("poll", "")
    held = next((each for each in found.polls.all() if str(each.pk) == asked), None)
    if held is None:
        raise NotVisible
    held.item = found
    services.remove_poll(actor=actor_of(request), poll=held)
    messages.success(request, "De peiling is weg.")
    return redirect("minutes", slug, day, item)


@require_POST
def progress(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Note in one click how far an overdue agreement is with one executor."""
    meeting, _ = _found(request, slug, day, item)
    actor, asked = actor_of(request), request.POST.get("executor", "")
    executors = Executor.objects.filter(agreement__in=agreements_of(actor, meeting.body))
    row = executors.filter(pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
    found = row.select_related("organization", "agreement__body").first()
    if found is None:
        raise NotVisible
    facts: dict[str, Any] = {"verb": request.POST.get("verb", "")}
    if facts["verb"] not in ("start", "finish"):
        raise NotVisible
    if facts["verb"] == "finish":
        facts["evidence"] = f"gemeld op de vergadering van {spoken(meeting.held_on)}"
    report_execution(actor=actor, executor=found, **facts)
    messages.success(request, f"Genoteerd bij {found.agreement.reference}: {found.organization}.")
    return redirect(f"{reverse('minutes', args=[slug, day, item])}#achterstallig")
