"""What a municipality decided, read from its own publication page (R42)."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import Invalid
from overlegtafel.common.forms import status_of
from overlegtafel.drafting.published.beside import CORRECTION
from overlegtafel.drafting.published.pages import read_page, text_of
from overlegtafel.drafting.published.plan import reading_of
from overlegtafel.local_decisions.dry_run import unpacked
from overlegtafel.local_decisions.queries import last_publisher_of
from overlegtafel.local_decisions.services import FromPublication, Report, record_published
from overlegtafel.organizations.models import Organization
from overlegtafel.workspace.forms.publications import PublicationForm, PublishedRow, told_of
from overlegtafel.workspace.looked_at import as_looked_at, what_was_looked_at
from overlegtafel.workspace.views.shared import actor_of
from overlegtafel.workspace.views.ways_in import names_of, own_municipality, ways_context

_SALT, _PAGE_SALT = "overlegtafel.workspace.publication", "overlegtafel.workspace.publication.page"
_MOST_KEPT = 2 * 1024 * 1024
"""Characters of a page that travel in the form; most pages come to a tenth of it."""


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    """A saved page: first what it says row by row, then, once confirmed, what was recorded."""
    actor, municipality = actor_of(request), own_municipality(request, slug)
    if request.method == "POST" and "looked_at" in request.POST:
        return _confirm(request, municipality)
    kept = _kept_in(request, municipality)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PublicationForm(*sent, kept=kept)
    content: dict[str, Any] = {}
    more: dict[str, Any] = {}
    if form.is_valid():
        try:
            content = _read(actor, municipality, form)
        except Invalid as refusal:
            if refusal.field == "address":
                more = _keeping(request, municipality, form)
            else:
                more = {"by_hand": True}
            form.add_error(refusal.field, refusal.sentence)
    return _page(request, municipality, form, content, status=status_of(form), **more)


def _read(actor: User, municipality: Organization, form: PublicationForm) -> dict[str, Any]:
    """What the page says, as it is shown and travels on. Raises ``Invalid``."""
    page = read_page(form.content, form.cleaned_data["address"])
    reading = reading_of(actor, municipality, page)
    before = last_publisher_of(municipality)
    return {
        "address": page.address,
        "rows": [told_of(each) for each in reading.rows],
        "others": reading.others,
        "site": _site(page.address),
        "site_before": before if _bare(before) != _bare(_site(page.address)) else "",
    }


def _site(address: str) -> str:
    return urlsplit(address).netloc


def _bare(site: str) -> str:
    return site.casefold().removeprefix("www.")


def _keeping(
    request: HttpRequest, municipality: Organization, form: PublicationForm
) -> dict[str, Any]:
    """The page itself, signed, so that only the address is to be mended; nothing is kept here."""
    content = {"text": text_of(form.content), "name": form.name}
    token = as_looked_at(content, actor_of(request), municipality, _PAGE_SALT)
    return {"kept": token, "kept_name": form.name} if len(token) <= _MOST_KEPT else {}


def _kept_in(request: HttpRequest, municipality: Organization) -> dict[str, Any]:
    """The page that was read before; another file that is chosen goes before it."""
    token = request.POST.get("kept", "")
    if not token or request.FILES:
        return {}
    return what_was_looked_at(token, actor_of(request), municipality, _PAGE_SALT)


def _page(
    request: HttpRequest,
    municipality: Organization,
    form: PublicationForm,
    content: dict[str, Any],
    rows: list[PublishedRow] | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The form, and below a page that was read its rows."""
    if rows is None:
        rows = [PublishedRow(each) for each in content.get("rows", ())]
    context = ways_context(
        request,
        municipality,
        form=form,
        read=content,
        rows=rows,
        writes=[each for each in rows if each.writes],
        wrong=[each for each in rows if each.errors],
        looked_at=as_looked_at(content, actor_of(request), municipality, _SALT) if content else "",
        **extra,
    )
    return render(request, "workspace/decisions_published.html", context, status=status)


def _confirm(request: HttpRequest, municipality: Organization) -> HttpResponse:
    actor, form = actor_of(request), PublicationForm()
    content = what_was_looked_at(request.POST["looked_at"], actor, municipality, _SALT)
    rows = [PublishedRow(each, request.POST) for each in content["rows"]]
    wrong = [row for row in rows if not row.is_valid()]
    if wrong:
        return _page(request, municipality, form, content, rows, status=422)
    taken = [row for row in rows if row.is_taken]
    if not taken:
        return _page(request, municipality, form, content, rows, status=422, chose_nothing=True)
    packed = [row.told["report"][0] for row in taken]
    reports = unpacked(actor, municipality, packed)
    done = record_published(
        actor=actor,
        found=[_found(row, report) for row, report in zip(taken, reports, strict=True)],
        publication=_site(content["address"]),
    )
    saved = [each.saved for each in done if each.saved]
    refused = [(each.report.decision, each.refusal.sentence) for each in done if each.refusal]
    if saved:
        messages.success(request, f"Gelezen en vastgelegd: {names_of(saved)}.")
    if not refused:
        return redirect("municipality", municipality.slug)
    return _page(request, municipality, form, {}, status=409, refused=refused)


def _found(row: PublishedRow, report: Report) -> FromPublication:
    """The report with what was written beside it: what was changed, or why it is put right."""
    asked = row.told["asks"]
    if row.is_changed:
        report = replace(report, verb="approve_with_change", note=row.changed_words)
    report = replace(report, published_on=row.published)
    return FromPublication(report, row.written if asked == CORRECTION else "")
