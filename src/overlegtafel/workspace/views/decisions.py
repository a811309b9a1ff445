"""Local decisions: asking them, and recording what one's own municipality did."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.agreements.states import AgreementState
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.drafting.local_queries import drafts_of_decision
from overlegtafel.drafting.queries import open_replies_of
from overlegtafel.local_decisions.deadlines import deadlines_of
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import can_record
from overlegtafel.local_decisions.queries import decision_of, spoken_state
from overlegtafel.local_decisions.services import (
    Report,
    members_asked,
    open_local_decisions,
    record_one,
)
from overlegtafel.local_decisions.states import Source
from overlegtafel.reporting.history import history_of_decision
from overlegtafel.reporting.outcomes import entries_of
from overlegtafel.reporting.turn import turn_of_decision
from overlegtafel.workspace.addresses import address_of
from overlegtafel.workspace.forms.decisions import (
    PUBLISH,
    VERBS,
    DecisionForm,
    OpenDecisionsForm,
    filled_in,
)
from overlegtafel.workspace.views.agreements import agreement_context
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, led_table_of, posted


@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Confirm which members are asked to decide; then ask them."""
    actor, body = actor_of(request), led_table_of(request, slug)
    agreement = agreement_by_reference(actor, body, reference)
    _check_open(agreement)
    form = OpenDecisionsForm(members_asked(agreement), posted(request))
    if form.is_valid():
        chosen = [each.pk for each in form.cleaned_data["only"]]
        rows = try_service(
            form, lambda: open_local_decisions(actor=actor, agreement=agreement, only=chosen)
        )
        if rows:
            messages.success(request, f"De lokale beslissingen zijn geopend: {len(rows)} besturen.")
            return redirect("agreement", slug, agreement.reference)
    context = agreement_context(request, agreement, form=form)
    return render(request, "workspace/decisions_open.html", context, status=status_of(form))


def _check_open(agreement: Agreement) -> None:
    if agreement.state != AgreementState.CONFIRMED:
        raise WrongMoment("Sluit eerst het verslag af.")
    if not agreement.needs_local_decision:
        raise WrongMoment("Voor deze afspraak is geen lokale beslissing nodig.")
    if agreement.local_decisions.exists():
        raise WrongMoment("De lokale beslissingen zijn al geopend.")


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, slug: str, reference: str, municipality: str) -> HttpResponse:
    """One municipality's row: for its own people a form, for the others to read."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    agreement = agreement_by_reference(actor, body, reference)
    decision = decision_of(actor, agreement, municipality)
    if request.method == "GET":
        return _page(request, agreement, decision, _form_for(decision))
    if not can_record(actor, decision):
        raise NotAllowed("Alleen het eigen bestuur legt zijn beslissing vast.")
    form = DecisionForm(decision, request.POST, initial=filled_in(decision))
    sound = form.is_valid()
    if form.cleaned_data.get("revision", decision.revision) != decision.revision:
        return _stale(request, agreement, decision, form)
    if not sound:
        return _page(request, agreement, decision, form)
    try:
        saved = try_service(form, lambda: _save(request, decision, form))
    except Stale:
        return _stale(request, agreement, decision, form)
    if saved is None:
        return _page(request, agreement, decision_of(actor, agreement, municipality), form)
    messages.success(request, f"Vastgelegd: {saved.municipality}, {spoken_state(saved)}.")
    return redirect("agreement", slug, agreement.reference)


def _save(request: HttpRequest, decision: LocalDecision, form: DecisionForm) -> LocalDecision:
    told = Report(decision, form.cleaned_data["verb"], form.cleaned_data["revision"], **form.facts)
    return record_one(actor=actor_of(request), report=told, source=Source.DECLARED)


def _form_for(decision: LocalDecision, data: Any = None) -> DecisionForm:
    return DecisionForm(decision, data, initial=filled_in(decision))


def _stale(
    request: HttpRequest, agreement: Agreement, decision: LocalDecision, form: DecisionForm
) -> HttpResponse:
    newest = decision_of(actor_of(request), agreement, decision.municipality.slug)
    again = form.data.copy()  # type: ignore[attr-defined]
    again["revision"] = newest.revision
    who, now = str(newest.recorded_by or "Iemand anders"), spoken_state(newest)
    typed = [{**VERBS, "publish": PUBLISH}.get(again.get("verb", ""), ""), again.get("note", "")]
    stale = {
        "heading": f"{who} legde intussen vast: {now}. Kijk na.",
        "theirs": "\n".join(filter(None, [now, newest.note])),
        "mine": "\n".join(filter(None, typed)),
    }
    return _page(request, agreement, newest, _form_for(newest, again), status=409, stale=stale)


def _page(
    request: HttpRequest,
    agreement: Agreement,
    decision: LocalDecision,
    form: DecisionForm,
    status: int = 0,
    **extra: Any,
) -> HttpResponse:
    context = agreement_context(
        request,
        agreement,
        decision=decision,
        form=form,
        can_record=decision.carried_to is None and can_record(actor_of(request), decision),
        turn=turn_of_decision(decision),
        entries=entries_of(decision),
        history=history_of_decision(decision),
        deadlines=deadlines_of(decision, clock.today()),
        drafts=drafts_of_decision(actor_of(request), decision),
        rounds=[
            (each, address_of(each))
            for each in open_replies_of(
                actor_of(request), decision.municipality, clock.today(), agreement
            )
        ],
        back=reverse("agreement", args=[agreement.body.slug, agreement.reference]),
        **extra,
    )
    return render(request, "workspace/decision.html", context, status=status or status_of(form))
