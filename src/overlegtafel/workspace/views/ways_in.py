"""How a municipality tells what it did: many decisions on one page, or a file (R42)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.common.forms import status_of
from overlegtafel.governance.policy import bodies_visible_to, can_record_for
from overlegtafel.local_decisions.dry_run import (
    STANDS,
    Planned,
    blank_rows,
    packed,
    plan_of,
    unpacked,
)
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import spoken_state
from overlegtafel.local_decisions.services import Reported, record_several
from overlegtafel.local_decisions.sheets import read_sheet
from overlegtafel.local_decisions.states import UNDECIDED, Source
from overlegtafel.organizations.models import Organization
from overlegtafel.printing.outcome_files import sheet_as
from overlegtafel.reporting.municipalities import municipality_by_slug, own_decisions
from overlegtafel.workspace.forms.decision_rows import DecisionRow, rows_of
from overlegtafel.workspace.forms.outcomes import SheetForm
from overlegtafel.workspace.looked_at import as_looked_at, what_was_looked_at
from overlegtafel.workspace.views.shared import actor_of, home_context, table_file

_SALT = "overlegtafel.workspace.sheet"


def own_municipality(request: HttpRequest, slug: str) -> Organization:
    """A municipality for who records for it. Raises ``NotVisible``, ``NotAllowed``."""
    municipality = municipality_by_slug(actor_of(request), slug)
    if not can_record_for(actor_of(request), municipality.pk):
        raise NotAllowed("Alleen het eigen bestuur legt zijn beslissingen vast.")
    return municipality


@require_http_methods(["GET", "POST"])
def several(request: HttpRequest, slug: str) -> HttpResponse:
    """Every open decision of one municipality as a row to fill in; each is saved on its own."""
    actor, municipality = actor_of(request), own_municipality(request, slug)
    if request.method == "GET":
        return _rows_page(request, municipality, rows_of(_open(request, municipality), None))
    asked = {each for each in request.POST.getlist("rij") if each.isdecimal() and len(each) < 19}
    decisions = [
        each
        for each in own_decisions(actor, municipality)
        if str(each.pk) in asked or each.state in UNDECIDED
    ]
    touched = [row for row in rows_of(decisions, request.POST) if row.is_touched]
    sound = [row for row in touched if row.is_valid()]
    done = record_several(
        actor=actor, reports=[row.report for row in sound], source=Source.DECLARED
    )
    left = [row for row in touched if not row.is_valid()]
    left += [_refused(row, each) for row, each in zip(sound, done, strict=True) if each.refusal]
    saved = [each.saved for each in done if each.saved]
    if saved:
        messages.success(request, f"Vastgelegd: {names_of(saved)}.")
    if not left:
        if not saved:
            messages.info(request, "U wijzigde niets, dus is er niets vastgelegd.")
        return redirect("municipality", slug)
    return _rows_page(request, municipality, _with_the_rest(request, municipality, left), left)


def _open(request: HttpRequest, municipality: Organization) -> list[LocalDecision]:
    rows = own_decisions(actor_of(request), municipality)
    return [each for each in rows if each.state in UNDECIDED]


def _refused(row: DecisionRow, told: Reported) -> DecisionRow:
    """A row that was not saved: beside what stands there now, with all that was typed."""
    refusal = told.refusal
    if isinstance(refusal, Stale | WrongMoment):
        row.decision.refresh_from_db()
        again = row.again()
        again.is_valid()
        now = spoken_state(row.decision)
        who = row.decision.recorded_by or "iemand anders"
        again.refuse(f"Intussen legde {who} vast: {now}. Kijk na en leg opnieuw vast als dat moet.")
        again.is_stale = True
        return again
    row.refuse(str(refusal), getattr(refusal, "field", None))
    return row


def _with_the_rest(
    request: HttpRequest, municipality: Organization, left: list[DecisionRow]
) -> list[DecisionRow]:
    """The rows to mend in their place among what is still open."""
    kept = {row.decision.pk: row for row in left}
    rest = {each.pk: DecisionRow(each) for each in _open(request, municipality)}
    closed = [row for pk, row in kept.items() if pk not in rest]
    return [*closed, *(kept.get(pk, row) for pk, row in rest.items())]


def names_of(saved: list[LocalDecision]) -> str:
    """What stands there now, in one line."""
    return "; ".join(f"{each.agreement.reference} {spoken_state(each)}" for each in saved)


def _rows_page(
    request: HttpRequest,
    municipality: Organization,
    rows: list[DecisionRow],
    left: list[DecisionRow] | None = None,
) -> HttpResponse:
    left = [row for row in rows if row in (left or ())]  # told in the order of the page
    stale = any(row.is_stale for row in left)
    context = ways_context(request, municipality, rows=rows, left=left, today=clock.today())
    status = 409 if stale else 422 if left else 200
    return render(request, "workspace/decisions_several.html", context, status=status)


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    """A file: first what it would do row by row, then, once confirmed, what it did."""
    municipality = own_municipality(request, slug)
    if request.method == "POST" and "looked_at" in request.POST:
        return _confirm(request, municipality)
    form = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    planned: list[Planned] = []
    ignored: list[str] = []
    if form.is_valid():
        try:
            sheet = read_sheet(form.content, form.name)
            planned, ignored = plan_of(actor_of(request), municipality, sheet), sheet.ignored
        except Invalid as refusal:
            form.add_error("file", refusal.sentence)
    context = ways_context(
        request,
        municipality,
        form=form,
        planned=planned,
        ignored=ignored,
        writes=[each for each in planned if each.kind == "writes"],
        faults=[each for each in planned if each.kind == "fault"],
        unchanged=[each for each in planned if each.kind == "unchanged"],
        looked_at=_signed(request, municipality, form.name, planned) if planned else "",
        stands=STANDS,
    )
    return render(request, "workspace/decisions_import.html", context, status=status_of(form))


def _signed(
    request: HttpRequest, municipality: Organization, name: str, planned: list[Planned]
) -> str:
    content = {"name": name, "rows": packed(planned)}
    return as_looked_at(content, actor_of(request), municipality, _SALT)


def _confirm(request: HttpRequest, municipality: Organization) -> HttpResponse:
    actor = actor_of(request)
    content = what_was_looked_at(request.POST["looked_at"], actor, municipality, _SALT)
    done = record_several(
        actor=actor,
        reports=unpacked(actor, municipality, content["rows"]),
        source=Source.IMPORTED,
        reporter_name=content["name"],
    )
    saved = [each.saved for each in done if each.saved]
    refused = [
        (each.report.decision, each.refusal.sentence) for each in done if each.refusal is not None
    ]
    if saved:
        messages.success(request, f"Ingelezen en vastgelegd: {names_of(saved)}.")
    if not refused:
        return redirect("municipality", municipality.slug)
    context = ways_context(request, municipality, form=SheetForm(), refused=refused, stands=STANDS)
    return render(request, "workspace/decisions_import.html", context, status=409)


@require_safe
def sheet(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A sheet to fill in with what is still open, as it is read back."""
    municipality = own_municipality(request, slug)
    rows = blank_rows(actor_of(request), municipality)
    return table_file(kind, f"beslissingen-{slug}", lambda: sheet_as(kind, rows, clock.today()))


def ways_context(request: HttpRequest, municipality: Organization, **extra: Any) -> dict[str, Any]:
    """What each of the ways in shows around itself."""
    crumbs = [
        ("Mijn tafel", reverse("my_table")),
        (municipality.name, reverse("municipality", args=[municipality.slug])),
    ]
    bodies = list(bodies_visible_to(actor_of(request)))
    return home_context(request, bodies, municipality=municipality) | {"crumbs": crumbs} | extra
