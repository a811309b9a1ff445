"""Making the agenda of a planned meeting: from the pool to an order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.queries import item_of
from overlegtafel.meetings.services import move_item, place_on_agenda, remove_from_agenda
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.queries import pool_of, proposal_of
from overlegtafel.reporting.meetings import item_lines
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import actor_of

STEPS = {"op": -1, "neer": 1}


@require_safe
def edit(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The pool at one side, the agenda at the other."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state != MeetingState.PLANNED:
        raise WrongMoment("Deze agenda is verstuurd en wijzigt niet meer.")
    context = meeting_context(
        request, meeting, pool=list(pool_of(meeting.body)), lines=item_lines(meeting)
    )
    return render(request, "workspace/agenda.html", context)


@require_POST
def place(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Put a proposal on the agenda, as the last item."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    asked = request.POST.get("proposal", "")
    if not _is_number(asked):
        raise NotVisible
    proposal = proposal_of(actor, meeting.body, int(asked))
    item = place_on_agenda(actor=actor, meeting=meeting, proposal=proposal)
    messages.success(request, f"“{item.title}” staat op de agenda als punt {item.order}.")
    return redirect(f"{_agenda(meeting)}#punt-{item.pk}")


@require_POST
def move(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Move an item one place up or down."""
    meeting = led_meeting_of(request, slug, day)
    step = STEPS.get(request.POST.get("step", ""), 0)
    move_item(actor=actor_of(request), item=item_of(meeting, item), step=step)
    return redirect(f"{_agenda(meeting)}#punt-{item}")


@require_POST
def remove(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Take an item off; its proposal goes back to the pool."""
    meeting = led_meeting_of(request, slug, day)
    found = item_of(meeting, item)
    remove_from_agenda(actor=actor_of(request), item=found)
    messages.success(request, f"“{found.title}” staat weer bij de voorstellen.")
    return redirect(_agenda(meeting))


def _agenda(meeting: Meeting) -> str:
    return reverse("agenda", args=[meeting.body.slug, meeting.held_on.isoformat()])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
