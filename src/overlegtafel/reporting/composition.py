"""Who sits at a table on a day, which bodies stand around it, and how simple that is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.drawing.structure import Box, Link
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import (
    Charter,
    CollectedTheme,
    GoverningBody,
    Involvement,
    MemberCategory,
    RoleGrant,
    Seat,
    StartPath,
)
from overlegtafel.governance.queries import FilledSeat, filled_seats, with_followers
from overlegtafel.governance.rules import SIMPLE, CharterRules
from overlegtafel.governance.states import CharterState, Does, StartState, TableRole
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.organizations.models import (
    Classification,
    Mandate,
    Membership,
    Organization,
    Person,
    Post,
    PostRole,
)
from overlegtafel.organizations.queries import groups_on, members_on, municipalities_on
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.reporting.charters import chair_validates

YEAR = timedelta(days=365)
_NUMBERS = [
    "geen",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
]  # as one says it
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
class Composition:
    """The seats of a table on a day, by category, with who fills them."""

    seats: list[FilledSeat]
    categories: list[MemberCategory]
    grants: list[RoleGrant]
    involved: list[Involvement]
    supporters: list[Organization]

    @property
    def groups(self) -> list[tuple[MemberCategory, list[FilledSeat]]]:
        """The seats by their category, in the table's order; categories without seats last."""
        found: dict[int, list[FilledSeat]] = {each.pk: [] for each in self.categories}
        for filled in self.seats:
            found.setdefault(filled.seat.category_id, []).append(filled)
        rows = [(each, found[each.pk]) for each in self.categories]
        return [row for row in rows if row[1]]

    @property
    def unused(self) -> list[MemberCategory]:
        """The categories that nobody sits in."""
        used = {each.seat.category_id for each in self.seats}
        return [each for each in self.categories if each.pk not in used]

    @property
    def sentence(self) -> str:
        """``zes zetels, vijf personen, één zetel vacant``."""
        people = {each.person_id or each.holder for each in self.seats if each.holder}
        vacant = sum(not each.holder for each in self.seats)
        words = [_count(len(self.seats), "zetel", "zetels")]
        if people:
            words.append(_count(len(people), "persoon", "personen"))
        if vacant:
            words.append(f"{_count(vacant, 'zetel', 'zetels')} vacant")
        return ", ".join(words)

    @property
    def twice(self) -> list[str]:
        """Who fills more than one seat."""
        names = {each.person_id: each.holder for each in self.seats if each.holder}
        seats = Counter(each.person_id for each in self.seats if each.holder)
        return sorted(names[person] for person, number in seats.items() if number > 1)


def _count(number: int, one: str, more: str) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else more}"


@until_the_log_moves(size=100)
def composition_on(body: GoverningBody, day: date) -> Composition:
    """Who sits at the table on a day and why; eight queries, whatever the size, and one more for
    a seat of a table's chair."""
    return Composition(
        seats=with_followers(filled_seats(body, day), day),
        categories=list(body.member_categories.all()),
        grants=list(
            RoleGrant.objects.filter(valid_on(day), body=body)
            .select_related("person", "organization", "towards")
            .order_by("role", "person__name")
        ),
        involved=list(
            Involvement.objects.filter(valid_on(day), body=body)
            .select_related("organization")
            .order_by("way", "organization__name")
        ),
        supporters=list(body.support_organizations.all()),
    )


def people_around(body: GoverningBody, day: date) -> QuerySet[Person]:
    """The people a table and its family know, to choose from: who fills or filled a seat or has
    a role. ``held_now`` of each holds what they are on that day: one query more for all.
    """
    family = family_of(body)
    posts = Post.objects.filter(seats__body__in=family)
    seats = Seat.objects.filter(body__in=family)
    towns = seats.filter(municipality__isnull=False).values("municipality")
    held = Mandate.objects.filter(
        valid_on(day),
        Q(post__in=posts)
        | Q(post__organization__in=towns, post__role__in=(PostRole.MAYOR, PostRole.DIRECTOR)),
    )
    return (
        Person.objects.filter(
            Q(pk__in=held.values("person"))
            | Q(pk__in=RoleGrant.objects.filter(body__in=family).values("person"))
            | Q(pk__in=seats.filter(person__isnull=False).values("person"))
        )
        .prefetch_related(
            Prefetch(
                "mandates",
                Mandate.objects.filter(valid_on(day)).select_related("post__organization"),
                to_attr="held_now",
            )
        )
        .order_by("name")
    )


def members_among(seats: Iterable[FilledSeat]) -> frozenset[int]:
    """The people who fill a member's seat: who comes first in a list to choose from."""
    return frozenset(each.person_id for each in seats if each.person_id and each.seat.counts)


