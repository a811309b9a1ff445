"""Op til, and the links with other fora."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.forms import status_of, try_saving, try_service
from overlegtafel.governance.policy import can_lead
from overlegtafel.horizon.queries import (
    entry_of,
    feedback_in,
    fora_to_link,
    guard_of,
    guards_on,
    horizon_of,
    link_of,
    links_of,
    sits_in_both,
)
from overlegtafel.horizon.services import (
    change_entry,
    change_link,
    drop_entry,
    end_guard,
    end_link,
    link_forum,
    name_guard,
    note_entry,
    set_rhythm,
)
from overlegtafel.reporting.dossiers import dossier_at
from overlegtafel.workspace.forms.horizon import (
    ChangeEntryForm,
    DropForm,
    EntryForm,
    GuardForm,
    LinkForm,
    NewLinkForm,
    RhythmForm,
    initial_of,
)
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    led_table_of,
    table_context,
    typed_in,
)


@require_http_methods(["GET", "POST"])
def horizon(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on its way, soonest first; noting something."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    form = EntryForm(typed_in(request))
    if request.method == "POST":
        if not can_lead(actor, body.pk):
            raise NotAllowed
        if form.is_valid() and _done(
            form, lambda: note_entry(actor=actor, body=body, **form.cleaned_data)
        ):
            messages.success(request, "Genoteerd. Het komt vanzelf op de agenda.")
            return redirect("horizon", body.slug)
    entries = list(horizon_of(actor, body))
    context = table_context(
        request,
        body,
        section="working",
        form=form,
        waiting=[each for each in entries if not each.proposal_id and not each.dropped_because],
        gone=[each for each in entries if each.proposal_id or each.dropped_because][::-1],
        projects=feedback_in(actor, body),
    )
    return render(request, "workspace/horizon.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Setting right what is on its way, or dropping it with a reason."""
    body, actor = led_table_of(request, slug), actor_of(request)
    found = entry_of(actor, body, pk)
    names = ("title", "expected_on", "source", "source_url", "about", "revision")
    dropping = "drop" in request.POST
    form = ChangeEntryForm(
        None if dropping else typed_in(request), initial={n: getattr(found, n) for n in names}
    )
    drop = DropForm(typed_in(request) if dropping else None, prefix="drop")
    if dropping and drop.is_valid():
        if try_service(drop, lambda: drop_entry(actor=actor, entry=found, **drop.cleaned_data)):
            messages.success(request, "Geschrapt.")
            return redirect("horizon", body.slug)
    elif form.is_bound and form.is_valid():
        change = partial(change_entry, actor=actor, entry=found)
        if try_saving(form, found, change):
            messages.success(request, "Bewaard.")
            return redirect("horizon", body.slug)
    status = max(status_of(form), status_of(drop))
    context = table_context(request, body, section="working", form=form, drop=drop, entry=found)
    return render(request, "workspace/horizon_entry.html", context, status=status)


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """The links with other fora: what was agreed, who guards, when news was last on the table."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    leads = can_lead(actor, body.pk)
    if request.method == "POST" and not leads:
        raise NotAllowed
    fora = fora_to_link(body)
    form = NewLinkForm(typed_in(request), fora=fora if leads else fora.none())
    if form.is_valid() and _done(
        form, lambda: link_forum(actor=actor, body=body, **form.cleaned_data)
    ):
        messages.success(request, "Bewaard. Duid nu aan wie de link bewaakt.")
        return redirect("forum_links", body.slug)
    context = table_context(request, body, section="working", form=form, rows=links_of(actor, body))
    return render(request, "workspace/forum_links.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One link: its arrangement, its guards; ending it."""
    body, actor = led_table_of(request, slug), actor_of(request)
    found = link_of(actor, body, pk)
    if "end" in request.POST:
        end_link(actor=actor, link=found)
        messages.success(request, f"De afspraak met {found.forum} loopt niet meer.")
        return redirect("forum_links", body.slug)
    guarding = "municipality" in request.POST
    form = LinkForm(None if guarding else typed_in(request), initial=initial_of(found))
    guard = GuardForm(
        typed_in(request) if guarding else None, towns=sits_in_both(found, clock.today())
    )
    if guarding and guard.is_valid():
        if try_service(guard, lambda: name_guard(actor=actor, link=found, **guard.cleaned_data)):
            messages.success(
                request, "Aangeduid: vijf dagen voor elke vergadering vragen we nieuws."
            )
            return redirect("forum_link", body.slug, pk)
    elif form.is_bound and form.is_valid():
        change_link(actor=actor, link=found, **form.cleaned_data)
        messages.success(request, "Bewaard.")
        return redirect("forum_links", body.slug)
    guards = guards_on(clock.today()).filter(link=found)
    context = table_context(
        request, body, section="working", form=form, guard=guard, link=found, guards=guards
    )
    status = max(status_of(form), status_of(guard))
    return render(request, "workspace/forum_link.html", context, status=status)


@require_POST
def guard_end(request: HttpRequest, slug: str, pk: int, guard: int) -> HttpResponse:
    """A municipality that guards the link no longer."""
    body, actor = led_table_of(request, slug), actor_of(request)
    found = link_of(actor, body, pk)
    row = guard_of(found, guard)
    end_guard(actor=actor, guard=row)
    messages.success(request, f"{row.municipality} bewaakt deze link niet meer.")
    return redirect("forum_link", body.slug, pk)


@require_http_methods(["GET", "POST"])
def rhythm(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """How often a project reports to the table."""
    body, actor = led_table_of(request, slug), actor_of(request)
    dossier = dossier_at(actor, slug, reference)
    kept = getattr(dossier, "feedback_rhythm", None)
    form = RhythmForm(
        typed_in(request), initial={"every_months": str(kept.every_months) if kept else ""}
    )
    if form.is_bound and form.is_valid():
        months = form.cleaned_data["every_months"]
        set_rhythm(actor=actor, dossier=dossier, every_months=months)
        messages.success(request, "Bewaard.")
        return redirect("dossier", body.slug, dossier.reference)
    context = table_context(request, body, section="dossiers", form=form, dossier=dossier)
    return render(request, "workspace/dossier_rhythm.html", context, status=status_of(form))


def _done(form: BaseForm, service: Callable[[], object]) -> bool:
    """Whether the service took what was typed."""
    return try_service(form, service) is not None
