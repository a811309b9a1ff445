"""Minutes of one item until the report is approved, and the agreements made on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import agreements_of, possible_executors
from overlegtafel.agreements.services import record_agreement
from overlegtafel.common.errors import Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import seats_on
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import item_of, items_of
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.services import save_minutes
from overlegtafel.meetings.states import WRITABLE, MeetingState, Outcome
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.agreements import settled_for
from overlegtafel.workspace.forms.agreements import AgreementForm
from overlegtafel.workspace.forms.meetings import MinutesForm
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.shared import actor_of, posted


def _writable_meeting(request: HttpRequest, slug: str, day: str) -> Meeting:
    meeting = led_meeting_of(request, slug, day)
    if meeting.state == MeetingState.APPROVED:
        raise WrongMoment("Dit verslag is goedgekeurd en wijzigt niet meer.")
    if meeting.state not in WRITABLE:
        raise WrongMoment("Een verslag schrijft u terwijl de vergadering aan de gang is.")
    return meeting


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Write what was said about one item and what came of it."""
    meeting = _writable_meeting(request, slug, day)
    found = item_of(meeting, item)
    if request.method == "GET":
        form = MinutesForm(initial=_saved(found) | {"revision": found.revision})
        return _page(request, meeting, found, form)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, found, form, status=422)
    try:
        saved = try_service(form, lambda: _save(request, found, form))
    except Stale:
        return _stale(request, meeting, item, form)
    if saved is None:
        return _page(request, meeting, item_of(meeting, item), form, status=422)
    messages.success(request, f"Punt {found.order} is bewaard.")
    items = list(items_of(meeting))
    follow = next((each for each in items if each.order > found.order), found)
    goal = follow.pk if "next" in request.POST else found.pk
    return redirect("minutes", slug, day, goal)


def _save(request: HttpRequest, item: AgendaItem, form: MinutesForm) -> AgendaItem:
    typed = dict(form.cleaned_data)
    expected = typed.pop("revision")
    return save_minutes(actor=actor_of(request), item=item, expected_revision=expected, **typed)


def _saved(item: AgendaItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("minutes", "outcome", "outcome_note")}


def _stale(request: HttpRequest, meeting: Meeting, pk: int, form: MinutesForm) -> HttpResponse:
    """Both texts, and a form that saves on top of the newer one: knowingly."""
    newest = item_of(meeting, pk)
    again = form.data.copy()  # type: ignore[attr-defined]
    again["revision"] = newest.revision
    stale = {
        "theirs": _in_words(_saved(newest)),
        "mine": _in_words(form.cleaned_data),
        "who": str(newest.saved_by) if newest.saved_by else "",
    }
    return _page(request, meeting, newest, MinutesForm(again), status=409, stale=stale)


def _in_words(texts: dict[str, Any]) -> str:
    outcome = dict(Outcome.choices).get(texts["outcome"], "nog geen")
    parts = [texts["minutes"] or "(nog geen tekst)", f"Uitkomst: {outcome}"]
    return "\n\n".join([*parts, texts["outcome_note"]]).strip()


def _page(
    request: HttpRequest,
    meeting: Meeting,
    item: AgendaItem,
    form: MinutesForm,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    items = list(items_of(meeting))
    visible = agreements_of(actor_of(request), meeting.body)
    context = meeting_context(
        request,
        meeting,
        item=item,
        form=form,
        in_session=meeting.state == MeetingState.IN_SESSION,
        ratification=rules_of(meeting).ratification.way.label,
        total=len(items),
        previous=next((each for each in reversed(items) if each.order < item.order), None),
        following=next((each for each in items if each.order > item.order), None),
        agreements=list(visible.filter(item=item).order_by("reference")),
        earlier=_earlier(visible.exclude(item=item), item),
        **extra,
    )
    return render(request, "workspace/minutes.html", context, status=status)


def _earlier(agreements: Any, item: AgendaItem) -> list[Agreement]:
    """What was agreed before in this dossier."""
    if item.dossier_id is None:
        return []
    return list(agreements.filter(item__dossier=item.dossier_id)[:10])


def members_of(body: GoverningBody, meeting: Meeting) -> list[Organization]:
    """The member municipalities on the day of the meeting."""
    seats = seats_on(body, meeting.held_on)
    return [seat.municipality for seat in seats if seat.counts and seat.municipality]


@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Write an agreement on an item."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state != MeetingState.IN_SESSION:
        raise WrongMoment("Afspraken schrijft u terwijl de vergadering aan de gang is.")
    found, actor = item_of(meeting, item), actor_of(request)
    found.meeting = meeting
    choices = possible_executors(meeting.body, meeting.held_on)
    settled = settled_for(found, choices)
    form = AgreementForm(
        posted(request),
        choices=choices,
        members=members_of(meeting.body, meeting),
        initial={"revision": 0} | settled.initial,
    )
    if request.method == "POST" and form.is_valid():
        made = try_service(
            form,
            lambda: record_agreement(
                actor=actor, item=found, executors=form.chosen(), **form.content
            ),
        )
        if made is not None:
            messages.success(request, f"Afspraak {made.reference} is opgeschreven.")
            return redirect("minutes", slug, day, item)
    context = meeting_context(
        request,
        meeting,
        form=form,
        item=found,
        settled=settled,
        back=reverse("minutes", args=[slug, day, item]),
    )
    return render(request, "workspace/agreement_form.html", context, status=status_of(form))
