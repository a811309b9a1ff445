"""Posts, mandates and invitations: who holds what. Each call is logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.accounts.queries import account_at
from overlegtafel.accounts.services import create_account
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, RoleGrant, Seat
from overlegtafel.governance.notifications import tell_directors, tell_invited
from overlegtafel.governance.places import places_at
from overlegtafel.governance.policy import authority_of, require
from overlegtafel.governance.services.seats import give_role
from overlegtafel.governance.states import Authority, TableRole, Task
from overlegtafel.organizations.models import (
    Classification,
    Mandate,
    Organization,
    Person,
    Post,
    PostRole,
)
from overlegtafel.organizations.registration import register_person

HELD_BY_ONE = (PostRole.MAYOR, PostRole.DIRECTOR)


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
    return _give_post(actor, person, organization, role, label, valid_from, valid_to)


def _give_post(
    actor: User,
    person: Person,
    organization: Organization,
    role: PostRole,
    label: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    body_id: int | None = None,
) -> Mandate:
    post, _ = Post.objects.get_or_create(organization=organization, role=role, label=label)
    mandate = Mandate.objects.create(
        person=person, post=post, valid_from=valid_from, valid_to=valid_to
    )
    record(
        "mandate.started", mandate, actor=actor, changes={"post": (None, label)}, body_id=body_id
    )
    return mandate


@transaction.atomic
def end_mandate(*, actor: User, mandate: Mandate, on: date) -> Mandate:
    """Let a mandate end: ``on`` is its last day. Its rights end with it.

    Only the system does so. Raises ``NotAllowed``, ``Invalid``.
    """
    if not actor.is_system:
        raise NotAllowed
    if mandate.valid_from is not None and on < mandate.valid_from:
        raise Invalid("Het einde valt vóór het begin.", field="on")
    before, mandate.valid_to = mandate.valid_to, on
    mandate.save(update_fields=["valid_to"])
    record("mandate.ended", mandate, actor=actor, changes={"valid_to": (before, on)})
    return mandate


@dataclass(frozen=True)
class Invited:
    """One line of an invitation of many: who, for which post in which municipality."""

    organization: Organization
    role: PostRole
    name: str
    email: str

    @property
    def key(self) -> str:
        """What tells this line from the others on the page."""
        return f"{self.role}-{self.organization.pk}"


class InvalidRows(Invalid):
    """Some lines break a rule: ``rows`` holds a sentence by the key of its line."""

    def __init__(self, rows: dict[str, str]) -> None:
        super().__init__("Kijk de aangeduide lijnen na. Er is nog niemand uitgenodigd.")
        self.rows = rows


@transaction.atomic
def invite_person(*, actor: User, email: str, name: str, may_found: bool = False) -> User:
    """Make a login without a place at a table, and mail the link to open it.

    For the first people of a new site: only the system. ``may_found`` lets them set up tables.
    Raises ``NotAllowed``, ``Invalid``.
    """
    if not actor.is_system:
        raise NotAllowed
    person = _person_of(actor, email, name)
    user = person.user
    if may_found and user is not None and not user.may_found_tables:
        user.may_found_tables = True
        user.save(update_fields=["may_found_tables"])
        record("account.may_found", user, actor=actor, changes={"may_found_tables": (False, True)})
    return _tell(actor, person, body=None, place="", key="")


@transaction.atomic
def invite_member(
    *,
    actor: User,
    body: GoverningBody,
    email: str,
    name: str,
    role: TableRole | PostRole,
    organization: Organization | None = None,
) -> User:
    """Invite someone by e-mail: with a role at the table, or a post in a member municipality.

    Who runs the table may. A known address keeps its login and gets the new place beside the
    others; a post that one person holds goes to nobody else while it is held. Raises
    ``NotAllowed``, ``Invalid``.
    """
    require(actor, body, Task.COMPOSE)
    person = _person_of(actor, email, name, body_id=body.pk)
    day = clock.today()
    if isinstance(role, TableRole):
        place = role.label
        if not person.role_grants.filter(valid_on(day), body=body, role=role).exists():
            give_role(actor, body, person, role, organization=organization, valid_from=day)
    else:
        members = body.seats.filter(valid_on(day), municipality=organization)
        if organization is None or not members.exists():
            raise Invalid("Kies een bestuur van dit overleg.", field="organization")
        label = f"{role.label.capitalize()} {organization}"
        place = f"{role.label} van {organization}"
        held = person.mandates.filter(valid_on(day), post__role=role)
        if not held.filter(post__organization=organization).exists():
            _refuse_elsewhere(actor, body, Seat.objects.filter(municipality=organization))
            _refuse_a_second(organization, role)
            _give_post(actor, person, organization, role, label, valid_from=day, body_id=body.pk)
            tell_directors(person, organization, role.label, body, inviter=actor)
    key = f"{body.pk}:{role}:{organization and organization.pk}"
    return _tell(actor, person, body=body, place=place, key=key)


def _refuse_a_second(organization: Organization, role: PostRole) -> None:
    """Keep a post that one person holds with who holds it today."""
    if role not in HELD_BY_ONE:
        return
    held_at = Organization.objects.select_for_update().get(pk=organization.pk)
    held = Mandate.objects.filter(
        valid_on(clock.today()), post__organization=held_at, post__role=role
    ).select_related("person")
    if sitting := held.first():
        raise Invalid(
            f"{organization} heeft al een {role.label}: {sitting.person.name}. "
            "Laat eerst dat mandaat aflopen.",
            field="role",
        )


def _refuse_elsewhere(actor: User, body: GoverningBody, seats: QuerySet[Seat]) -> None:
    """Keep the say over who holds a post with the table that gave it a seat first.

    A post gives rights at every table where it sits: who sets up a table of their own with our
    municipalities, does not become ours by it. A body below this table, or that went up in
    it, never goes before it; nor does a table that nobody ever led, as those of a
    configuration file: nothing is there to read, and nobody to ask.
    """
    today = clock.today()
    live = seats.filter(valid_on(today) & valid_on(today, "body__"), body__in=_led())
    live = live.exclude(body__parent=body).exclude(body__in=body.predecessors.all())
    first = live.select_related("body").order_by("-category__counts", "pk").first()
    if first is None or first.body_id == body.pk:
        return
    if authority_of(actor, first.body, Task.COMPOSE) == Authority.NEVER:
        raise Invalid(
            f"{first.label} zit ook aan tafel bij {first.body.name}, dat er eerst was. Vraag het "
            "secretariaat daar om deze uitnodiging.",
            field="organization",
        )


def _led() -> QuerySet[GoverningBody]:
    """The tables that had a secretariat or a chair, once or now."""
    grants = RoleGrant.objects.filter(role__in=[TableRole.SUPPORT, TableRole.CHAIR])
    return GoverningBody.objects.filter(pk__in=grants.values("body"))


def _refuse_staff_elsewhere(actor: User, organization: Organization) -> None:
    """Staff read along at every table their organization supports: who runs those names them."""
    supported_here = organization.supports_bodies.filter(valid_on(clock.today()), pk__in=_led())
    for supported in supported_here:
        if authority_of(actor, supported, Task.COMPOSE) == Authority.NEVER:
            raise Invalid(
                f"{organization} ondersteunt ook {supported.name}. Vraag het daar.", field="name"
            )


@transaction.atomic
def invite_many(
    *, actor: User, body: GoverningBody, lines: Sequence[Invited], rehearsal: bool = False
) -> list[User]:
    """Invite people for posts in the member municipalities, all or none.

    A ``rehearsal`` refuses what would be refused and leaves nothing behind. Raises
    ``NotAllowed``, ``WrongMoment``, ``InvalidRows`` with what is wrong by line.
    """
    require(actor, body, Task.COMPOSE)
    refused: dict[str, str] = {}
    invited = []
    for line in lines:
        try:
            with transaction.atomic():
                invited.append(
                    invite_member(
                        actor=actor,
                        body=body,
                        email=line.email,
                        name=line.name,
                        role=line.role,
                        organization=line.organization,
                    )
                )
        except Invalid as refusal:
            refused[line.key] = refusal.sentence
    if refused:
        raise InvalidRows(refused)
    if rehearsal:
        transaction.set_rollback(True)
    return invited


@transaction.atomic
def name_holder(
    *,
    actor: User,
    body: GoverningBody,
    post: Post,
    valid_from: date,
    person: Person | None = None,
    name: str = "",
    email: str = "",
) -> Mandate:
    """Say who holds a post with a seat at this table, from a day on (R65).

    The holder before ends the day before; meetings until then keep them. A municipality's mayor
    or director is only named while nobody is. With an address, they get a login and a mail.
    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, body, Task.COMPOSE)
    _refuse_other_seats(actor, body, post)
    Post.objects.select_for_update().get(pk=post.pk)
    before = _held_before(post, valid_from)
    holder = person or _named(actor, body, name, email)
    if any(each.person_id == holder.pk for each in before):
        raise Invalid(f"{holder.name} heeft deze functie al.", field="name")
    for each in before:
        was, each.valid_to = each.valid_to, valid_from - timedelta(days=1)
        each.save(update_fields=["valid_to"])
        record(
            "mandate.ended",
            each,
            actor=actor,
            changes={"valid_to": (was, each.valid_to)},
            body_id=body.pk,
        )
    mandate = _give_post(
        actor,
        holder,
        post.organization,
        PostRole(post.role),
        post.label,
        valid_from=valid_from,
        body_id=body.pk,
    )
    if email and holder.user is not None:
        key = f"{body.pk}:post:{post.pk}"
        _tell(actor, holder, body=body, place=post.label, key=key, since=valid_from)
    return mandate


