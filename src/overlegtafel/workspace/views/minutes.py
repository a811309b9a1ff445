"""Minutes of one item until the report is approved: the page, and the form with its button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from overlegtafel.agreements.queries import possible_executors
from overlegtafel.agreements.services import record_agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.errors import Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.merge import merge
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import seats_on
from overlegtafel.meetings import services
from overlegtafel.meetings.live import spoken_moment
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.queries import item_of, items_of
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.states import WRITABLE, MeetingState, Outcome
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.agreements import settled_for
from overlegtafel.reporting.minutes import writing_desk
from overlegtafel.workspace.back_planning import checked, is_check
from overlegtafel.workspace.forms.agreements import AgreementForm
from overlegtafel.workspace.forms.meetings import MinutesForm
from overlegtafel.workspace.forms.minutes import ActionForm
from overlegtafel.workspace.views import minutes_live
from overlegtafel.workspace.views.meetings import led_meeting_of, meeting_context
from overlegtafel.workspace.views.presence import presence_context
from overlegtafel.workspace.views.shared import actor_of, posted

FIELDS = ("minutes", "outcome", "outcome_note")


def writable_meeting(request: HttpRequest, slug: str, day: str) -> Meeting:
    """The meeting in the address, while its minutes are written. Raises ``WrongMoment``."""
    meeting = led_meeting_of(request, slug, day)
    if meeting.state == MeetingState.APPROVED:
        raise WrongMoment("Dit verslag is goedgekeurd en wijzigt niet meer.")
    if meeting.state not in WRITABLE:
        raise WrongMoment("Een verslag schrijft u terwijl de vergadering aan de gang is.")
    return meeting


@vary_on_headers("Accept")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Write what was said about one item and what came of it."""
    if minutes_live.wants_json(request):
        return minutes_live.answer(request, slug, day, item)
    meeting = writable_meeting(request, slug, day)
    found = item_of(actor_of(request), meeting, item)
    if request.method == "GET":
        start = _saved(found) | {"revision": found.revision, "base": found.minutes}
        return _page(request, meeting, found, MinutesForm(initial=start))
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, found, form, status=422)
    try:
        saved = try_service(form, lambda: _save(request, found, form))
    except Stale:
        return _stale(request, meeting, item, form)
    if saved is None:
        return _page(request, meeting, item_of(actor_of(request), meeting, item), form, status=422)
    messages.success(request, f"Punt {found.order} is bewaard.")
    items = list(items_of(meeting))
    follow = next((each for each in items if each.order > found.order), found)
    goal = follow.pk if "next" in request.POST else found.pk
    return redirect("minutes", slug, day, goal)


def _save(request: HttpRequest, item: AgendaItem, form: MinutesForm) -> AgendaItem:
    typed = dict(form.cleaned_data)
    expected = typed.pop("revision")
    del typed["base"]
    return services.save_minutes(
        actor=actor_of(request), item=item, expected_revision=expected, **typed
    )


def _saved(item: AgendaItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in FIELDS}


def _stale(request: HttpRequest, meeting: Meeting, pk: int, form: MinutesForm) -> HttpResponse:
    """Both texts, and a form that saves on top of the newer one: knowingly.

    What the two wrote is brought together in the field, so that nobody types again.
    """
    newest = item_of(actor_of(request), meeting, pk)
    mine, again = form.cleaned_data, form.data.copy()  # type: ignore[attr-defined]
    if "base" in form.data:
        again["minutes"] = merge(mine["base"], mine["minutes"], newest.minutes).text
    again["revision"], again["base"] = newest.revision, newest.minutes
    stale = {
        "theirs": _in_words(_saved(newest)),
        "mine": _in_words(mine),
        "who": str(newest.saved_by) if newest.saved_by else "",
        "merged": again["minutes"] != mine["minutes"],
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
    actor = actor_of(request)
    context = meeting_context(
        request,
        meeting,
        item=item,
        form=form,
        desk=writing_desk(actor, meeting, item),
        in_session=meeting.state == MeetingState.IN_SESSION,
        ratification=rules_of(meeting).ratification.way.label,
        now=clock.now(),
        saved_at=spoken_moment(item.saved_at),
        **presence_context(item),
        **extra,
    )
    return render(request, "workspace/minutes.html", context, status=status)


def members_of(body: GoverningBody, meeting: Meeting) -> list[Organization]:
    """The member municipalities on the day of the meeting."""
    seats = seats_on(body, meeting.held_on)
    return [seat.municipality for seat in seats if seat.counts and seat.municipality]


def _item_in_session(
    request: HttpRequest, slug: str, day: str, item: int
) -> tuple[Meeting, AgendaItem]:
    meeting = led_meeting_of(request, slug, day)
    if meeting.state != MeetingState.IN_SESSION:
        raise WrongMoment("Afspraken schrijft u terwijl de vergadering aan de gang is.")
    found = item_of(actor_of(request), meeting, item)
    found.meeting = meeting
    return meeting, found


@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Write an agreement on an item: on a page of its own, or beside the minutes."""
    meeting, found = _item_in_session(request, slug, day, item)
    choices = possible_executors(meeting.body, meeting.held_on)
    settled = settled_for(found, choices)
    form = AgreementForm(
        posted(request),
        choices=choices,
        members=members_of(meeting.body, meeting),
        initial={"revision": 0} | settled.initial,
        auto_id=_ids(request),
    )
    asked = checked(request, form)
    if request.method == "POST" and not is_check(request) and form.is_valid():
        actor = actor_of(request)
        made = try_service(
            form,
            lambda: record_agreement(
                actor=actor, item=found, executors=form.chosen(), **form.content
            ),
        )
        if made is not None:
            return minutes_live.made(request, found, made)
    asked["settled"] = settled
    return _agreement_page(request, meeting, found, form, kind="agreement", **asked)


@require_http_methods(["GET", "POST"])
def new_action(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Write an action: an agreement that one executor carries out, with nothing to decide."""
    meeting, found = _item_in_session(request, slug, day, item)
    choices = possible_executors(meeting.body, meeting.held_on)
    form = ActionForm(posted(request), choices=choices, auto_id=_ids(request))
    if request.method == "POST" and form.is_valid():
        actor, typed = actor_of(request), form.cleaned_data
        made = try_service(
            form,
            lambda: record_agreement(
                actor=actor,
                item=found,
                title=typed["title"],
                due_on=typed["due_on"],
                owner=typed["executor"],
                executors=[(typed["executor"], typed["note"])],
                competent_body=CompetentBody.NONE,
            ),
        )
        if made is not None:
            return minutes_live.made(request, found, made)
    return _agreement_page(request, meeting, found, form, kind="action")


def _beside(request: HttpRequest) -> bool:
    """Whether the form comes beside the minutes that someone is writing."""
    return bool(getattr(request, "htmx", False))


def _ids(request: HttpRequest) -> str:
    """Beside the minutes stands another form, with ids of its own."""
    return "made_%s" if _beside(request) else "id_%s"


def _agreement_page(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, form: Any, kind: str, **extra: Any
) -> HttpResponse:
    """The form alone beside the minutes, a whole page without scripts."""
    name = "minutes_made_here" if _beside(request) else f"{kind}_form"
    context = meeting_context(
        request,
        meeting,
        form=form,
        item=item,
        kind=kind,
        back=reverse("minutes", args=[meeting.body.slug, meeting.held_on.isoformat(), item.pk]),
        **extra,
    )
    return render(request, f"workspace/{name}.html", context, status=status_of(form))
