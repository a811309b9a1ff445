"""Mijn bestuur: where one municipality sits, what is asked of it, what it decided."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.councillors.policy import rooms_of
from overlegtafel.drafting.queries import open_replies_of
from overlegtafel.feedback.policy import can_see_packages
from overlegtafel.feedback.queries import chains_of, council_items, is_ready
from overlegtafel.feedback.states import PackageKind
from overlegtafel.governance.policy import (
    bodies_visible_to,
    can_record_for,
    standing_of,
    tables_to_propose_at,
)
from overlegtafel.local_decisions.planning import plans_of
from overlegtafel.meetings.policy import can_read_minutes
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.reporting.article_8 import article_8_waiting
from overlegtafel.reporting.drafts import to_do_in_round
from overlegtafel.reporting.municipalities import (
    MunicipalityOverview,
    convened_for,
    municipality_by_slug,
    municipality_overview,
)
from overlegtafel.workspace.addresses import address_of
from overlegtafel.workspace.views.shared import actor_of, home_context


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The municipality's own page, for its people and for who runs its tables."""
    actor, today = actor_of(request), clock.today()
    municipality = municipality_by_slug(actor, slug)
    overview = municipality_overview(actor, municipality, today)
    standing = standing_of(actor)
    bodies = list(bodies_visible_to(actor))
    plans = plans_of(overview.to_decide, today)
    context = {
        "today": today,
        "municipality": municipality,
        "reads": standing.holds(municipality.pk, PostRole.COUNCILLOR)
        and municipality.pk not in standing.local_circle
        and not any(seat.body_id in standing.circle_of for seat in overview.seats),
        "overview": overview,
        "to_decide": [(each, plans[each.pk]) for each in overview.to_decide],
        "circle": standing.circle_of,
        "rooms": frozenset(rooms_of(actor)),
        "records": can_record_for(actor, municipality.pk),
        "waits": _waiting(actor, municipality, today),
        **_packages(actor, municipality, overview),
    }
    return render(request, "workspace/municipality.html", home_context(request, bodies, **context))


def _waiting(
    actor: User, municipality: Organization, today: date
) -> list[tuple[str, str, str, date | None]]:
    """What else waits on the actor for this municipality, the most urgent first: drafts to remark
    on and the register of article 8. Label, about what, its address, by when.
    """
    drafts = [
        (
            to_do_in_round(actor, each),
            each.round.draft.agreement.title,
            address_of(each),
            each.round.last_day,
        )
        for each in open_replies_of(actor, municipality, today)
        if each.replied_at is None
    ]
    register = [
        (each.label, each.words, address_of(each.municipality), each.due_on)
        for each in article_8_waiting(actor, today)
        if each.municipality == municipality
    ]
    return sorted([*drafts, *register], key=lambda row: row[3] or date.max)


def _packages(
    actor: User, municipality: Organization, overview: MunicipalityOverview
) -> dict[str, Any]:
    """What goes to college and council, and what came of it."""
    after = chains_of(municipality, [each.meeting for each in overview.feedback])
    opens = can_see_packages(actor, municipality)
    coming = convened_for(actor, overview) if opens else []
    before = chains_of(municipality, coming, PackageKind.BEFORE) if coming else {}
    seated = {seat.body_id: seat.body for seat in overview.seats if seat.counts}
    propose_at = tables_to_propose_at(actor, seated.values()) if opens else []
    return {
        "opens": opens,
        "upcoming": [(meeting, before[meeting.pk]) for meeting in coming],
        "on_council": list(council_items(actor, municipality)[:6]),
        "wish_at": [(each.slug, each.short_name) for each in propose_at],
        "feedback": [
            (
                each,
                can_read_minutes(actor, each.meeting),
                opens and is_ready(actor, each.meeting),
                after[each.meeting.pk],
            )
            for each in overview.feedback
        ],
    }
