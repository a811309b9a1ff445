"""Bringing a configuration in: whole or not at all, through the services, logged."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.governance.configuration.checking import Check
from overlegtafel.governance.configuration.reading import BrokenConfiguration, Document
from overlegtafel.governance.configuration.schema import (
    BodyPart,
    CharterPart,
    Configuration,
    OrganizationPart,
    SeatPart,
)
from overlegtafel.governance.configuration.writing import OWN_CODE
from overlegtafel.governance.models import Charter, GoverningBody, Involvement, Seat
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.policy import may
from overlegtafel.governance.services.bodies import (
    change_body,
    create_body,
    involve,
    set_predecessors,
    set_support,
    state_fact,
)
from overlegtafel.governance.services.charters import adopt_charter, draft_charter, save_charter
from overlegtafel.governance.services.seats import add_seat, define_category, end_seat, grant_role
from overlegtafel.governance.states import CharterState, TableRole, Task
from overlegtafel.organizations.models import Classification, Organization, Person, Post
from overlegtafel.organizations.registration import register_organization, register_person


def check_configuration(document: Document) -> None:
    """Raise ``BrokenConfiguration`` with everything that does not fit this site."""
    mistakes = Check(document).mistakes()
    if mistakes:
        raise BrokenConfiguration(mistakes)


def may_import(actor: User, configuration: Configuration) -> bool:
    """Whether the actor may bring this set in: who founds tables brings in a new one, who
    composes every table of a known one keeps it; the system both.
    """
    if actor.is_system:
        return True
    slugs = [each.slug for each in configuration.bodies]
    sitting = list(GoverningBody.objects.filter(slug__in=slugs))
    region = configuration.region
    if region is not None:
        kind, _, code = region.partition(":")
        sitting += GoverningBody.objects.filter(
            region__classification=kind, region__code=code, is_primary=True
        )
    if not sitting:
        return actor.may_found_tables
    return all(
        may(actor, body, Task.COMPOSE) and may(actor, body, Task.CHARTER) for body in sitting
    )


@transaction.atomic
def import_configuration(*, actor: User, document: Document) -> list[GoverningBody]:
    """Bring a set in, or up to date with the file. Who founds a new one becomes its secretariat.

    Bodies and seats that the file no longer names stay, with their history: a seat ends
    yesterday, a body is left alone. An adopted charter never changes. Raises ``NotAllowed``,
    ``BrokenConfiguration``, ``Invalid``.
    """
    configuration = document.configuration
    if not may_import(actor, configuration):
        raise NotAllowed("Deze configuratie mag u hier niet inlezen.")
    check_configuration(document)
    system = actor if actor.is_system else User.objects.system()
    for organization in configuration.organizations:
        _organization(system, organization)
    region = _found(configuration.region) if configuration.region else None
    bodies = []
    for part in configuration.bodies:
        body, is_new = _body(system, part, region)
        _composition(system, body, part)
        if is_new and not actor.is_system:
            _become_secretariat(system, actor, body)
        bodies.append(body)
    for body, part in zip(bodies, configuration.bodies, strict=True):
        for charter in part.charters:
            _charter(system, body, charter, document)
        record("body.configured", body, actor=actor, reason=configuration.name, body_id=body.pk)
    return bodies


def _found(reference: str) -> Organization:
    kind, _, code = reference.partition(":")
    return Organization.objects.get(classification=kind, code=code)


def _organization(system: User, part: OrganizationPart) -> Organization:
    known = Organization.objects.filter(classification=part.classification, code=part.code).first()
    return known or register_organization(
        actor=system,
        classification=part.classification,
        code=part.code,
        name=part.name,
        note=part.note,
    )


def _body(system: User, part: BodyPart, region: Organization | None) -> tuple[GoverningBody, bool]:
    facts: dict[str, Any] = {
        "purpose": part.purpose,
        "rhythm": part.rhythm,
        "theme": part.theme,
        "aliases": list(part.aliases),
        "started": part.started,
        "situation": part.situation or "",
        "situation_note": part.situation_note,
        "functions": [each.value for each in part.functions],
        "categories": [each.value for each in part.item_categories],
        "composition_review_on": part.composition_review_on,
        "valid_from": part.valid_from,
        "valid_to": part.valid_to,
    }
    body = GoverningBody.objects.filter(slug=part.slug).first()
    is_new = body is None
    if body is None:
        body = create_body(
            actor=system,
            organization=_organization_of(system, part),
            name=part.name,
            short_name=part.short_name,
            slug=part.slug,
            kind=part.kind,
            agreement_prefix=part.agreement_prefix,
            region=region,
            is_primary=part.primary,
            parent=GoverningBody.objects.get(slug=part.parent) if part.parent else None,
            **facts,
        )
    else:
        body = change_body(
            actor=system,
            body=body,
            name=part.name,
            short_name=part.short_name,
            kind=part.kind,
            **facts,
        )
    before = {each.slug for each in body.predecessors.all()}
    if before != set(part.predecessors):
        came_from = GoverningBody.objects.filter(slug__in=part.predecessors)
        set_predecessors(actor=system, body=body, predecessors=came_from)
    support = [_found(each) for each in part.support]
    if {each.pk for each in body.support_organizations.all()} != {each.pk for each in support}:
        set_support(actor=system, body=body, organizations=support)
    return body, is_new


def _organization_of(system: User, part: BodyPart) -> Organization:
    if part.organization:
        return _found(part.organization)
    own = OrganizationPart(
        classification=Classification.BODY, code=f"{OWN_CODE}{part.slug}", name=part.name
    )
    return _organization(system, own)


def _composition(system: User, body: GoverningBody, part: BodyPart) -> None:
    for category in part.member_categories:
        facts = category.model_dump(exclude={"key", "name"}, exclude_none=True)
        define_category(
            actor=system, body=body, key=category.key, name=category.name or "", **facts
        )
    for involved in part.involved:
        known = Involvement.objects.filter(
            body=body, organization=_found(involved.organization), way=involved.way
        )
        if not known.exists():
            involve(
                actor=system,
                body=body,
                organization=_found(involved.organization),
                way=involved.way,
                note=involved.note,
                valid_from=involved.valid_from,
            )
    _seats(system, body, part.seats)
    known_facts = set(body.facts.values_list("text", flat=True))
    for fact in part.facts:
        if fact.text not in known_facts:
            state_fact(actor=system, body=body, text=fact.text, source=fact.source)


def _seats(system: User, body: GoverningBody, parts: tuple[SeatPart, ...]) -> None:
    """Add the seats that are new; end those that are no longer in the file, yesterday."""
    sitting = {
        _key_of(each): each
        for each in body.seats.select_related(
            "category", "municipality", "post__organization", "person"
        )
    }
    for part in parts:
        seat = sitting.pop(_key_of_part(part), None)
        if seat is None:
            _add_seat(system, body, part)
        elif seat.valid_to != part.valid_to and part.valid_to is not None:
            end_seat(actor=system, seat=seat, on=part.valid_to)
    yesterday = clock.today() - timedelta(days=1)
    for seat in sitting.values():
        if seat.valid_to is None or seat.valid_to > yesterday:
            end_seat(actor=system, seat=seat, on=max(yesterday, seat.valid_from or yesterday))


def _key_of(seat: Seat) -> tuple[Any, ...]:
    post = seat.post
    return (
        seat.category.key,
        seat.municipality.code if seat.municipality else None,
        (f"{post.organization.classification}:{post.organization.code}", post.role, post.label)
        if post
        else None,
        seat.person.name if seat.person else None,
        seat.valid_from,
    )


def _key_of_part(part: SeatPart) -> tuple[Any, ...]:
    post = part.post
    return (
        part.category,
        part.municipality,
        (post.organization, post.role.value, post.label) if post else None,
        part.person,
        part.valid_from,
    )


def _add_seat(system: User, body: GoverningBody, part: SeatPart) -> None:
    post = None
    if part.post:
        post, _ = Post.objects.get_or_create(
            organization=_found(part.post.organization),
            role=part.post.role,
            label=part.post.label,
        )
    person = None
    if part.person:
        person = Person.objects.filter(name=part.person, user=None).first() or register_person(
            actor=system, name=part.person, body_id=body.pk
        )
    add_seat(
        actor=system,
        body=body,
        category=part.category,
        municipality=_found(f"municipality:{part.municipality}") if part.municipality else None,
        post=post,
        person=person,
        valid_from=part.valid_from,
        valid_to=part.valid_to,
    )


def _charter(system: User, body: GoverningBody, part: CharterPart, document: Document) -> None:
    words = {name: getattr(part, name) for name in ("ambition", *HOW_QUESTIONS)}
    charter = Charter.objects.filter(body=body, number=part.number).first()
    if charter is not None and charter.state == CharterState.ADOPTED:
        same = charter.rules == part.rules and charter.valid_from == part.valid_from
        if not same or any(getattr(charter, name) != text for name, text in words.items()):
            raise Invalid(
                f"{document.file}: versie {part.number} van de afsprakennota van {body.name} is "
                "hier al aangenomen met een andere inhoud. Maak er een nieuwe versie van.",
                field="file",
            )
        return
    if charter is None:
        charter = draft_charter(actor=system, body=body, credit=part.credit)
    charter = save_charter(
        actor=system,
        charter=charter,
        expected_revision=charter.revision,
        rules=part.rules,
        is_public=part.is_public,
        **words,
    )
    if part.valid_from is not None and part.adopted_on is not None:
        adopt_charter(
            actor=system,
            charter=charter,
            valid_from=part.valid_from,
            adopted_on=part.adopted_on,
            adopted_at_meeting=part.adopted_at_meeting,
        )


def _become_secretariat(system: User, actor: User, body: GoverningBody) -> None:
    person = Person.objects.filter(user=actor).first() or register_person(
        actor=system, name=actor.name, user=actor, body_id=body.pk
    )
    grant_role(
        actor=system,
        body=body,
        person=person,
        role=TableRole.SUPPORT,
        valid_from=clock.today(),
    )
