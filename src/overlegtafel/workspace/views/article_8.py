"""The register of article 8: one municipality's year, and a table's members side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.feedback import services
from overlegtafel.feedback.models import RegionalItem
from overlegtafel.feedback.policy import can_see_packages, contents_visible_to
from overlegtafel.feedback.queries import (
    decision_to_count,
    item_of,
    questions_for,
    register_for,
    registers_at,
)
from overlegtafel.feedback.states import RegionalItemState
from overlegtafel.feedback.text import text_from
from overlegtafel.governance.policy import bodies_visible_to, can_record_for
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.reporting.article_8 import Overview, register_as, registers_as
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.feedback import (
    DropForm,
    ProofForm,
    RegionalItemForm,
    ReplanForm,
)
from overlegtafel.workspace.views.shared import (
    actor_of,
    home_context,
    led_table_of,
    posted,
    table_context,
    table_file,
)

_YEARS = range(2020, 2101)
_TERMS = "article_8"


def year_of(request: HttpRequest) -> int:
    """The year that is asked, this one when none is. Raises ``NotVisible`` for what is no year."""
    words = request.GET.get("jaar", "")
    if not words:
        return clock.today().year
    if not (words.isascii() and words.isdigit()) or int(words[:5]) not in _YEARS:
        raise NotVisible
    return int(words)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The year of one municipality, month by month; note what stood or will stand there."""
    actor, year = actor_of(request), year_of(request)
    town = municipality_by_slug(actor, slug)
    found = register_for(actor, town, year)
    keeps = can_record_for(actor, town.pk)
    form = RegionalItemForm(posted(request))
    if request.method == "POST":
        if not keeps:
            raise NotAllowed("Alleen het eigen bestuur houdt dit bij.")
        if form.is_valid():
            made = try_service(
                form,
                lambda: services.record_item(actor=actor, municipality=town, **form.cleaned_data),
            )
            if made is not None:
                messages.success(request, f"Vastgelegd: {made.get_organ_display()}.")
                return redirect("article_8", slug)
    context = {
        "municipality": town,
        "register": found,
        "years": [year - 1, year, year + 1],
        "query": f"jaar={year}",
        "keeps": keeps,
        "opens": can_see_packages(actor, town),
        "form": form,
        "questions": questions_for([town], year) if keeps else [],
        "terms": [each for key, each in terms_on(clock.today()).items() if key.startswith(_TERMS)],
    }
    return _page(request, "workspace/article_8.html", status=status_of(form), **context)


@require_safe
def year_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The year of one municipality as a file."""
    actor, year = actor_of(request), year_of(request)
    town = municipality_by_slug(actor, slug)
    found = register_for(actor, town, year)
    return table_file(kind, f"Regiowerking {town.name} {year}", lambda: register_as(kind, found))


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One row with its proof and, for whom it is, its text; its own people change it."""
    actor = actor_of(request)
    town = municipality_by_slug(actor, slug)
    row = item_of(actor, town, pk)
    keeps = can_record_for(actor, town.pk)
    verb = request.POST.get("verb", "")
    forms = {
        "do": ProofForm(posted(request) if verb == "do" else None),
        "plan": ReplanForm(posted(request) if verb == "plan" else None),
        "drop": DropForm(posted(request) if verb == "drop" else None),
    }
    if request.method == "POST":
        if not keeps:
            raise NotAllowed("Alleen het eigen bestuur houdt dit bij.")
        if verb not in forms:
            raise Invalid("Kies wat er gebeurde.")
        form = forms[verb]
        changed = None
        if form.is_valid():
            typed = form.cleaned_data
            changed = try_service(form, lambda: _do(request, row, verb, typed))
        if changed is not None:
            messages.success(request, "Bewaard.")
            return redirect("article_8", slug)
    readable = row.content and contents_visible_to(actor).filter(pk=row.pk).exists()
    context = {
        "municipality": town,
        "item": row,
        "text": text_from(row.content) if readable else None,
        "keeps": keeps,
        "proof": forms["do"],
        "replan": forms["plan"],
        "drop": forms["drop"],
        "may_finish": row.state == RegionalItemState.PLANNED and row.meets_on <= clock.today(),
        "refused": verb if request.method == "POST" else "",
    }
    status = 422 if request.method == "POST" else 200
    return _page(request, "workspace/regional_item.html", status=status, **context)


def _do(request: HttpRequest, row: RegionalItem, verb: str, typed: dict[str, Any]) -> RegionalItem:
    if verb == "do":
        return services.finish_item(actor=actor_of(request), item=row, **typed)
    if verb == "plan":
        return services.replan_item(actor=actor_of(request), item=row, **typed)
    return services.drop_item(actor=actor_of(request), item=row, **typed)


@require_POST
def counts(request: HttpRequest, slug: str, decision: int) -> HttpResponse:
    """Say whether a council item from a regional dossier counts."""
    actor = actor_of(request)
    town = municipality_by_slug(actor, slug)
    if not can_record_for(actor, town.pk):
        raise NotAllowed("Alleen het eigen bestuur zegt of dit meetelt.")
    row = decision_to_count(town, decision)
    answer = request.POST.get("counts", "")
    if answer not in ("ja", "nee"):
        raise Invalid("Kies of dit punt meetelt.")
    services.answer_counting(actor=actor, decision=row, counts=answer == "ja")
    said = "Dit raadspunt telt niet mee."
    if answer == "ja":
        open_ = row.state in UNDECIDED
        said = "Dit raadspunt telt mee" + (", zodra de uitkomst vastgelegd is." if open_ else ".")
    messages.success(request, said)
    return redirect("article_8", slug)


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The members of a table, month by month, for who leads it."""
    body, year = led_table_of(request, slug), year_of(request)
    found = Overview(registers_at(actor_of(request), body, year))
    context = table_context(
        request,
        body,
        section="agreements",
        overview=found,
        year=year,
        years=[year - 1, year, year + 1],
        query=f"jaar={year}",
    )
    return render(request, "workspace/article_8_table.html", context)


@require_safe
def spreadsheet(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same as a file."""
    body, year = led_table_of(request, slug), year_of(request)
    found = registers_at(actor_of(request), body, year)
    name = f"Regiowerking {body.short_name} {year}"
    return table_file(kind, name, lambda: registers_as(kind, found))


def _page(request: HttpRequest, template: str, *, status: int, **context: object) -> HttpResponse:
    bodies = list(bodies_visible_to(actor_of(request)))
    return render(request, template, home_context(request, bodies, **context), status=status)
