"""Mijn bestuur: where one municipality sits, what is asked of it, what it decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from overlegtafel.common import clock
from overlegtafel.governance.policy import bodies_visible_to, can_record_for, standing_of
from overlegtafel.meetings.policy import can_read_minutes
from overlegtafel.organizations.models import PostRole
from overlegtafel.reporting.municipalities import municipality_by_slug, municipality_overview
from overlegtafel.workspace.views.shared import actor_of, home_context


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The municipality's own page, for its people and for who runs its tables."""
    actor, today = actor_of(request), clock.today()
    municipality = municipality_by_slug(actor, slug)
    overview = municipality_overview(actor, municipality, today)
    standing = standing_of(actor)
    bodies = list(bodies_visible_to(actor))
    context = {
        "today": today,
        "municipality": municipality,
        "reads": standing.holds(municipality.pk, PostRole.COUNCILLOR)
        and municipality.pk not in standing.local_circle
        and not any(seat.body_id in standing.circle_of for seat in overview.seats),
        "overview": overview,
        "circle": standing.circle_of,
        "records": can_record_for(actor, municipality.pk),
        "feedback": [(each, can_read_minutes(actor, each.meeting)) for each in overview.feedback],
    }
    return render(request, "workspace/municipality.html", home_context(request, bodies, **context))
