"""Mijn tafel: where everyone starts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.councillors.queries import evenings_ahead, own_rooms
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, standing_of, tables_to_propose_at
from overlegtafel.governance.queries import places_of
from overlegtafel.governance.states import BodyKind
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.meetings.models import Meeting
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.changes import changes_for
from overlegtafel.reporting.municipalities import open_decisions
from overlegtafel.reporting.my_table import Task, my_table
from overlegtafel.workspace.addresses import address_of
from overlegtafel.workspace.around_meeting import coming_words
from overlegtafel.workspace.views.shared import actor_of, home_context


def _way_to(task: Task) -> str:
    """Where a task is done: a guest's visit is planned from the calendar."""
    if task.kind == "remarks" and isinstance(task.target, Meeting):
        day = task.target.held_on.isoformat()
        return reverse("report_remarks", args=[task.target.body.slug, day])
    if task.kind == "visit" and isinstance(task.target, GoverningBody):
        return reverse("meetings", args=[task.target.slug])
    if task.kind == "report" and isinstance(task.target, Meeting):
        return reverse("report", args=[task.target.body.slug, task.target.held_on.isoformat()])
    if task.kind == "owing" and isinstance(task.target, Agreement):
        return reverse("agreement_remind", args=[task.target.body.slug, task.target.reference])
    return address_of(task.target)


def detail(request: HttpRequest) -> HttpResponse:
    """What comes, what waits on the actor, what changed."""
    actor, today = actor_of(request), clock.today()
    mine, standing = my_table(actor, today), standing_of(actor)
    # what one records is a task already
    only_read = [each for each in mine.municipalities if each.pk not in standing.records_for]
    context = {
        "today": today,
        "mine": mine,
        "places": [place for place in places_of(actor, today) if place != actor.name],
        "tasks": [(task, _way_to(task)) for task in mine.tasks],
        "decisions": [
            (decision, decision.agreement.body_id in standing.circle_of)
            for decision in open_decisions(actor, only_read)
        ],
        "several": _with_several(mine.tasks),
        "coming": coming_words(actor, mine.next_meetings[0]) if mine.next_meetings else [],
        "meetings": [(meeting, address_of(meeting)) for meeting in mine.next_meetings],
        "changes": [
            (change, address_of(change.subject))
            for change in changes_for(actor, mine.changes, limit=8)
        ],
        "propose_at": sorted(
            tables_to_propose_at(actor, mine.bodies), key=lambda body: body.kind != BodyKind.MAYORS
        ),
        "plan_at": [body for body in mine.bodies if can_lead(actor, body.pk)],
        "founds": actor.may_found_tables,
        "rooms": own_rooms(actor, today),
        "evenings": evenings_ahead(actor, today),
        "in_circle": bool(standing.circle_of),
        "insider": bool(standing.insider_of),
    }
    return render(request, "workspace/my_table.html", home_context(request, mine.bodies, **context))


def _with_several(tasks: list[Task]) -> list[Organization]:
    """The municipalities for which the actor has more than one decision to record."""
    asked = [
        task.target.municipality
        for task in tasks
        if task.kind == "decision" and isinstance(task.target, LocalDecision)
    ]
    return [place for place in dict.fromkeys(asked) if asked.count(place) > 1]
