"""Dossiers: what lives on between meetings. Reading, starting, writing, moving, closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import short
from overlegtafel.common.errors import NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.dossiers.models import Dossier, FunctionStep
from overlegtafel.dossiers.path import TooEarly, function_now
from overlegtafel.dossiers.policy import (
    can_edit,
    can_note_finding,
    can_open_dossier,
    can_see,
    dossiers_visible_to,
)
from overlegtafel.dossiers.queries import (
    domain_lines,
    dossiers_of,
    lessons_of,
    organizations_for,
)
from overlegtafel.dossiers.services import close_dossier, edit_dossier, open_dossier, take_step
from overlegtafel.dossiers.states import DossierState, Function
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.policy import authority_of, can_see_table, may, standing_of
from overlegtafel.governance.states import Authority, CharterState, Task
from overlegtafel.reporting.agreements import stands_of
from overlegtafel.reporting.dossiers import Event, dossier_at, dossier_page, dossier_thread
from overlegtafel.reporting.history import history_of_dossier
from overlegtafel.workspace.forms.dossiers import (
    DossierEditForm,
    DossierForm,
    DossierMoveForm,
    StepForm,
    edit_initial,
)
from overlegtafel.workspace.marks import stand_seats
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    posted,
    search_words,
    table_context,
)

PAGE = 30


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The dossiers of a table, by policy domain; a domain without one shows as a gap."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    wanted = {
        "words": search_words(request),
        "state": request.GET.get("state", ""),
        "domain": _asked(request, "domein"),
        "function": request.GET.get("functie", ""),
    }
    lines = domain_lines(actor, body, current_rules(body))
    context = table_context(
        request,
        body,
        section="dossiers",
        crumbs=[(body.short_name, reverse("table", args=[body.slug]))],
        page=Paginator(dossiers_of(actor, body, **wanted), PAGE).get_page(request.GET.get("page")),
        wanted=wanted,
        filtered=any(wanted.values()),
        states=DossierState.choices,
        functions=Function.choices,
        lines=lines,
        here=next((line for line in lines if line.name == wanted["domain"]), None),
        gaps=sum(line.is_gap for line in lines),
        runs=can_open_dossier(actor, body),
    )
    return render(request, "workspace/dossiers.html", context)


@require_safe
def detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One dossier: who has it, how far it is, and everything that happened."""
    actor = actor_of(request)
    dossier = dossier_at(actor, slug, reference)
    thread = dossier_thread(actor, dossier)
    rings = stands_of(line.agreement.pk for line in thread.agreements)
    is_open, runs = dossier.state == DossierState.OPEN, _runs(actor, dossier)
    about = dossier_page(actor, dossier)
    parent = dossier.parent if dossier.parent and can_see(actor, dossier.parent) else None
    context = dossier_context(
        request,
        dossier,
        about=about,
        parent=parent,
        path=function_path(thread.steps),
        rows=[(line, stand_seats(rings[line.agreement.pk])) for line in thread.agreements],
        events=[(event, _address_of(slug, event)) for event in reversed(thread.events)],
        runs=runs,
        edits=is_open and (runs or can_edit(actor, dossier)),
        finds=can_note_finding(actor, dossier),
        shares=bool(about.own_lessons) and may(actor, dossier.body, Task.SHARE),
        is_open=is_open,
    )
    context["crumbs"] = context["crumbs"][:-1]
    return render(request, "workspace/dossier.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a dossier; what was learned before in its domain stands beside it (R123)."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    if not can_open_dossier(actor, body):
        raise NotAllowed
    parents = parents_for(actor, body)
    domain = request.POST.get("domain") or _asked(request, "domein")
    parent = _asked(request, "bij")
    form = DossierForm(
        posted(request),
        owners=organizations_for(body),
        parents=parents,
        initial={
            "domain": domain,
            "parent": parents.filter(reference=parent).first() if parent else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        dossier = try_service(form, lambda: open_dossier(actor=actor, body=body, **typed))
        if dossier is not None:
            messages.success(request, f"Dossier {dossier.reference} is gestart.")
            return redirect("dossier", slug, dossier.reference)
    lessons = list(lessons_of(actor, body)[:20])
    context = table_context(
        request,
        body,
        section="dossiers",
        crumbs=crumbs_of(actor, body),
        form=form,
        lines=domain_lines(actor, body, current_rules(body)),
        lessons=sorted(lessons, key=lambda each: each.dossier.domain != domain),
        domain=domain,
    )
    return render(request, "workspace/dossier_new.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Write at a dossier; what someone else saved meanwhile is never overwritten."""
    actor = actor_of(request)
    dossier = open_dossier_at(actor, slug, reference, can_edit)
    form, settles = _edit_form(posted(request), actor, dossier), _runs(actor, dossier)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = try_service(form, lambda: edit_dossier(actor=actor, dossier=dossier, **typed))
        except Stale:
            return _stale(request, dossier, typed)
        if saved is not None:
            messages.success(request, "Bewaard.")
            return redirect("dossier", slug, dossier.reference)
    context = dossier_context(request, dossier, form=form, **_domains(actor, dossier, settles))
    return render(request, "workspace/dossier_edit.html", context, status=status_of(form))


def _edit_form(data: QueryDict | None, actor: User, dossier: Dossier) -> DossierEditForm:
    body = dossier.body
    return DossierEditForm(
        data,
        settles=can_open_dossier(actor, body),
        parents=parents_for(actor, body).exclude(pk=dossier.pk),
        charters=Charter.objects.filter(body=body, state=CharterState.ADOPTED).order_by("number"),
        initial=edit_initial(dossier),
    )


def _stale(request: HttpRequest, dossier: Dossier, typed: dict[str, Any]) -> HttpResponse:
    """Both texts side by side, and the form with what was typed, ready to be saved again."""
    actor = actor_of(request)
    dossier.refresh_from_db()
    data = request.POST.copy()
    data["expected_revision"] = str(dossier.revision)
    last = history_of_dossier(dossier)[0]
    context = dossier_context(
        request,
        dossier,
        form=_edit_form(data, actor, dossier),
        theirs=f"{dossier.title}\n\n{dossier.summary}",
        mine=f"{typed['title']}\n\n{typed['summary']}",
        who=last.who,
        **_domains(actor, dossier, _runs(actor, dossier)),
    )
    return render(request, "workspace/dossier_edit.html", context, status=409)


def _domains(actor: User, dossier: Dossier, settles: bool) -> dict[str, Any]:
    """The policy domains to choose from, for who settles them."""
    body = dossier.body
    return {"lines": domain_lines(actor, body, current_rules(body)) if settles else []}


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Bring a dossier into another function (R2, R3)."""
    actor = actor_of(request)
    dossier = open_dossier_at(actor, slug, reference, _runs)
    form = StepForm(posted(request), now=function_now(dossier))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            taken = try_service(form, lambda: take_step(actor=actor, dossier=dossier, **typed))
        except TooEarly as refusal:
            form.add_error("function", refusal.sentence)
            return _step_page(request, dossier, form, status=409)
        if taken is not None:
            label = taken.get_to_function_display()
            messages.success(request, f"Het dossier is nu in {label}.")
            return redirect("dossier", slug, dossier.reference)
    return _step_page(request, dossier, form, status=status_of(form))


def _step_page(
    request: HttpRequest, dossier: Dossier, form: StepForm, *, status: int
) -> HttpResponse:
    rules = current_rules(dossier.body)
    context = dossier_context(
        request,
        dossier,
        form=form,
        now=str(dict(Function.choices).get(function_now(dossier), "")),
        model=rules.function_model,
        chairs=dossier.body_id in standing_of(actor_of(request)).chairs,
    )
    return render(request, "workspace/dossier_step.html", context, status=status)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Complete, stop or reopen a dossier, with the reason and, when it stops, the lesson."""
    actor = actor_of(request)
    dossier = dossier_at(actor, slug, reference)
    if not _runs(actor, dossier):
        raise NotAllowed
    shares = shares_alone(actor, dossier.body)
    form = DossierMoveForm(posted(request), dossier=dossier, shares=shares)
    if request.method == "POST" and form.is_valid():
        typed = form.content()
        moved = try_service(form, lambda: close_dossier(actor=actor, dossier=dossier, **typed))
        if moved is not None:
            messages.success(request, f"Het dossier is {_stands(moved)}.")
            return redirect("dossier", slug, dossier.reference)
    context = dossier_context(request, dossier, form=form)
    return render(request, "workspace/dossier_move.html", context, status=status_of(form))


def _asked(request: HttpRequest, name: str) -> str:
    """A word in the address, with nothing in it that no database takes."""
    return "".join(each for each in request.GET.get(name, "")[:80] if each.isprintable())


def _stands(dossier: Dossier) -> str:
    opened = dossier.state == DossierState.OPEN
    return "weer opgenomen" if opened else dossier.get_state_display().lower()


def dossier_context(request: HttpRequest, dossier: Dossier, **extra: Any) -> dict[str, Any]:
    """What every page of one dossier needs."""
    body = dossier.body
    here = (
        f"Dossier {dossier.reference}",
        reverse("dossier", args=[body.slug, dossier.reference]),
    )
    crumbs = [*crumbs_of(actor_of(request), body), here]
    return table_context(request, body, section="dossiers", dossier=dossier, crumbs=crumbs, **extra)


def crumbs_of(actor: User, body: GoverningBody) -> list[tuple[str, str]]:
    """The way to a dossier, as far as the actor may open it."""
    crumbs = []
    if can_see_table(actor, body.pk):
        crumbs.append((body.short_name, reverse("table", args=[body.slug])))
    if body.pk in standing_of(actor).circle_of:
        crumbs.append(("Dossiers", reverse("dossiers", args=[body.slug])))
    return crumbs


def open_dossier_at(
    actor: User, slug: str, reference: str, may_go_on: Callable[[User, Dossier], bool]
) -> Dossier:
    """A dossier that runs, for who may do this. Raises ``NotVisible``, ``NotAllowed``,
    ``WrongMoment``.
    """
    dossier = dossier_at(actor, slug, reference)
    if not may_go_on(actor, dossier):
        raise NotAllowed
    if dossier.state != DossierState.OPEN:
        raise WrongMoment(f"Dit dossier is {_stands(dossier)}. Neem het eerst weer op.")
    return dossier


def _runs(actor: User, dossier: Dossier) -> bool:
    return can_open_dossier(actor, dossier.body)


def parents_for(actor: User, body: GoverningBody) -> Any:
    """The dossiers that may have parts: open, and themselves no part."""
    found = dossiers_visible_to(actor).filter(body=body, parent=None, state=DossierState.OPEN)
    return found.order_by("reference")


def shares_alone(actor: User, body: GoverningBody) -> bool:
    """Whether the actor may share a lesson without asking."""
    return authority_of(actor, body, Task.SHARE) == Authority.ALONE and body.ended_on is None


def function_path(steps: list[FunctionStep]) -> list[dict[str, Any]]:
    """From exchange over alignment to policy, with the days on which it came there."""
    order = list(Function)
    now = order.index(Function(steps[-1].to_function)) if steps else -1
    path = []
    for number, function in enumerate(order):
        days = [
            f"{short(step.taken_on)}{' (terug)' if step.goes_back else ''}"
            f"{' (afwijking)' if step.is_override else ''}"
            for step in steps
            if step.to_function == function
        ]
        state = "now" if number == now else "done" if days else "todo"
        path.append(
            {
                "label": str(function.label).capitalize(),
                "note": ", ".join(dict.fromkeys(days)) or ("overgeslagen" if number < now else ""),
                "state": state,
            }
        )
    return path


def _address_of(slug: str, event: Event) -> str:
    """The page where an event happened; empty when it has none."""
    pages = {
        "proposal": "proposal",
        "item": "meeting",
        "step": "meeting",
        "agreement": "agreement",
        "decision": "agreement",
    }
    return reverse(pages[event.kind], args=[slug, event.subject]) if event.subject else ""
