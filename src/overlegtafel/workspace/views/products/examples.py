"""The example library of a dossier, and who uses which."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.models import Dossier
from overlegtafel.products.policy import can_write, voice_for
from overlegtafel.products.queries import example_of, library_of
from overlegtafel.products.queries.choices import documents_of, towns_at
from overlegtafel.products.services import add_example, change_example, choose_example
from overlegtafel.products.states import ExampleUse, Voice
from overlegtafel.reporting.dossiers import dossier_at
from overlegtafel.workspace.forms.products import ChoiceForm, ExampleForm
from overlegtafel.workspace.product_marks import choice_legend, choice_seats
from overlegtafel.workspace.views.dossiers import dossier_context
from overlegtafel.workspace.views.products.shared import town_at
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted


def _dossier(request: HttpRequest, slug: str, reference: str) -> Dossier:
    """The dossier in the address, for the circle of its table."""
    circle_table_of(request, slug)
    return dossier_at(actor_of(request), slug, reference)


@require_safe
def library(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The examples of a dossier, and which one each municipality uses."""
    dossier, actor = _dossier(request, slug, reference), actor_of(request)
    found = library_of(actor, dossier)
    rows = [
        (row, voice_for(actor, dossier.body, row.municipality.pk, chooses=True))
        for row in found.rows
    ]
    context = dossier_context(
        request,
        dossier,
        library=found,
        rows=rows,
        own=[row for row, voice in rows if voice == Voice.OWN],
        seats=choice_seats(found.rows),
        legend=choice_legend(found.rows),
        writes=can_write(actor, dossier.body, dossier),
    )
    return render(request, "workspace/products/examples.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Share an example."""
    dossier, actor = _dossier(request, slug, reference), actor_of(request)
    if not can_write(actor, dossier.body, dossier):
        raise NotAllowed
    form = ExampleForm(
        posted(request),
        towns=towns_at(dossier.body),
        documents=documents_of(actor, dossier),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        made = try_service(form, lambda: add_example(actor=actor, dossier=dossier, **typed))
        if made is not None:
            messages.success(request, f"Toegevoegd als voorbeeld {made.letter}.")
            return redirect("examples", slug, reference)
    context = dossier_context(request, dossier, form=form)
    return render(request, "workspace/products/example_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Set the words of an example right."""
    dossier, actor = _dossier(request, slug, reference), actor_of(request)
    example = example_of(actor, dossier, pk)
    if not can_write(actor, dossier.body, dossier):
        raise NotAllowed
    form = ExampleForm(
        posted(request),
        documents=documents_of(actor, dossier),
        initial={name: getattr(example, name) for name in ("title", "text", "document")},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: change_example(actor=actor, example=example, **typed)):
            messages.success(request, "Bewaard.")
            return redirect("examples", slug, reference)
    context = dossier_context(request, dossier, form=form, example=example)
    return render(request, "workspace/products/example_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, slug: str, reference: str, municipality: str) -> HttpResponse:
    """Say, or note, which example one municipality uses."""
    dossier, actor = _dossier(request, slug, reference), actor_of(request)
    found = library_of(actor, dossier)
    town = town_at([row.municipality for row in found.rows], municipality)
    voice = voice_for(actor, dossier.body, town.pk, chooses=True)
    if voice is None:
        raise NotAllowed("Dit legt het bestuur zelf vast.")
    kept = next(row.choice for row in found.rows if row.municipality == town)
    initial = {}
    if kept is not None:
        use = kept.example_id if kept.use == ExampleUse.EXAMPLE else kept.use
        initial = {"use": str(use), "note": kept.note}
    form = ChoiceForm(
        posted(request),
        examples=[line.example for line in found.lines],
        own=voice == Voice.OWN,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.content
        if try_service(
            form,
            lambda: choose_example(actor=actor, dossier=dossier, municipality=town, **chosen),
        ):
            messages.success(request, f"Vastgelegd voor {town}.")
            return redirect("examples", slug, reference)
    context = dossier_context(
        request, dossier, form=form, town=town, own=voice == Voice.OWN, library=found
    )
    return render(request, "workspace/products/choice.html", context, status=status_of(form))
