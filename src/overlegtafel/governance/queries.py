"""Reads about tables, seats and who fills them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.chairs import chairs_holding
from overlegtafel.governance.held import grants_of, mandates_of
from overlegtafel.governance.models import GoverningBody, RoleGrant, Seat
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Mandate, Organization, PostRole


@dataclass(frozen=True)
class FilledSeat:
    """A seat and who fills it on a day; ``holder`` is empty when the post is vacant.

    ``until`` is the last day the holder has the post, ``after`` the mandate that follows.
    """

    seat: Seat
    holder: str
    user: User | None
    person_id: int | None = None
    until: date | None = None
    after: Mandate | None = None


def seats_on(body: GoverningBody, day: date) -> QuerySet[Seat]:
    """The seats of the table on a day, in the table's fixed order."""
    return (
        Seat.objects.filter(valid_on(day), body=body)
        .select_related("municipality", "post", "person__user", "category")
        .order_by("order")
    )


@until_the_log_moves(size=100)
def filled_seats(body: GoverningBody, day: date) -> list[FilledSeat]:
    """Each seat with the person who fills it on that day, whatever the size: two queries, and
    one more for vacant seats of a table's chair, which the chair of that table fills.
    """
    seats = list(seats_on(body, day))
    held: dict[tuple[str, int | None], Mandate | RoleGrant] = {}
    mandates = _mandates_for(seats).filter(valid_on(day)).select_related("person__user", "post")
    for mandate in mandates.order_by("valid_from"):
        held[mandate.post.role, mandate.post.organization_id] = mandate
        held["post", mandate.post_id] = mandate
    vacant = [seat.post for seat in seats if seat.post and ("post", seat.post_id) not in held]
    for post, grant in chairs_holding(vacant, day).items():
        held["post", post] = grant
    return [_filled(seat, held.get(_way_of(seat))) for seat in seats]


def with_followers(seats: Iterable[FilledSeat], day: date) -> list[FilledSeat]:
    """The same seats, each with the mandate that begins next for it: one query."""
    filled = list(seats)
    coming: dict[tuple[str, int | None], Mandate] = {}
    later = _mandates_for([each.seat for each in filled]).filter(valid_from__gt=day)
    for mandate in later.select_related("person", "post").order_by("-valid_from"):
        coming[mandate.post.role, mandate.post.organization_id] = mandate
        coming["post", mandate.post_id] = mandate
    return [replace(each, after=coming.get(_way_of(each.seat))) for each in filled]


def _mandates_for(seats: Iterable[Seat]) -> QuerySet[Mandate]:
    """The mandates, of any time, that fill one of these seats."""
    wanted = Q(post__in=[seat.post_id for seat in seats if seat.post_id])
    towns: dict[str, list[int]] = {}
    for seat in seats:
        if seat.municipality_id and seat.category.filled_by:
            towns.setdefault(seat.category.filled_by, []).append(seat.municipality_id)
    for role, here in towns.items():
        wanted |= Q(post__role=role, post__organization__in=here)
    return Mandate.objects.filter(wanted)


def _way_of(seat: Seat) -> tuple[str, int | None]:
    """By what a seat is filled: a post, or what someone is in a municipality."""
    if seat.post_id:
        return "post", seat.post_id
    return seat.category.filled_by, seat.municipality_id


def _filled(seat: Seat, held: Mandate | RoleGrant | None) -> FilledSeat:
    if seat.person:
        return FilledSeat(seat, seat.person.name, seat.person.user, seat.person.pk)
    if held is None:
        return FilledSeat(seat, "", None)
    person = held.person
    return FilledSeat(seat, person.name, person.user, person.pk, held.valid_to)


def people_of(body: GoverningBody, day: date) -> dict[str, list[str]]:
    """The names of those who have a role at the table on a day, by role: one query."""
    names: dict[str, list[str]] = {}
    grants = RoleGrant.objects.filter(valid_on(day), body=body)
    for role, name in grants.values_list("role", "person__name"):
        names.setdefault(role, []).append(name)
    return names


@until_the_log_moves(size=500)
def seats_of(municipality: Organization, day: date) -> tuple[Seat, ...]:
    """The seats of a municipality on a day, whatever the table, by the table's name: one query."""
    seats = Seat.objects.filter(valid_on(day), municipality=municipality)
    return tuple(seats.select_related("body", "category").order_by("body__name", "order"))