def _refuse_other_seats(actor: User, body: GoverningBody, post: Post) -> None:
    """Let a table name only who holds a post with a seat there, and nobody of another table's."""
    seats = Seat.objects.filter(post=post)
    if not seats.filter(body=body).exists():
        raise Invalid("Deze functie heeft geen zetel aan deze tafel.", field="post")
    _refuse_elsewhere(actor, body, seats)
    if _is_local(post):
        there = Seat.objects.filter(municipality=post.organization)
        if not there.filter(valid_on(clock.today()), body=body).exists():
            raise Invalid(f"{post.organization} heeft hier geen zetel.", field="name")
        _refuse_elsewhere(actor, body, there)
    if post.role == PostRole.STAFF:
        _refuse_staff_elsewhere(actor, post.organization)


def _held_before(post: Post, valid_from: date) -> list[Mandate]:
    """The mandates that end where a new one begins. Raises ``Invalid`` where they may not."""
    held = post.mandates.select_related("person")
    later = held.filter(valid_from__gte=valid_from).first()
    if later is not None:
        raise Invalid(
            f"{later.person.name} heeft deze functie al vanaf die dag of later.", field="valid_from"
        )
    before = list(held.filter(valid_on(valid_from)))
    if _is_local(post) and post.role in HELD_BY_ONE and before:
        raise Invalid(
            f"{post} is {before[0].person.name}. Laat eerst dat mandaat aflopen.", field="name"
        )
    return before


