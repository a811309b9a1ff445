"""Where things stand in the reader's pack."""

from django import template

from overlegtafel.meetings.document_queries import DocumentLine
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.printing.annexes import key_of
from overlegtafel.printing.queries import PackView

register = template.Library()


@register.filter
def page_of(pack: PackView | None, item: AgendaItem) -> int | None:
    """The page of an item in the pack, when it is there."""
    return pack.item_pages.get(item.pk) if pack else None


@register.filter
def annex_page(pack: PackView | None, line: DocumentLine) -> int | None:
    """The page of a document in the pack, when it is there."""
    return pack.places.get(f"annex-{key_of(line.document, line.version)}") if pack else None
