"""The letter to the councils: written and previewed by staff, read by all councillors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.councillors.policy import may_write_letter
from overlegtafel.councillors.queries import (
    content_of,
    councillors_of,
    is_ready,
    letter_of,
    meeting_at,
    room_of,
)
from overlegtafel.councillors.services import save_letter, send_letter
from overlegtafel.councillors.states import LetterState
from overlegtafel.meetings.models import Meeting
from overlegtafel.workspace.forms.councillors import LetterForm
from overlegtafel.workspace.views.councillors import room_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    day_of,
    posted,
    table_context,
)


@require_safe
def letter(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """A letter as it was sent."""
    table, sight = room_of(actor_of(request), slug)
    found = letter_of(table, day_of(day), sent=True)
    if found is None:
        raise NotVisible
    context = room_context(request, table, sight, letter=found, content=found.content, day=day)
    return render(request, "workspace/council_letter.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Write the words around it, see the letter as it would leave, send it."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    if not may_write_letter(actor, body):
        raise NotAllowed("De raadsbrief schrijft wie dit overleg begeleidt.")
    _, sight = room_of(actor, slug)
    meeting = meeting_at(sight, day_of(day))
    found = letter_of(body, meeting.held_on, sent=False)
    if found is not None and found.state == LetterState.SENT:
        return redirect("council_letter", body.slug, day)
    if not is_ready(sight, meeting):
        raise WrongMoment(
            "Raadsleden mogen nog niet lezen wat deze vergadering opleverde. Keur eerst het "
            "verslag goed, of geef de vergadering vrij."
        )
    initial = {
        "opening": found.opening if found else "",
        "closing": found.closing if found else "",
        "expected_revision": found.revision if found else 0,
    }
    form, stale = LetterForm(posted(request), initial=initial), False
    try:
        if form.is_valid() and (next_page := _keep_or_send(request, meeting, form)):
            return redirect(next_page, body.slug, day)
    except Stale:
        typed, stale = request.POST.copy(), True
        typed["expected_revision"] = str(found.revision if found else 0)
        form = LetterForm(typed)
    context = table_context(
        request,
        body,
        section="agreements",
        crumbs=[
            (body.short_name, reverse("table", args=[body.slug])),
            ("Raadsleden", reverse("councillor_questions", args=[body.slug])),
        ],
        form=form,
        meeting=meeting,
        letter=found,
        stale=stale,
        content=content_of(meeting),
        readers=councillors_of(body).count(),
    )
    status = 409 if stale else status_of(form)
    return render(request, "workspace/council_letter_edit.html", context, status=status)


def _keep_or_send(request: HttpRequest, meeting: Meeting, form: LetterForm) -> str:
    """Keep what was typed, and send it when that was asked; the page to go to when it worked."""
    actor = actor_of(request)
    saved = try_service(
        form, lambda: save_letter(actor=actor, meeting=meeting, **form.cleaned_data)
    )
    if saved is None:
        return ""
    if "send" not in request.POST:
        messages.success(request, "Bewaard. Hieronder ziet u de brief.")
        return "council_letter_edit"
    sent = try_service(
        form,
        lambda: send_letter(actor=actor, letter=saved, expected_revision=saved.revision),
    )
    if sent is None:
        return ""
    many = "raadslid" if sent.sent_to == 1 else "raadsleden"
    messages.success(request, f"Verstuurd aan {sent.sent_to} {many}.")
    return "council_letter"
