"""The Word template for draft decisions, of a table or of one municipality."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import bodies_visible_to, can_record_for, may
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import Organization
from overlegtafel.printing.drafts.files import MEDIA_TYPES
from overlegtafel.printing.drafts.templates import draft_template_of
from overlegtafel.printing.drafts.word import FIELDS, default_template, draft_example_docx
from overlegtafel.printing.services import (
    FaultyTemplate,
    drop_draft_template,
    keep_draft_template,
)
from overlegtafel.printing.word import NotRendered
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.reports import WordTemplateForm
from overlegtafel.workspace.views.local_drafts import download_of
from overlegtafel.workspace.views.shared import (
    actor_of,
    home_context,
    led_table_of,
    table_context,
)

SAMPLE = """{{ titel }}
{%p for artikel in artikelen %}
{{ artikel.kop }}
{{ artikel.tekst }}
{%p endfor %}"""
"""How one writes names and a loop."""
Of = GoverningBody | Organization


@require_http_methods(["GET", "POST"])
def of_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The table's template: for every municipality without one of its own."""
    return _answer(request, led_table_of(request, slug))


@require_http_methods(["GET", "POST"])
def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """The municipality's own template."""
    return _answer(request, _municipality(request, slug))


@require_safe
def table_file(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """The table's template, or a trial of it."""
    return _file(request, led_table_of(request, slug), which)


@require_safe
def municipality_file(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """The municipality's template, or a trial of it."""
    return _file(request, _municipality(request, slug), which)


def _municipality(request: HttpRequest, slug: str) -> Organization:
    """The municipality, for who records there. Raises ``NotVisible``, ``NotAllowed``."""
    actor = actor_of(request)
    municipality = municipality_by_slug(actor, slug)
    if not can_record_for(actor, municipality.pk):
        raise NotAllowed("Alleen het eigen bestuur kiest zijn sjabloon.")
    return municipality


def _answer(request: HttpRequest, of: Of) -> HttpResponse:
    if request.method == "GET":
        return _page(request, of, WordTemplateForm())
    if request.POST.get("verb") == "drop":
        drop_draft_template(actor=actor_of(request), of=of)
        messages.success(request, "Uw eigen sjabloon is weg; het volgende geldt weer.")
        return redirect(request.path)
    form = WordTemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, of, form, status=422)
    file = form.cleaned_data["file"]
    try:
        kept = keep_draft_template(
            actor=actor_of(request), of=of, name=file.name, content=file.read()
        )
    except FaultyTemplate as refusal:
        return _page(request, of, WordTemplateForm(), status=422, faults=refusal.faults)
    messages.success(request, f"“{kept.name}” is nagekeken en bewaard. Doe nu de proef.")
    return redirect(request.path)


def _page(
    request: HttpRequest, of: Of, form: WordTemplateForm, status: int = 200, **extra: Any
) -> HttpResponse:
    name = "draft_template_file" if isinstance(of, GoverningBody) else "local_template_file"
    context = {
        "of": of,
        "is_table": isinstance(of, GoverningBody),
        "form": form,
        "template": draft_template_of(of),
        "fields": [(field, *rest) for field, rest in FIELDS.items()],
        "example": SAMPLE,
        "file_name": name,
        "may_change": not isinstance(of, GoverningBody) or may(actor_of(request), of, Task.LOCAL),
        **extra,
    }
    page = "workspace/draft_template.html"
    return render(request, page, _around(request, of, context), status=status)


def _around(request: HttpRequest, of: Of, context: dict[str, Any]) -> dict[str, Any]:
    if isinstance(of, GoverningBody):
        whole = table_context(request, of, section="agreements", **context)
        whole["crumbs"] = [*whole["crumbs"], ("Afspraken", reverse("agreements", args=[of.slug]))]
        return whole
    bodies = list(bodies_visible_to(actor_of(request)))
    whole = home_context(request, bodies, **context)
    whole["crumbs"] = [(of.name, reverse("municipality", args=[of.slug]))]
    return whole


def _file(request: HttpRequest, of: Of, which: str) -> HttpResponse:
    template = draft_template_of(of)
    content = bytes(template.content) if template else default_template()
    if which == "sjabloon":
        return download_of(content, "sjabloon-ontwerp.docx", MEDIA_TYPES["docx"])
    if which != "proef":
        raise NotVisible
    try:
        made = draft_example_docx(content)
    except NotRendered as refusal:
        faults = [{"place": "", "sentence": refusal.sentence}]
        form = WordTemplateForm()
        return _page(request, of, form, status=422, faults=faults, tested=True)
    return download_of(made, "proef-ontwerp.docx", MEDIA_TYPES["docx"])
