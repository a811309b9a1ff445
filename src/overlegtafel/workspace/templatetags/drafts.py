"""Common drafts on the pages of an agreement, and fields in their texts."""

import re
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from overlegtafel.agreements.models import Agreement
from overlegtafel.common.text import render_text
from overlegtafel.reporting.drafts import draft_entries

register = template.Library()
_PLACE = re.compile(r"\{\{\s*([^{}<>\n]{1,60}?)\s*\}\}")

_MARKED = r'<span class="draft-place">\1</span>'


@register.inclusion_tag("workspace/_draft_entries.html", takes_context=True)
def draft_entry(context: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """The way from an agreement to its common drafts."""
    entries = draft_entries(context["request"].user, agreement)
    return {"entries": entries, "agreement": agreement, "csrf_token": context.get("csrf_token")}


@register.filter
def line_with_places(source: str) -> SafeString:
    """One line with its fields marked."""
    return mark_safe(_PLACE.sub(_MARKED, escape(source)))


@register.filter
def with_places(source: str) -> SafeString:
    """Typed text with its fields marked; ``render_text`` has made it safe HTML."""
    return mark_safe(_PLACE.sub(_MARKED, render_text(source)))
