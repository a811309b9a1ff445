"""Who sits at a table: categories, seats, roles. Each call is logged."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common.errors import Invalid
from overlegtafel.governance.models import GoverningBody, MemberCategory, RoleGrant, Seat
from overlegtafel.governance.notifications import tell_role
from overlegtafel.governance.policy import require
from overlegtafel.governance.standards import presets, standard_categories
from overlegtafel.governance.states import TableRole, Task
from overlegtafel.organizations.models import Organization, Person, Post, PostRole
from overlegtafel.organizations.registration import (
    organization_named,
    register_person,
)


@transaction.atomic
def define_category(
    *, actor: User, body: GoverningBody, key: str, name: str = "", **facts: Any
) -> MemberCategory:
    """Give a table a category of members, or change the one it has by that key.

    What is not said comes from the standard list, when it knows the key. Who only comes as a
    guest counts never as a member (R27). Raises ``NotAllowed``, ``Invalid``, also without a name.
    """
    require(actor, body, Task.COMPOSE)
    standard = standard_categories().get(key)
    known = MemberCategory.objects.filter(body=body, key=key).first()
    fields: dict[str, Any] = {}
    if known is None and standard is not None:
        fields = standard.model_dump(exclude={"key"})
        fields["filled_by"] = fields["filled_by"] or ""
    fields |= facts | ({"name": name} if name else {})
    if known is None and not fields.get("name", "").strip():
        raise Invalid("Geef de categorie een naam.", field="name")
    _refuse_counting_guest(known, fields)
    if known is None:
        order = body.member_categories.count() + 1
        category = MemberCategory.objects.create(body=body, key=key, **{"order": order} | fields)
        changes: dict[str, tuple[Any, Any]] = {"name": (None, category.name)}
    else:
        category = known
        changes = changed(category, fields)
        if not changes:
            return category
        for field, (_, value) in changes.items():
            setattr(category, field, value)
        category.save()
    record("category.defined", category, actor=actor, changes=changes, body_id=body.pk)
    return category


def _refuse_counting_guest(known: MemberCategory | None, fields: dict[str, Any]) -> None:
    """Raise ``Invalid`` for a guest category that would count as a member (R27)."""
    before = known or MemberCategory()
    visits = fields.get("visits_per_year", before.visits_per_year)
    if visits is not None and fields.get("counts", before.counts):
        raise Invalid("Wie te gast is, telt niet mee als lid.", field="counts")


@transaction.atomic
def apply_preset(*, actor: User, body: GoverningBody, preset: str) -> list[MemberCategory]:
    """Give a table the categories of a composition (R60). Raises ``NotAllowed``, ``Invalid``."""
    if preset not in presets():
        raise Invalid("Deze samenstelling bestaat niet.", field="preset")
    return [
        define_category(actor=actor, body=body, key=key) for key in presets()[preset].categories
    ]


@transaction.atomic
def add_seat(
    *,
    actor: User,
    body: GoverningBody,
    category: MemberCategory | str,
    municipality: Organization | None = None,
    post: Post | None = None,
    person: Person | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Seat:
    """Give a municipality, a post or a person a seat, after the last one.

    ``category`` may be a key: the table's own category, or one of the standard list, which the
    table then gets. Raises ``NotAllowed``, ``Invalid``.
    """
    require(actor, body, Task.COMPOSE)
    if isinstance(category, str):
        own = MemberCategory.objects.filter(body=body, key=category).first()
        category = own or define_category(actor=actor, body=body, key=category)
    if category.body_id != body.pk:
        raise Invalid("Deze categorie hoort bij een ander overleg.", field="category")
    if sum(holder is not None for holder in (municipality, post, person)) != 1:
        raise Invalid("Een zetel is van een bestuur, een functie of een persoon.", field="category")
    _refuse_overlap(category, valid_from, valid_to, municipality, post, person)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                body=body,
                order=body.seats.count() + 1,
                category=category,
                municipality=municipality,
                post=post,
                person=person,
                valid_from=valid_from,
                valid_to=valid_to,
            )
    except IntegrityError:
        raise Invalid("Deze zetel bestaat al.", field="category") from None
    record("seat.added", seat, actor=actor, changes={"seat": (None, str(seat))}, body_id=body.pk)
    return seat


def _refuse_overlap(
    category: MemberCategory,
    start: date | None,
    end: date | None,
    municipality: Organization | None,
    post: Post | None,
    person: Person | None,
) -> None:
    """Refuse the same seat a second time in (part of) the same period."""
    if start and end and end < start:
        raise Invalid("Het einde valt vóór het begin.", field="valid_to")
    same = Seat.objects.filter(
        category=category, municipality=municipality, post=post, person=person
    )
    if start is not None:
        same = same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
    if end is not None:
        same = same.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=end))
    if same.exists():
        raise Invalid("Deze zetel bestaat al.", field="category")


@transaction.atomic
def add_seat_for_post(
    *,
    actor: User,
    body: GoverningBody,
    category: MemberCategory | str,
    organization: str,
    label: str,
    role: PostRole,
    valid_from: date | None = None,
) -> Seat:
    """Give a seat to a post in an organization, both made when they are new (R65).

    Who holds the post fills the seat. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, body, Task.COMPOSE)
    if not label.strip():
        raise Invalid("Schrijf de functie, bijvoorbeeld: voorzitter.", field="label")
    house = organization_named(actor=actor, name=organization, body_id=body.pk)
    words = label.strip()
    if house.name.lower() not in words.lower():
        words = f"{words[:1].upper()}{words[1:]} {house.name}"
    post, _ = Post.objects.get_or_create(organization=house, role=role, label=words[:200])
    return add_seat(actor=actor, body=body, category=category, post=post, valid_from=valid_from)


