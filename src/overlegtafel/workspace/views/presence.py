"""Who comes later or leaves earlier, item by item, in two clicks (R134)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from overlegtafel.common.errors import Invalid, NotVisible
from overlegtafel.meetings import services
from overlegtafel.meetings.models import AgendaItem, PresenceMark
from overlegtafel.meetings.presence import presence_at, there_of
from overlegtafel.meetings.queries import item_of
from overlegtafel.meetings.states import Turn
from overlegtafel.workspace.marks import presence_legend, presence_ring
from overlegtafel.workspace.views.meetings import led_meeting_of
from overlegtafel.workspace.views.shared import actor_of


def presence_context(item: AgendaItem) -> dict[str, Any]:
    """What ``workspace/_presence.html`` shows of one item: three queries."""
    seats = presence_at(item)
    there = there_of(each.presence for each in seats if each.attendance.seat.counts)
    return {
        "presence": seats,
        "presence_ring": presence_ring(seats),
        "presence_legend": presence_legend(seats),
        "presence_centre": [str(there.filled), f"van {there.members}", there.word],
        "presence_there": there,
        "presence_turns": [
            turn
            for each in seats
            for turn in each.attendance.turns  # type: ignore[attr-defined]
            if turn.item_id == item.pk
        ],
    }


@require_POST
def turn(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Write down who arrives at an item, or leaves after it."""
    meeting = led_meeting_of(request, slug, day)
    found, asked = item_of(actor_of(request), meeting, item), request.POST.get("attendance", "")
    seats = meeting.attendances.select_related(
        "seat__municipality", "seat__post", "seat__person", "seat__category"
    )
    attendance = next((each for each in seats if str(each.pk) == asked), None)
    if attendance is None:
        messages.error(request, "Kies eerst wie er aankomt of vertrekt.")
        return _back(request, slug, day, item)
    what = Turn.LEFT if request.POST.get("turn") == Turn.LEFT else Turn.ARRIVED
    try:
        services.note_turn(actor=actor_of(request), attendance=attendance, item=found, turn=what)
    except Invalid as refusal:
        messages.error(request, f"{attendance.seat}: {refusal.sentence}")
    else:
        messages.success(request, f"{attendance.seat} {what.label} punt {found.order}.")
    return _back(request, slug, day, item)


@require_POST
def drop(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Take back that someone arrived or left."""
    meeting = led_meeting_of(request, slug, day)
    mark = (
        PresenceMark.objects.filter(pk=pk, attendance__meeting=meeting)
        .select_related(
            "item__meeting__body",
            "attendance__seat__municipality",
            "attendance__seat__post",
            "attendance__seat__person",
        )
        .first()
    )
    if mark is None:
        raise NotVisible
    services.drop_turn(actor=actor_of(request), mark=mark)
    messages.success(request, "Geschrapt.")
    return _back(request, slug, day, mark.item_id)


def _back(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """To the minutes of the item, where this is noted; never to an address that was sent."""
    if request.POST.get("from") == "meeting":
        return redirect(f"{reverse('meeting', args=[slug, day])}#punt-{item}")
    return redirect(f"{reverse('minutes', args=[slug, day, item])}#aanwezig")
