"""The register of consultations, one of them, and the map of who consulted with whom on a day."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from overlegtafel.common import clock
from overlegtafel.public_site import pictures
from overlegtafel.public_site.views import show
from overlegtafel.publication.history import FIRST_DAY, REGISTERED, YEARS, situation_on
from overlegtafel.publication.pages import same_for_everyone
from overlegtafel.publication.profile import profile_of
from overlegtafel.publication.register import register

EARLY = "Van vóór 2019 is niets opgetekend. Hieronder staat 2019."
NO_DAY = "Die datum bestaat niet. Hieronder staat vandaag."
LATE = "Die dag moet nog komen. Hieronder staat vandaag."


@login_not_required
@require_safe
@same_for_everyone
def index(request: HttpRequest) -> HttpResponse:
    """All consultations that are known, the oldest first."""
    found = register(clock.today())
    return show(
        request, "register", section="register", entries=found.entries, counts=found.counts()
    )


@login_not_required
@require_safe
@same_for_everyone
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """One consultation: since when, with whom, how it works, and where that is read."""
    today = clock.today()
    entry = register(today).entry(slug)
    members = [held.member for held in entry.group.members] if entry.group else []
    return show(
        request,
        "consultation",
        section="register",
        entry=entry,
        traits=profile_of(entry, today),
        members=entry.group.members if entry.group else [],
        picture=pictures.places(members, today) if members else None,
    )


@login_not_required
@require_safe
@same_for_everyone
def on_a_day(request: HttpRequest) -> HttpResponse:
    """The map of Flanders on a day, with the same as a table."""
    today = clock.today()
    day, fault = _day_asked(request, today)
    found = situation_on(day, today)
    return show(
        request,
        "situation",
        status=400 if fault else 200,
        section="register",
        situation=found,
        day=day,
        is_today=day == today,
        fault=fault,
        early=day < REGISTERED,
        years=[(each, words) for each, words in YEARS if each < today],
        picture=pictures.situation(found),
    )


def _day_asked(request: HttpRequest, today: date) -> tuple[date, str]:
    """The day in ``?op=``, within what is known, and what was wrong with it."""
    text = request.GET.get("op", "").strip()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return today, NO_DAY
    if day < FIRST_DAY:
        return YEARS[0][0], EARLY
    return (today, LATE) if day > today else (day, "")
