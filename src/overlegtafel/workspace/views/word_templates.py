"""The Word template of a table: what it uses, another one, a trial, all the names."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common.forms import status_of
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import may
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.reports import readable_report
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.printing.reports import status_of as status_words
from overlegtafel.printing.services import (
    FaultyTemplate,
    drop_word_template,
    keep_word_template,
)
from overlegtafel.printing.word import FIELDS, NotRendered, example_docx, report_docx
from overlegtafel.printing.word_templates import template_bytes_of, word_template_of
from overlegtafel.workspace.forms.reports import WordTemplateForm
from overlegtafel.workspace.views.reports import docx_answer
from overlegtafel.workspace.views.shared import actor_of, led_table_of, table_context

SAMPLE = """{{ titel }}
{%p for punt in punten %}
{{ punt.nummer }}. {{ punt.titel }}
{{ punt.verslag }}
{%p if punt.uitkomst %}
Uitkomst: {{ punt.uitkomst }}
{%p endif %}
{%p endfor %}"""
"""How one writes names, a loop and a condition."""


def _last_held(body: GoverningBody) -> Meeting | None:
    held = Meeting.objects.filter(body=body, state__in=HELD)
    return held.select_related("body", "charter").order_by("-held_on").first()


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is used now, and a form for another file; a faulty one says what is wrong and where."""
    body = led_table_of(request, slug)
    if request.method == "GET":
        return _page(request, body, WordTemplateForm())
    actor = actor_of(request)
    if request.POST.get("verb") == "drop":
        drop_word_template(actor=actor, body=body)
        messages.success(request, "Verslagen volgen weer het standaardsjabloon.")
        return redirect("word_template", slug)
    form = WordTemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, body, form, status=422)
    file = form.cleaned_data["file"]
    try:
        kept = keep_word_template(actor=actor, body=body, name=file.name, content=file.read())
    except FaultyTemplate as refusal:
        return _page(request, body, WordTemplateForm(), status=422, faults=refusal.faults)
    messages.success(request, f"“{kept.name}” is nagekeken en bewaard. Doe nu de proef.")
    return redirect("word_template", slug)


def _page(
    request: HttpRequest,
    body: GoverningBody,
    form: WordTemplateForm,
    status: int = 0,
    **extra: Any,
) -> HttpResponse:
    context = table_context(
        request,
        body,
        section="meetings",
        form=form,
        template=word_template_of(body),
        last=_last_held(body),
        fields=[(name, *rest) for name, rest in FIELDS.items()],
        example=SAMPLE,
        may_change=may(actor_of(request), body, Task.MINUTES),
        **extra,
    )
    context["crumbs"] = [
        *context["crumbs"],
        ("Vergaderingen", reverse("meetings", args=[body.slug])),
    ]
    return render(
        request, "workspace/word_template.html", context, status=status or status_of(form)
    )


@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The file that is used now, to go on with in Word."""
    body = led_table_of(request, slug)
    return docx_answer(template_bytes_of(body), f"sjabloon-verslag-{slug}.docx")


@require_safe
def test(request: HttpRequest, slug: str) -> HttpResponse:
    """The last report in this template, or the example; else what is wrong."""
    body = led_table_of(request, slug)
    template, last = template_bytes_of(body), _last_held(body)
    try:
        if last is None:
            made = example_docx(template)
        else:
            content, version = readable_report(actor_of(request), last)
            status = status_words(version, last.state == MeetingState.APPROVED)
            made = report_docx(template, content, status)
    except NotRendered as refusal:
        faults = [{"place": "", "sentence": refusal.sentence}]
        return _page(request, body, WordTemplateForm(), status=422, faults=faults, tested=True)
    return docx_answer(made, f"proef-verslag-{slug}.docx")
