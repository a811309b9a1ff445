"""Who decided what: of one agreement and of a whole table, on the page and as a file."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.text import join_dutch
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.notifications import reminder_letters
from overlegtafel.local_decisions.policy import can_remind
from overlegtafel.local_decisions.queries import owed_in_words, reminders_of
from overlegtafel.local_decisions.services import remind_unanswered
from overlegtafel.local_decisions.states import TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.organizations.boundaries import credit
from overlegtafel.printing.outcome_files import outcomes_as
from overlegtafel.reporting.agreements import agreement_thread
from overlegtafel.reporting.outcomes import deviations_of, outcome_matrix, outcomes_of
from overlegtafel.workspace.forms.outcomes import OutcomeFilter
from overlegtafel.workspace.marks import decision_areas, decision_seats, legend_of
from overlegtafel.workspace.views.agreements import agreement_context
from overlegtafel.workspace.views.shared import (
    actor_of,
    circle_table_of,
    table_context,
    table_file,
)

MOST_CELLS, MOST_COLUMNS = 900, 12
"""How much of a matrix one page shows: a table of Flanders gets fewer agreements at once."""


@require_safe
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """All running agreements of a table over the municipalities that were asked."""
    actor, body, today = actor_of(request), circle_table_of(request, slug), clock.today()
    form = OutcomeFilter(request.GET)
    found = outcome_matrix(actor, body, form.wanted, today)
    form.offer(found.dossiers, found.domains)
    size = min(MOST_COLUMNS, max(2, MOST_CELLS // max(1, len(found.rows))))
    page = Paginator(found.columns, size).get_page(request.GET.get("page"))
    context = table_context(
        request,
        body,
        section="agreements",
        crumbs=[
            (body.short_name, reverse("table", args=[slug])),
            ("Afspraken", reverse("agreements", args=[slug])),
        ],
        form=form,
        page=page,
        matrix=found.only(list(page.object_list)),
        total=len(found.columns),
        legend=legend_of(found.decisions),
        late=sum(each.is_overdue(today) for each in found.decisions),
        query=_query(request),
        turned=request.GET.get("rijen") == "afspraken",
    )
    return render(request, "workspace/outcomes.html", context)


@require_safe
def matrix_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What the matrix shows with the same filter, every page of it, as a file."""
    actor, body = actor_of(request), circle_table_of(request, slug)
    found = outcome_matrix(actor, body, OutcomeFilter(request.GET).wanted, clock.today())
    return _file(kind, found.decisions, f"beslissingen-{slug}")


@require_safe
def detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One agreement: what each municipality did, whose word that is, and since when."""
    agreement = _agreement(request, slug, reference)
    actor, today = actor_of(request), clock.today()
    form = OutcomeFilter(request.GET, of_one_agreement=True)
    thread = agreement_thread(actor, agreement, today)
    areas, frame = decision_areas(thread.decisions, thread.others)
    progress = thread.progress
    context = agreement_context(
        request,
        agreement,
        form=form,
        thread=thread,
        decisions=outcomes_of(actor, agreement, form.wanted, today),
        deviations=deviations_of(actor, agreement),
        owing=owed_in_words(thread.decisions, today),
        can_remind=can_remind(actor, agreement),
        seats=decision_seats(thread.decisions),
        centre=[str(progress.approved), f"van {progress.total}", "besturen keurden goed"]
        if progress
        else [],
        legend=legend_of(thread.decisions),
        areas=areas,
        frame=frame,
        credit=credit(),
        map_title=f"Kaart van {agreement.body.short_name}: stand per bestuur",
        query=_query(request),
    )
    return render(request, "workspace/agreement_outcomes.html", context)


@require_safe
def detail_file(request: HttpRequest, slug: str, reference: str, kind: str) -> HttpResponse:
    """What the page of one agreement shows with the same filter, as a file."""
    agreement = _agreement(request, slug, reference)
    wanted = OutcomeFilter(request.GET, of_one_agreement=True).wanted
    rows = outcomes_of(actor_of(request), agreement, wanted, clock.today())
    return _file(kind, rows, f"beslissingen-{slug}-{agreement.reference}")


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Who owes an answer and would get a mail, by name; then send them (R13)."""
    agreement, actor = _agreement(request, slug, reference), actor_of(request)
    if not can_remind(actor, agreement):
        raise NotAllowed("Herinneren doet het secretariaat, of de trekker van de afspraak.")
    refused = ""
    if request.method == "POST":
        try:
            sent = remind_unanswered(actor=actor, agreement=agreement)
        except WrongMoment as refusal:
            refused = refusal.sentence
        else:
            names = join_dutch([each.decision.municipality.name for each in sent])
            messages.success(request, f"De herinnering vertrekt naar {names}.")
            return redirect("agreement_outcomes", slug, agreement.reference)
    today = clock.today()
    reminders = reminders_of(agreement, today)
    context = agreement_context(
        request,
        agreement,
        reminders=reminders,
        leaving=[each for each in reminders if each.leaves],
        preview={"samples": reminder_letters(agreement, reminders)},
        refused=refused,
        interval=terms_on(today)[TermKey.REMINDER_INTERVAL],
    )
    context["crumbs"].append(
        ("Stand per bestuur", reverse("agreement_outcomes", args=[slug, agreement.reference]))
    )
    status = WrongMoment.status if refused else 200
    return render(request, "workspace/agreement_remind.html", context, status=status)


def _agreement(request: HttpRequest, slug: str, reference: str) -> Agreement:
    """An agreement that asked local decisions. Raises ``NotVisible``."""
    body = circle_table_of(request, slug)
    agreement = agreement_by_reference(actor_of(request), body, reference)
    if not agreement.local_decisions.exists():
        raise NotVisible
    return agreement


def _query(request: HttpRequest) -> str:
    """The filter as it stands in the address, for the links to the files."""
    kept: list[tuple[str, Any]] = [
        (name, request.GET[name][:80])
        for name in (*OutcomeFilter.base_fields, "rijen")
        if request.GET.get(name)
    ]
    return urlencode(kept)


def _file(kind: str, rows: Iterable[LocalDecision], name: str) -> HttpResponse:
    return table_file(kind, name, lambda: outcomes_as(kind, rows, clock.today()))
