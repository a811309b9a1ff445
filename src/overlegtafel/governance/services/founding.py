"""Setting up a table from nothing (R116), and bringing its members in line with a list (R30)."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, RoleGrant, Seat
from overlegtafel.governance.policy import read_again, require
from overlegtafel.governance.services.bodies import create_body, set_support
from overlegtafel.governance.services.naming import free_prefix, free_slug, short_of
from overlegtafel.governance.services.seats import add_seat, apply_preset, end_seat
from overlegtafel.governance.standards import main_category, presets
from overlegtafel.governance.states import BodyKind, TableRole, Task
from overlegtafel.organizations.models import Classification, Organization, Person
from overlegtafel.organizations.registration import (
    organization_named,
    register_group,
    register_person,
)


@transaction.atomic
def found_table(
    *,
    actor: User,
    name: str,
    members: Sequence[Organization],
    region: Organization | None = None,
    consultation: Organization | None = None,
    preset: str = "",
    support: str = "",
    agreement_prefix: str = "",
    rhythm: str = "",
) -> GoverningBody:
    """Set up a table with a seat for each member; who does so becomes its secretariat.

    One body, nothing else: no charter, no other bodies. With a ``region`` it is the one table of
    that reference region (R70). ``consultation`` is the known one it is, when there is one.
    Raises ``NotAllowed``, ``Invalid``.
    """
    if not actor.may_found_tables or not actor.is_active:
        raise NotAllowed("Alleen wie dat recht kreeg, richt een overleg op.")
    if not members:
        raise Invalid("Kies de besturen die aan tafel zitten.", field="members")
    known = consultation
    if known is not None and GoverningBody.objects.filter(organization=known).exists():
        known = None
    body = create_body(
        actor=actor,
        organization=known
        or register_group(actor=actor, classification=Classification.BODY, name=name),
        name=name,
        short_name=short_of(name),
        slug=free_slug(name),
        kind=BodyKind.MAYORS,
        agreement_prefix=agreement_prefix or free_prefix(name),
        region=region,
        is_primary=region is not None,
        rhythm=rhythm,
        valid_from=clock.today(),
    )
    organization = (
        organization_named(actor=actor, name=support, body_id=body.pk) if support else None
    )
    _become_secretariat(actor, body, organization)
    if organization is not None:
        set_support(actor=actor, body=body, organizations=[organization])
    categories = apply_preset(actor=actor, body=body, preset=preset or next(iter(presets())))
    for member in members:
        add_seat(actor=actor, body=body, category=categories[0], municipality=member)
    return body


def _become_secretariat(
    actor: User, body: GoverningBody, organization: Organization | None
) -> None:
    person = Person.objects.filter(user=actor).first() or register_person(
        actor=actor, name=actor.name, user=actor, body_id=body.pk
    )
    grant = RoleGrant.objects.create(
        body=body,
        person=person,
        role=TableRole.SUPPORT,
        organization=organization,
        valid_from=clock.today(),
    )
    record(
        "role.granted",
        grant,
        actor=actor,
        changes={"role": (None, TableRole.SUPPORT)},
        body_id=body.pk,
    )
    actor._state.fields_cache.pop("person", None)
    read_again(actor)


@transaction.atomic
def align_members(
    *,
    actor: User,
    body: GoverningBody,
    joiners: Collection[Organization],
    leavers: Collection[Organization],
    on: date,
) -> list[Seat]:
    """Let municipalities join from ``on`` and others leave the day before (R30).

    Who joins gets the category of most members; who left keeps the meetings there were. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, body, Task.COMPOSE)
    seats = Seat.objects.filter(valid_on(on), body=body, municipality__isnull=False)
    for seat in seats.filter(municipality__in=leavers).select_related("body"):
        end_seat(actor=actor, seat=seat, on=on - timedelta(days=1))
    seated = set(seats.values_list("municipality", flat=True))
    main = body.member_categories.filter(counts=True).exclude(filled_by="").first()
    return [
        add_seat(
            actor=actor,
            body=body,
            category=main or main_category(),
            municipality=joiner,
            valid_from=on,
        )
        for joiner in joiners
        if joiner.pk not in seated
    ]
