"""Writing down organizations and people that are in no reference file."""

from django.db import transaction
from django.utils.text import slugify

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.common.models import valid_on
from overlegtafel.organizations.models import Classification, Organization, Person
from overlegtafel.organizations.policy import can_load_flanders

NAMED = (
    Classification.INTERMUNICIPAL,
    Classification.PROVINCE,
    Classification.MUNICIPALITY,
    Classification.PARTNER,
    Classification.FIRE_ZONE,
    Classification.BODY,
)
"""The kinds in which the name of an organization is looked up, in that order."""


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
    address = slugify(name)[:50] or "organisatie"
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


def rename_group(*, actor: User, organization: Organization, name: str, body_id: int) -> None:
    """Give an organization that is nothing but a table the name of that table.

    Called inside the transaction of a service one floor up, which has authorised the actor.
    """
    before, organization.name = organization.name, name
    if before != name:
        organization.save(update_fields=["name"])
        record(
            "organization.renamed",
            organization,
            actor=actor,
            changes={"name": (before, name)},
            body_id=body_id,
        )


def organization_named(*, actor: User, name: str, body_id: int) -> Organization:
    """The organization someone names: a known one, or a new partner. Raises ``Invalid``.

    Called inside the transaction of a service one floor up, which has authorised the actor.
    """
    words = name.strip()
    if not words:
        raise Invalid("Schrijf de naam van een organisatie.", field="organization")
    found = Organization.objects.filter(
        valid_on(clock.today()), classification__in=NAMED, name__iexact=words
    )
    known = {each.classification: each for each in found}
    for kind in NAMED:
        if kind in known:
            return known[kind]
    return register_group(
        actor=actor, classification=Classification.PARTNER, name=words, body_id=body_id
    )
