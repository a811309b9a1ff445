"""Execution rolled up: who still has to carry out what, and what shows nothing (R12, R114)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.agreements.services import classify_agreement
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.policy import bodies_visible_to, may
from overlegtafel.governance.states import Task
from overlegtafel.printing.execution_files import executions_as
from overlegtafel.reporting.execution import (
    ALL,
    LATE,
    OPEN,
    Scope,
    WantedExecution,
    agreements_without,
    executions,
    loads_of,
)
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.agreements import ClassifyForm
from overlegtafel.workspace.views.agreements import agreement_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    home_context,
    posted,
    search_words,
    table_context,
    table_file,
)

PAGE = 40
_SHOWN = {"te-laat": LATE, "alles": ALL}


@require_safe
def of_table(request: HttpRequest, slug: str) -> HttpResponse:
    """Who still has to carry out what a table agreed."""
    body = circle_table_of(request, slug)
    context = table_context(
        request,
        body,
        section="agreements",
        crumbs=_crumbs(body),
        **_shown(request, Scope(body=body)),
    )
    return render(request, "workspace/executions.html", context)


@require_safe
def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """What one municipality still has to carry out, whichever table asked it."""
    actor = actor_of(request)
    municipality = municipality_by_slug(actor, slug)
    context = home_context(
        request,
        list(bodies_visible_to(actor)),
        today=clock.today(),
        municipality=municipality,
        **_shown(request, Scope(organization=municipality)),
    )
    return render(request, "workspace/executions.html", context)


@require_safe
def of_table_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What the page of a table shows with the same filter, every page of it, as a file."""
    body = circle_table_of(request, slug)
    return _file(request, Scope(body=body), slug, kind)


@require_safe
def of_municipality_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What the page of a municipality shows with the same filter, as a file."""
    municipality = municipality_by_slug(actor_of(request), slug)
    return _file(request, Scope(organization=municipality), slug, kind)


@require_safe
def without_proof(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreements with nothing that prepared them, or nothing that shows their execution."""
    body, today = circle_table_of(request, slug), clock.today()
    context = table_context(
        request,
        body,
        section="agreements",
        crumbs=[*_crumbs(body), ("Uitvoering", reverse("executions", args=[slug]))],
        lacking=agreements_without(actor_of(request), body, today),
    )
    return render(request, "workspace/unproven_agreements.html", context)


@require_http_methods(["GET", "POST"])
def classify(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Say how far an agreement reaches and which domains it touches (R47)."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    agreement = agreement_by_reference(actor, body, reference)
    if not may(actor, body, Task.AGREEMENTS):
        raise NotAllowed
    dossier = agreement.item.dossier
    names = [each.name for each in agreement.domains.all()]
    form = ClassifyForm(
        posted(request),
        initial={
            "level": agreement.level,
            "domains": ", ".join(names or ([dossier.domain] if dossier else [])),
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        done = try_service(
            form, lambda: classify_agreement(actor=actor, agreement=agreement, **typed)
        )
        if done is not None:
            messages.success(request, "De indeling is bewaard.")
            return redirect("agreement", slug, agreement.reference)
    context = agreement_context(request, agreement, form=form)
    return render(request, "workspace/agreement_classify.html", context, status=status_of(form))


def _wanted(request: HttpRequest) -> WantedExecution:
    who = "".join(each for each in request.GET.get("wie", "")[:120] if each.isprintable())
    return WantedExecution(
        show=_SHOWN.get(request.GET.get("toon", ""), OPEN), who=who, words=search_words(request)
    )


def _shown(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """The rows, who has most to do, and the filter as it was chosen."""
    actor, today, wanted = actor_of(request), clock.today(), _wanted(request)
    page = Paginator(executions(actor, scope, wanted, today), PAGE).get_page(
        request.GET.get("page")
    )
    query: QueryDict = request.GET.copy()
    query.pop("page", None)
    return {
        "page": page,
        "wanted": wanted,
        "loads": loads_of(actor, scope, today),
        "query": query.urlencode(),
        "is_filtered": wanted != WantedExecution(),
    }


def _file(request: HttpRequest, scope: Scope, slug: str, kind: str) -> HttpResponse:
    today = clock.today()
    found = executions(actor_of(request), scope, _wanted(request), today)
    return table_file(kind, f"uitvoering-{slug}", lambda: executions_as(kind, found, today))


def _crumbs(body: Any) -> list[tuple[str, str]]:
    return [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Afspraken", reverse("agreements", args=[body.slug])),
    ]
