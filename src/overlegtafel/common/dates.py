"""How days and hours are written in Dutch, without a locale lookup: the one place (house style).

A day is ``14 januari 2027``, an hour ``9.30 uur``, as the Belgian guides have it: no zero in front,
a point between. Dense tables may write ``14 jan`` and ``9.30``.
"""

from datetime import date, datetime, time

from django.utils import timezone

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def spoken(day: date) -> str:
    """``26 november 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken_with_weekday(day: date) -> str:
    """``donderdag 26 november 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {spoken(day)}"


def short(day: date) -> str:
    """``26 nov``, for dense tables where the year is clear."""
    return f"{day.day} {MONTHS[day.month - 1][:3].replace('maa', 'mrt')}"


def month(day: date) -> str:
    """``november 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def hour(at: time | datetime) -> str:
    """``9.30``: for dense tables; of a moment, the hour in Belgium."""
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    return f"{local.hour}.{local:%M}"


def hours(start: time | datetime, end: time | datetime | None = None) -> str:
    """``9.30 uur``, or ``9.30 tot 11.00 uur``."""
    return f"{hour(start)} tot {hour(end)} uur" if end else f"{hour(start)} uur"


def at_hours(start: time | datetime, end: time | datetime | None = None) -> str:
    """``om 9.30 uur``, or ``van 9.30 tot 11.00 uur``: within a sentence."""
    return f"{'van' if end else 'om'} {hours(start, end)}"


def moment(at: datetime) -> str:
    """``18 september 2026 om 16.05 uur``."""
    return f"{spoken(timezone.localdate(at))} {at_hours(at)}"


def countdown(day: date, today: date) -> str:
    """``over 3 dagen``, ``morgen``, ``vandaag``, ``gisteren``, ``3 dagen geleden``."""
    days = (day - today).days
    near = {-1: "gisteren", 0: "vandaag", 1: "morgen"}
    if days in near:
        return near[days]
    return f"over {days} dagen" if days > 0 else f"{-days} dagen geleden"
