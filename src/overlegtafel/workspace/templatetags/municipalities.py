"""The pages of one municipality, beside each other. ``{% load municipalities %}``.

``{% municipality_nav %}`` on each of them: the way to the others, for who may open them.
"""

from typing import Any

from django import template

from overlegtafel.accounts.models import User
from overlegtafel.governance.policy import can_record_for, standing_of
from overlegtafel.local_decisions.link_sheets import can_read_link_sheet
from overlegtafel.organizations.models import Organization

register = template.Library()

ALL, CIRCLE, OWN = "all", "circle", "own"
_PAGES = (
    ("municipality", "Overzicht", ALL, ()),
    ("decisions_several", "Beslissingen", OWN, ("decisions_import", "decisions_published")),
    ("article_8", "Artikel 8", CIRCLE, ("regional_item", "package", "package_agenda")),
    ("municipality_executions", "Uitvoering", ALL, ()),
    ("sittings", "Zittingen", ALL, ()),
    ("link_sheet", "Linkfiche", CIRCLE, ()),
    ("installation", "Nieuw college", CIRCLE, ("reconfirmation",)),
    ("local_template", "Word-sjabloon", OWN, ()),
    ("couplings", "Koppelingen", OWN, ()),
)
"""Name of the address, what it is called, who opens it, and the pages that belong under it."""


@register.inclusion_tag("workspace/_municipality_nav.html", takes_context=True)
def municipality_nav(context: dict[str, Any], municipality: Organization) -> dict[str, Any]:
    """The pages that the reader may open; councillors those for everyone, alone at no query."""
    actor, here = context["request"].user, context["request"].resolver_match.url_name
    opened = _opened_by(actor, municipality)
    return {
        "municipality": municipality,
        "pages": [
            (name, label, here == name or here in under)
            for name, label, who, under in _PAGES
            if who in opened
        ],
    }


def _opened_by(actor: User, municipality: Organization) -> set[str]:
    """Which kinds of pages. Who opens the page of a municipality that is not the own one leads a
    table where it sits, and reads what the municipality's own circle reads.
    """
    if can_record_for(actor, municipality.pk):
        return {ALL, CIRCLE, OWN}
    is_local = municipality.pk in standing_of(actor).local_organizations
    if not is_local or can_read_link_sheet(actor, municipality):
        return {ALL, CIRCLE}
    return {ALL}
