"""Answering an invitation: from the mail, from the app, or by phone to the secretariat (R134)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.meetings import services
from overlegtafel.meetings.models import Attendance, Meeting
from overlegtafel.meetings.policy import can_run, may_answer_for
from overlegtafel.meetings.queries import attendances_of
from overlegtafel.meetings.replies import (
    answer_words,
    answers_of,
    replacement_of_link,
    reply_of_link,
    takes_answers,
    too_late,
)
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.reporting.meetings import meeting_thread
from overlegtafel.workspace.forms.replies import ReplyForm
from overlegtafel.workspace.views.links import opened_by_link
from overlegtafel.workspace.views.meetings import (
    led_meeting_of,
    meeting_context,
    meeting_of,
)
from overlegtafel.workspace.views.shared import actor_of, posted


@opened_by_link
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the link in the mail; asking for the page changes nothing."""
    user, attendance = reply_of_link(token)
    form = ReplyForm(posted(request), attendance=attendance)
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form,
            lambda: services.answer_invitation(
                actor=user, attendance=attendance, by_link=True, **form.typed
            ),
        )
        if saved is not None:
            messages.success(request, "Dank u, uw antwoord is genoteerd.")
            return redirect("reply_link", token)
    context = {"form": form, "attendance": attendance, "meeting": attendance.meeting, "who": user}
    return render(request, "workspace/reply_link.html", context, status=status_of(form))


@opened_by_link
@require_safe
def reading(request: HttpRequest, token: str) -> HttpResponse:
    """The one meeting, for who stands in there."""
    stands_in = replacement_of_link(token)
    meeting = stands_in.attendance.meeting
    if stands_in.user is None:
        raise NotVisible
    thread = meeting_thread(stands_in.user, meeting)
    context = {
        "stands_in": stands_in,
        "meeting": meeting,
        "thread": thread,
        "held": meeting.state in HELD and thread.reads_minutes,
    }
    return render(request, "workspace/meeting_reading.html", context)


@require_safe
def overview(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Who answered, who did not yet; and where a phone call is written down."""
    meeting = led_meeting_of(request, slug, day)
    context = meeting_context(
        request,
        meeting,
        answers=answers_of(attendances_of(meeting)),
        open=takes_answers(meeting),
        notes=meeting.state == MeetingState.CONVENED,
    )
    return render(request, "workspace/meeting_replies.html", context)


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Answer for one seat: the own one, that of the own mayor, or as told by phone."""
    meeting, actor = meeting_of(request, slug, day), actor_of(request)
    attendance = _place(meeting, pk)
    own = may_answer_for(actor, attendance)
    if not own and not can_run(actor, meeting.body_id):
        raise NotAllowed("Antwoorden doet wie de zetel vult, of de algemeen directeur.")
    if not (takes_answers(meeting) if own else meeting.state == MeetingState.CONVENED):
        raise WrongMoment(too_late(meeting))
    replaced = request.GET.get("antwoord") == "vervangen"
    form = ReplyForm(posted(request), attendance=attendance, told=not own, replaced=replaced)
    if request.method == "POST" and form.is_valid():
        write: Any = services.answer_invitation if own else services.note_reply
        saved = try_service(form, lambda: write(actor=actor, attendance=attendance, **form.typed))
        if saved is not None:
            messages.success(request, f"Genoteerd: {answer_words(saved)}.")
            return redirect("meeting" if own else "meeting_replies", slug, day)
    context = meeting_context(request, meeting, form=form, attendance=attendance, own=own)
    return render(request, "workspace/meeting_reply.html", context, status=status_of(form))


@require_POST
def remind(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Ask those without an answer once more."""
    meeting = led_meeting_of(request, slug, day)
    sent = services.remind_unanswered(actor=actor_of(request), meeting=meeting)
    said = "1 herinnering vertrekt." if sent == 1 else f"{sent} herinneringen vertrekken."
    none = "Er vertrok niets: wie een account heeft, kreeg vandaag al een herinnering."
    messages.success(request, said if sent else none)
    return redirect("meeting_replies", slug, day)


def _place(meeting: Meeting, pk: int) -> Attendance:
    found = (
        meeting.attendances.filter(pk=pk)
        .select_related(
            "meeting__body",
            "reply",
            "seat__category",
            "seat__municipality",
            "seat__post",
            "seat__person",
        )
        .first()
    )
    if found is None:
        raise NotVisible
    return found
