"""How a table works: figures, evaluations, the road covered, what regions share."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import Evaluation, GoverningBody
from overlegtafel.governance.policy import may, standing_of
from overlegtafel.governance.services.charters import draft_charter
from overlegtafel.governance.services.evaluations import (
    acknowledge_charter,
    answer_evaluation,
    assess,
    close_evaluation,
    open_evaluation,
)
from overlegtafel.governance.standards import readings
from overlegtafel.governance.states import EvaluationState, Task
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.reporting.charters import domains_of
from overlegtafel.reporting.working import (
    ENOUGH,
    default_period,
    evaluation_figures,
    evaluations_of,
    member_municipalities,
    plan_of,
    road_of,
    treated_items,
    working_of,
)
from overlegtafel.workspace.forms.working import (
    AcknowledgeForm,
    AnswersForm,
    AssessmentForm,
    CloseEvaluationForm,
    PeriodForm,
)
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    posted,
    table_context,
    typed_in,
)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """How the table works, and the ways to change it."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    today = clock.today()
    working = working_of(actor, body, today)
    context = {
        "section": "working",
        "working": working,
        "last_year": working.years[-1].year if working.years else None,
        "enough": ENOUGH,
        "may_assess": body.pk in standing_of(actor).sits_at and body.ended_on is None,
        "may_note": bool(_our_members(request, body)),
        "readings": readings(),
    }
    return render(request, "workspace/working.html", table_context(request, body, **context))


def items(request: HttpRequest, slug: str) -> HttpResponse:
    """The items behind a figure: of a year, of a function, of a category."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    year, function = request.GET.get("jaar", ""), request.GET.get("functie", "")
    category = request.GET.get("categorie", "")
    if (function and function not in Function.values) or (
        category and category not in Category.values
    ):
        raise NotVisible
    if year and not (year.isdecimal() and year.isascii() and 2000 <= int(year[:4]) <= 2100):
        raise NotVisible
    found = treated_items(actor, body, int(year[:4]) if year else None, function, category)[:500]
    labels = [Category(category).label] if category else []
    label = ", ".join([*labels, *([Function(function).label] if function else [])])
    context = {"section": "working", "items": found, "year": year[:4], "function_label": label}
    return render(request, "workspace/working_items.html", table_context(request, body, **context))


def assessment(request: HttpRequest, slug: str) -> HttpResponse:
    """What one member thinks of the table this year."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    if body.pk not in standing_of(actor).sits_at:
        raise NotAllowed("De zelfevaluatie is voor wie aan tafel zit.")
    form = AssessmentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        scores = form.cleaned_data
        if try_service(form, lambda: assess(actor=actor, body=body, scores=scores)):
            messages.success(request, "Dank u. Uw antwoord telt mee in het gemiddelde.")
            return redirect("working", body.slug)
    context = table_context(request, body, section="working", form=form, enough=ENOUGH)
    return render(request, "workspace/assessment.html", context, status=status_of(form))


