"""A regional info evening, for councillors: reading, signing up and off, in one's calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.councillors.evening_calendar import evening_event
from overlegtafel.councillors.evening_links import evening_of_link
from overlegtafel.councillors.models import InfoEvening
from overlegtafel.councillors.queries import evening_of, room_of, shown_to, subjects_of
from overlegtafel.councillors.services import sign_off, sign_up
from overlegtafel.councillors.states import SignUpState
from overlegtafel.governance.policy import can_lead
from overlegtafel.meetings.calendar_file import calendar_file
from overlegtafel.workspace.views.councillors import room_context
from overlegtafel.workspace.views.links import opened_by_link
from overlegtafel.workspace.views.shared import actor_of

_SAID = {
    SignUpState.COMING: "U bent ingeschreven. U krijgt een mail met de avond voor uw kalender.",
    SignUpState.WAITING: "De zaal is vol: u staat op de wachtlijst. U krijgt mail zodra er een "
    "plaats vrijkomt.",
    SignUpState.OFF: "U bent uitgeschreven.",
}


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One evening: when, where, about what, and whether one has a place."""
    actor = actor_of(request)
    table, sight = room_of(actor, slug)
    evening = evening_of(actor, slug, pk)
    agreements, dossiers = subjects_of(evening, sight)
    (shown,) = shown_to(actor, [evening])
    context = room_context(
        request,
        table,
        sight,
        evening=evening,
        shown=shown,
        agreements=agreements,
        dossiers=dossiers,
        leads=can_lead(actor, table.pk),
    )
    return render(request, "workspace/info_evening.html", context)


@require_POST
def reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Sign up, or off."""
    actor = actor_of(request)
    room_of(actor, slug)
    evening = evening_of(actor, slug, pk)
    _answer(request, actor, evening)
    return redirect("info_evening", slug, evening.pk)


@require_safe
def calendar(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The evening as a file for a calendar."""
    actor = actor_of(request)
    evening = evening_of(actor, slug, pk)
    (shown,) = shown_to(actor, [evening])
    event = evening_event(evening, shown.own, leads=can_lead(actor, evening.body_id))
    name = f"infoavond-{slug}-{evening.held_on.isoformat()}.ics"
    return HttpResponse(
        calendar_file("", [event]),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@opened_by_link
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign up or off with the link in the mail; asking for the page changes nothing."""
    user, evening = evening_of_link(token)
    if request.method == "POST":
        _answer(request, user, evening)
        return redirect("info_evening_link", token)
    (shown,) = shown_to(user, [evening])
    context = {"evening": evening, "shown": shown, "who": user, "today": clock.today()}
    return render(request, "workspace/info_evening_link.html", context)


def _answer(request: HttpRequest, actor: User, evening: InfoEvening) -> None:
    """What the button said; said back in a sentence."""
    service = sign_off if "off" in request.POST else sign_up
    own = service(actor=actor, evening=evening)
    messages.success(request, _SAID[SignUpState(own.state) if own else SignUpState.OFF])
