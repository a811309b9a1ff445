"""In whose hands a dossier is: its owner, who prepares it, and what nobody prepares."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import can_edit, can_open_dossier
from overlegtafel.dossiers.queries import members_of, organizations_for
from overlegtafel.dossiers.services import (
    drop_co_preparer,
    hand_over,
    name_co_preparer,
    set_preparer,
)
from overlegtafel.governance.policy import reads_inside
from overlegtafel.reporting.dossiers import dossier_page
from overlegtafel.reporting.preparation import preparation_of
from overlegtafel.workspace.forms.dossiers import (
    CoPreparerForm,
    HandOverForm,
    PreparerForm,
    preparer_initial,
)
from overlegtafel.workspace.views.dossiers import crumbs_of, dossier_context, open_dossier_at
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    posted,
    table_context,
)


@require_safe
def preparation(request: HttpRequest, slug: str) -> HttpResponse:
    """Policy domain by policy domain: who prepares what, and what nobody does (R84, R106)."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    context = table_context(
        request,
        body,
        section="dossiers",
        crumbs=crumbs_of(actor, body),
        overview=preparation_of(actor, body),
        inside=reads_inside(actor, body.pk),
        runs=can_open_dossier(actor, body),
    )
    return render(request, "workspace/dossier_preparation.html", context)


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Give a dossier another owner; who had it stays in its history."""
    actor = actor_of(request)
    dossier = open_dossier_at(actor, slug, reference, _runs)
    form = HandOverForm(posted(request), owners=organizations_for(dossier.body))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: hand_over(actor=actor, dossier=dossier, **typed)):
            messages.success(request, f"{dossier.owned_by} is nu de eigenaar.")
            return redirect("dossier", slug, dossier.reference)
    context = dossier_context(request, dossier, form=form)
    return render(request, "workspace/dossier_hand_over.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def preparers(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Who prepares a dossier; the owner reads it here, and names who helps."""
    actor = actor_of(request)
    dossier = open_dossier_at(
        actor, slug, reference, _runs if request.method == "POST" else can_edit
    )
    form = PreparerForm(
        posted(request),
        preparers=organizations_for(dossier.body),
        initial=preparer_initial(dossier),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: set_preparer(actor=actor, dossier=dossier, **typed)):
            messages.success(request, "Vastgelegd wie dit dossier voorbereidt.")
            return redirect("dossier", slug, dossier.reference)
    return _preparers_page(request, dossier, form=form)


@require_POST
def helper_new(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Name who in a municipality helps to prepare."""
    actor = actor_of(request)
    dossier = open_dossier_at(actor, slug, reference, can_edit)
    helper = CoPreparerForm(posted(request), towns=members_of(dossier.body))
    if helper.is_valid():
        typed = helper.cleaned_data
        if try_service(helper, lambda: name_co_preparer(actor=actor, dossier=dossier, **typed)):
            messages.success(request, f"{typed['municipality']} bereidt mee voor.")
            return redirect("dossier_preparers", slug, dossier.reference)
    return _preparers_page(request, dossier, helper=helper)


@require_POST
def helper_drop(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Take a co-preparer off."""
    actor = actor_of(request)
    dossier = open_dossier_at(actor, slug, reference, can_edit)
    row = get_object_or_404(dossier.co_preparers.select_related("dossier__body"), pk=pk)
    drop_co_preparer(actor=actor, co_preparer=row)
    messages.success(request, f"{row.municipality} bereidt niet meer mee voor.")
    return redirect("dossier_preparers", slug, dossier.reference)


def _preparers_page(
    request: HttpRequest,
    dossier: Dossier,
    *,
    form: PreparerForm | None = None,
    helper: CoPreparerForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    context = dossier_context(
        request,
        dossier,
        about=dossier_page(actor, dossier),
        form=form
        or PreparerForm(
            preparers=organizations_for(dossier.body), initial=preparer_initial(dossier)
        ),
        helper=helper or CoPreparerForm(towns=members_of(dossier.body)),
        runs=_runs(actor, dossier),
        address=reverse("dossier_preparers", args=[dossier.body.slug, dossier.reference]),
    )
    status = max(status_of(context["form"]), status_of(context["helper"]))
    return render(request, "workspace/dossier_preparers.html", context, status=status)


def _runs(actor: User, dossier: Dossier) -> bool:
    return can_open_dossier(actor, dossier.body)
