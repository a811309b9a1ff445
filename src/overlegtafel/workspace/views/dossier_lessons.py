"""What dossiers teach: findings of a test case, and the lessons of what stopped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.policy import can_note_finding
from overlegtafel.dossiers.queries import lessons_of
from overlegtafel.dossiers.services import note_finding, share_lesson
from overlegtafel.governance.policy import may
from overlegtafel.governance.states import Task
from overlegtafel.reporting.dossiers import dossier_at
from overlegtafel.workspace.forms.dossiers import FindingForm
from overlegtafel.workspace.views.dossiers import dossier_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    posted,
    table_context,
)


@require_safe
def lessons(request: HttpRequest, slug: str) -> HttpResponse:
    """What the table learned from what stopped, by policy domain (R123)."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    context = table_context(
        request,
        body,
        section="working",
        crumbs=[(body.short_name, reverse("table", args=[body.slug]))],
        lessons=list(lessons_of(actor, body)[:200]),
        shares=may(actor, body, Task.SHARE),
    )
    return render(request, "workspace/lessons.html", context)


@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Note what a test case shows of the way of working (R117)."""
    actor = actor_of(request)
    dossier = dossier_at(actor, slug, reference)
    if not dossier.is_test_case:
        raise WrongMoment("Dit dossier is geen testcase.")
    if not can_note_finding(actor, dossier):
        raise NotAllowed
    form = FindingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if try_service(form, lambda: note_finding(actor=actor, dossier=dossier, text=text)):
            messages.success(request, "De bevinding is genoteerd.")
            return redirect("dossier", slug, dossier.reference)
    context = dossier_context(request, dossier, form=form)
    return render(request, "workspace/dossier_finding.html", context, status=status_of(form))


@require_POST
def share(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Release a lesson to the other regions."""
    actor = actor_of(request)
    dossier = dossier_at(actor, slug, reference)
    lesson = get_object_or_404(dossier.lessons.select_related("dossier__body", "piece"), pk=pk)
    share_lesson(actor=actor, lesson=lesson)
    messages.success(request, "De andere regio's kunnen deze les nu lezen in de bibliotheek.")
    return redirect("dossier", slug, dossier.reference)