def acknowledge(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down that one's own college took note of the ambition."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    today = clock.today()
    charter, ours = charter_on(body.pk, today), _our_members(request, body)
    if not ours:
        raise NotAllowed("Enkel een bestuur van dit overleg legt dit vast.")
    if charter is None:
        raise NotVisible
    form = AcknowledgeForm(typed_in(request), ours=ours, today=today)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if try_service(form, lambda: acknowledge_charter(actor=actor, charter=charter, **typed)):
            messages.success(request, "Genoteerd.")
            return redirect("working", body.slug)
    context = table_context(request, body, section="working", form=form, charter=charter)
    return render(request, "workspace/acknowledge.html", context, status=status_of(form))


def _our_members(request: HttpRequest, body: GoverningBody) -> list[Organization]:
    ours = standing_of(actor_of(request)).organizations(
        [PostRole.MAYOR, PostRole.DIRECTOR, PostRole.OFFICER]
    )
    if not ours or body.ended_on:
        return []
    return [each for each in member_municipalities(body, clock.today()) if each.pk in ours]


def road(request: HttpRequest, slug: str) -> HttpResponse:
    """The road covered, beside what is planned and where the table wants to land."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    today = clock.today()
    landing = domains_of(charter_on(body.pk, today))
    context = {
        "section": "working",
        "road": road_of(actor, body, today),
        "plan": plan_of(actor, body, today),
        "landing": [each for each in landing if each.landing_point],
    }
    return render(request, "workspace/road.html", table_context(request, body, **context))


def evaluations(request: HttpRequest, slug: str) -> HttpResponse:
    """The evaluations; starting one, by who may."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    period_from, period_to = default_period(body, clock.today())
    form = PeriodForm(
        typed_in(request), initial={"period_from": period_from, "period_to": period_to}
    )
    if request.method == "POST" and form.is_valid():
        opened = try_service(
            form, lambda: open_evaluation(actor=actor, body=body, **form.cleaned_data)
        )
        if opened is not None:
            return redirect("evaluation", body.slug, opened.pk)
    context = {
        "section": "working",
        "evaluations": evaluations_of(body),
        "evaluates": may(actor, body, Task.EVALUATE),
        "form": form,
    }
    page = table_context(request, body, **context)
    return render(request, "workspace/evaluations.html", page, status=status_of(form))


def evaluation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One evaluation: figures, answers, conclusions; writing the answers while it is open."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    found = _evaluation_of(body, pk)
    form = AnswersForm(typed_in(request), evaluation=found)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            answer_evaluation(
                actor=actor,
                evaluation=found,
                answers=form.answers,
                expected_revision=form.cleaned_data["expected_revision"],
            )
        except Stale:
            stale = True
            again = request.POST.copy()
            again["expected_revision"] = str(found.revision)
            form = AnswersForm(again, evaluation=found)
        else:
            messages.success(request, "Bewaard.")
            return redirect("evaluation", body.slug, found.pk)
    page = _evaluation_context(request, body, found, form, CloseEvaluationForm(), stale)
    status = 409 if stale else status_of(form)
    return render(request, "workspace/evaluation.html", page, status=status)


@require_POST
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close it, with a conclusion and the next date."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    found = _evaluation_of(body, pk)
    if not may(actor, body, Task.EVALUATE):
        raise NotAllowed
    form = CloseEvaluationForm(request.POST)
    if form.is_valid():
        closed = try_service(
            form,
            lambda: close_evaluation(
                actor=actor,
                evaluation=found,
                conclusions=form.cleaned_data["conclusions"].splitlines(),
                next_on=form.cleaned_data["next_on"],
                figures=evaluation_figures(body, found.period_from, found.period_to),
            ),
        )
        if closed is not None:
            messages.success(request, "De evaluatie is afgesloten.")
            return redirect("evaluation", body.slug, found.pk)
    answers = AnswersForm(evaluation=found)
    page = _evaluation_context(request, body, found, answers, form)
    return render(request, "workspace/evaluation.html", page, status=status_of(form))


@require_POST
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Start a new version of the charter from a closed evaluation."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    found = _evaluation_of(body, pk)
    if not may(actor, body, Task.CHARTER):
        raise NotAllowed
    if found.state != EvaluationState.CLOSED:
        raise WrongMoment("Sluit de evaluatie eerst af.")
    draft_charter(actor=actor, body=body, from_evaluation=found)
    messages.success(request, "Er staat een ontwerp van een nieuwe versie klaar.")
    return redirect("charter_draft", body.slug)


def _evaluation_of(body: GoverningBody, pk: int) -> Evaluation:
    found = evaluations_of(body).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    found.body = body
    return found


def _evaluation_context(
    request: HttpRequest,
    body: GoverningBody,
    found: Evaluation,
    form: AnswersForm,
    close_form: CloseEvaluationForm,
    stale: bool = False,
) -> dict[str, object]:
    actor = actor_of(request)
    is_open = found.state == EvaluationState.OPEN
    return table_context(
        request,
        body,
        section="working",
        evaluation=found,
        figures=evaluation_figures(body, found.period_from, found.period_to)
        if is_open
        else found.figures,
        form=form,
        close_form=close_form,
        stale=stale,
        writes=is_open and may(actor, body, Task.EVALUATE),
        charters=may(actor, body, Task.CHARTER),
        answers=form.answered,
    )
