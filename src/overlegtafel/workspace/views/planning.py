"""Back-planning: whether everyone makes a day, when an agreement's drafts leave, on which terms."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.forms import status_of
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import bodies_visible_to
from overlegtafel.governance.queries import seats_on
from overlegtafel.local_decisions.deadlines import deadlines_of
from overlegtafel.local_decisions.planning import DecisionPlan, back_plan, plans_of
from overlegtafel.local_decisions.queries import decisions_of
from overlegtafel.local_decisions.services import members_asked
from overlegtafel.local_decisions.terms import term_history, terms_by_day, terms_on
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.planning import LastDayForm
from overlegtafel.workspace.views.agreements import agreement_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    home_context,
    table_context,
)


@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether everyone makes a last day, before it is agreed."""
    body, today = circle_table_of(request, slug), clock.today()
    form = LastDayForm(request.GET if "tegen" in request.GET else None, today=today)
    context = table_context(request, body, section="agreements", form=form)
    if form.is_bound and form.is_valid():
        context["plan"] = back_plan(
            _members(body),
            CompetentBody(form.cleaned_data["orgaan"]),
            form.cleaned_data["tegen"],
            form.ready_on,
        )
    return render(request, "workspace/back_planning.html", context, status=status_of(form))


def _members(body: GoverningBody) -> list[Organization]:
    """Who decides locally: the municipalities of the seats that count today."""
    seats = seats_on(body, clock.today()).filter(category__counts=True, municipality__isnull=False)
    return [seat.municipality for seat in seats if seat.municipality]


@require_safe
def leaving(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """When the draft of one agreement must leave, for every municipality."""
    actor, today = actor_of(request), clock.today()
    agreement = agreement_by_reference(actor, circle_table_of(request, slug), reference)
    if not agreement.needs_local_decision:
        raise NotVisible
    decisions = list(decisions_of(agreement).select_related("agreement"))
    context = agreement_context(request, agreement) | {"today": today}
    if decisions:
        terms, plans = terms_by_day(), plans_of(decisions, today)
        rows = [(plans[each.pk], deadlines_of(each, today, terms)) for each in decisions]
        context["rows"] = rows
        context["open"] = sum(row.plan is not None or row.is_waiting for row, _ in rows)
        context["late"] = [row for row, _ in rows if row.plan and row.plan.is_impossible]
        context["first"] = _first(plans.values())
    else:
        context["plan"] = back_plan(
            members_asked(agreement),
            CompetentBody(agreement.competent_body),
            agreement.due_on,
            today,
        )
    return render(request, "workspace/agreement_leaving.html", context)


def _first(plans: Iterable[DecisionPlan]) -> date | None:
    """The day the first draft leaves, of who has not planned a sitting yet."""
    counted = [each.plan for each in plans if each.plan and not each.is_own]
    days = [each.route.leave_on for each in counted if each.fits and each.route]
    return min(days, default=None)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Every term the house counts with, on which ground, and how sure that is."""
    today = clock.today()
    now = terms_on(today)
    rows = [
        (now[key], [each for each in history if each.valid_from > today])
        for key, history in term_history().items()
    ]
    bodies = list(bodies_visible_to(actor_of(request)))
    context = home_context(request, bodies, rows=rows, today=today)
    return render(request, "workspace/terms.html", context)
