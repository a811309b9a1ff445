"""Questions of councillors: asking, and answering once for the councillors of every member."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.councillors.policy import (
    may_ask,
    may_handle,
    may_plan_evening,
    may_write_letter,
)
from overlegtafel.councillors.queries import (
    agreement_in,
    dossier_in,
    evenings_at,
    letters_to_finish,
    question_of,
    questions_beside,
    questions_of,
    room_of,
    who_can_answer,
)
from overlegtafel.councillors.services import (
    answer_question,
    ask_question,
    assign_question,
    decline_question,
    merge_question,
)
from overlegtafel.governance.policy import can_lead, standing_of
from overlegtafel.local_decisions.states import TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.reporting.turn import turn_of_question
from overlegtafel.workspace.forms.councillors import (
    AnswerForm,
    AssignForm,
    DeclineForm,
    MergeForm,
    QuestionForm,
)
from overlegtafel.workspace.views.councillors import room_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    table_context,
    typed_in,
)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask something about the table, a dossier or an agreement."""
    actor = actor_of(request)
    table, sight = room_of(actor, slug)
    if not may_ask(actor, table):
        raise NotAllowed("Hier stellen raadsleden geen vragen via dit overleg.")
    about: dict[str, Any] = {}
    if reference := request.GET.get("afspraak", ""):
        about["agreement"] = agreement_in(sight, reference[:40])
    elif reference := request.GET.get("dossier", ""):
        about["dossier"] = dossier_in(sight, reference[:40])
    form = QuestionForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        asked = try_service(form, lambda: ask_question(actor=actor, body=table, text=text, **about))
        if asked is not None:
            messages.success(request, "Uw vraag is gesteld. Het antwoord komt hier en in uw mail.")
            return redirect("councillor_question", table.slug, asked.pk)
    term = terms_on(clock.today())[TermKey.COUNCILLOR_ANSWER]
    context = room_context(request, table, sight, form=form, term=term, **about)
    page = "workspace/councillor_question_new.html"
    return render(request, page, context, status=status_of(form))


FORMS = {
    "answer": AnswerForm,
    "assign": AssignForm,
    "decline": DeclineForm,
    "merge": MergeForm,
}


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A question and its answer; for who answers, the ways to handle it."""
    actor = actor_of(request)
    question = question_of(actor, slug, pk)
    handles = may_handle(actor, question)
    if request.method == "POST" and not handles:
        raise NotAllowed
    forms = _forms(request, question) if handles and question.is_open else {}
    if request.method == "POST":
        done = _handle(request, question, forms)
        if done:
            messages.success(request, done)
            return redirect("councillor_question", question.body.slug, question.pk)
    in_circle = question.body_id in standing_of(actor).circle_of
    crumbs = _crumbs(question, in_circle)
    status = max([200, *(status_of(form) for form in forms.values())])
    context = {
        "table": question.body,
        "crumbs": crumbs,
        "question": question,
        "turn": turn_of_question(question),
        "today": clock.today(),
        "handles": handles,
        "forms": forms,
        "reads_more": in_circle or not handles,
        "in_circle": in_circle,
    }
    return render(request, "workspace/councillor_question.html", context, status=status)


def _crumbs(question: CouncillorQuestion, in_circle: bool) -> list[tuple[str, str]]:
    """Back to where one came from: the table's own pages for its circle, else the room."""
    body = question.body
    if not in_circle:
        return [(body.short_name, reverse("councillor_room", args=[body.slug]))]
    return [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Raadsleden", reverse("councillor_questions", args=[body.slug])),
    ]


def _forms(request: HttpRequest, question: CouncillorQuestion) -> dict[str, Any]:
    """A form for each way to handle a question; only the one that was sent is bound."""
    verb = request.POST.get("verb", "")
    actor = actor_of(request)
    given: dict[str, dict[str, Any]] = {
        "assign": {"owners": who_can_answer(question), "current": question.owner},
        "merge": {"others": questions_beside(actor, question)},
    }
    return {
        name: form(
            request.POST if name == verb else None, auto_id=f"{name}-%s", **given.get(name, {})
        )
        for name, form in FORMS.items()
    }


def _handle(request: HttpRequest, question: CouncillorQuestion, forms: dict[str, Any]) -> str:
    """Do what was sent; the sentence to show, or nothing when it is to be looked at again.

    Raises ``WrongMoment`` for a question that was closed meanwhile.
    """
    actor, verb = actor_of(request), request.POST.get("verb", "")
    if verb not in FORMS:
        raise NotVisible
    form = forms.get(verb)
    if form is None:
        label = question.get_state_display().lower()
        raise WrongMoment(f"Deze vraag is intussen {label}.")
    if not form.is_valid():
        return ""
    typed = form.cleaned_data
    acts = {
        "answer": (lambda: answer_question(actor=actor, question=question, **typed)),
        "assign": (lambda: assign_question(actor=actor, question=question, **typed)),
        "decline": (lambda: decline_question(actor=actor, question=question, **typed)),
        "merge": (lambda: merge_question(actor=actor, question=question, **typed)),
    }
    said = {
        "answer": "Het antwoord staat bij de raadsleden van alle besturen.",
        "assign": "De vraag is toegewezen.",
        "decline": "De reden staat bij de vraag.",
        "merge": "De vragen krijgen samen antwoord.",
    }
    return said[verb] if try_service(form, acts[verb]) is not None else ""


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """For the table's circle: the questions with whose turn it is, and the letters to write."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    _, sight = room_of(actor, slug)
    questions = [(each, turn_of_question(each)) for each in questions_of(actor, body)]
    context = {
        "section": "agreements",
        "rules": sight.rules,
        "waiting": sorted(
            ((one, turn) for one, turn in questions if one.is_open), key=lambda e: e[0].due_on
        ),
        "gone": [(one, turn) for one, turn in questions if not one.is_open],
        "writes": may_write_letter(actor, body),
        "evenings": evenings_at(actor, body),
        "plans": may_plan_evening(actor, body),
        "leads_evenings": can_lead(actor, body.pk),
        **letters_to_finish(actor, body, sight),
    }
    page = table_context(request, body, **context)
    return render(request, "workspace/councillor_questions.html", page)
