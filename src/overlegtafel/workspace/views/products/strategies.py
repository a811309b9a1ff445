"""Strategies: words, goals with their dossiers, and who adopted them."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common import clock
from overlegtafel.common.forms import status_of, try_saving, try_service
from overlegtafel.governance.states import Function
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import decisions_of, progress_of
from overlegtafel.products.models import Strategy
from overlegtafel.products.policy import can_write
from overlegtafel.products.queries import goals_of, strategy_of
from overlegtafel.products.queries.choices import (
    deciding_agreements,
    documents_of,
    dossiers_by_number,
    dossiers_of,
)
from overlegtafel.products.services import change_strategy, draft_strategy
from overlegtafel.workspace.forms.strategies import StrategyForm
from overlegtafel.workspace.marks import decision_seats, legend_of
from overlegtafel.workspace.views.products.shared import (
    origin_asked,
    product_context,
    require_write,
    writable_table_of,
)
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a strategy down."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    origin = origin_asked(request, body)
    dossier = origin.whole["dossier"]
    writable_table_of(request, slug, dossier)
    form = StrategyForm(
        posted(request),
        known=dossiers_by_number(actor, body),
        dossiers=dossiers_of(actor, body) if dossier is None else None,
        documents=documents_of(actor, dossier),
        initial={"revision": 1, "function": Function.POLICY},
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        typed.pop("revision")
        chosen = typed.pop("dossier", None)
        whole = type(origin)(origin.dossier or chosen, origin.item, origin.agreement)
        made = try_service(
            form, lambda: draft_strategy(actor=actor, body=body, origin=whole, **typed)
        )
        if made is not None:
            messages.success(request, "Bewaard.")
            return redirect("strategy", slug, made.pk)
    context = product_context(request, body, form=form, origin=origin.whole)
    return render(request, "workspace/products/strategy_form.html", context, status=status_of(form))


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One strategy: its goals, and which municipality adopted it."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    strategy, today = strategy_of(actor, body, pk), clock.today()
    goals = goals_of(actor, strategy)
    decisions = _decisions(strategy)
    progress = progress_of([strategy.agreement_id]) if strategy.agreement_id else {}
    figure = progress.get(strategy.agreement_id or 0)
    domains = {dossier.domain for _, linked in goals for dossier in linked}
    context = product_context(
        request,
        body,
        strategy=strategy,
        goals=goals,
        domains=sorted(domains),
        decisions=decisions,
        seats=decision_seats(decisions),
        legend=legend_of(decisions),
        centre=[str(figure.approved), f"van {figure.total}", "keurden goed"] if figure else [],
        adoption=figure.spoken(today) if figure else "",
        writes=can_write(actor, body, strategy.dossier),
    )
    return render(request, "workspace/products/strategy.html", context)


def _decisions(strategy: Strategy) -> list[LocalDecision]:
    return list(decisions_of(strategy.agreement)) if strategy.agreement else []


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write it otherwise, or say by which agreement it is adopted."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    strategy = strategy_of(actor, body, pk)
    require_write(request, strategy)
    names = ("title", "text", "document", "function", "effective_on", "agreement", "revision")
    initial = {name: getattr(strategy, name) for name in names}
    initial["goals"] = "\n".join(
        f"{', '.join(each.reference for each in linked)}: {goal}" if linked else str(goal)
        for goal, linked in goals_of(actor, strategy)
    )
    form = StrategyForm(
        posted(request),
        known=dossiers_by_number(actor, body),
        documents=documents_of(actor, strategy.dossier),
        agreements=deciding_agreements(actor, body),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        change = partial(change_strategy, actor=actor, strategy=strategy)
        if try_saving(form, strategy, change):
            messages.success(request, "Bewaard.")
            return redirect("strategy", slug, pk)
    context = product_context(request, body, form=form, strategy=strategy)
    context["crumbs"].append((strategy.title, reverse("strategy", args=[slug, pk])))
    return render(request, "workspace/products/strategy_form.html", context, status=status_of(form))
