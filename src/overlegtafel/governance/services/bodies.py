"""Setting and changing a table: the body, its facts, whom it involves. Each call is logged."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, Stale
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import BodyFact, GoverningBody, Involvement, RoleGrant, Seat
from overlegtafel.governance.policy import read_again, require
from overlegtafel.governance.services.naming import free_prefix, free_slug, short_of
from overlegtafel.governance.services.seats import add_seat, define_category
from overlegtafel.governance.standards import main_category
from overlegtafel.governance.states import ADMINISTRATIVE, BodyKind, Involved, TableRole, Task
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.organizations.registration import (
    organization_named,
    register_group,
    rename_group,
)

CHANGEABLE = (
    "name",
    "short_name",
    "kind",
    "administrative",
    "purpose",
    "rhythm",
    "situation",
    "situation_on",
    "situation_note",
    "started",
    "aliases",
    "functions",
    "categories",
    "theme",
    "composition_review_on",
    "valid_from",
    "valid_to",
)


@transaction.atomic
def create_body(
    *,
    actor: User,
    organization: Organization,
    name: str,
    short_name: str,
    slug: str,
    kind: BodyKind,
    agreement_prefix: str,
    region: Organization | None = None,
    is_primary: bool = False,
    parent: GoverningBody | None = None,
    **facts: Any,
) -> GoverningBody:
    """Set up a table: the system, who may found tables, or who composes the table it falls under.

    ``facts`` are further fields of ``CHANGEABLE``. At most one primary consultation per
    reference region (R70). Raises ``NotAllowed``, ``Invalid``.
    """
    founds = actor.is_system or actor.may_found_tables
    if parent is not None:
        require(actor, parent, Task.COMPOSE)
    if not founds and (parent is None or is_primary):
        raise NotAllowed
    if parent is not None and parent.region_id != getattr(region, "pk", None):
        raise Invalid("Een overleg hoort bij de regio van het overleg erboven.", field="parent")
    _check_facts(facts)
    facts["administrative"] = _differing(facts.get("administrative"), kind)
    _refuse_taken(slug, agreement_prefix, region if is_primary else None)
    try:
        with transaction.atomic():
            body = GoverningBody.objects.create(
                organization=organization,
                name=name,
                short_name=short_name,
                slug=slug,
                kind=kind,
                agreement_prefix=agreement_prefix,
                region=region,
                is_primary=is_primary,
                parent=parent,
                **facts,
            )
    except IntegrityError:
        raise Invalid("Dit overleg bestaat al.", field="name") from None
    record("body.created", body, actor=actor, changes={"name": (None, name)}, body_id=body.pk)
    return body


def _check_facts(facts: dict[str, Any]) -> None:
    unknown = set(facts) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"geen veld van een overleg: {sorted(unknown)}")
    start, end = facts.get("valid_from"), facts.get("valid_to")
    if start and end and end < start:
        raise Invalid("Het einde valt vóór het begin.", field="valid_to")


def _differing(administrative: bool | None, kind: str) -> bool | None:
    """Which advice a body gives, said only where it is not what its kind usually gives."""
    return None if administrative == (kind in ADMINISTRATIVE) else administrative


def _refuse_taken(slug: str, agreement_prefix: str, primary_of: Organization | None) -> None:
    if GoverningBody.objects.filter(slug=slug).exists():
        raise Invalid("Dit adresdeel is al in gebruik.", field="slug")
    if GoverningBody.objects.filter(agreement_prefix=agreement_prefix).exists():
        raise Invalid("Dit voorvoegsel is al in gebruik.", field="agreement_prefix")
    if primary_of is not None:
        there = GoverningBody.objects.filter(region=primary_of, is_primary=True).first()
        if there is not None:
            raise Invalid(
                f"{primary_of.name} heeft al een burgemeestersoverleg op het niveau van de "
                f"referentieregio: {there.name}. Een tweede kan niet; vraag daar om een "
                "subregionaal overleg, of laat de referentieregio leeg.",
                field="region",
            )


@transaction.atomic
def change_body(
    *, actor: User, body: GoverningBody, expected_revision: int | None = None, **facts: Any
) -> GoverningBody:
    """Change what a table is; only fields of ``CHANGEABLE``. Its history stays (R119).

    A new name is also that of its own organization, and the short name follows when it was the
    old name, unless it is said. A body with a last day in the past can only be read (R57), except
    to move that day. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid``, ``Stale`` when it changed since
    ``expected_revision``.
    """
    require(actor, body, Task.COMPOSE, also_ended=set(facts) == {"valid_to"})
    _check_facts({"valid_from": body.valid_from, "valid_to": body.valid_to, **facts})
    if {"kind", "administrative"} & set(facts):
        said = facts.get("administrative", body.administrative)
        facts["administrative"] = _differing(said, facts.get("kind", body.kind))
    if "name" in facts and body.short_name in (body.name, short_of(body.name)):
        facts.setdefault("short_name", short_of(facts["name"]))
    changes = changed(body, facts)
    if changes:
        same = GoverningBody.objects.filter(pk=body.pk)
        if expected_revision is not None:
            same = same.filter(revision=expected_revision)
        new = {name: value for name, (_, value) in changes.items()}
        if not same.update(**new, revision=F("revision") + 1):
            raise Stale
        body.refresh_from_db(fields=[*new, "revision"])
        record("body.changed", body, actor=actor, changes=changes, body_id=body.pk)
    if "name" in changes and is_only_a_table(body.organization):
        rename_group(actor=actor, organization=body.organization, name=body.name, body_id=body.pk)
    return body


def is_only_a_table(organization: Organization) -> bool:
    """Whether an organization is nothing but its table: made for it, found in no source."""
    return organization.classification == Classification.BODY and not organization.source


@transaction.atomic
def set_predecessors(
    *, actor: User, body: GoverningBody, predecessors: Iterable[GoverningBody]
) -> GoverningBody:
    """Say which tables this one came from. Raises ``NotAllowed``."""
    require(actor, body, Task.COMPOSE)
    before = [each.name for each in body.predecessors.all()]
    body.predecessors.set(predecessors)
    after = [each.name for each in body.predecessors.all()]
    record(
        "body.changed",
        body,
        actor=actor,
        changes={"predecessors": (before, after)},
        body_id=body.pk,
    )
    return body


@transaction.atomic
def set_support(
    *, actor: User, body: GoverningBody, organizations: Iterable[Organization]
) -> GoverningBody:
    """Say which organizations support the table. Raises ``NotAllowed``."""
    require(actor, body, Task.COMPOSE)
    before = [each.name for each in body.support_organizations.all()]
    body.support_organizations.set(organizations)
    after = [each.name for each in body.support_organizations.all()]
    record(
        "body.support_set", body, actor=actor, changes={"support": (before, after)}, body_id=body.pk
    )
    return body


@transaction.atomic
def state_fact(*, actor: User, body: GoverningBody, text: str, source: str = "") -> BodyFact:
    """Add a sentence to the register, with its source when there is one; the source of one that
    is there already is set right. Raises ``NotAllowed``.
    """
    require(actor, body, Task.COMPOSE)
    fact = BodyFact.objects.filter(body=body, text=text).first()
    changes: dict[str, tuple[Any, Any]] = {"text": (None, text)}
    if fact is None:
        order = body.facts.count() + 1
        fact = BodyFact.objects.create(body=body, text=text, source=source, order=order)
    elif fact.source == source:
        return fact
    else:
        changes, fact.source = {"source": (fact.source, source)}, source
        fact.save(update_fields=["source"])
    record("body.fact_stated", fact, actor=actor, changes=changes, body_id=body.pk)
    return fact


@transaction.atomic
def involve(
    *,
    actor: User,
    body: GoverningBody,
    organization: Organization,
    way: Involved,
    note: str = "",
    valid_from: date | None = None,
) -> Involvement:
    """Involve an organization without a seat (R67). Raises ``NotAllowed``, ``Invalid``."""
    require(actor, body, Task.COMPOSE)
    there = Involvement.objects.filter(body=body, organization=organization, way=way).first()
    if there is not None and (there.valid_to is None or there.valid_to >= clock.today()):
        raise Invalid("Deze organisatie is al zo betrokken.", field="organization")
    if there is not None:
        there.delete()  # its period is in the log; there is one row a way
    involvement = Involvement.objects.create(
        body=body, organization=organization, way=way, note=note, valid_from=valid_from
    )
    record(
        "body.involved",
        involvement,
        actor=actor,
        changes={"way": (None, way)},
        body_id=body.pk,
    )
    return involvement


@transaction.atomic
def involve_named(
    *, actor: User, body: GoverningBody, name: str, way: Involved, note: str = ""
) -> Involvement:
    """As ``involve``, from today, an organization by its name: a known one or a new partner."""
    require(actor, body, Task.COMPOSE)
    return involve(
        actor=actor,
        body=body,
        organization=organization_named(actor=actor, name=name, body_id=body.pk),
        way=way,
        note=note,
        valid_from=clock.today(),
    )


@transaction.atomic
def set_support_named(*, actor: User, body: GoverningBody, names: Iterable[str]) -> GoverningBody:
    """As ``set_support``, by name: known organizations or new partners."""
    require(actor, body, Task.COMPOSE)
    return set_support(
        actor=actor,
        body=body,
        organizations=[
            organization_named(actor=actor, name=name, body_id=body.pk) for name in names
        ],
    )


@transaction.atomic
def end_involvement(*, actor: User, involvement: Involvement, on: date) -> Involvement:
    """Let an involvement end: ``on`` is its last day. Raises ``NotAllowed``, ``Invalid``."""
    require(actor, involvement.body, Task.COMPOSE)
    if involvement.valid_from is not None and on < involvement.valid_from:
        raise Invalid("Het einde valt vóór het begin.", field="on")
    before, involvement.valid_to = involvement.valid_to, on
    involvement.save(update_fields=["valid_to"])
    record(
        "body.involvement_ended",
        involvement,
        actor=actor,
        changes={"valid_to": (before, on)},
        body_id=involvement.body_id,
    )
    return involvement


@transaction.atomic
def add_body_below(
    *,
    actor: User,
    parent: GoverningBody,
    name: str,
    kind: BodyKind,
    members: Sequence[Organization] = (),
    category: str = "",
    **facts: Any,
) -> GoverningBody:
    """Set up a body under a table: a work group, a cluster, a thematic table, a committee.

    Who composes the parent does so, and runs the new one with the same role. ``members`` are
    municipalities; their seats get ``category``, else the members' own. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid``.
    """
    require(actor, parent, Task.COMPOSE)
    if kind == BodyKind.MAYORS:
        raise Invalid("Onder een overleg komt een ander soort orgaan.", field="kind")
    if kind == BodyKind.THEMATIC and not facts.get("theme"):
        raise Invalid("Schrijf het thema van deze tafel.", field="theme")
    facts.setdefault("valid_from", clock.today())
    body = create_body(
        actor=actor,
        organization=register_group(
            actor=actor, classification=Classification.BODY, name=name, body_id=parent.pk
        ),
        name=name,
        short_name=short_of(name),
        slug=free_slug(name),
        kind=kind,
        agreement_prefix=free_prefix(name),
        region=parent.region,
        parent=parent,
        **facts,
    )
    body.support_organizations.set(parent.support_organizations.all())
    _take_the_lead(actor, body, parent)
    for member in members:
        add_seat(actor=actor, body=body, category=category or main_category(), municipality=member)
    return body


def _take_the_lead(actor: User, body: GoverningBody, like: GoverningBody) -> None:
    """Give who set up a body the role they have at the other; then they compose it."""
    if actor.is_system:
        return
    held = RoleGrant.objects.filter(valid_on(clock.today()), body=like, person__user=actor)
    own = held.filter(role__in=(TableRole.SUPPORT, TableRole.CHAIR)).order_by("role").last()
    if own is None:
        raise NotAllowed
    grant = RoleGrant.objects.create(
        body=body,
        person=own.person,
        role=own.role,
        organization=own.organization,
        valid_from=clock.today(),
    )
    record("role.granted", grant, actor=actor, changes={"role": (None, own.role)}, body_id=body.pk)
    read_again(actor)


@transaction.atomic
def merge_bodies(
    *, actor: User, bodies: Sequence[GoverningBody], name: str, on: date, purpose: str = ""
) -> GoverningBody:
    """Let two or more bodies under one table go on as one new body from ``on`` (R119).

    The old ones end the day before, keep their seats and can be read for ever; the new one has
    each of their seats once and names them as its predecessors. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid``.
    """
    first, parent = bodies[0], bodies[0].parent
    if len({each.pk for each in bodies}) < 2 or parent is None:
        raise Invalid("Kies minstens twee organen onder hetzelfde overleg.", field="bodies")
    if any(each.parent_id != parent.pk for each in bodies):
        raise Invalid("Kies organen onder hetzelfde overleg.", field="bodies")
    if any(each.valid_from and each.valid_from >= on for each in bodies):
        raise Invalid("Een van deze organen begint pas later.", field="on")
    for each in bodies:
        require(actor, each, Task.COMPOSE)
    body = add_body_below(
        actor=actor,
        parent=parent,
        name=name,
        kind=BodyKind(first.kind),
        administrative=first.administrative,
        purpose=purpose or first.purpose,
        rhythm=first.rhythm,
        theme=first.theme,
        valid_from=on,
    )
    _bring_seats(actor, bodies, body, on)
    body.predecessors.set(bodies)
    for each in bodies:
        change_body(actor=actor, body=each, valid_to=on - timedelta(days=1))
    record(
        "body.merged",
        body,
        actor=actor,
        changes={"predecessors": (None, [each.name for each in bodies])},
        body_id=body.pk,
    )
    return body


def _bring_seats(
    actor: User, bodies: Sequence[GoverningBody], body: GoverningBody, on: date
) -> None:
    seats = Seat.objects.filter(valid_on(on), body__in=bodies).select_related("category")
    seen = set()
    for seat in seats.order_by("body", "order"):
        old = seat.category
        holder = (old.key, seat.municipality_id, seat.post_id, seat.person_id)
        if holder in seen:
            continue
        seen.add(holder)
        category = define_category(
            actor=actor,
            body=body,
            key=old.key,
            name=old.name,
            short=old.short,
            filled_by=old.filled_by,
            counts=old.counts,
            may_propose=old.may_propose,
            sees_inside=old.sees_inside,
            reason=old.reason,
        )
        add_seat(
            actor=actor,
            body=body,
            category=category,
            municipality=seat.municipality,
            post=seat.post,
            person=seat.person,
            valid_from=on,
            valid_to=seat.valid_to,
        )
