"""What follows on agreements, beside each other. ``{% load agreements %}``.

``{% agreements_nav %}`` on the pages of a table about what it agreed: the way to the others.
"""

from typing import Any

from django import template

from overlegtafel.governance.policy import can_lead, reads_inside

register = template.Library()

CIRCLE, INSIDERS, LEADS = "circle", "insiders", "leads"
_PAGES = (
    ("agreements", "Afspraken", CIRCLE, ()),
    ("outcomes", "Stand per bestuur", CIRCLE, ()),
    ("executions", "Uitvoering", CIRCLE, ("unproven_agreements",)),
    ("products", "Wat we samen maken", CIRCLE, ()),
    ("rounds", "Schriftelijke rondes", INSIDERS, ()),
    ("councillor_questions", "Raadsleden", CIRCLE, ("council_letter_edit", "info_evening_lead")),
    ("back_planning", "Terugrekenen", CIRCLE, ()),
    ("link_sheets", "Linkfiches", LEADS, ()),
    ("article_8_table", "Artikel 8", LEADS, ()),
)
"""Name of the address, what it is called, who opens it, and the pages that belong under it."""


@register.inclusion_tag("workspace/_agreements_nav.html", takes_context=True)
def agreements_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The pages that the reader may open, at no query of its own."""
    actor, here = context["request"].user, context["request"].resolver_match.url_name
    body, opened = context["body"], {CIRCLE}
    if reads_inside(actor, body.pk):
        opened.add(INSIDERS)
    if can_lead(actor, body.pk):
        opened.add(LEADS)
    return {
        "body": body,
        "pages": [
            (name, label, here == name or here in under)
            for name, label, who, under in _PAGES
            if who in opened
        ],
    }
