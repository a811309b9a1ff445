"""Bringing a configuration in: whole or not at all, through the services, logged."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed
from overlegtafel.governance.configuration.checking import Check
from overlegtafel.governance.configuration.differences import changes_between
from overlegtafel.governance.configuration.reading import BrokenConfiguration, Document
from overlegtafel.governance.configuration.schema import (
    BodyPart,
    CharterPart,
    Configuration,
    InvolvedPart,
    OrganizationPart,
    SeatPart,
)
from overlegtafel.governance.configuration.writing import (
    OWN_CODE,
    category_as_standard,
    parts_of,
    seats_of,
)
from overlegtafel.governance.models import Charter, GoverningBody, Involvement, StartPath
from overlegtafel.governance.policy import authority_of, is_cleared, read_again
from overlegtafel.governance.services.bodies import (
    change_body,
    create_body,
    end_involvement,
    involve,
    set_predecessors,
    set_support,
    state_fact,
)
from overlegtafel.governance.services.chains import set_chain
from overlegtafel.governance.services.charters import (
    WORDS,
    adopt_charter,
    draft_charter,
    save_charter,
)
from overlegtafel.governance.services.seats import add_seat, define_category, end_seat, grant_role
from overlegtafel.governance.services.start_paths import TEXTS as START_TEXTS
from overlegtafel.governance.services.start_paths import open_start_path, save_start_text
from overlegtafel.governance.states import Authority, CharterState, StartState, TableRole, Task
from overlegtafel.organizations.models import Classification, Organization, Person, Post
from overlegtafel.organizations.registration import register_organization, register_person


def may_import(actor: User, configuration: Configuration) -> bool:
    """Whether the actor may bring this set in: the system, or who ``out_of_reach`` leaves free."""
    return actor.is_system or out_of_reach(actor, configuration) == []


def out_of_reach(actor: User, configuration: Configuration) -> list[GoverningBody] | None:
    """The tables of a set that keep the actor from bringing it in; ``None`` when the set is new
    and the actor founds no tables.

    Who founds tables brings in a new set. A known one is kept by who composes each table that
    would change and writes its charters, without asking the chair first or with the chair's
    go-ahead; where tables are added or linked otherwise, that is every table of the set. A body
    that is over asks nobody.
    """
    slugs = [each.slug for each in configuration.bodies]
    sitting = Q(slug__in=slugs)
    if configuration.region is not None:
        kind, _, code = configuration.region.partition(":")
        sitting |= Q(region__classification=kind, region__code=code, is_primary=True)
    known = {each.slug: each for each in GoverningBody.objects.filter(sitting)}
    going_on = [each for each in known.values() if each.ended_on is None]
    founds = any(
        each.slug not in known and (each.primary or each.parent is None)
        for each in configuration.bodies
    )
    if (founds or not going_on) and not actor.may_found_tables:
        return None
    there = {each.slug: each for each in parts_of(known.values())}
    changing = {
        each.slug
        for each in configuration.bodies
        if each.slug not in there or changes_between(there[each.slug], each, {}, clock.today())
    }
    linked = any(
        each.slug not in there or _links(each) != _links(there[each.slug])
        for each in configuration.bodies
    )
    asked = [each for each in going_on if linked or each.slug in changing]
    return [each for each in asked or going_on if not _keeps(actor, each)]


def _links(part: BodyPart) -> tuple[object, ...]:
    return (part.parent, part.follows, set(part.predecessors))


def _keeps(actor: User, body: GoverningBody) -> bool:
    for task in (Task.COMPOSE, Task.CHARTER):
        authority = authority_of(actor, body, task)
        if authority == Authority.NEVER:
            return False
        if authority == Authority.AFTER_CHAIR and not is_cleared(body, task, body):
            return False
    return True


@transaction.atomic
def import_configuration(*, actor: User, document: Document) -> list[GoverningBody]:
    """Bring a set in, or up to date with the file. Who founds a new one becomes its secretariat.

    A body that is as the file says is left alone, so importing again changes and logs nothing.
    Bodies, categories, facts and seats that the file no longer names stay, with their history: a
    seat ends yesterday. Seats keep their order; an adopted charter never changes. Raises
    ``NotAllowed``, ``BrokenConfiguration``, ``Invalid``.
    """
    configuration = document.configuration
    if not may_import(actor, configuration):
        raise NotAllowed("Deze configuratie mag u hier niet inlezen.")
    check = Check(document, by_system=actor.is_system)
    if mistakes := check.mistakes():
        raise BrokenConfiguration(mistakes)
    system = actor if actor.is_system else User.objects.system()
    for organization in configuration.organizations:
        _organization(system, organization)
    region = _found(configuration.region) if configuration.region else None
    bodies, changing = [], []
    for part in configuration.bodies:
        there = check.there.get(part.slug)
        if there is not None and not changes_between(there, part, {}, clock.today()):
            bodies.append(GoverningBody.objects.get(slug=part.slug))
            continue
        body = _body(system, part, region)
        bodies.append(body)
        changing.append((body, part, there is None))
    for body, part, is_new in changing:
        hand = system if is_new else actor
        _place(hand, body, part)
        _composition(hand, body, part)
        _start_path(hand, body, part)
        for charter in part.charters:
            _charter(hand, body, charter)
        change_body(
            actor=hand,
            body=body,
            name=part.name,
            short_name=part.short_name,
            kind=part.kind,
            **_facts(part),
        )
        if is_new and not actor.is_system:
            _become_secretariat(system, actor, body)
        record("body.configured", body, actor=actor, reason=configuration.name, body_id=body.pk)
    read_again(actor)
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


def _facts(part: BodyPart) -> dict[str, Any]:
    return {
        "administrative": part.administrative,
        "purpose": part.purpose,
        "rhythm": part.rhythm,
        "theme": part.theme,
        "aliases": list(part.aliases),
        "started": part.started,
        "situation": part.situation or "",
        "situation_on": part.situation_on,
        "situation_note": part.situation_note,
        "functions": [each.value for each in part.functions],
        "categories": [each.value for each in part.item_categories],
        "composition_review_on": part.composition_review_on,
        "valid_from": part.valid_from,
        "valid_to": part.valid_to,
    }


def _body(system: User, part: BodyPart, region: Organization | None) -> GoverningBody:
    known = GoverningBody.objects.filter(slug=part.slug).first()
    return known or create_body(
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
        **_facts(part),
    )


def _place(hand: User, body: GoverningBody, part: BodyPart) -> None:
    """What the table came from, follows, and who supports it."""
    follows = GoverningBody.objects.get(slug=part.follows) if part.follows else None
    set_chain(actor=hand, body=body, follows=follows)
    before = {each.slug for each in body.predecessors.all()}
    if before != set(part.predecessors):
        came_from = GoverningBody.objects.filter(slug__in=part.predecessors)
        set_predecessors(actor=hand, body=body, predecessors=came_from)
    support = [_found(each) for each in part.support]
    if {each.pk for each in body.support_organizations.all()} != {each.pk for each in support}:
        set_support(actor=hand, body=body, organizations=support)


def _organization_of(system: User, part: BodyPart) -> Organization:
    if part.organization:
        return _found(part.organization)
    own = OrganizationPart(
        classification=Classification.BODY, code=f"{OWN_CODE}{part.slug}", name=part.name
    )
    return _organization(system, own)


def _composition(hand: User, body: GoverningBody, part: BodyPart) -> None:
    for order, category in enumerate(part.member_categories, start=1):
        facts = category_as_standard(category.key) | category.said
        define_category(actor=hand, body=body, key=category.key, order=order, **facts)
    for involved in part.involved:
        _involvement(hand, body, involved)
    _seats(hand, body, part.seats)
    for fact in part.facts:
        state_fact(actor=hand, body=body, text=fact.text, source=fact.source)


def _involvement(hand: User, body: GoverningBody, part: InvolvedPart) -> None:
    organization = _found(part.organization)
    known = Involvement.objects.filter(body=body, organization=organization, way=part.way).first()
    is_over = known is not None and known.valid_to is not None and known.valid_to < clock.today()
    if known is None or (is_over and known.valid_to != part.valid_to):
        known = involve(
            actor=hand,
            body=body,
            organization=organization,
            way=part.way,
            note=part.note,
            valid_from=part.valid_from,
        )
    if part.valid_to is not None and known.valid_to != part.valid_to:
        end_involvement(actor=hand, involvement=known, on=part.valid_to)


def _seats(hand: User, body: GoverningBody, parts: tuple[SeatPart, ...]) -> None:
    """Add the seats that are new; end those that are no longer in the file, yesterday."""
    there = seats_of(body)
    sitting = {(part.holder, part.valid_from): seat for seat, part in there}
    for part in parts:
        seat = sitting.pop((part.holder, part.valid_from), None)
        if seat is None:
            _add_seat(hand, body, part)
        elif seat.valid_to != part.valid_to and part.valid_to is not None:
            end_seat(actor=hand, seat=seat, on=part.valid_to)
    yesterday = clock.today() - timedelta(days=1)
    for seat in sitting.values():
        if seat.valid_to is None or seat.valid_to > yesterday:
            end_seat(actor=hand, seat=seat, on=max(yesterday, seat.valid_from or yesterday))


def _add_seat(hand: User, body: GoverningBody, part: SeatPart) -> None:
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
            actor=hand, name=part.person, body_id=body.pk
        )
    add_seat(
        actor=hand,
        body=body,
        category=part.category,
        municipality=_found(f"municipality:{part.nis}") if part.nis else None,
        post=post,
        person=person,
        valid_from=part.valid_from,
        valid_to=part.valid_to,
    )


def _start_path(hand: User, body: GoverningBody, part: BodyPart) -> None:
    """Begin the road, or write on it; one that is walked stays as it was."""
    if part.start_path is None:
        return
    path = StartPath.objects.filter(body=body).first() or open_start_path(
        actor=hand, body=body, situation=part.start_path.situation
    )
    if path.state != StartState.OPEN:
        return
    for name in START_TEXTS:
        text = getattr(part.start_path, name)
        if text != getattr(path, name):
            path = save_start_text(
                actor=hand, path=path, name=name, text=text, expected_revision=path.revision
            )


def _charter(hand: User, body: GoverningBody, part: CharterPart) -> None:
    charter = Charter.objects.filter(body=body, number=part.number).first()
    if charter is not None and charter.state == CharterState.ADOPTED:
        return  # the check saw that it says the same
    if charter is None:
        charter = draft_charter(actor=hand, body=body, credit=part.credit)
    new: dict[str, Any] = {name: getattr(part, name) for name in WORDS}
    new |= {"rules": part.rules, "is_public": part.is_public}
    if any(getattr(charter, name) != value for name, value in new.items()):
        charter = save_charter(
            actor=hand, charter=charter, expected_revision=charter.revision, **new
        )
    if part.valid_from is not None and part.adopted_on is not None:
        adopt_charter(
            actor=hand,
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
