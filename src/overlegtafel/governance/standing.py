"""What someone's mandates, roles and seats give on a day: where every right starts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.chairs import seats_as_chair
from overlegtafel.governance.charters import rules_of_all
from overlegtafel.governance.held import grants_of, mandates_of
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.states import Intake, TableRole
from overlegtafel.organizations.models import PostRole

RECORDS_LOCALLY = (PostRole.OFFICER, PostRole.DIRECTOR, PostRole.MAYOR)
"""Whose posts let them record what their municipality decides."""
_LOCAL_CIRCLE = (*RECORDS_LOCALLY, PostRole.ALDERMAN)
_NONE: frozenset[int] = frozenset()

Ids = Mapping[str, frozenset[int]]
"""Ids by role: of the organizations of one's posts, or of the bodies of one's roles."""


@dataclass(frozen=True)
class Standing:
    """One actor's place on one day. Sets hold ids of organizations or bodies.

    ``sits_at``: fills a seat. ``closed_of``: reads what stays at the table itself (a seat whose
    category sees inside, secretariat, chair). ``insider_of``: reads proposals, drafts and
    concept minutes (those, a bridge, the director of a member municipality). ``circle_of``:
    reads what is convened and agreed (insiders, other seats, officers and aldermen of member
    municipalities, and staff of the organizations that support the table). ``proposes_at``: a
    seat or directorship from which one may bring something.
    """

    posts: Ids = field(default_factory=dict)
    sits_at: frozenset[int] = frozenset()
    supports: frozenset[int] = frozenset()
    chairs: frozenset[int] = frozenset()
    partner_of: frozenset[int] = frozenset()
    partner_for: frozenset[int] = frozenset()
    closed_of: frozenset[int] = frozenset()
    insider_of: frozenset[int] = frozenset()
    circle_of: frozenset[int] = frozenset()
    proposes_at: frozenset[int] = frozenset()

    def holds(self, organization_id: int, *roles: str) -> bool:
        """Whether the actor holds one of ``roles`` in the organization."""
        return any(organization_id in self.posts.get(role, ()) for role in roles)

    def organizations(self, roles: Iterable[str]) -> frozenset[int]:
        """The organizations in which the actor holds one of ``roles``."""
        return frozenset().union(*(self.posts.get(role, frozenset()) for role in roles))

    @property
    def leads(self) -> frozenset[int]:
        """The tables the actor runs: as secretariat or as chair."""
        return self.supports | self.chairs

    @property
    def local_circle(self) -> frozenset[int]:
        """The organizations whose affairs the actor knows: mayor, director, officer, alderman."""
        return self.organizations(_LOCAL_CIRCLE)

    @property
    def records_for(self) -> frozenset[int]:
        """The municipalities whose decisions the actor records: mayor, director, officer."""
        return self.organizations(RECORDS_LOCALLY)

    @property
    def local_organizations(self) -> frozenset[int]:
        """The organizations the actor works for or holds a mandate in."""
        return self.organizations(PostRole.values)


@until_the_log_moves(size=2000)
def read_standing(actor: User) -> Standing:
    """The actor's standing today, from at most nine queries."""
    day = clock.today()
    mandates, grants = mandates_of(actor, day), grants_of(actor, day)
    posts = _by_role((each.post.role, each.post.organization_id) for each in mandates)
    roles = _by_role((each.role, each.body_id) for each in grants)
    bridges = {pk for each in grants if each.towards_id for pk in (each.body_id, each.towards_id)}
    supports, chairs = roles.get(TableRole.SUPPORT, _NONE), roles.get(TableRole.CHAIR, _NONE)
    seated = _through_seats(actor, posts, {each.post_id for each in mandates}, chairs, day)
    closed = seated.inside | supports | chairs
    insider = closed | seated.directs | bridges
    return Standing(
        posts=posts,
        sits_at=frozenset(seated.sits),
        supports=supports,
        chairs=chairs,
        partner_of=roles.get(TableRole.PARTNER, _NONE),
        partner_for=frozenset(
            each.organization_id
            for each in grants
            if each.role == TableRole.PARTNER and each.organization_id
        ),
        closed_of=frozenset(closed),
        insider_of=frozenset(insider),
        circle_of=frozenset(insider | seated.circle | _supported_by(posts)),
        proposes_at=_proposing(seated.proposes, day),
    )


def _by_role(pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for role, pk in pairs:
        found.setdefault(role, set()).add(pk)
    return {role: frozenset(ids) for role, ids in found.items()}


@dataclass
class _Seated:
    """The bodies at which seats give something; ``proposes`` with the way the charter may open."""

    sits: set[int] = field(default_factory=set)
    inside: set[int] = field(default_factory=set)
    directs: set[int] = field(default_factory=set)
    circle: set[int] = field(default_factory=set)
    proposes: set[tuple[Intake, int]] = field(default_factory=set)


def _through_seats(
    actor: User, posts: Ids, post_ids: Collection[int], chairs: Collection[int], day: date
) -> _Seated:
    """What the seats give that one fills, and those of the municipality one works for."""
    local = frozenset().union(*(posts.get(role, _NONE) for role in _LOCAL_CIRCLE))
    mine = Q(municipality__in=local) | Q(post__in=post_ids) | Q(person__user=actor)
    chaired = seats_as_chair(chairs, actor, day)
    if chaired:
        mine |= Q(pk__in=chaired)
    found = _Seated()
    for seat in Seat.objects.filter(valid_on(day) & mine).select_related("category"):
        role, town = seat.category.filled_by, seat.municipality_id
        found.circle.add(seat.body_id)
        if (
            seat.pk in chaired
            or seat.post_id in post_ids
            or seat.person_id
            or (role and town in posts.get(role, ()))
        ):
            found.sits.add(seat.body_id)
            if seat.category.sees_inside:
                found.inside.add(seat.body_id)
            if seat.category.may_propose:
                found.proposes.add((Intake.MEMBER, seat.body_id))
        if seat.category.counts and town in posts.get(PostRole.DIRECTOR, ()):
            found.directs.add(seat.body_id)
            found.proposes.add((Intake.DIRECTOR, seat.body_id))
    return found


def _supported_by(posts: Ids) -> set[int]:
    """The bodies that the organizations support of which one is staff."""
    houses = posts.get(PostRole.STAFF)
    if not houses:
        return set()
    supported = GoverningBody.objects.filter(support_organizations__in=houses)
    return set(supported.values_list("pk", flat=True))


def _proposing(ways: Collection[tuple[Intake, int]], day: date) -> frozenset[int]:
    """Of the bodies one may propose at from a seat, those whose charter opens that way."""
    rules = rules_of_all(frozenset(body for _, body in ways), day) if ways else {}
    return frozenset(body for way, body in ways if way in rules[body].agendering.intake)
