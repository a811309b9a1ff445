"""Who sees, writes and speaks about what a table makes. Deny unless a fact allows."""

from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.common.errors import NotAllowed, NotVisible
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to, owns
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import may, refuse_ended, require, standing_of
from overlegtafel.governance.states import Task
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.organizations.models import PostRole
from overlegtafel.products.models import (
    Example,
    ExampleChoice,
    GeneralAssembly,
    JointAgreement,
    Product,
    Statement,
    Strategy,
    Support,
)
from overlegtafel.products.states import JointState, StatementState, Voice

P = TypeVar("P", bound=Product)
SPEAKS = (PostRole.MAYOR, PostRole.DIRECTOR)
"""Who speaks for a municipality: its mayor, and its director."""
CHOOSES = (*SPEAKS, PostRole.OFFICER)
"""Who says which example a municipality uses."""
ALL = Q(pk__isnull=False)
"""Every row; an empty ``Q`` would vanish beside another one."""


def statements_visible_to(actor: User) -> QuerySet[Statement]:
    """A draft for who reads inside the table and who owns its dossier; what left for its circle."""
    return _seen(actor, Statement.objects.all(), ~Q(state=StatementState.DRAFT))


def joints_visible_to(actor: User) -> QuerySet[JointAgreement]:
    """As statements: a draft stays inside, what lies to be signed is for the circle."""
    return _seen(actor, JointAgreement.objects.all(), ~Q(state=JointState.DRAFT))


def strategies_visible_to(actor: User) -> QuerySet[Strategy]:
    """The strategies of the tables in whose circle the actor is."""
    return _seen(actor, Strategy.objects.all(), ALL)


def assemblies_visible_to(actor: User) -> QuerySet[GeneralAssembly]:
    """The assemblies that the tables of the actor's circle prepare."""
    return _seen(actor, GeneralAssembly.objects.all(), ALL)


def _seen(actor: User, products: QuerySet[P], open_to_circle: Q) -> QuerySet[P]:
    """Of the tables one reads, and only where all that it hangs on may be read too (R8, R109)."""
    if actor.is_system:
        return products
    standing = standing_of(actor)
    dossiers = dossiers_visible_to(actor).order_by().values("pk")
    inside = Q(body__in=standing.insider_of) | Q(
        dossier__owner__in=standing.organizations(PostRole.values)
    )
    return products.filter(
        inside | open_to_circle,
        Q(dossier__isnull=True) | Q(dossier__in=dossiers),
        Q(item__isnull=True) | Q(item__in=items_visible_to(actor).order_by().values("pk")),
        Q(agreement__isnull=True)
        | Q(agreement__in=agreements_visible_to(actor).order_by().values("pk")),
        body__in=standing.circle_of,
    )


def supports_visible_to(actor: User) -> QuerySet[Support]:
    """Who supports what: for who reads inside the table; of the own municipality always.

    Who does not support is nobody else's affair (R22).
    """
    if actor.is_system:
        return Support.objects.all()
    standing = standing_of(actor)
    return Support.objects.filter(
        Q(statement__body__in=standing.insider_of) | Q(municipality__in=standing.local_circle),
        statement__in=statements_visible_to(actor).order_by().values("pk"),
    )


def examples_visible_to(actor: User) -> QuerySet[Example]:
    """The examples of the dossiers one sees, for the circle of their table."""
    return Example.objects.filter(_of_dossiers(actor))


def choices_visible_to(actor: User) -> QuerySet[ExampleChoice]:
    """Who uses which example, for the same readers."""
    return ExampleChoice.objects.filter(_of_dossiers(actor))


def _of_dossiers(actor: User) -> Q:
    if actor.is_system:
        return Q()
    seen = dossiers_visible_to(actor).order_by().values("pk")
    return Q(dossier__in=seen, dossier__body__in=standing_of(actor).circle_of)


def can_write(actor: User, body: GoverningBody, dossier: Dossier | None) -> bool:
    """Whether the actor writes: who owns the dossier, or who words the table's agreements."""
    if body.ended_on is not None:
        return False
    return (dossier is not None and owns(actor, dossier)) or may(actor, body, Task.AGREEMENTS)


def require_writer(
    actor: User, body: GoverningBody, dossier: Dossier | None, subject: Any = None
) -> None:
    """As ``can_write``, in a service. Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``."""
    if not actor.is_system and body.pk not in standing_of(actor).circle_of:
        raise NotVisible
    if dossier is not None and owns(actor, dossier):
        refuse_ended(body)
        return
    require(actor, body, Task.AGREEMENTS, subject or dossier or body)


def voice_for(
    actor: User, body: GoverningBody, organization_id: int, *, chooses: bool = False
) -> Voice | None:
    """With which voice the actor may record for an organization at a table, if with any.

    The own mayor and director with its own; who writes the minutes only what was said there.
    """
    roles = CHOOSES if chooses else SPEAKS
    if body.ended_on is not None:
        return None
    if actor.is_system or standing_of(actor).holds(organization_id, *roles):
        return Voice.OWN
    return Voice.NOTED if may(actor, body, Task.MINUTES) else None


def require_voice(
    actor: User,
    body: GoverningBody,
    organization_id: int,
    *,
    chooses: bool = False,
    subject: Any = None,
) -> Voice:
    """As ``voice_for``, in a service. Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``."""
    if not actor.is_system and body.pk not in standing_of(actor).circle_of:
        raise NotVisible
    refuse_ended(body)
    voice = voice_for(actor, body, organization_id, chooses=chooses)
    if voice is None:
        raise NotAllowed("Dit legt het bestuur zelf vast.")
    if voice == Voice.NOTED:
        require(actor, body, Task.MINUTES, subject or body)
    return voice


def speaks_for(actor: User, organization_id: int) -> bool:
    """Whether the actor speaks for a municipality: only then it says whether it is named."""
    return actor.is_system or standing_of(actor).holds(organization_id, *SPEAKS)


def can_know_supporters(actor: User, statement: Statement) -> bool:
    """Whether the actor may know who supports: who reads inside the table."""
    return actor.is_system or statement.body_id in standing_of(actor).insider_of
