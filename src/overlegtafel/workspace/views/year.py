"""The year calendar of a table, a chain that moves, and when the members' councils sit."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.rhythm import read_rhythm
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import bodies_visible_to
from overlegtafel.meetings import services
from overlegtafel.meetings.chains import moves_along
from overlegtafel.meetings.models import SittingDay, SittingRhythm
from overlegtafel.meetings.services import DaysRefused, Planned
from overlegtafel.meetings.sittings import can_keep_sittings
from overlegtafel.meetings.states import LocalOrgan, MeetingState
from overlegtafel.meetings.year_calendar import (
    Proposed,
    free_days_around,
    habit_of,
    proposed_dates,
)
from overlegtafel.organizations.models import Organization
from overlegtafel.organizations.school_holidays import known_until
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.year import MoveForm, SittingDayForm, SittingForm, YearForm
from overlegtafel.workspace.views.meetings import (
    address_of,
    crumbs_of,
    led_meeting_of,
    meeting_context,
)
from overlegtafel.workspace.views.shared import (
    actor_of,
    home_context,
    led_table_of,
    posted,
    table_context,
)


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at the dates of a year with all they clash with, and plan those that are ticked."""
    body, actor = led_table_of(request, slug), actor_of(request)
    form = YearForm(request.GET) if "year" in request.GET else YearForm(initial=_usual(body))
    proposed: list[Proposed] = []
    refused, status = "", status_of(form)
    reasons: dict[date, str] = {}
    if form.is_valid():
        proposed = proposed_dates(actor, body, form.days())
        if request.method == "POST":
            try:
                made = services.plan_year(
                    actor=actor,
                    body=body,
                    days=_picked(proposed, request.POST),
                    **{name: form.cleaned_data[name] for name in ("starts_at", "ends_at")},
                    location=form.cleaned_data["location"],
                )
            except Invalid as refusal:
                refused, status = refusal.sentence, 422
                reasons = refusal.reasons if isinstance(refusal, DaysRefused) else {}
            else:
                count = len(made)
                said = "Er staat 1 vergadering" if count == 1 else f"Er staan {count} vergaderingen"
                messages.success(request, f"{said} op de kalender.")
                return redirect("meetings", slug)
    rows = [_row(each, request, reasons) for each in proposed]
    context = table_context(
        request,
        body,
        section="meetings",
        crumbs=crumbs_of(body),
        form=form,
        rows=rows,
        clashing=sum(1 for each in proposed if not each.taken and not each.choice.is_light),
        plannable=any(each.taken is None for each in proposed),
        refused=refused,
        known_until=known_until(),
        asked=form.is_bound,
    )
    return render(request, "workspace/year_calendar.html", context, status=status)


def _usual(body: GoverningBody) -> dict[str, Any]:
    """What the table's own words say of its rhythm, and else how it met lately."""
    usual: dict[str, Any] = {"not_in": [7, 8], "nth": 3, "weekday": 3}
    if (habit := habit_of(body)) is not None:
        usual |= vars(habit)
    if (read := read_rhythm(body.rhythm)) is not None:
        usual |= {
            "nth": read.rhythm.nth,
            "weekday": read.rhythm.weekday,
            "not_in": sorted(read.rhythm.not_in),
        }
        if read.hour is not None and read.hour != usual.get("starts_at"):
            usual |= {"starts_at": read.hour, "ends_at": None}
    return usual


def _row(each: Proposed, request: HttpRequest, reasons: dict[date, str]) -> dict[str, Any]:
    """A date with what was ticked; at first what has no trouble, or only that of a college."""
    iso, sent = each.day.isoformat(), request.method == "POST"
    chosen = request.POST.get(f"kies-{iso}", each.best.day.isoformat())
    picked = next((c for c in (each.choice, *each.others) if c.day.isoformat() == chosen), None)
    return {
        "date": each,
        "iso": iso,
        "ticked": f"dag-{iso}" in request.POST if sent else each.choice.is_light,
        "chosen": chosen,
        "open": not each.choice.is_light or chosen != iso,
        "why": reasons.get(picked.day, "") if picked and f"dag-{iso}" in request.POST else "",
    }


