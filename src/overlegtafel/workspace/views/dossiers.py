"""Dossiers: what lives on between meetings."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common.dates import short
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.queries import domains_of, dossiers_of
from overlegtafel.dossiers.services import close_dossier, open_dossier
from overlegtafel.dossiers.states import DossierState, Function
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import may_bring_for
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.reporting.agreements import stands_of
from overlegtafel.reporting.dossiers import Event, dossier_by_reference, dossier_thread
from overlegtafel.workspace.forms.dossiers import DossierForm, DossierMoveForm
from overlegtafel.workspace.marks import stand_seats
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    led_table_of,
    posted,
    search_words,
    table_context,
)

PAGE = 30


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The dossiers of a table, by policy domain."""
    body = circle_table_of(request, slug)
    query = search_words(request)
    state = request.GET.get("state", "")
    found = dossiers_of(actor_of(request), body, words=query, state=state)
    page = Paginator(found, PAGE)
    context = table_context(
        request,
        body,
        section="dossiers",
        crumbs=[(body.short_name, reverse("table", args=[body.slug]))],
        page=page.get_page(request.GET.get("page")),
        query=query,
        state=state,
        states=DossierState.choices,
    )
    return render(request, "workspace/dossiers.html", context)


@require_safe
def detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One dossier: who has it, how far it is, and everything that happened."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    dossier = dossier_by_reference(actor, body, reference)
    thread = dossier_thread(actor, dossier)
    rings = stands_of(line.agreement.pk for line in thread.agreements)
    context = table_context(
        request,
        body,
        section="dossiers",
        crumbs=_crumbs(body),
        dossier=dossier,
        thread=thread,
        path=_function_path(thread.items),
        rows=[(line, stand_seats(rings[line.agreement.pk])) for line in thread.agreements],
        events=[(event, _address_of(body.slug, event)) for event in reversed(thread.events)],
    )
    return render(request, "workspace/dossier.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a dossier."""
    actor, body = actor_of(request), led_table_of(request, slug)
    form = DossierForm(posted(request), domains=domains_of(body), owners=may_bring_for(actor, body))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        dossier = try_service(form, lambda: open_dossier(actor=actor, body=body, **typed))
        if dossier is not None:
            messages.success(request, f"Dossier {dossier.reference} is gestart.")
            return redirect("dossier", slug, dossier.reference)
    context = table_context(request, body, section="dossiers", crumbs=_crumbs(body), form=form)
    return render(request, "workspace/dossier_new.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Complete, stop or reopen a dossier, with the reason."""
    actor, body = actor_of(request), led_table_of(request, slug)
    dossier = dossier_by_reference(actor, body, reference)
    form = DossierMoveForm(posted(request), dossier=dossier)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        moved = try_service(form, lambda: close_dossier(actor=actor, dossier=dossier, **typed))
        if moved is not None:
            messages.success(request, f"Het dossier is {moved.get_state_display().lower()}.")
            return redirect("dossier", slug, dossier.reference)
    context = table_context(
        request, body, section="dossiers", crumbs=_crumbs(body), form=form, dossier=dossier
    )
    return render(request, "workspace/dossier_move.html", context, status=status_of(form))


def _crumbs(body: GoverningBody) -> list[tuple[str, str]]:
    return [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Dossiers", reverse("dossiers", args=[body.slug])),
    ]


def _function_path(items: list[AgendaItem]) -> list[dict[str, Any]]:
    """From exchange over alignment to policy, with the meetings where each happened."""
    steps = []
    reached = {item.function for item in items}
    last = max((list(Function).index(Function(each)) for each in reached), default=-1)
    for number, function in enumerate(Function):
        days = [short(item.meeting.held_on) for item in items if item.function == function]
        state = "now" if number == last else "done" if number < last and days else "todo"
        steps.append(
            {
                "label": str(function.label).capitalize(),
                "note": ", ".join(dict.fromkeys(days)) or ("overgeslagen" if number < last else ""),
                "state": state,
            }
        )
    return steps


def _address_of(slug: str, event: Event) -> str:
    """The page where an event happened."""
    pages = {
        "proposal": "proposal",
        "item": "meeting",
        "agreement": "agreement",
        "decision": "agreement",
    }
    return reverse(pages[event.kind], args=[slug, event.subject])
