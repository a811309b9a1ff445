"""Small reads for the pages of a meeting."""

from collections.abc import Mapping
from typing import Any

from django import template

from overlegtafel.meetings.models import Attendance
from overlegtafel.meetings.presence import spoken_presence
from overlegtafel.meetings.telling import slot_words

register = template.Library()
register.filter("presence", spoken_presence)
register.filter("slot", slot_words)


@register.filter
def at(found: Mapping[int, Any], pk: int) -> Any:
    """What belongs to one item, if anything."""
    return found.get(pk)


@register.filter
def stands_in(attendance: Attendance) -> str:
    """Who comes instead, of a seat from ``attendances_of``."""
    rows = attendance.stand_ins  # type: ignore[attr-defined]
    return rows[0].words if rows else ""