def leaders_of(body: GoverningBody, day: date) -> list[User]:
    """Who runs and who chairs a table on a day and has a login; each once."""
    grants = RoleGrant.objects.filter(
        valid_on(day), body=body, role__in=(TableRole.SUPPORT, TableRole.CHAIR)
    )
    return list(User.objects.filter(person__in=grants.values("person")).order_by("pk"))


def places_of(actor: User, day: date) -> list[str]:
    """The actor's posts and roles on a day, in words: "Burgemeester Ninove"."""
    return [
        *(mandate.post.label for mandate in mandates_of(actor, day)),
        *(f"{grant.get_role_display()} van {grant.body.name}" for grant in grants_of(actor, day)),
    ]


def holders_of(roles: Iterable[PostRole], municipality_ids: Iterable[int], day: date) -> list[User]:
    """Who holds one of these posts in these municipalities and has a login; each once."""
    mandates = Mandate.objects.filter(
        valid_on(day), post__role__in=list(roles), post__organization__in=list(municipality_ids)
    )
    return list(User.objects.filter(person__in=mandates.values("person")).order_by("pk"))


def acting_for(actor: User, body_id: int) -> str:
    """For which organization someone has a role at a table, in words; empty when for none."""
    grants = RoleGrant.objects.filter(
        valid_on(clock.today()),
        person__user=actor,
        body=body_id,
        role=TableRole.SUPPORT,
        organization__isnull=False,
    )
    return str(grants.values_list("organization__name", flat=True).first() or "")


def standing_in(slugs: Iterable[str]) -> dict[str, GoverningBody]:
    """The bodies by their slugs; for one that is over, the body it went up in (R119).

    A route that names two clusters leads to the one they became. Without a successor the ended
    body itself comes back.
    """
    wanted = list(slugs)
    bodies = GoverningBody.objects.prefetch_related("successors__successors").in_bulk(
        wanted, field_name="slug"
    )
    found = {}
    for slug, body in bodies.items():
        here = body
        while here.ended_on is not None and (after := list(here.successors.all())):
            here = after[0]
        found[slug] = here
    return found


def names_in(*charters: CharterRules) -> dict[str, str]:
    """What the slugs and references in the settings of charters stand for: two queries."""
    slugs: set[str] = set()
    codes: set[str] = set()
    for rules in charters:
        agendering = rules.agendering
        slugs |= {step.body for step in agendering.route}
        slugs |= {item.feedback_from for item in agendering.standing_items if item.feedback_from}
        slugs |= {slug for domain in rules.domains for slug in domain.advice}
        slugs |= {each.platform for theme in rules.themes for each in theme.platforms}
        named = {domain.preparer for domain in rules.domains} | {rules.execution.default_executor}
        codes |= {reference.partition(":")[2] for reference in named if ":" in reference}
    return dict(_names_of(frozenset(slugs), frozenset(codes)))


@until_the_log_moves(size=100)
def _names_of(slugs: frozenset[str], codes: frozenset[str]) -> Mapping[str, str]:
    names = dict(GoverningBody.objects.filter(slug__in=slugs).values_list("slug", "name"))
    found = Organization.objects.filter(code__in=codes)
    for kind, code, name in found.values_list("classification", "code", "name"):
        names[f"{kind}:{code}"] = name
    return names


def settled_preparers(rules: CharterRules, day: date) -> dict[str, str]:
    """Who prepares by default in each policy domain on a day, in words (R52, R85).

    The charter names an organization by its reference (``intermunicipal:code``) or its code,
    or anyone in words; until a day, if it says. One query, and none when nobody is named.
    """
    named = _named_preparers(rules, day)
    known = _by_reference(named.values())
    return {
        domain: known[words].name if words in known else words for domain, words in named.items()
    }


def settled_organization(rules: CharterRules, domain: str, day: date) -> Organization | None:
    """The organization that the charter names for a domain; ``None`` for anyone in words."""
    words = _named_preparers(rules, day).get(domain, "")
    return _by_reference([words]).get(words) if words else None


def _named_preparers(rules: CharterRules, day: date) -> dict[str, str]:
    iso = day.isoformat()
    return {
        domain.name: domain.preparer
        for domain in rules.domains
        if domain.preparer
        and not (
            domain.preparer_until and domain.preparer_until < iso[: len(domain.preparer_until)]
        )
    }


def _by_reference(named: Iterable[str]) -> dict[str, Organization]:
    """The organizations by how a charter may refer to them."""
    codes = {words.rpartition(":")[2] for words in named}
    known: dict[str, Organization] = {}
    for each in Organization.objects.filter(code__in=codes) if codes else ():
        known |= {f"{each.classification}:{each.code}": each, each.code: each}
    return known
