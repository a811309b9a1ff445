"""Statements that a table sent and made public: each at an address of its own (R16, R22)."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from overlegtafel.common.text import render_text
from overlegtafel.public_site.views import show
from overlegtafel.publication import queries
from overlegtafel.publication.pages import same_for_everyone
from overlegtafel.publication.statements import (
    as_statements,
    released_statement,
    released_statements,
)

PER_PAGE = 20


@login_not_required
@require_safe
@same_for_everyone
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """All statements that one table made public."""
    body = queries.public_body(slug)
    page = Paginator(released_statements(body), PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "statements", body=body, page=page, statements=as_statements(list(page)))


@login_not_required
@require_safe
@same_for_everyone
def statement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One statement: its text, to whom it went, and who wants to be named."""
    body = queries.public_body(slug)
    shown = released_statement(pk, body)
    text = render_text(shown.text)
    return show(request, "statement", body=body, statement=shown, text=text)
