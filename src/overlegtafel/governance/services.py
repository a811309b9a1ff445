"""Setting a table: bodies, seats, posts and roles. Each call is logged."""

from datetime import date

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.errors import NotAllowed
from overlegtafel.governance.models import GoverningBody, RoleGrant, Seat
from overlegtafel.governance.policy import can_lead
from overlegtafel.governance.states import BodyKind, SeatCategory, TableRole
from overlegtafel.organizations.models import Mandate, Organization, Person, Post, PostRole


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
    purpose: str = "",
    rhythm: str = "",
    region: Organization | None = None,
    is_primary: bool = False,
    parent: GoverningBody | None = None,
) -> GoverningBody:
    """Set up a table. Only the system does so: a region's first table comes with its loader.

    Raises ``NotAllowed`` for anyone else.
    """
    if not actor.is_system:
        raise NotAllowed
    body = GoverningBody.objects.create(
        organization=organization,
        name=name,
        short_name=short_name,
        slug=slug,
        kind=kind,
        agreement_prefix=agreement_prefix,
        purpose=purpose,
        rhythm=rhythm,
        region=region,
        is_primary=is_primary,
        parent=parent,
    )
    record("body.created", body, actor=actor, changes={"name": (None, name)}, body_id=body.pk)
    return body


@transaction.atomic
def add_seat(
    *,
    actor: User,
    body: GoverningBody,
    category: SeatCategory,
    municipality: Organization | None = None,
    post: Post | None = None,
    counts: bool = True,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Seat:
    """Give a municipality or a post a seat, after the last one. Raises ``NotAllowed``."""
    if not can_lead(actor, body.pk):
        raise NotAllowed
    seat = Seat.objects.create(
        body=body,
        order=body.seats.count() + 1,
        category=category,
        municipality=municipality,
        post=post,
        counts=counts,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record("seat.added", seat, actor=actor, changes={"seat": (None, str(seat))}, body_id=body.pk)
    return seat


@transaction.atomic
def grant_role(
    *,
    actor: User,
    body: GoverningBody,
    person: Person,
    role: TableRole,
    organization: Organization | None = None,
    valid_from: date | None = None,
) -> RoleGrant:
    """Let a person do something for the table. Raises ``NotAllowed``."""
    if not can_lead(actor, body.pk):
        raise NotAllowed
    grant = RoleGrant.objects.create(
        body=body, person=person, role=role, organization=organization, valid_from=valid_from
    )
    record("role.granted", grant, actor=actor, changes={"role": (None, role)}, body_id=body.pk)
    return grant


@transaction.atomic
def appoint(
    *,
    actor: User,
    person: Person,
    organization: Organization,
    role: PostRole,
    label: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Mandate:
    """Let a person hold a post, made if needed, for a period. Only the system appoints.

    Raises ``NotAllowed`` for anyone else.
    """
    if not actor.is_system:
        raise NotAllowed
    post, _ = Post.objects.get_or_create(organization=organization, role=role, label=label)
    mandate = Mandate.objects.create(
        person=person, post=post, valid_from=valid_from, valid_to=valid_to
    )
    record("mandate.started", mandate, actor=actor, changes={"post": (None, label)})
    return mandate