def _is_local(post: Post) -> bool:
    return post.organization.classification == Classification.MUNICIPALITY


@transaction.atomic
def invite_again(*, actor: User, body: GoverningBody, person: Person) -> User:
    """Send the invitation once more to who has a place here and never signed in.

    The links of earlier mails keep working until their day. Raises ``NotAllowed``,
    ``NotVisible`` for who has no place here, ``WrongMoment`` once they signed in.
    """
    require(actor, body, Task.COMPOSE)
    place = next(iter(places_at(body, clock.today(), person.pk)), None)
    if place is None:
        raise NotVisible
    if place.signed_in is not None:
        raise WrongMoment(f"{person.name} heeft zich al aangemeld.")
    record("account.invited_again", place.user, actor=actor, body_id=body.pk)
    return _tell(
        actor, person, body=body, place=place.words, key=f"{body.pk}:again", since=place.since
    )


def _named(actor: User, body: GoverningBody, name: str, email: str) -> Person:
    """Who is named: behind the address when there is one, else just a name."""
    if not name.strip():
        raise Invalid("Schrijf een naam.", field="name")
    if email:
        return _person_of(actor, email, name, body_id=body.pk)
    return register_person(actor=actor, name=name.strip(), body_id=body.pk)


def _person_of(actor: User, email: str, name: str, body_id: int | None = None) -> Person:
    """The person behind an address, with a login, made when unknown; held, so that who is
    invited twice at once still gets everything once.
    """
    email = email.strip()
    known = account_at(email)
    if known is None:
        try:
            with transaction.atomic():
                known = create_account(email=email, name=name)
        except IntegrityError:
            known = User.objects.get(email__iexact=email)
        else:
            record(
                "account.invited",
                known,
                actor=actor,
                changes={"email": (None, known.email)},
                body_id=body_id,
            )
    user = User.objects.select_for_update().get(pk=known.pk)
    if user.is_system or not user.is_active:
        raise Invalid("Dit account is afgesloten.", field="email")
    person = Person.objects.filter(user=user).first()
    return person or register_person(actor=actor, name=name, user=user, body_id=body_id)


def _tell(
    actor: User,
    person: Person,
    *,
    body: GoverningBody | None,
    place: str,
    key: str,
    since: date | None = None,
) -> User:
    user = person.user
    if user is None:
        raise TypeError("een uitgenodigde heeft een login")
    moment = clock.now().timestamp()
    tell_invited(
        user,
        inviter=actor,
        body=body,
        place=place,
        since=since,
        key=f"invitation:{user.pk}:{key}:{moment:.0f}",
    )
    return user
