"""A region's configuration in the browser: taking it along, looking at one, bringing it in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, Stale
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.common.text import join_dutch
from overlegtafel.governance.configuration.exporting import export_for, heads_of, may_export
from overlegtafel.governance.configuration.importing import out_of_reach
from overlegtafel.governance.configuration.packaged import sets_to_bring
from overlegtafel.governance.configuration.preview import Preview, import_as_seen, preview
from overlegtafel.governance.configuration.reading import BrokenConfiguration, Document
from overlegtafel.governance.configuration.writing import bodies_with
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import may
from overlegtafel.governance.states import Task
from overlegtafel.workspace.forms.configuration import ConfigurationForm
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    led_table_of,
    posted,
    table_context,
)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What the configuration of this table's set holds, and the ways in and out."""
    body, actor = led_table_of(request, slug), actor_of(request)
    region, bodies = bodies_with(body)
    context = table_context(
        request,
        body,
        section="working",
        region=region,
        bodies=bodies,
        heads=heads_of(bodies),
        exports=may_export(actor, bodies),
        imports=_keeps(request, body),
    )
    return render(request, "workspace/configuration.html", context)


@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The set as a file."""
    body = led_table_of(request, slug)
    text = export_for(actor=actor_of(request), body=body)
    region, bodies = bodies_with(body)
    name = f"{region.slug if region else bodies[0].slug}-{clock.today().isoformat()}.yaml"
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _keeps(request: HttpRequest, body: GoverningBody) -> bool:
    """Whether the actor composes this table and writes its charter."""
    tasks = (Task.COMPOSE, Task.CHARTER)
    return all(may(actor_of(request), body, task) for task in tasks)


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring this table's set up to date with a file: look at what changes, then confirm."""
    body = circle_table_of(request, slug)
    if not _keeps(request, body):
        raise NotAllowed(
            "Een configuratie inlezen doet wie het overleg samenstelt en de afsprakennota schrijft."
        )

    def fits(document: Document) -> str:
        if body.slug in {each.slug for each in document.configuration.bodies}:
            return ""
        return f"Dit bestand gaat niet over {body.name}."

    crumbs = [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Configuratie", reverse("configuration", args=[body.slug])),
    ]
    page = table_context(request, body, section="working", crumbs=crumbs, back=crumbs[-1][1])
    form = ConfigurationForm(posted(request), request.FILES or None)
    return _import_page(request, form, fits, page, lambda made: ("configuration", body.slug))


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Set up the tables of a file, or of a region that comes with the software."""
    if not actor_of(request).may_found_tables:
        raise NotAllowed("Alleen wie dat recht kreeg, richt een overleg op.")
    form = ConfigurationForm(posted(request), request.FILES or None, packaged=sets_to_bring())
    start = reverse("table_new")
    crumbs = [("Mijn tafel", reverse("my_table")), ("Een overleg oprichten", start)]
    page = {"founds": True, "back": start, "crumbs": crumbs}
    return _import_page(request, form, lambda document: "", page, lambda made: ("table", made.slug))


def _import_page(
    request: HttpRequest,
    form: ConfigurationForm,
    fits: Callable[[Document], str],
    page: dict[str, Any],
    back_to: Callable[[GoverningBody], tuple[str, str]],
) -> HttpResponse:
    """Choose, look, confirm. Nothing is written before the last, and only what was shown."""
    shown: Preview | None = None
    status = 0
    if request.method == "POST" and form.is_valid() and form.document is not None:
        document = form.document
        shown, status = _looked_at(request, form, document, fits)
        if shown is not None and request.POST.get("step") == "confirm":
            try:
                made = try_service(form, lambda: _confirmed(request, form, document))
            except Stale as refusal:
                page["stale"], status = refusal.sentence, Stale.status
            else:
                if made:
                    messages.success(request, _said(document, made))
                    return redirect(*back_to(made[0]))
                shown = None
    page |= {"form": form, "preview": shown}
    return render(
        request, "workspace/configuration_import.html", page, status=status or status_of(form)
    )


def _looked_at(
    request: HttpRequest,
    form: ConfigurationForm,
    document: Document,
    fits: Callable[[Document], str],
) -> tuple[Preview | None, int]:
    """What the file would do; nothing, with the reason in the form, when it can't be brought in."""
    if fault := fits(document):
        form.add_error(None, fault)
        return None, 422
    beyond = out_of_reach(actor_of(request), document.configuration)
    if beyond is None:
        form.add_error(None, "Een nieuw overleg oprichten mag alleen wie dat recht kreeg.")
        return None, NotAllowed.status
    if beyond:
        names = join_dutch([each.name for each in beyond])
        form.add_error(
            None,
            f"Dit bestand mag u niet inlezen: daarvoor begeleidt u ook {names}, "
            "en geeft waar nodig de voorzitter eerst akkoord.",
        )
        return None, NotAllowed.status
    try:
        return preview(document), 0
    except BrokenConfiguration as refusal:
        form.refuse(refusal)
        return None, 422


def _confirmed(
    request: HttpRequest, form: ConfigurationForm, document: Document
) -> list[GoverningBody]:
    seen = form.cleaned_data["seen"]
    return import_as_seen(actor=actor_of(request), document=document, seen=seen)


def _said(document: Document, made: list[GoverningBody]) -> str:
    bodies = "1 orgaan" if len(made) == 1 else f"{len(made)} organen"
    return f"{document.configuration.name} is ingelezen: {bodies}."