def _picked(proposed: list[Proposed], sent: QueryDict) -> list[Planned]:
    """The dates that were ticked, each itself or one of those offered instead."""
    picked = []
    for each in proposed:
        iso = each.day.isoformat()
        if each.taken is not None or f"dag-{iso}" not in sent:
            continue
        wanted = sent.get(f"kies-{iso}", iso)
        for choice in (each.choice, *each.others):
            if choice.day.isoformat() == wanted:
                picked.append(Planned(choice.day, choice.follows))
                break
        else:
            raise Invalid("Kies bij elke datum een van de aangeboden dagen.")
    return picked


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Give a planned meeting another day, and the rest of its chain as far as one may."""
    meeting, actor = led_meeting_of(request, slug, day), actor_of(request)
    if meeting.state != MeetingState.PLANNED:
        raise WrongMoment("Alleen een geplande vergadering kunt u verplaatsen.")
    lines = moves_along(actor, meeting)
    form = MoveForm(lines, posted(request), initial={"held_on": request.GET.get("dag", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        along = [form.moving[pk] for pk in typed.get("along", ()) if pk in form.moving]
        moved = try_service(
            form,
            lambda: services.move_chain(
                actor=actor,
                meeting=meeting,
                held_on=typed["held_on"],
                along=along,
                reason=typed["reason"],
            ),
        )
        if moved is not None:
            count = len(moved)
            said = "De vergadering is" if count == 1 else f"{count} vergaderingen zijn"
            messages.success(request, f"{said} verplaatst.")
            return redirect("meeting", slug, typed["held_on"].isoformat())
    context = meeting_context(
        request,
        meeting,
        form=form,
        stays=[line for line in lines if not line.moves],
        near=free_days_around(actor, meeting.body, meeting.held_on),
    )
    context["back"] = address_of(meeting)
    return render(request, "workspace/meeting_move.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def sittings(request: HttpRequest, slug: str) -> HttpResponse:
    """When the college and the council of a municipality sit."""
    actor = actor_of(request)
    municipality = municipality_by_slug(actor, slug)
    keeps = can_keep_sittings(actor, municipality)
    verb = request.POST.get("verb", "")
    if request.method == "POST" and not keeps:
        raise NotAllowed
    form = SittingForm(posted(request) if verb == "rhythm" else None)
    loose = SittingDayForm(posted(request) if verb == "day" else None)
    if request.method == "POST" and _keep(request, municipality, verb, form, loose):
        messages.success(request, "Dat is bewaard. De jaarkalender houdt er rekening mee.")
        return redirect("sittings", slug)
    context = home_context(
        request,
        list(bodies_visible_to(actor)),
        municipality=municipality,
        keeps=keeps,
        form=form,
        loose=loose,
        rhythms=municipality.sitting_rhythms.order_by("organ"),
        days=municipality.sitting_days.order_by("day"),
        refused="rhythm" if form.errors else "day" if loose.errors else "",
    )
    status = 422 if form.errors or loose.errors else 200
    return render(request, "workspace/sittings.html", context, status=status)


def _keep(
    request: HttpRequest,
    municipality: Organization,
    verb: str,
    form: SittingForm,
    loose: SittingDayForm,
) -> bool:
    """Do what was sent; false when something typed is not right."""
    given: dict[str, Any] = {"actor": actor_of(request), "municipality": municipality}
    if verb == "rhythm":
        return form.is_valid() and bool(
            try_service(form, lambda: services.set_sitting_rhythm(**given, **form.facts()))
        )
    if verb == "day":
        if not loose.is_valid():
            return False
        typed = {**loose.cleaned_data, "organ": LocalOrgan(loose.cleaned_data["organ"])}
        return bool(try_service(loose, lambda: services.note_sitting_day(**given, **typed)))
    wanted = request.POST.get("pk", "")
    rows: Any = {"drop_rhythm": SittingRhythm, "drop_day": SittingDay}.get(verb)
    found = [
        each
        for each in (rows.objects.filter(municipality=municipality) if rows else ())
        if str(each.pk) == wanted
    ]
    if not found:
        raise NotVisible
    if verb == "drop_rhythm":
        services.drop_sitting_rhythm(actor=given["actor"], rhythm=found[0])
    else:
        services.drop_sitting_day(actor=given["actor"], word=found[0])
    return True
