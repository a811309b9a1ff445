"""Filters for positions and written rounds. ``{% load positions %}``.

``{{ position|stance_mark }}`` the mark of a position, or of none that is shared.
``{{ reply|answer_mark }}`` the mark of a reply in a written round.
"""

from django import template

from overlegtafel.agreements.models import Position, RoundReply
from overlegtafel.workspace import position_marks

register = template.Library()


@register.filter
def stance_mark(position: Position | None) -> str:
    """The mark of a position."""
    return position_marks.stance_mark(position)


@register.filter
def answer_mark(reply: RoundReply) -> str:
    """The mark of a reply."""
    return position_marks.answer_mark(reply)
