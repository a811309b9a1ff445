"""Writing down organizations and people that are in no reference file."""

from django.db import transaction
from django.utils.text import slugify

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common.errors import NotAllowed
from overlegtafel.organizations.models import Classification, Organization, Person
from overlegtafel.organizations.policy import can_load_flanders


@transaction.atomic
def register_organization(
    *,
    actor: User,
    classification: Classification,
    code: str,
    name: str,
    source: str = "",
    note: str = "",
) -> Organization:
    """Write down a body or partner that no reference file names.

    Only the system or a technical administrator does so: raises ``NotAllowed``.
    """
    if not can_load_flanders(actor):
        raise NotAllowed
    organization = Organization.objects.create(
        classification=classification,
        code=code,
        name=name,
        slug=slugify(name),
        source=source,
        note=note,
    )
    record("organization.registered", organization, actor=actor, changes={"name": (None, name)})
    return organization


def register_person(
    *, actor: User, name: str, user: User | None = None, body_id: int | None = None
) -> Person:
    """Write down a person, with their login when they have one; ``body_id`` is the table's
    that invites them.

    Called inside the transaction of a service one floor up, which has authorised the actor.
    """
    person = Person.objects.create(name=name, user=user)
    record(
        "person.registered", person, actor=actor, changes={"name": (None, name)}, body_id=body_id
    )
    return person


def register_group(
    *, actor: User, classification: Classification, name: str, body_id: int | None = None
) -> Organization:
    """Write down a body or partner that a table names and no reference file has.

    Called inside the transaction of a service one floor up, which has authorised the actor.
    """
    address = slugify(name)[:110] or "organisatie"
    there = Organization.objects.filter(classification=classification, slug__startswith=address)
    taken = {word for pair in there.values_list("slug", "code") for word in pair}
    slug, number = address, 1
    while slug in taken:
        number += 1
        slug = f"{address}-{number}"
    organization = Organization.objects.create(
        classification=classification, code=slug[:60], name=name, slug=slug
    )
    record(
        "organization.registered",
        organization,
        actor=actor,
        changes={"name": (None, name)},
        body_id=body_id,
    )
    return organization
