"""What a table makes, on pages of other things. ``{% load products %}``.

``{{ row|support_mark }}``, ``{{ row|party_mark }}``, ``{{ row|choice_mark }}`` the mark of a row.
``{% made_of dossier "dossier" %}`` what was made of a dossier, an item or an agreement, and the
way to make something of it.
"""

from typing import Any
from urllib.parse import urlencode

from django import template

from overlegtafel.agreements.models import Agreement
from overlegtafel.dossiers.models import Dossier
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.products.policy import can_write
from overlegtafel.products.queries import ChoiceRow, PartyRow, SupportRow
from overlegtafel.reporting.products import made_of as linked
from overlegtafel.workspace import product_marks

register = template.Library()


@register.filter
def support_mark(row: SupportRow) -> str:
    """The mark of what one municipality said of a statement."""
    return product_marks.support_mark(row)


@register.filter
def party_mark(row: PartyRow) -> str:
    """The mark of a party."""
    return product_marks.PARTY[row.stand]


@register.filter
def choice_mark(row: ChoiceRow) -> str:
    """The mark of a choice."""
    return product_marks.choice_mark(row)


@register.inclusion_tag("workspace/products/_made_of.html", takes_context=True)
def made_of(context: dict[str, Any], origin: Dossier | AgendaItem | Agreement) -> dict[str, Any]:
    """What was made of something, in a section; nothing where there is nothing to see or do."""
    actor, body = context["request"].user, context["body"]
    inner = context.get("inner", False)
    asked: dict[str, str]
    dossier: Dossier | None
    match origin:
        case Dossier():
            asked, dossier = {"dossier": origin.reference}, origin
        case AgendaItem():
            asked, dossier = {"punt": str(origin.pk)}, origin.dossier
        case _:
            asked, dossier = {"afspraak": origin.reference}, origin.item.dossier
    return {
        "made": linked(actor, origin) if inner else None,
        "writes": inner and can_write(actor, body, dossier),
        "asked": urlencode(asked),
        "body": body,
        "dossier": origin if isinstance(origin, Dossier) else None,
        "inner": inner,
    }
