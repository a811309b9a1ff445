"""Info evenings for councillors, for who runs the table: planned, announced, moved, called off."""

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common import clock
from overlegtafel.common.dates import hour, spoken
from overlegtafel.common.errors import NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.councillors import services
from overlegtafel.councillors.evening_mail import (
    invitation_of,
    invitations_sent,
    told_of_move,
)
from overlegtafel.councillors.models import InfoEvening
from overlegtafel.councillors.policy import may_plan_evening
from overlegtafel.councillors.queries import counts_of, evening_of, sign_ups_of, subjects_of
from overlegtafel.councillors.sight import sight_of
from overlegtafel.councillors.states import EveningState, SignUpState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.printing.sign_up_files import sign_ups_as
from overlegtafel.workspace.forms.info_evenings import CallOffForm, EveningForm, filled_in
from overlegtafel.workspace.views.shared import (
    actor_of,
    led_table_of,
    posted,
    table_context,
    table_file,
)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan an evening; nobody is told yet."""
    actor, body = actor_of(request), led_table_of(request, slug)
    if not may_plan_evening(actor, body):
        raise NotAllowed(
            "De afsprakennota van dit overleg voorziet geen infoavonden voor raadsleden."
        )
    sight = sight_of(body.pk, clock.today())
    form = EveningForm(posted(request), initial={"expected_revision": 0}, sight=sight)
    if request.method == "POST" and form.is_valid():
        planned = try_service(
            form,
            lambda: services.plan_evening(actor=actor, body=body, details=form.details),
        )
        if planned is not None:
            messages.success(request, "Bewaard. Er is nog niemand uitgenodigd.")
            return redirect("info_evening_lead", slug, planned.pk)
    context = _context(request, body, form=form)
    return render(request, "workspace/info_evening_edit.html", context, status=status_of(form))


@require_safe
def lead(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One evening: the invitation as it leaves or left, and how many come from where."""
    body, evening = _led(request, slug, pk)
    counts = counts_of(evening)
    agreements, dossiers = subjects_of(evening, sight_of(body.pk, clock.today()))
    is_planned = evening.state == EveningState.PLANNED
    context = _context(
        request,
        body,
        evening=evening,
        counts=counts,
        coming=sum(each.coming for each in counts),
        waiting=sum(each.waiting for each in counts),
        agreements=agreements,
        dossiers=dossiers,
        invitation=invitation_of(evening) if is_planned else None,
        unheard=[each.municipality.name for each in counts if not each.councillors],
        sent=[] if is_planned else invitations_sent(evening),
        may_change=_may_change(evening),
        may_invite=is_planned and may_plan_evening(actor_of(request), body),
    )
    return render(request, "workspace/info_evening_lead.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write it otherwise; who signed up hears of another moment or place."""
    actor, (body, evening) = actor_of(request), _led(request, slug, pk)
    _require_change(evening)
    sight, stale = sight_of(body.pk, clock.today()), False
    form = EveningForm(posted(request), initial=filled_in(evening), sight=sight)
    try:
        if request.method == "POST" and form.is_valid():
            changed = try_service(
                form,
                lambda: services.change_evening(
                    actor=actor,
                    evening=evening,
                    details=form.details,
                    expected_revision=form.cleaned_data["expected_revision"],
                ),
            )
            if changed is not None:
                messages.success(request, f"Bewaard.{_told(changed)}")
                return redirect("info_evening_lead", slug, pk)
    except Stale:
        typed, stale = request.POST.copy(), True
        typed["expected_revision"] = str(evening.revision)
        form = EveningForm(typed, sight=sight)
    differs = _differing(form, evening) if stale else []
    context = _context(request, body, form=form, evening=evening, stale=stale, differs=differs)
    status = 409 if stale else status_of(form)
    return render(request, "workspace/info_evening_edit.html", context, status=status)


def _differing(form: EveningForm, evening: InfoEvening) -> list[tuple[str, str, str]]:
    """What someone else saved otherwise than it was typed: the field, what stands there, what was
    typed.
    """
    typed, saved = form.cleaned_data if form.is_valid() else {}, filled_in(evening)
    found = []
    for name in ("title", "words", "held_on", "starts_at", "ends_at", "location", *_SIGNING_UP):
        theirs, mine = saved[name], typed.get(name)
        if (theirs or "") != (mine or ""):
            found.append((str(form.fields[name].label), _shown(theirs), _shown(mine)))
    return found


_SIGNING_UP = ("sign_up_until", "seats")


def _shown(value: Any) -> str:
    match value:
        case date():
            return spoken(value)
        case time():
            return f"{hour(value)} uur"
        case _:
            return str(value or "leeg")


@require_POST
def invite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Invite the councillors of every member."""
    _, evening = _led(request, slug, pk)
    revision = request.POST.get("expected_revision", "")
    invited = services.invite_councillors(
        actor=actor_of(request),
        evening=evening,
        expected_revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
    )
    many = "raadslid" if invited.invited == 1 else "raadsleden"
    messages.success(request, f"De uitnodiging vertrekt, aan {invited.invited} {many}.")
    return redirect("info_evening_lead", slug, pk)


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it does not take place."""
    actor, (body, evening) = actor_of(request), _led(request, slug, pk)
    _require_change(evening)
    form = CallOffForm(posted(request))
    if request.method == "POST" and form.is_valid():
        done = try_service(
            form,
            lambda: services.call_off_evening(
                actor=actor, evening=evening, reason=form.cleaned_data["reason"]
            ),
        )
        if done is not None:
            messages.success(request, "De infoavond gaat niet door.")
            return redirect("info_evening_lead", slug, pk)
    context = _context(request, body, form=form, evening=evening)
    return render(request, "workspace/info_evening_call_off.html", context, status=status_of(form))


@require_safe
def attendance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who comes and who waits, to print and take along."""
    body, evening = _led(request, slug, pk)
    rows = sign_ups_of(evening)
    context = _context(
        request,
        body,
        evening=evening,
        coming=[each for each in rows if each.state == SignUpState.COMING],
        waiting=[each for each in rows if each.state == SignUpState.WAITING],
    )
    return render(request, "workspace/info_evening_list.html", context)


@require_safe
def file(request: HttpRequest, slug: str, pk: int, kind: str) -> HttpResponse:
    """Who comes and who waits, as a file for a spreadsheet."""
    _, evening = _led(request, slug, pk)
    name = f"infoavond-{slug}-{evening.held_on.isoformat()}"
    return table_file(kind, name, lambda: sign_ups_as(kind, sign_ups_of(evening)))


def _led(request: HttpRequest, slug: str, pk: int) -> tuple[GoverningBody, InfoEvening]:
    body = led_table_of(request, slug)
    return body, evening_of(actor_of(request), slug, pk)


def _told(evening: InfoEvening) -> str:
    """Who gets mail of the change, when the moment or the place is another."""
    listed, invited = told_of_move(evening)
    if not listed and not invited:
        return ""
    return (
        f" Mail over de verplaatsing vertrekt aan {listed} die ingeschreven zijn of wachten, en "
        f"aan {invited} die uitgenodigd waren."
    )


def _may_change(evening: InfoEvening) -> bool:
    return evening.state != EveningState.CANCELLED and clock.now() < evening.begins


def _require_change(evening: InfoEvening) -> None:
    if not _may_change(evening):
        raise WrongMoment("Deze infoavond is voorbij of gaat niet door: ze wijzigt niet meer.")


def _context(request: HttpRequest, body: GoverningBody, **extra: Any) -> dict[str, Any]:
    evening: InfoEvening | None = extra.get("evening")
    crumbs = [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Raadsleden", reverse("councillor_questions", args=[body.slug])),
    ]
    here = request.resolver_match
    if evening is not None and here is not None and here.url_name != "info_evening_lead":
        crumbs.append((evening.title, reverse("info_evening_lead", args=[body.slug, evening.pk])))
    context = table_context(request, body, section="agreements", **extra)
    return context | {"crumbs": crumbs}
