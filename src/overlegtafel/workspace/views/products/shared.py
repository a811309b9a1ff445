"""What the pages of all kinds share: the context, where something comes from."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.products.linking import Origin
from overlegtafel.products.models import Product
from overlegtafel.products.policy import can_write
from overlegtafel.products.queries.choices import origin_of
from overlegtafel.workspace.views.shared import actor_of, circle_table_of, table_context

LONGEST_NUMBER = 12


def product_context(request: HttpRequest, body: GoverningBody, **extra: Any) -> dict[str, Any]:
    """What every page below "Wat we samen maken" needs."""
    crumbs = [
        (body.short_name, reverse("table", args=[body.slug])),
        ("Wat we samen maken", reverse("products", args=[body.slug])),
    ]
    return table_context(request, body, section="agreements", **{"crumbs": crumbs, **extra})


def writable_table_of(
    request: HttpRequest, slug: str, dossier: Dossier | None = None
) -> GoverningBody:
    """The table in the address, for who writes there. Raises ``NotVisible``, ``NotAllowed``."""
    body = circle_table_of(request, slug)
    if not can_write(actor_of(request), body, dossier):
        raise NotAllowed
    return body


def require_write(request: HttpRequest, product: Product) -> None:
    """Let only who writes it go on. Raises ``NotAllowed``."""
    if not can_write(actor_of(request), product.body, product.dossier):
        raise NotAllowed


def origin_asked(request: HttpRequest, body: GoverningBody) -> Origin:
    """What the address says something new comes from; what can't be seen is nothing."""
    asked = {name: request.GET.get(name, "") for name in ("punt", "afspraak", "dossier")}
    number = asked["punt"]
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return origin_of(
        actor_of(request),
        body,
        item=int(number) if is_number else None,
        agreement=asked["afspraak"] if asked["afspraak"].isprintable() else "",
        dossier=asked["dossier"] if asked["dossier"].isprintable() else "",
    )


def town_at(rows: list[Organization], slug: str) -> Organization:
    """One of these municipalities by its address. Raises ``NotVisible``."""
    found = next((town for town in rows if town.slug == slug), None)
    if found is None:
        raise NotVisible
    return found
