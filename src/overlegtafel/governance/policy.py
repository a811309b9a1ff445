"""Who an actor is at which table, and what follows from it.

Everything starts from ``standing_of``: the dated mandates, seats and roles of one person, read
once per request. No standing, no right: each predicate denies unless a fact allows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, RoleGrant, Seat
from overlegtafel.governance.states import SeatCategory, TableRole
from overlegtafel.organizations.models import Classification, Mandate, Organization, PostRole

SEAT_FILLED_BY = {SeatCategory.MAYOR: PostRole.MAYOR, SeatCategory.DIRECTOR: PostRole.DIRECTOR}
_RECORDS_LOCALLY = (PostRole.OFFICER, PostRole.DIRECTOR, PostRole.MAYOR)
_LOCAL_CIRCLE = (*_RECORDS_LOCALLY, PostRole.ALDERMAN)


@dataclass(frozen=True)
class Standing:
    """One actor's place on one day. Sets hold ids of organizations or bodies.

    ``sits_at``: fills a seat. ``insider_of``: reads proposals, drafts and concept minutes
    (seat, secretariat, chair, director of a member municipality). ``circle_of``: reads what is
    convened and agreed (insiders, officers and aldermen of member municipalities, and staff of
    the organizations that support the table).
    """

    posts: dict[str, frozenset[int]] = field(default_factory=dict)
    sits_at: frozenset[int] = frozenset()
    supports: frozenset[int] = frozenset()
    chairs: frozenset[int] = frozenset()
    partner_of: frozenset[int] = frozenset()
    partner_for: frozenset[int] = frozenset()
    insider_of: frozenset[int] = frozenset()
    circle_of: frozenset[int] = frozenset()

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
    def local_organizations(self) -> frozenset[int]:
        """The organizations the actor works for or holds a mandate in."""
        return self.organizations(PostRole.values)


def standing_of(actor: User) -> Standing:
    """The actor's standing today: remembered until the log moves, kept on the instance."""
    kept: Standing | None = getattr(actor, "_standing", None)
    if kept is None:
        kept = _read_standing(actor) if actor.is_active else Standing()
        actor._standing = kept  # type: ignore[attr-defined]
    return kept


@until_the_log_moves(size=2000)
def _read_standing(actor: User) -> Standing:
    day = clock.today()
    person = getattr(actor, "person", None)
    if person is None:
        return Standing()
    posts: dict[str, set[int]] = {}
    post_ids = set()
    for mandate in Mandate.objects.filter(valid_on(day), person=person).select_related("post"):
        posts.setdefault(mandate.post.role, set()).add(mandate.post.organization_id)
        post_ids.add(mandate.post_id)
    roles: dict[str, set[int]] = {}
    partner_for = set()
    for grant in RoleGrant.objects.filter(valid_on(day), person=person):
        roles.setdefault(grant.role, set()).add(grant.body_id)
        if grant.role == TableRole.PARTNER and grant.organization_id:
            partner_for.add(grant.organization_id)
    local = set().union(*(posts.get(role, set()) for role in _LOCAL_CIRCLE))
    sits, directs, circle = set(), set(), set()
    if local or post_ids:
        seats = Seat.objects.filter(
            valid_on(day), Q(municipality__in=local) | Q(post__in=post_ids)
        ).values_list("body_id", "category", "municipality_id", "post_id")
        for body_id, category, municipality_id, post_id in seats:
            role = SEAT_FILLED_BY.get(SeatCategory(category))
            if post_id in post_ids or (role and municipality_id in posts.get(role, ())):
                sits.add(body_id)
            if municipality_id in posts.get(PostRole.DIRECTOR, ()):
                directs.add(body_id)
            circle.add(body_id)
    if posts.get(PostRole.STAFF):
        circle |= set(
            GoverningBody.objects.filter(
                support_organizations__in=posts[PostRole.STAFF]
            ).values_list("pk", flat=True)
        )
    supports = roles.get(TableRole.SUPPORT, set())
    chairs = roles.get(TableRole.CHAIR, set())
    insider = sits | directs | supports | chairs
    return Standing(
        posts={role: frozenset(ids) for role, ids in posts.items()},
        sits_at=frozenset(sits),
        supports=frozenset(supports),
        chairs=frozenset(chairs),
        partner_of=frozenset(roles.get(TableRole.PARTNER, set())),
        partner_for=frozenset(partner_for),
        insider_of=frozenset(insider),
        circle_of=frozenset(insider | circle),
    )


def bodies_visible_to(actor: User) -> QuerySet[GoverningBody]:
    """The tables an actor may open: those of the own circle, and those it is a partner of."""
    if actor.is_system:
        return GoverningBody.objects.all()
    standing = standing_of(actor)
    return GoverningBody.objects.filter(pk__in=standing.circle_of | standing.partner_of)


def can_see_table(actor: User, body_id: int) -> bool:
    """Whether the actor may open this table; the same answer as ``bodies_visible_to``."""
    standing = standing_of(actor)
    return actor.is_system or body_id in (standing.circle_of | standing.partner_of)


def can_lead(actor: User, body_id: int) -> bool:
    """Whether the actor runs the table: its secretariat or its chair."""
    return actor.is_system or body_id in standing_of(actor).leads


def can_propose(actor: User, body_id: int) -> bool:
    """Who may bring an item (R96): seat holders, directors, the secretariat, partners."""
    standing = standing_of(actor)
    return actor.is_system or body_id in (standing.insider_of | standing.partner_of)


def may_bring_for(actor: User, body: GoverningBody) -> QuerySet[Organization]:
    """The organizations in whose name the actor may propose at this table."""
    everyone = Organization.objects.filter(
        Q(seats__body=body) | Q(supports_bodies=body) | Q(governing_body=body)
    ).distinct()
    standing = standing_of(actor)
    if can_lead(actor, body.pk):
        return (
            everyone
            | Organization.objects.filter(
                classification__in=[Classification.PARTNER, Classification.BODY]
            ).distinct()
        )
    own = standing.organizations(PostRole.values) | standing.partner_for
    return Organization.objects.filter(pk__in=own).distinct()


def can_record_for(actor: User, organization_id: int) -> bool:
    """Whether the actor records local decisions of this municipality: its own officers only."""
    return actor.is_system or standing_of(actor).holds(organization_id, *_RECORDS_LOCALLY)


def municipalities_of(actor: User) -> QuerySet[Organization]:
    """The municipalities whose own page the actor may open."""
    if actor.is_system:
        return Organization.objects.filter(classification=Classification.MUNICIPALITY)
    standing = standing_of(actor)
    at_our_tables = Seat.objects.filter(valid_on(clock.today()), body__in=standing.leads)
    return Organization.objects.filter(
        Q(pk__in=standing.local_organizations) | Q(seats__in=at_our_tables),
        classification=Classification.MUNICIPALITY,
    ).distinct()
