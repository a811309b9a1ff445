"""How dates are spoken in Dutch, without a locale lookup."""

from datetime import date

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


def countdown(day: date, today: date) -> str:
    """``over 3 dagen``, ``morgen``, ``vandaag``, ``gisteren``, ``3 dagen geleden``."""
    days = (day - today).days
    near = {-1: "gisteren", 0: "vandaag", 1: "morgen"}
    if days in near:
        return near[days]
    return f"over {days} dagen" if days > 0 else f"{-days} dagen geleden"
