"""Setting and changing a table: the body, its facts, whom it involves. Each call is logged."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.governance.models import BodyFact, GoverningBody, Involvement
from overlegtafel.governance.policy import may, require
from overlegtafel.governance.states import BodyKind, Involved, Task
from overlegtafel.organizations.models import Organization

CHANGEABLE = (
    "name",
    "short_name",
    "kind",
    "purpose",
    "rhythm",
    "situation",
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
    below = parent is not None and may(actor, parent, Task.COMPOSE) and not is_primary
    if not (actor.is_system or actor.may_found_tables or below):
        raise NotAllowed
    if parent is not None and parent.region_id != getattr(region, "pk", None):
        raise Invalid("Een overleg hoort bij de regio van het overleg erboven.", field="parent")
    _check_facts(facts)
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
                f"referentieregio: {there.name}.",
                field="is_primary",
            )


@transaction.atomic
def change_body(*, actor: User, body: GoverningBody, **facts: Any) -> GoverningBody:
    """Change what a table is; only fields of ``CHANGEABLE``. Its history stays (R119).

    A body with a last day in the past can only be read (R57), except to move that day. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    if set(facts) != {"valid_to"}:
        require(actor, body, Task.COMPOSE)
    elif not actor.is_system and not may(
        actor, GoverningBody(pk=body.pk, valid_to=None), Task.COMPOSE
    ):
        raise NotAllowed
    _check_facts({"valid_from": body.valid_from, "valid_to": body.valid_to, **facts})
    changes = {
        name: (getattr(body, name), value)
        for name, value in facts.items()
        if getattr(body, name) != value
    }
    if changes:
        for name, (_, value) in changes.items():
            setattr(body, name, value)
        body.save(update_fields=list(changes))
        record("body.changed", body, actor=actor, changes=changes, body_id=body.pk)
    return body


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
    """Add a sentence to the register, with its source when there is one. Raises ``NotAllowed``."""
    require(actor, body, Task.COMPOSE)
    fact = BodyFact.objects.create(
        body=body, text=text, source=source, order=body.facts.count() + 1
    )
    record("body.fact_stated", fact, actor=actor, changes={"text": (None, text)}, body_id=body.pk)
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
    if Involvement.objects.filter(body=body, organization=organization, way=way).exists():
        raise Invalid("Deze organisatie is al zo betrokken.", field="organization")
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
