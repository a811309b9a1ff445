"""One quiet list of all that a table makes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from overlegtafel.products.policy import can_write
from overlegtafel.reporting.products import made_at
from overlegtafel.workspace.views.products.shared import product_context
from overlegtafel.workspace.views.shared import actor_of, circle_table_of


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Statements, agreements to sign, examples, strategies and assemblies."""
    body, actor = circle_table_of(request, slug), actor_of(request)
    context = product_context(
        request,
        body,
        made=made_at(actor, body),
        writes=can_write(actor, body, None),
        crumbs=[(body.short_name, reverse("table", args=[body.slug]))],
    )
    return render(request, "workspace/products/index.html", context)
