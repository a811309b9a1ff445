"""The exchange round of one item: read, fill the own row, take it along as a file (R6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from overlegtafel.common.errors import NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.common.forms import status_of
from overlegtafel.meetings.exchange import Line, has_round, may_write_now, round_of
from overlegtafel.meetings.models import AgendaItem, ExchangeRow, Meeting
from overlegtafel.meetings.policy import can_run, may_fill_row
from overlegtafel.meetings.queries import item_of
from overlegtafel.meetings.services import fill_exchange_row
from overlegtafel.printing.exchange_files import as_csv, as_docx
from overlegtafel.workspace.forms.exchange import ExchangeForm
from overlegtafel.workspace.views.meetings import meeting_context, meeting_of
from overlegtafel.workspace.views.shared import actor_of, posted

_TEXTS = ("approach", "plan", "contact", "is_shared")
_FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def _round(request: HttpRequest, slug: str, day: str, item: int) -> tuple[Meeting, AgendaItem]:
    meeting = meeting_of(request, slug, day)
    found = item_of(actor_of(request), meeting, item)
    if not has_round(found):
        raise NotVisible
    return meeting, found


@require_safe
def detail(request: HttpRequest, slug: str, day: str, item: int) -> HttpResponse:
    """Municipality by municipality: how they do it, what they plan, whom to call."""
    meeting, found = _round(request, slug, day, item)
    lines = round_of(actor_of(request), found)
    context = meeting_context(
        request,
        meeting,
        item=found,
        lines=lines,
        shared=sum(each.is_shared for each in lines),
        own=[each for each in lines if may_fill_row(actor_of(request), each.municipality.pk)],
    )
    return render(request, "workspace/exchange.html", context)


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, slug: str, day: str, item: int, municipality: str) -> HttpResponse:
    """Write one row; who saved later than someone else keeps what was typed."""
    meeting, found = _round(request, slug, day, item)
    line, actor = _line(request, found, municipality), actor_of(request)
    form = ExchangeForm(posted(request), initial=_saved(line.row))
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        expected = typed.pop("revision")
        try:
            fill_exchange_row(
                actor=actor,
                item=found,
                municipality=line.municipality,
                expected_revision=expected,
                **typed,
            )
        except Stale:
            return _stale(request, meeting, found, municipality, form)
        messages.success(request, f"De rij van {line.municipality} is bewaard.")
        return redirect("exchange", slug, day, item)
    return _page(request, meeting, found, line, form, status_of(form))


@require_safe
def file(request: HttpRequest, slug: str, day: str, item: int, kind: str) -> HttpResponse:
    """The whole round as one document: what the reader may see of it."""
    meeting, found = _round(request, slug, day, item)
    if kind not in _FILES:
        raise NotVisible
    make, content_type = _FILES[kind]
    answer = HttpResponse(make(found, round_of(actor_of(request), found)), content_type)
    name = f"uitwisseling-{meeting.body.slug}-{day}-punt-{found.order}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _line(request: HttpRequest, item: AgendaItem, slug: str) -> Line:
    """The row in the address, for who may write it now."""
    actor, meeting = actor_of(request), item.meeting
    line = next((e for e in round_of(actor, item) if e.municipality.slug == slug), None)
    if line is None:
        raise NotVisible
    own = may_fill_row(actor, line.municipality.pk)
    if not own and not can_run(actor, meeting.body_id):
        raise NotAllowed("Alleen uw eigen bestuur schrijft deze rij.")
    if not may_write_now(actor, meeting, line.municipality):
        when = "vóór en tijdens" if own else "tijdens"
        raise WrongMoment(f"Deze rij vult u in {when} de vergadering.")
    return line


def _saved(row: ExchangeRow | None) -> dict[str, Any]:
    if row is None:
        return {"revision": 0}
    return {name: getattr(row, name) for name in _TEXTS} | {"revision": row.revision}


def _stale(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, slug: str, form: ExchangeForm
) -> HttpResponse:
    line = _line(request, item, slug)
    again = form.data.copy()  # type: ignore[attr-defined]
    again["revision"] = str(line.row.revision if line.row else 0)
    stale = {
        "theirs": _in_words(_saved(line.row)),
        "mine": _in_words(form.cleaned_data),
        "who": str(line.row.saved_by) if line.row else "",
    }
    return _page(request, meeting, item, line, ExchangeForm(again), 409, stale=stale)


def _in_words(texts: dict[str, Any]) -> str:
    names = {"approach": "Nu", "plan": "Van plan", "contact": "Contact"}
    return "\n\n".join(f"{names[each]}: {texts.get(each) or '(nog leeg)'}" for each in names)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    item: AgendaItem,
    line: Line,
    form: ExchangeForm,
    status: int,
    stale: dict[str, str] | None = None,
) -> HttpResponse:
    own = may_fill_row(actor_of(request), line.municipality.pk)
    context = meeting_context(
        request, meeting, item=item, line=line, form=form, stale=stale, own=own
    )
    context["crumbs"].append(
        (
            "Uitwisseling",
            reverse("exchange", args=[meeting.body.slug, meeting.held_on.isoformat(), item.pk]),
        )
    )
    return render(request, "workspace/exchange_row.html", context, status=status)
