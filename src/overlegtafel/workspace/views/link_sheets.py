"""The link sheet of a municipality, and which ones a table still misses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.policy import bodies_visible_to
from overlegtafel.governance.queries import seats_on
from overlegtafel.local_decisions.link_sheets import (
    can_keep_link_sheet,
    can_read_link_sheet,
    known_platform,
    link_sheet_of,
    link_sheets_of,
)
from overlegtafel.local_decisions.models import LinkSheet
from overlegtafel.local_decisions.services import keep_link_sheet
from overlegtafel.local_decisions.states import TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.municipalities import municipality_by_slug
from overlegtafel.workspace.forms.planning import LinkSheetForm
from overlegtafel.workspace.views.shared import (
    actor_of,
    home_context,
    led_table_of,
    posted,
    table_context,
)

_SHOWN = ("prepares", "contacts", "receives_reports", "note")


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """How one municipality is linked: to read for its circle, to keep for who may."""
    actor = actor_of(request)
    municipality = municipality_by_slug(actor, slug)
    if not can_read_link_sheet(actor, municipality):
        raise NotVisible
    keeps = can_keep_link_sheet(actor, municipality)
    if request.method == "POST" and not keeps:
        raise NotAllowed
    form = _form_for(municipality, link_sheet_of(municipality), posted(request))
    if request.method == "POST" and form.is_valid():
        facts = form.facts
        try:
            kept = try_service(
                form, lambda: keep_link_sheet(actor=actor, municipality=municipality, **facts)
            )
        except Stale:
            return _stale(request, municipality, form)
        if kept is not None:
            messages.success(request, "De linkfiche is bewaard. Wat nog open is, is herrekend.")
            return redirect("link_sheet", slug)
    return _page(request, municipality, form, keeps=keeps)


def _form_for(
    municipality: Organization, sheet: LinkSheet | None, data: Any = None
) -> LinkSheetForm:
    known, terms = known_platform(municipality), terms_on(clock.today())
    return LinkSheetForm(
        data,
        initial=LinkSheetForm.initial_of(sheet, known.platform if known else None),
        leads={
            "college_lead": terms[TermKey.COLLEGE_LEAD].spoken,
            "council_lead": terms[TermKey.COUNCIL_LEAD].spoken,
        },
    )


def _stale(request: HttpRequest, municipality: Organization, form: LinkSheetForm) -> HttpResponse:
    newest = link_sheet_of(municipality)
    again = form.data.copy()  # type: ignore[attr-defined]
    again["revision"] = newest.revision if newest else 0
    stale = {
        "theirs": "\n".join(filter(None, (getattr(newest, name, "") for name in _SHOWN))),
        "mine": "\n".join(filter(None, (form.cleaned_data[name] for name in _SHOWN))),
        "who": str(newest.kept_by) if newest else "",
    }
    bound = _form_for(municipality, newest, again)
    return _page(request, municipality, bound, keeps=True, status=409, stale=stale)


def _page(
    request: HttpRequest,
    municipality: Organization,
    form: LinkSheetForm,
    status: int = 0,
    **extra: Any,
) -> HttpResponse:
    context = home_context(
        request,
        list(bodies_visible_to(actor_of(request))),
        municipality=municipality,
        sheet=link_sheet_of(municipality),
        known=known_platform(municipality),
        terms=terms_on(clock.today()),
        rhythms=municipality.sitting_rhythms.order_by("organ"),
        form=form,
        **extra,
    )
    status = status or status_of(form)
    return render(request, "workspace/link_sheet.html", context, status=status)


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Who of the table has a link sheet, and who not yet: for who runs it."""
    body = led_table_of(request, slug)
    members = [
        seat.municipality
        for seat in seats_on(body, clock.today()).filter(municipality__isnull=False)
        if seat.municipality
    ]
    towns = sorted({each.pk: each for each in members}.values(), key=lambda each: each.name)
    sheets = link_sheets_of([each.pk for each in towns])
    terms = terms_on(clock.today())
    context = table_context(
        request,
        body,
        section="agreements",
        rows=[(each, sheets.get(each.pk)) for each in towns],
        missing=[each for each in towns if each.pk not in sheets],
        college_lead=terms[TermKey.COLLEGE_LEAD],
    )
    return render(request, "workspace/link_sheets.html", context)
