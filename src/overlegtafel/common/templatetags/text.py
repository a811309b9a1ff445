"""Filters for typed text and for days. ``{% load text %}``, then:

``{{ item.minutes|rich }}`` typed text as safe HTML; ``{{ day|spoken }}`` 26 november 2026;
``{{ day|weekday }}`` donderdag 26 november 2026; ``{{ day|short_date }}`` 26 nov, or 26 nov 2027;
``{{ day|month }}`` november 2026; ``{{ day|countdown:today }}`` over 3 dagen;
``{{ start|hours }}`` 9.30 uur, ``{{ start|hours:end }}`` 9.30 tot 11.00 uur; ``{{ start|hour }}``
9.30, for dense tables; ``{{ at|moment }}`` 18 september 2026 om 16.05 uur.
Days and moments both; nothing for nothing.
"""

from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from overlegtafel.common import clock, dates
from overlegtafel.common.text import render_text

register = template.Library()


@register.filter
def rich(source: str) -> SafeString:
    """Typed text as HTML: paragraphs, lists, emphasis, headings."""
    return render_text(source or "")


@register.filter
def spoken(day: date | None) -> str:
    """``26 november 2026``."""
    return dates.spoken(_day(day)) if day else ""


@register.filter
def weekday(day: date | None) -> str:
    """``donderdag 26 november 2026``."""
    return dates.spoken_with_weekday(_day(day)) if day else ""


@register.filter
def short_date(day: date | None) -> str:
    """``26 nov``, with the year when it is not this one."""
    if not day:
        return ""
    local = _day(day)
    return dates.short(local) + (f" {local.year}" if local.year != clock.today().year else "")


@register.filter
def month(day: date | None) -> str:
    """``november 2026``."""
    return dates.month(_day(day)) if day else ""


@register.filter
def hour(at: time | datetime | None) -> str:
    """``9.30``."""
    return "" if at is None or at == "" else dates.hour(at)


@register.filter
def hours(start: time | datetime | None, end: time | datetime | None = None) -> str:
    """``9.30 uur``; with ``end`` ``9.30 tot 11.00 uur``."""
    return "" if start is None or start == "" else dates.hours(start, end or None)


@register.filter
def moment(at: datetime | None) -> str:
    """``18 september 2026 om 16.05 uur``."""
    return dates.moment(at) if at else ""


@register.filter
def countdown(day: date | None, today: date) -> str:
    """``over 3 dagen``, ``morgen``, ``vandaag``, ``gisteren``, ``3 dagen geleden``."""
    return dates.countdown(_day(day), today) if day else ""


def _day(day: date) -> date:
    return timezone.localdate(day) if isinstance(day, datetime) else day