@dataclass(frozen=True)
class BodyRow:
    """A body around a table: how it stands, when it last met, when it last did anything.

    A body may work without meeting: it also handles what comes over it on its way elsewhere.
    """

    body: GoverningBody
    members: int
    last_met: date | None
    last_active: date | None
    next_meets: date | None
    is_dormant: bool


@dataclass(frozen=True)
class Structure:
    """The bodies of a region or of one table, and how simple they are together (R120)."""

    rows: list[BodyRow]
    ended: list[BodyRow]
    steps: list[str]
    boxes: list[Box]
    links: list[Link]

    @property
    def dormant(self) -> list[BodyRow]:
        """The bodies that neither met nor handled anything in twelve months."""
        return [row for row in self.rows if row.is_dormant]


def family_of(body: GoverningBody) -> QuerySet[GoverningBody]:
    """The bodies that belong together: of the same region, above, beside and below."""
    return GoverningBody.objects.filter(body.of_family)


@until_the_log_moves(size=100)
def structure_around(body: GoverningBody, today: date) -> Structure:
    """All bodies around a table; the same number of queries for one and for twelve."""
    bodies = list(
        family_of(body)
        .select_related("parent", "organization")
        .prefetch_related("predecessors", "successors")
        .order_by(F("parent").asc(nulls_first=True), "-is_primary", "kind", "name")
    )
    seats: dict[int, int] = {}
    for pk in Seat.objects.filter(valid_on(today), body__in=bodies).values_list("body", flat=True):
        seats[pk] = seats.get(pk, 0) + 1
    meetings = Meeting.objects.filter(body__in=bodies).exclude(state=MeetingState.CANCELLED)
    past, coming = (
        dict(meetings.filter(when).values_list("body").annotate(last=Max("held_on")))
        for when in (Q(state__in=HELD) | Q(held_on__lt=today), Q(held_on__gte=today))
    )
    handled = _last_handled(bodies)
    rows: list[BodyRow] = []
    ended: list[BodyRow] = []
    for each in bodies:
        last, next_ = past.get(each.pk), coming.get(each.pk)
        active = max(filter(None, (last, handled.get(each.pk))), default=None)
        since = max(filter(None, (active, each.valid_from)), default=None)  # unknown is not asleep
        asleep = next_ is None and since is not None and since <= today - YEAR
        sleeps = asleep and each.ended_on is None
        row = BodyRow(each, seats.get(each.pk, 0), last, active, next_, sleeps)
        (ended if each.ended_on else rows).append(row)
    became = {
        each.slug: next((after.slug for after in each.successors.all()), each.slug)
        for each in bodies
        if each.ended_on
    }
    rules = _rules([row.body for row in rows], today)
    names = {each.slug: each.short_name for each in bodies}
    boxes = [
        Box(
            key=row.body.slug,
            title=row.body.name
            if row.body.name.startswith(row.body.short_name)
            else row.body.short_name,
            note=str(row.body.get_kind_display()),
            parent=row.body.parent.slug if row.body.parent else "",
            is_main=row.body.pk == body.pk,
        )
        for row in rows
    ]
    links = {
        (became.get(step.body, step.body), slug): str(Does(step.does).label)
        for slug, each in rules.items()
        for step in each.agendering.route
    }
    return Structure(
        rows,
        ended,
        _steps(body, names, rules.get(body.slug, SIMPLE)),
        boxes,
        [Link(source, target, label) for (source, target), label in links.items()],
    )


def _last_handled(bodies: Sequence[GoverningBody]) -> dict[int, date]:
    """When a proposal last came to each body on its route, or left it: one query.

    A body that nobody waited for did nothing.
    """
    passages = Passage.objects.filter(body__in=bodies, arrived_at__isnull=False).exclude(
        outcome=PassageOutcome.SKIPPED
    )
    last = Max(Coalesce("left_at", "arrived_at"))
    found = passages.order_by().values_list("body").annotate(last=last)
    return {pk: timezone.localdate(moment) for pk, moment in found}


def _rules(bodies: Sequence[GoverningBody], today: date) -> dict[str, CharterRules]:
    """The rules of each body's charter in force, by slug: one query."""
    found: dict[str, CharterRules] = {}
    adopted = Charter.objects.filter(
        body__in=bodies, state=CharterState.ADOPTED, valid_from__lte=today
    )
    for charter in adopted.select_related("body").order_by("valid_from"):
        found[charter.body.slug] = charter.rules
    return found


def _steps(body: GoverningBody, names: dict[str, str], rules: CharterRules) -> list[str]:
    """From proposal to agreement, as the charter of today says."""
    return [
        "iemand brengt het aan",
        *(
            f"{names.get(step.body, step.body)} {Does(step.does).label}"
            for step in rules.agendering.route
        ),
        "het secretariaat plaatst het op de agenda",
        *(["de voorzitter valideert de agenda"] if chair_validates(rules) else []),
        f"{body.short_name} bespreekt het en maakt de afspraak",
    ]


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
