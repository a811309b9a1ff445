"""The bodies around a table: what each is for, how they hang together, changing them."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, Stale
from overlegtafel.governance import services
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import bodies_visible_to, may, standing_of
from overlegtafel.governance.states import BodyKind, Task
from overlegtafel.reporting.structure import family_of, structure_around
from overlegtafel.workspace.forms.bodies import BodyForm, FactForm, MergeForm, SubBodyForm
from overlegtafel.workspace.views.composition import composed_table_of, form_page
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, posted, table_context

_CHANGED_SINCE = (
    "Iemand anders wijzigde intussen deze gegevens. Er is niets overschreven: naast elk vak dat "
    "verschilt, staat wat er nu bewaard is. Bewaar opnieuw om uw tekst te houden."
)


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """All bodies around the table, how they hang together and how simple that is."""
    body, actor, today = circle_table_of(request, slug), actor_of(request), clock.today()
    structure = structure_around(body, today)
    composes = may(actor, body, Task.COMPOSE)
    leads = standing_of(actor).leads
    seen = set(bodies_visible_to(actor).values_list("pk", flat=True))
    open_slugs = {row.body.slug for row in structure.rows if row.body.pk in seen}
    context = table_context(
        request,
        body,
        section="working",
        structure=structure,
        boxes=[
            replace(box, href=reverse("table", args=[box.key])) if box.key in open_slugs else box
            for box in structure.boxes
        ],
        open_bodies=seen,
        editable={row.body.pk for row in structure.rows if row.body.pk in leads},
        composes=composes,
        merges=composes and len(_mergeable(actor, body)) > 1,
    )
    return render(request, "workspace/bodies.html", context)


def _mergeable(actor: User, body: GoverningBody) -> list[GoverningBody]:
    """The bodies below the same table that the actor composes."""
    leads = standing_of(actor).leads
    below = family_of(body).filter(pk__in=leads, parent=body)
    return [each for each in below if each.ended_on is None]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a body under the table."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    start = {"kind": request.GET.get("soort", BodyKind.WORKGROUP)}
    form = SubBodyForm(posted(request), parent=body, initial=start)
    return form_page(
        request,
        body,
        form,
        title="Een orgaan toevoegen",
        lead="Een werkgroep, cluster, thematische tafel of agendacommissie. Hoe minder, hoe beter.",
        button="Orgaan toevoegen",
        write=lambda typed: services.add_body_below(
            actor=actor, parent=body, **{**typed, "kind": BodyKind(typed["kind"])}
        ),
        said="Het orgaan staat klaar. Open het om andere leden toe te voegen.",
        back="bodies",
    )


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Let bodies go on as one from a day on."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    choices = GoverningBody.objects.filter(pk__in=[each.pk for each in _mergeable(actor, body)])
    return form_page(
        request,
        body,
        MergeForm(posted(request), bodies=choices),
        title="Organen samenvoegen",
        lead="Het nieuwe orgaan krijgt al hun zetels. Wat de oude deden, blijft te lezen.",
        button="Samenvoegen",
        write=lambda typed: services.merge_bodies(
            actor=actor, bodies=list(typed["bodies"]), name=typed["name"], on=typed["on"]
        ),
        said="De organen gaan samen verder. Loopt een route langs een van de oude, "
        "pas dan ook de afsprakennota aan.",
        back="bodies",
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a table is; a table that is over only gets another last day."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    form = BodyForm(posted(request), body=body)
    lead = ""
    if body.ended_on is not None:
        for name in set(form.fields) - {"valid_to", "expected_revision"}:
            del form.fields[name]
        lead = f"Dit orgaan liep af op {spoken(body.ended_on)}. Met een latere of lege laatste dag "
        lead += "gaat het verder."

    def write(typed: dict[str, Any]) -> object:
        changed = GoverningBody.objects.get(pk=body.pk)
        try:
            return services.change_body(actor=actor, body=changed, **form.facts())
        except Stale:
            _show_what_changed(request, form, changed)
            raise Invalid(_CHANGED_SINCE) from None

    answer = form_page(
        request,
        body,
        form,
        title="Gegevens van dit overleg",
        lead=lead,
        button="Bewaren",
        write=write,
        said="Bewaard.",
        back="table",
        other=_removing(actor, body),
    )
    if _CHANGED_SINCE in form.non_field_errors():
        answer.status_code = Stale.status
    return answer


def _removing(actor: User, body: GoverningBody) -> tuple[str, str] | None:
    """The way to remove a body, for who may add one there."""
    if body.parent is None or body.ended_on or not may(actor, body.parent, Task.COMPOSE):
        return None
    return reverse("body_remove", args=[body.slug]), "Bij vergissing gemaakt? Verwijderen"


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a body under another that was never used."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    above = body.parent if body.parent_id in standing_of(actor).circle_of else None
    return form_page(
        request,
        body,
        Form(posted(request)),
        title=f"{body.name} verwijderen",
        lead="Dit kan alleen zolang het orgaan niets deed. De zetels en rollen gaan mee weg. "
        "Daarna is er niets meer van te lezen, behalve in het logboek.",
        button="Verwijderen",
        write=lambda typed: services.remove_body(actor=actor, body=body),
        said=f"{body.name} is verwijderd.",
        back="body_edit",
        leads_to=lambda: reverse("bodies", args=[above.slug]) if above else reverse("my_table"),
    )


def _show_what_changed(request: HttpRequest, form: BodyForm, body: GoverningBody) -> None:
    """Put what is saved now beside each field that differs; saving again keeps what was typed."""
    now = BodyForm.initial_of(body)
    for name in set(form.fields) - {"expected_revision"}:
        saved, typed = now[name] or "", form.cleaned_data.get(name) or ""
        if saved != typed:
            shown = spoken(saved) if isinstance(saved, date) else saved
            shown = BodyKind(saved).label if name == "kind" else shown
            form.add_error(name, f"Nu bewaard: {shown or 'niets'}")
    form.data = request.POST.copy()
    form.data["expected_revision"] = str(body.revision)


@require_http_methods(["GET", "POST"])
def fact_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a sentence to the register."""
    body, actor = composed_table_of(request, slug), actor_of(request)
    return form_page(
        request,
        body,
        FactForm(posted(request)),
        title="Een gegeven toevoegen",
        lead="Wie dit overleg begon, wie het huisvest, waar het vandaan komt.",
        button="Toevoegen",
        write=lambda typed: services.state_fact(actor=actor, body=body, **typed),
        said="Bewaard.",
        back="table",
    )