@transaction.atomic
def add_seat_for_person(
    *,
    actor: User,
    body: GoverningBody,
    category: MemberCategory | str,
    name: str,
    valid_from: date | None = None,
) -> Seat:
    """Give a seat to a person by name, who then needs no post.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, body, Task.COMPOSE)
    if not name.strip():
        raise Invalid("Schrijf een naam.", field="name")
    person = register_person(actor=actor, name=name.strip(), body_id=body.pk)
    return add_seat(actor=actor, body=body, category=category, person=person, valid_from=valid_from)


@transaction.atomic
def end_seat(*, actor: User, seat: Seat, on: date) -> Seat:
    """Let a seat end: ``on`` is its last day; meetings before keep it.

    Raises ``NotAllowed``, ``Invalid``.
    """
    require(actor, seat.body, Task.COMPOSE)
    if seat.valid_from is not None and on < seat.valid_from:
        raise Invalid("Het einde valt vóór het begin.", field="on")
    before, seat.valid_to = seat.valid_to, on
    seat.save(update_fields=["valid_to"])
    record(
        "seat.ended", seat, actor=actor, changes={"valid_to": (before, on)}, body_id=seat.body_id
    )
    return seat


@transaction.atomic
def grant_role(
    *,
    actor: User,
    body: GoverningBody,
    person: Person,
    role: TableRole,
    organization: Organization | None = None,
    towards: GoverningBody | None = None,
    valid_from: date | None = None,
) -> RoleGrant:
    """Let a person do something for the table; a bridge leads ``towards`` another (R58).

    Who has a login is told, with the day it starts. Raises ``NotAllowed``, ``Invalid``.
    """
    require(actor, body, Task.COMPOSE)
    grant = give_role(
        actor,
        body,
        person,
        role,
        organization=organization,
        towards=towards,
        valid_from=valid_from,
    )
    tell_role(grant, actor)
    return grant


def give_role(
    actor: User,
    body: GoverningBody,
    person: Person,
    role: TableRole,
    *,
    organization: Organization | None = None,
    towards: GoverningBody | None = None,
    valid_from: date | None = None,
) -> RoleGrant:
    """Write a role inside the transaction of the service that has authorised, and tells of it."""
    if (role == TableRole.BRIDGE) != (towards is not None):
        raise Invalid("Een brug leidt naar een ander overleg.", field="towards")
    if towards is not None:
        require(actor, towards, Task.COMPOSE)
    grant = RoleGrant.objects.create(
        body=body,
        person=person,
        role=role,
        organization=organization,
        towards=towards,
        valid_from=valid_from,
    )
    record("role.granted", grant, actor=actor, changes={"role": (None, role)}, body_id=body.pk)
    return grant


@transaction.atomic
def end_role(*, actor: User, grant: RoleGrant, on: date) -> RoleGrant:
    """Let a role end: ``on`` is its last day. Raises ``NotAllowed``, ``Invalid``."""
    require(actor, grant.body, Task.COMPOSE)
    if grant.valid_from is not None and on < grant.valid_from:
        raise Invalid("Het einde valt vóór het begin.", field="on")
    before, grant.valid_to = grant.valid_to, on
    grant.save(update_fields=["valid_to"])
    record(
        "role.ended", grant, actor=actor, changes={"valid_to": (before, on)}, body_id=grant.body_id
    )
    return grant
