"""Posts, mandates and invitations: who holds what. Each call is logged."""

from datetime import date

from django.db import IntegrityError, transaction

from overlegtafel.accounts.models import User
from overlegtafel.accounts.queries import account_at
from overlegtafel.accounts.services import create_account
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.notifications import tell_directors, tell_invited
from overlegtafel.governance.policy import require
from overlegtafel.governance.services.seats import grant_role
from overlegtafel.governance.states import TableRole, Task
from overlegtafel.organizations.models import Mandate, Organization, Person, Post, PostRole
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


@transaction.atomic
def invite_person(*, actor: User, email: str, name: str) -> User:
    """Make a login without a place at a table, and mail the link to open it.

    For the first people of a new site: only the system. Raises ``NotAllowed``, ``Invalid``.
    """
    if not actor.is_system:
        raise NotAllowed
    person = _person_of(actor, email, name)
    return _tell(actor, person, place="", key="")


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
        place = f"{role.label} van {body.name}"
        if not person.role_grants.filter(valid_on(day), body=body, role=role).exists():
            grant_role(
                actor=actor,
                body=body,
                person=person,
                role=role,
                organization=organization,
                valid_from=day,
            )
    else:
        members = body.seats.filter(valid_on(day), municipality=organization)
        if organization is None or not members.exists():
            raise Invalid("Kies een bestuur van dit overleg.", field="organization")
        label = f"{role.label.capitalize()} {organization}"
        place = f"{role.label} van {organization}"
        held = person.mandates.filter(valid_on(day), post__role=role)
        if not held.filter(post__organization=organization).exists():
            _refuse_a_second(organization, role)
            _give_post(actor, person, organization, role, label, valid_from=day, body_id=body.pk)
            tell_directors(person, organization, role.label, body, inviter=actor)
    return _tell(
        actor, person, place=place, key=f"{body.pk}:{role}:{organization and organization.pk}"
    )


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


def _tell(actor: User, person: Person, *, place: str, key: str) -> User:
    user = person.user
    if user is None:
        raise TypeError("een uitgenodigde heeft een login")
    moment = clock.now().timestamp()
    tell_invited(user, inviter=actor, place=place, key=f"invitation:{user.pk}:{key}:{moment:.0f}")
    return user
