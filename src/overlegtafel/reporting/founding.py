"""A table that begins: from whose members, what is still to do, and its start path."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import (
    CollectedTheme,
    GoverningBody,
    RoleGrant,
    StartPath,
)
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.states import StartState, TableRole
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.organizations.models import (
    Classification,
    Mandate,
    Membership,
    Organization,
    PostRole,
)
from overlegtafel.organizations.queries import groups_on, members_on, municipalities_on
from overlegtafel.proposals.models import Proposal

COPIED_FROM = (
    Classification.MAYORS_CONSULTATION,
    Classification.REFERENCE_REGION,
    Classification.FIRE_ZONE,
    Classification.TRANSPORT_REGION,
    Classification.PRIMARY_CARE_ZONE,
    Classification.POLICE_ZONE,
    Classification.INTERMUNICIPAL,
)
"""The kinds of known groups whose members a table may start from."""


@dataclass(frozen=True)
class FirstSteps:
    """How far a new table is on its way to its first meeting."""

    has_chair: bool
    has_seats: bool
    only_directors: bool
    seats: int
    filled: int
    meeting: Meeting | None
    has_items: bool
    convened: bool

    @property
    def done(self) -> bool:
        """Whether nothing is left of the list."""
        return self.has_chair and self.convened and self.all_here

    @property
    def all_here(self) -> bool:
        """Whether every seat of a municipality has someone; a table without seats has nobody."""
        return self.filled == self.seats and self.has_seats


def first_steps(body: GoverningBody, seats: Sequence[FilledSeat], today: date) -> FirstSteps | None:
    """What a new table still has to do; nothing once its first agenda was sent a while ago."""
    meetings = list(
        Meeting.objects.filter(body=body).exclude(state=MeetingState.CANCELLED).order_by("held_on")
    )
    if any(each.state in HELD for each in meetings):
        return None
    meeting = next((each for each in meetings if each.held_on >= today), None)
    towns = [each for each in seats if each.seat.counts and each.seat.municipality_id]
    steps = FirstSteps(
        has_chair=RoleGrant.objects.filter(
            valid_on(today), body=body, role=TableRole.CHAIR
        ).exists(),
        has_seats=bool(seats),
        only_directors={each.seat.category.filled_by for each in towns} == {PostRole.DIRECTOR},
        seats=len(towns),
        filled=sum(bool(each.holder) for each in towns),
        meeting=meeting,
        has_items=meeting is not None
        and (meeting.items.exists() or Proposal.objects.filter(body=body).exists()),
        convened=any(each.state == MeetingState.CONVENED for each in meetings),
    )
    return None if steps.done else steps


@dataclass(frozen=True)
class Vacancy:
    """A member municipality and who is known there for each post; empty when nobody."""

    municipality: Organization
    holders: dict[str, str]


def posts_in_members(body: GoverningBody, roles: Iterable[PostRole], day: date) -> list[Vacancy]:
    """Per municipality with a seat: who holds each of these posts. Two queries."""
    wanted = list(roles)
    seats = body.seats.filter(valid_on(day), municipality__isnull=False)
    towns = {
        seat.municipality_id: seat.municipality
        for seat in seats.select_related("municipality").order_by("order")
    }
    held: dict[int | None, dict[str, str]] = {}
    mandates = Mandate.objects.filter(
        valid_on(day), post__organization__in=list(towns), post__role__in=wanted
    ).select_related("person", "post")
    for mandate in mandates:
        held.setdefault(mandate.post.organization_id, {})[mandate.post.role] = mandate.person.name
    return [Vacancy(town, held.get(pk, {})) for pk, town in towns.items() if town is not None]


@dataclass(frozen=True)
class TownGroup:
    """The municipalities of one reference region, to choose from."""

    name: str
    towns: list[Organization]


@until_the_log_moves(size=2)
def towns_by_region(day: date) -> list[TownGroup]:
    """All municipalities of a day under their reference region: two queries."""
    regions: dict[int, str] = dict(
        Membership.objects.filter(
            valid_on(day), group__classification=Classification.REFERENCE_REGION
        ).values_list("member", "group__name")
    )
    found: dict[str, list[Organization]] = {}
    for town in municipalities_on(day):
        found.setdefault(regions.get(town.pk, "Geen referentieregio"), []).append(town)
    return [TownGroup(name, towns) for name, towns in sorted(found.items())]


@until_the_log_moves(size=2)
def groups_to_copy(day: date) -> list[tuple[str, list[tuple[int, str]]]]:
    """The known groups by kind, as choices of a select: one query."""
    found: dict[str, list[tuple[int, str]]] = {kind: [] for kind in COPIED_FROM}
    rows = Organization.objects.filter(valid_on(day), classification__in=COPIED_FROM)
    for pk, kind, name in rows.values_list("pk", "classification", "name"):
        found[kind].append((pk, name))
    return [
        (str(Classification(kind).label).capitalize(), rows) for kind, rows in found.items() if rows
    ]


def regions_to_choose(day: date) -> QuerySet[Organization]:
    """The reference regions of a day."""
    return groups_on(Classification.REFERENCE_REGION, day)


@dataclass(frozen=True)
class Difference:
    """What a list of members would change at a table."""

    joiners: list[Organization]
    leavers: list[Organization]
    staying: list[Organization]


def difference_with(
    body: GoverningBody, group: Organization | None, day: date, since: date
) -> Difference:
    """The seats of ``since`` beside the members of ``group`` on ``day`` (R30).

    ``group`` may be another table's organization: then its seats are the list. Without a group,
    the table's own seats of ``day`` are.
    """
    now = _towns_at(body, since)
    if group is None:
        new = _towns_at(body, day)
    else:
        other = GoverningBody.objects.filter(organization=group).first()
        new = _towns_at(other, day) if other else {each.pk: each for each in members_on(group, day)}

    def by_name(towns: Iterable[Organization]) -> list[Organization]:
        return sorted(towns, key=lambda town: town.name)

    return Difference(
        joiners=by_name(town for pk, town in new.items() if pk not in now),
        leavers=by_name(town for pk, town in now.items() if pk not in new),
        staying=by_name(town for pk, town in now.items() if pk in new),
    )


def _towns_at(body: GoverningBody, day: date) -> dict[int, Organization]:
    seats = body.seats.filter(valid_on(day), municipality__isnull=False)
    found = Organization.objects.filter(pk__in=seats.values("municipality"))
    return {each.pk: each for each in found}


@dataclass(frozen=True)
class ThemeRow:
    """A theme with what went up in it, so that who brought something stays named."""

    theme: CollectedTheme
    merged: list[CollectedTheme]

    @property
    def authors(self) -> list[str]:
        """The municipalities that brought it, each once."""
        names = [each.brought_by.name for each in (self.theme, *self.merged)]
        return list(dict.fromkeys(names))


def themes_of(path: StartPath) -> list[ThemeRow]:
    """The themes of a start path in their order: one query."""
    rows = list(path.themes.select_related("brought_by", "entered_by").order_by("priority", "id"))
    merged: dict[int, list[CollectedTheme]] = {}
    for each in rows:
        if each.merged_into_id:
            merged.setdefault(each.merged_into_id, []).append(each)
    return [ThemeRow(each, merged.get(each.pk, [])) for each in rows if not each.merged_into_id]


def start_path_of(body: GoverningBody) -> StartPath | None:
    """The table's start path, if it has one."""
    return StartPath.objects.filter(body=body).first()


def walks_start_path(actor: User, body: GoverningBody) -> bool:
    """Whether the table's start path is under way: then its page is offered."""
    return StartPath.objects.filter(body=body, state=StartState.OPEN).exists()
