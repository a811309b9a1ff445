"""The page of live minutes and the server, while someone types: small answers, no pages."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.errors import DomainError, WrongMoment
from overlegtafel.meetings.live import spoken_moment, states_of
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import item_of
from overlegtafel.meetings.services import join_writing, write_minutes
from overlegtafel.meetings.services.minutes import Origin, Texts, Written
from overlegtafel.meetings.states import WRITABLE
from overlegtafel.workspace.forms.meetings import TypedForm
from overlegtafel.workspace.views.meetings import led_meeting_of
from overlegtafel.workspace.views.shared import actor_of


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's own script asks."""
    return request.headers.get("Accept", "").startswith("application/json")


def answer(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Give what is stored, or save what was typed; a refusal comes as its sentence."""
    try:
        meeting = led_meeting_of(request, slug, day)
        if meeting.state not in WRITABLE:
            raise WrongMoment("Dit verslag wordt niet meer geschreven.")
        found = item_of(actor_of(request), meeting, item)
        if request.method == "GET":
            return JsonResponse(_stored(found))
        return _write(request, found)
    except DomainError as refusal:
        return JsonResponse(
            {"state": "refused", "sentence": refusal.sentence}, status=refusal.status
        )


def _write(request: HttpRequest, item: AgendaItem) -> JsonResponse:
    form = TypedForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"state": "refused", "sentence": sentence}, status=422)
    typed = form.cleaned_data
    if typed["writer"] != request.user.pk:
        sentence = "U bent intussen met een ander account aangemeld."
        return JsonResponse({"state": "refused", "sentence": sentence}, status=403)
    written = write_minutes(
        actor=actor_of(request),
        item=item,
        texts=Texts(typed["minutes"], typed["outcome"], typed["outcome_note"]),
        origin=Origin(
            Texts(typed["base"], typed["base_outcome"], typed["base_outcome_note"]),
            typed["revision"],
            typed["page"],
            typed["number"],
            typed["answered"],
        ),
    )
    return _written(written)


def _written(written: Written) -> JsonResponse:
    """What is stored now; after a clash also both versions, part by part."""
    together, said = written.together, _stored(written.item)
    if together.is_settled:
        return JsonResponse(said | {"state": "merged" if together.merged else "saved"})
    said["parts"] = [
        {"theirs": list(part.theirs), "mine": list(part.mine), "clash": part.is_clash}
        for part in together.found.parts
    ]
    return JsonResponse(said | {"state": "clash", "chosen": together.chosen}, status=409)


def _stored(item: AgendaItem) -> dict[str, Any]:
    return {
        "state": "stored",
        "revision": item.revision,
        "minutes": item.minutes,
        "outcome": item.outcome,
        "outcome_note": item.outcome_note,
        "who": str(item.saved_by) if item.saved_by else "",
        "at": spoken_moment(item.saved_at),
    }


@require_GET
def states(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """How every item stands, for a page that asks every few seconds; 304 when nothing moved."""
    meeting = led_meeting_of(request, slug, day)
    content = json.dumps(states_of(meeting, actor_of(request), clock.now()))
    mark = f'"{hashlib.sha256(content.encode()).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified(headers={"ETag": mark, "Cache-Control": "no-store"})
    return HttpResponse(
        content, "application/json", headers={"ETag": mark, "Cache-Control": "no-store"}
    )


@require_POST
def join(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Say that someone is at these minutes."""
    meeting = led_meeting_of(request, slug, day)
    join_writing(actor=actor_of(request), item=_of(request, meeting, item))
    return JsonResponse({})


def _of(request: HttpRequest, meeting: Meeting, pk: int) -> AgendaItem:
    found = item_of(actor_of(request), meeting, pk)
    found.meeting = meeting
    return found


def made(request: HttpRequest, item: AgendaItem, agreement: Agreement) -> HttpResponse:
    """After an agreement: back to the page, or only the new list when the page is still open."""
    said = f"Afspraak {agreement.reference} is opgeschreven."
    slug, day = item.meeting.body.slug, item.meeting.held_on.isoformat()
    if not getattr(request, "htmx", False):
        messages.success(request, said)
        return redirect("minutes", slug, day, item.pk)
    agreements = item.agreements.order_by("reference").prefetch_related("executors__organization")
    context = {
        "agreements": list(agreements),
        "body": item.meeting.body,
        "in_session": True,
        "said": said,
        "oob": True,
    }
    answered = render(request, "workspace/_minutes_agreements.html", context)
    event = {
        "reference": agreement.reference,
        "page": reverse("minutes", args=[slug, day, item.pk]),
    }
    return trigger_client_event(answered, "minutes:made", event)
