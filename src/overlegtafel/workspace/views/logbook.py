"""Het logboek: who did what, when, with old and new value; for who runs the table."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from overlegtafel.reporting.logbook import log_lines, log_of
from overlegtafel.reporting.words import KINDS
from overlegtafel.workspace.views.shared import actor_of, table_context, table_of

PAGE_SIZE = 50


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the log, newest first."""
    actor, body = actor_of(request), table_of(request, slug)
    kind = request.GET.get("soort", "")
    page = Paginator(log_of(actor, body, kind), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": "logbook",
        "page": page,
        "lines": log_lines(page.object_list),
        "kinds": [(key, words) for key, (words, _) in KINDS.items()],
        "kind": kind if kind in KINDS else "",
    }
    return render(request, "workspace/logbook.html", table_context(request, body, **context))
