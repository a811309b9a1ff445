"""Mijn bestuur: where one municipality sits, what is asked of it, what it decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from overlegtafel.common import clock
from overlegtafel.governance.policy import can_record_for, standing_of
from overlegtafel.meetings.policy import can_read_minutes
from overlegtafel.reporting.municipalities import municipality_by_slug, municipality_overview
from overlegtafel.workspace.views.shared import actor_of


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The municipality's own page, for its people and for who runs its tables."""
    actor, today = actor_of(request), clock.today()
    municipality = municipality_by_slug(actor, slug)
    overview = municipality_overview(actor, municipality, today)
    context = {
        "today": today,
        "municipality": municipality,
        "overview": overview,
        "circle": standing_of(actor).circle_of,
        "records": can_record_for(actor, municipality.pk),
        "feedback": [(each, can_read_minutes(actor, each.meeting)) for each in overview.feedback],
    }
    return render(request, "workspace/municipality.html", context)
