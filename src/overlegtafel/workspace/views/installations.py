"""A new college: the day it came, and the running agreements it confirms again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.policy import bodies_visible_to, can_record_for, standing_of
from overlegtafel.local_decisions.policy import can_install, can_read_installations
from overlegtafel.local_decisions.queries.installations import (
    installation_of,
    reconfirmation_of,
    reconfirmations_of,
)
from overlegtafel.local_decisions.services import install_college, reconfirm
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.installations import InstallationForm, QuestionForm
from overlegtafel.workspace.views.shared import actor_of, home_context, posted


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """When the college was installed, and what it says of what was running."""
    actor = actor_of(request)
    municipality = municipality_by_slug(actor, slug)
    if not can_read_installations(actor, municipality):
        raise NotAllowed
    form = InstallationForm(posted(request))
    if form.is_valid():
        day = form.cleaned_data["installed_on"]
        kept = try_service(
            form,
            lambda: install_college(actor=actor, municipality=municipality, installed_on=day),
        )
        if kept:
            messages.success(request, "Vastgelegd. Hieronder staat wat er liep.")
            return redirect("installation", slug)
    installation = installation_of(actor, municipality)
    context = home_context(
        request,
        list(bodies_visible_to(actor)),
        municipality=municipality,
        installation=installation,
        running=list(reconfirmations_of(installation)) if installation else [],
        circle=standing_of(actor).circle_of,
        records=can_record_for(actor, municipality.pk),
        installs=can_install(actor, municipality),
        form=form,
        today=clock.today(),
    )
    return render(request, "workspace/installation.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm one agreement with one click, or say why to talk about it again."""
    actor = actor_of(request)
    municipality = municipality_by_slug(actor, slug)
    asked = reconfirmation_of(actor, municipality, pk)
    if request.POST.get("verb") == "confirm":
        reconfirm(actor=actor, reconfirmation=asked, verb="confirm")
        messages.success(request, f"Opnieuw bevestigd: {asked.agreement.title}.")
        return redirect("installation", slug)
    form = QuestionForm(posted(request))
    if form.is_valid():
        note = form.cleaned_data["note"]
        kept = try_service(
            form,
            lambda: reconfirm(actor=actor, reconfirmation=asked, verb="question", note=note),
        )
        if kept:
            messages.success(request, "Genoteerd. Wie de tafel leidt, krijgt er bericht van.")
            return redirect("installation", slug)
    context = home_context(
        request,
        list(bodies_visible_to(actor)),
        municipality=municipality,
        asked=asked,
        form=form,
        records=can_record_for(actor, municipality.pk),
    )
    return render(request, "workspace/reconfirmation.html", context, status=status_of(form))
