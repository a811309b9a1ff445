"""How minutes read. ``{% load minutes %}``.

``{{ item.minutes|rich|references:body }}`` makes a link of ``[A-D10]``, an agreement of the table.
``{% meeting_polls meeting as polls %}`` counts every poll of a meeting at once;
``{{ polls|of_item:item }}`` picks those of one item.
"""

import re

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.live import Tally, polls_of
from overlegtafel.meetings.models import AgendaItem, Meeting

register = template.Library()


@register.filter
def references(html: SafeString, body: GoverningBody) -> SafeString:
    """Rendered text in which the numbers of the table's agreements are links."""

    def link(found: re.Match[str]) -> str:
        reference = found.group(1)
        address = reverse("agreement", args=[body.slug, reference])
        return format_html('<a class="tag" href="{}">{}</a>', address, reference)

    pattern = rf"\[({re.escape(body.agreement_prefix)}\d+)\]"
    return mark_safe(re.sub(pattern, link, html))


@register.simple_tag
def meeting_polls(meeting: Meeting) -> dict[int, list[Tally]]:
    """The polls of a meeting by item: at most three queries, one when there are none."""
    return polls_of(meeting.items.all())


@register.filter
def of_item(polls: dict[int, list[Tally]], item: AgendaItem) -> list[Tally]:
    """Those of one item; a page that did not count them shows none."""
    return polls.get(item.pk, []) if polls else []
