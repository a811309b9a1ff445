"""General assemblies of associations: aligned here, decided by each council."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.agreements.queries.positions import positions_on, takes_positions
from overlegtafel.common import clock
from overlegtafel.common.forms import status_of, try_saving, try_service
from overlegtafel.governance.policy import reads_inside
from overlegtafel.products.policy import can_write
from overlegtafel.products.queries import (
    assembly_of,
    associations_of,
    double_roles,
    mandates_for,
    taking_part,
)
from overlegtafel.products.queries.choices import deciding_agreements, items_before
from overlegtafel.products.services import change_assembly, note_assembly
from overlegtafel.workspace.forms.strategies import AssemblyForm
from overlegtafel.workspace.views.products.shared import (
    origin_asked,
    product_context,
    require_write,
    writable_table_of,
)
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Note an assembly that members will be represented in."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    origin = origin_asked(request, body)
    writable_table_of(request, slug, origin.whole["dossier"])
    form = AssemblyForm(
        posted(request),
        associations=associations_of(body, clock.today()),
        initial={"revision": 1, "title": "Algemene vergadering"},
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        typed.pop("revision")
        made = try_service(
            form, lambda: note_assembly(actor=actor, body=body, origin=origin, **typed)
        )
        if made is not None:
            messages.success(request, "Genoteerd. Stem nu af, en vraag elke raad een mandaat.")
            return redirect("assembly", slug, made.pk)
    context = product_context(request, body, form=form)
    return render(request, "workspace/products/assembly_form.html", context, status=status_of(form))


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One assembly: its points, what was aligned, each mandate, who has two roles."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    assembly = assembly_of(actor, body, pk)
    towns = taking_part(assembly)
    rows = mandates_for(assembly, towns)
    doubles = double_roles(assembly, towns)
    inside = reads_inside(actor, body.pk)
    item = assembly.item
    shows = inside and item is not None and takes_positions(item)
    context = product_context(
        request,
        body,
        assembly=assembly,
        rows=rows,
        decided=sum(row.is_decided for row in rows),
        late=[row.municipality for row in rows if row.is_late],
        doubles=doubles,
        mine=[each for each in doubles if each.user_id == actor.pk],
        positions=positions_on(item, actor) if shows and item is not None else None,
        writes=can_write(actor, body, assembly.dossier),
        over=assembly.held_on < clock.today(),
    )
    return render(request, "workspace/products/assembly.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its points, where it was aligned, which agreement asks the mandate."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    assembly = assembly_of(actor, body, pk)
    require_write(request, assembly)
    names = ("title", "held_on", "location", "item", "agreement", "revision")
    initial = {name: getattr(assembly, name) for name in names}
    initial["points"] = "\n".join(
        f"{each.title} | {' '.join(each.aligned.split())}" if each.aligned else each.title
        for each in assembly.items.all()
    )
    form = AssemblyForm(
        posted(request),
        items=items_before(actor, body, assembly.held_on),
        agreements=deciding_agreements(actor, body),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        change = partial(change_assembly, actor=actor, assembly=assembly)
        if try_saving(form, assembly, change):
            messages.success(request, "Bewaard.")
            return redirect("assembly", slug, pk)
    context = product_context(request, body, form=form, assembly=assembly)
    context["crumbs"].append((assembly.title, reverse("assembly", args=[slug, pk])))
    return render(request, "workspace/products/assembly_form.html", context, status=status_of(form))
