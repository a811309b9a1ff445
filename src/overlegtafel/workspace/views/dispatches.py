"""After sending: the versions of an agenda, what differs, and whether each mail arrived."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible
from overlegtafel.meetings import services
from overlegtafel.meetings.dispatches import delivery_of, dispatch_of, may_send
from overlegtafel.meetings.models import AgendaVersion, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.meetings.supplements import version_of
from overlegtafel.reporting.agenda_versions import news_of, versions_of
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context, meeting_of
from overlegtafel.workspace.views.shared import actor_of


@require_safe
def version(request: HttpRequest, slug: str, day: str, number: int) -> HttpResponse:
    """One version of the agenda as it was sent, with what differs from another."""
    meeting = meeting_of(request, slug, day)
    found = version_of(meeting, number)
    versions = versions_of(meeting)
    news = news_of(actor_of(request), found, versions, _since(request, found))
    context = meeting_context(
        request,
        meeting,
        version=found,
        versions=versions,
        news=news,
        newest=versions[-1].number,
    )
    return render(request, "workspace/agenda_version.html", context)


def _since(request: HttpRequest, version: AgendaVersion) -> int | None:
    """The older version to compare with, when one is asked. Raises ``NotVisible``."""
    asked = request.GET.get("sinds", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise NotVisible
    return int(asked)


@require_POST
def read(request: HttpRequest, slug: str, day: str, number: int) -> HttpResponse:
    """Note that one read this version."""
    meeting = meeting_of(request, slug, day)
    services.mark_agenda_read(actor=actor_of(request), version=version_of(meeting, number))
    messages.success(request, f"Genoteerd: u las versie {number}. Wat daarna komt, is “nieuw”.")
    return redirect("meeting", slug, day)


def _sent_meeting_of(request: HttpRequest, slug: str, day: str) -> Meeting:
    """The meeting, for who sends its agenda. Raises ``NotVisible``, ``NotAllowed``."""
    meeting = led_meeting_of(request, slug, day)
    if not may_send(actor_of(request), meeting):
        raise NotAllowed
    return meeting


@require_safe
def dispatch(request: HttpRequest, slug: str, day: str, number: int) -> HttpResponse:
    """Each recipient of one version, and how it went."""
    meeting = _sent_meeting_of(request, slug, day)
    return _page(request, meeting, version_of(meeting, number))


def _page(
    request: HttpRequest, meeting: Meeting, found: AgendaVersion, status: int = 200, **extra: Any
) -> HttpResponse:
    lines = dispatch_of(actor_of(request), found)
    context = meeting_context(
        request,
        meeting,
        version=found,
        versions=versions_of(meeting),
        lines=lines,
        troubles=sum(line.is_trouble for line in lines),
        waiting=sum(line.is_waiting for line in lines),
        mailed=sum(line.message is not None for line in lines),
        answers=sorted({line.message.reply_to for line in lines if line.message} - {""}),
        may_send_again=meeting.state == MeetingState.CONVENED,
        **extra,
    )
    return render(request, "workspace/agenda_dispatch.html", context, status=status)


@require_POST
def act(request: HttpRequest, slug: str, day: str, number: int, pk: int) -> HttpResponse:
    """Send one mail again, set an address right, or note that it did arrive."""
    meeting, actor = _sent_meeting_of(request, slug, day), actor_of(request)
    found = version_of(meeting, number)
    delivery = delivery_of(found, pk)
    typed = request.POST.get("address", "").strip()[:254]
    who = delivery.holder or str(delivery.seat)
    try:
        if request.POST.get("verb") == "arrived":
            services.settle_arrived(actor=actor, delivery=delivery)
            said = f"Genoteerd: de mail aan {who} kwam aan."
        elif request.POST.get("verb") == "mend":
            services.mend_address(actor=actor, delivery=delivery, address=typed)
            said = f"Het adres van {who} is nu {typed}. Stuur de agenda nu opnieuw."
        else:
            services.send_again(actor=actor, delivery=delivery)
            said = f"De agenda gaat opnieuw naar {who}."
    except Invalid as refusal:
        refused = {"pk": pk, "sentence": refusal.sentence, "typed": typed}
        return _page(request, meeting, found, 422, refused=refused)
    messages.success(request, said)
    page = reverse("agenda_dispatch", args=[slug, day, number])
    return redirect(f"{page}#zetel-{delivery.seat_id}")
