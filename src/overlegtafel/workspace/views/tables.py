"""One table at a glance, and inviting people to it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed
from overlegtafel.common.forms import status_of, try_service
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import (
    bodies_visible_to,
    can_lead,
    may,
    municipalities_of,
    standing_of,
)
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.services import invite_member
from overlegtafel.governance.states import TableRole, Task
from overlegtafel.meetings.queries import unplanned_visits
from overlegtafel.organizations.boundaries import credit
from overlegtafel.proposals.queries import proposals_of
from overlegtafel.reporting.founding import FirstSteps, first_steps, walks_start_path
from overlegtafel.reporting.tables import table_around, table_overview
from overlegtafel.workspace.forms.tables import InviteForm
from overlegtafel.workspace.table_drawing import (
    MAP_LEGEND,
    abbreviations_of,
    kind_of,
    legend_of,
    map_areas,
    ring_seats,
)
from overlegtafel.workspace.views.shared import actor_of, table_context, table_of, typed_in


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The table: its circle sees all of it, a partner its name and the own proposals."""
    actor, body = actor_of(request), table_of(request, slug)
    context = table_context(request, body, section="table")
    context["composes"] = may(actor, body, Task.COMPOSE)
    if body.pk not in standing_of(actor).circle_of:
        context["proposals"] = proposals_of(actor, body)[:30]
        return render(request, "workspace/table_partner.html", context)
    glance = _glance(actor, body)
    if context["leads"]:
        context["unplanned"] = unplanned_visits([body.pk], clock.today())
    if context["composes"]:
        glance["steps"] = _steps(body, glance["overview"].seats)
    return render(request, "workspace/table.html", context | glance)


@dataclass(frozen=True)
class Step:
    """One thing a new table still has to do; ``href`` is empty while it can't be done yet."""

    label: str
    done: bool
    href: str = ""
    note: str = ""


def _steps(body: GoverningBody, seats: list[FilledSeat]) -> list[Step]:
    """From an empty table to its first agenda; nothing once that was sent."""
    first = first_steps(body, seats, clock.today())
    if first is None:
        return []
    day = first.meeting.held_on.isoformat() if first.meeting else ""
    agenda = reverse("agenda", args=[body.slug, day]) if day else ""
    chair = (
        f"{reverse('role_new', args=[body.slug])}?rol={TableRole.CHAIR}"
        if first.filled or body.parent_id
        else f"{reverse('table_invite', args=[body.slug])}?rol=table:{TableRole.CHAIR}"
    )
    return [
        *_who_sits(body, first),
        Step("De voorzitter aanduiden", first.has_chair, chair),
        Step(
            "De eerste vergadering plannen",
            first.meeting is not None,
            reverse("meeting_new", args=[body.slug]),
        ),
        Step(
            "Een eerste punt aanbrengen", first.has_items, reverse("proposal_new", args=[body.slug])
        ),
        Step("De agenda maken en versturen", first.convened, agenda),
    ]


def _who_sits(body: GoverningBody, first: FirstSteps) -> list[Step]:
    """First seats, then who is to fill those of the municipalities."""
    if not first.has_seats:
        return [Step("Geef eerst zetels", False, reverse("seat_new", args=[body.slug]))]
    if not first.seats:
        return []
    return [
        Step(
            "De directeurs uitnodigen" if first.only_directors else "De burgemeesters uitnodigen",
            first.all_here,
            reverse("invite_members", args=[body.slug]),
            f"{first.filled} van {first.seats}",
        )
    ]


def _glance(actor: User, body: GoverningBody) -> dict[str, Any]:
    """What the circle sees, and the drawings of it."""
    today = clock.today()
    overview, around = table_overview(actor, body, today), table_around(body, today)
    linked = set(municipalities_of(actor).values_list("pk", flat=True))
    seats = overview.seats
    seated = {town.pk: town for each in seats if (town := each.seat.municipality)}
    beside = {town.pk: town for town in around.members}
    towns = list((beside | seated).values()) if seated else []
    areas, frame = map_areas(towns, seated, linked)
    return {
        "overview": overview,
        "around": around,
        "facts": around.facts,
        "start_path": walks_start_path(actor, body),
        "open_bodies": set(bodies_visible_to(actor).values_list("pk", flat=True)),
        "ring": ring_seats(seats, linked),
        "centre": [str(sum(each.seat.counts for each in seats)), "", "leden"],
        "legend": legend_of(seats),
        "abbreviations": abbreviations_of(seats),
        "seats": [(each, *kind_of(each)) for each in seats],
        "areas": areas,
        "frame": frame,
        "map_legend": MAP_LEGEND if beside.keys() - seated.keys() else (),
        "credit": credit(),
        "agreements": [(line, line.spoken(today)) for line in overview.agreements],
    }


def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite someone by mail: with a role at the table, or a post in a member municipality."""
    actor, body = actor_of(request), table_of(request, slug)
    if not can_lead(actor, body.pk):
        raise NotAllowed("Alleen het secretariaat en de voorzitter nodigen uit.")
    form = InviteForm(typed_in(request), body=body, initial={"role": request.GET.get("rol", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        invited = try_service(
            form,
            lambda: invite_member(
                actor=actor,
                body=body,
                email=typed["email"],
                name=typed["name"],
                role=form.chosen_role(),
                organization=typed["organization"],
            ),
        )
        if invited is not None:
            messages.success(request, f"{invited.name} krijgt een uitnodiging per mail.")
            return redirect("table", body.slug)
    context = table_context(request, body, section="table", form=form)
    return render(request, "workspace/table_invite.html", context, status=status_of(form))
