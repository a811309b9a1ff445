"""What the pages of all kinds share: the context, where something comes from, the documents."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.document_policy import documents_visible_to
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.organizations.models import Organization
from overlegtafel.products.linking import Origin
from overlegtafel.products.models import Product
from overlegtafel.products.policy import can_write
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
    actor, asked = actor_of(request), request.GET
    item = None
    number = asked.get("punt", "")
    if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER:
        items = items_visible_to(actor).filter(meeting__body=body, pk=int(number))
        item = items.select_related("meeting__body", "dossier__body", "dossier__owner").first()
    agreement = None
    reference = asked.get("afspraak", "")
    if reference and reference.isprintable():
        try:
            agreement = agreement_by_reference(actor, body, reference)
        except NotVisible:
            agreement = None
    dossier = None
    reference = asked.get("dossier", "")
    if reference and reference.isprintable():
        dossier = dossiers_of(actor, body).filter(reference__iexact=reference).first()
    return Origin(dossier, item, agreement)


def dossiers_of(actor: User, body: GoverningBody) -> QuerySet[Dossier]:
    """The open dossiers of a table that the actor sees."""
    seen = dossiers_visible_to(actor).filter(body=body, state="open")
    return seen.select_related("body", "owner").order_by("reference")


def documents_of(actor: User, dossier: Dossier | None) -> QuerySet[Document]:
    """The documents of a dossier that the actor may read; of none, none."""
    if dossier is None:
        return Document.objects.none()
    return documents_visible_to(actor).filter(dossier=dossier).distinct()


def town_at(rows: list[Organization], slug: str) -> Organization:
    """One of these municipalities by its address. Raises ``NotVisible``."""
    found = next((town for town in rows if town.slug == slug), None)
    if found is None:
        raise NotVisible
    return found
