"""Who an actor is at which table, and what follows from it.

Everything starts from ``standing_of``: the dated mandates, seats and roles of one person, read
once per request. No standing, no right: each predicate denies unless a fact allows.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Model, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.common.models import valid_on
from overlegtafel.governance.charters import current_rules, rules_of_all
from overlegtafel.governance.models import (
    Clearance,
    GoverningBody,
    Involvement,
    RoleGrant,
    Seat,
)
from overlegtafel.governance.standing import RECORDS_LOCALLY, Standing, read_standing
from overlegtafel.governance.states import Authority, Intake, Task
from overlegtafel.organizations.models import (
    Classification,
    Organization,
    PostRole,
)

GO_AHEAD_LASTS = timedelta(days=7)
"""How long a go-ahead about the table as a whole lasts; about one thing it lasts as that thing."""
BRINGING = (Task.PROPOSE_OWN, Task.PROPOSE_FOR)
"""What staff may need the chair's go-ahead for before sending a proposal."""


def standing_of(actor: User) -> Standing:
    """The actor's standing today: remembered until the log moves, kept on the instance."""
    kept: Standing | None = getattr(actor, "_standing", None)
    if kept is None:
        kept = read_standing(actor) if actor.is_active else Standing()
        actor._standing = kept  # type: ignore[attr-defined]
    return kept


def read_again(actor: User) -> None:
    """Forget the actor's standing, after a service gave the actor a place within its work."""
    if getattr(actor, "_standing", None) is not None:
        actor._standing = None  # type: ignore[attr-defined]


def bodies_visible_to(actor: User) -> QuerySet[GoverningBody]:
    """The tables an actor may open: those of the own circle, and those it is a partner of."""
    if actor.is_system:
        return GoverningBody.objects.all()
    standing = standing_of(actor)
    return GoverningBody.objects.filter(pk__in=standing.circle_of | standing.partner_of)


def can_see_table(actor: User, body_id: int) -> bool:
    """Whether the actor may open this table; the same answer as ``bodies_visible_to``."""
    standing = standing_of(actor)
    return actor.is_system or body_id in (standing.circle_of | standing.partner_of)


def reads_inside(actor: User, body_id: int) -> bool:
    """Whether the actor reads what only those around the table read: proposals, drafts, rounds."""
    return actor.is_system or body_id in standing_of(actor).insider_of


def can_lead(actor: User, body_id: int) -> bool:
    """Whether the actor runs the table: its secretariat or its chair."""
    return actor.is_system or body_id in standing_of(actor).leads


def authority_of(actor: User, body: GoverningBody, task: Task) -> Authority:
    """How far the actor may go with a task of the table: the role sheet, asked for one person.

    Who chairs may do all; staff what the charter says; nobody else anything.
    """
    standing = standing_of(actor)
    if actor.is_system or body.pk in standing.chairs:
        return Authority.ALONE
    if body.pk in standing.supports:
        return current_rules(body).authority(task)
    return Authority.NEVER


def may(actor: User, body: GoverningBody, task: Task) -> bool:
    """Whether the actor does this task at all; what a page needs to offer it."""
    return body.ended_on is None and authority_of(actor, body, task) != Authority.NEVER


def tables_where(actor: User, bodies: Iterable[GoverningBody], *tasks: Task) -> list[GoverningBody]:
    """The tables at which the actor does one of these tasks: as ``may``, with at most one query."""
    standing = standing_of(actor)
    going = [body for body in bodies if body.ended_on is None]
    staffed = frozenset(body.pk for body in going) & standing.supports - standing.chairs
    rules = rules_of_all(staffed, clock.today()) if staffed and not actor.is_system else {}
    done = {
        pk for pk in rules if {rules[pk].authority(task) for task in tasks} != {Authority.NEVER}
    }
    return [body for body in going if actor.is_system or body.pk in standing.chairs | done]


def is_cleared(body: GoverningBody, task: Task, subject: Model) -> bool:
    """Whether a chair gave the go-ahead for this; about the table as a whole it lasts a week."""
    clearance = clearance_of(body, task, subject)
    if clearance is None or clearance.given_at is None:
        return False
    return subject != body or clearance.given_at > clock.now() - GO_AHEAD_LASTS


def clearance_of(body: GoverningBody, task: Task, subject: Model) -> Clearance | None:
    """What was asked of the chair about this, and whether it was given."""
    return (
        Clearance.objects.filter(
            body=body,
            task=task,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
        )
        .select_related("asked_by", "given_by")
        .first()
    )


class NeedsChair(WrongMoment):
    """Staff may do this once the chair agreed: what to ask the chair, and about what."""

    def __init__(self, body: GoverningBody, task: Task, subject: Model) -> None:
        super().__init__(f"Dit kan na akkoord van de voorzitter ({task.label}). Vraag het eerst.")
        self.body, self.task, self.subject = body, task, subject


def require(
    actor: User,
    body: GoverningBody,
    task: Task,
    subject: Model | None = None,
    *,
    also_ended: bool = False,
) -> None:
    """Let a service go on only when the charter lets this actor do this task now.

    What staff does after the chair needs a go-ahead for ``subject`` (by default the table).
    ``also_ended`` is for moving the last day of a table that is over. Raises ``NotAllowed``;
    ``WrongMoment`` at a table that is over, ``NeedsChair`` without the go-ahead.
    """
    authority = authority_of(actor, body, task)
    if authority == Authority.NEVER:
        if body.pk in standing_of(actor).supports:
            raise NotAllowed(
                f"De afsprakennota zegt dat het secretariaat dit niet doet: {task.label}."
            )
        raise NotAllowed
    if not actor.is_system and not also_ended:
        refuse_ended(body)
    if authority == Authority.AFTER_CHAIR and not is_cleared(body, task, subject or body):
        raise NeedsChair(body, task, subject or body)


def refuse_ended(body: GoverningBody) -> None:
    """Raise ``WrongMoment`` at a table that is over (R57)."""
    if body.ended_on is not None:
        raise WrongMoment(
            f"{body.name} liep af op {spoken(body.ended_on)} en is alleen nog te lezen."
        )


def can_propose(actor: User, body: GoverningBody) -> bool:
    """Who may bring an item (R96): whom the charter and the seat's category let."""
    return bool(tables_to_propose_at(actor, [body]))


def tables_to_propose_at(actor: User, bodies: Iterable[GoverningBody]) -> list[GoverningBody]:
    """As ``can_propose``, of several tables at once: at most two queries."""
    if actor.is_system:
        return list(bodies)
    standing = standing_of(actor)
    going = [body for body in bodies if body.ended_on is None]
    led = {body.pk for body in tables_where(actor, going, Task.PROPOSE_OWN, Task.PROPOSE_FOR)}
    partnered = frozenset(body.pk for body in going) & standing.partner_of - led
    rules = rules_of_all(partnered, clock.today()) if partnered else {}
    brings = {pk for pk, each in rules.items() if Intake.PARTNER in each.agendering.intake}
    return [body for body in going if body.pk in standing.proposes_at | led | brings]


def may_bring_for(actor: User, body: GoverningBody) -> QuerySet[Organization]:
    """The organizations in whose name the actor may propose at this table.

    Who runs it: its own house (the table and who supports it) and who is around it (members,
    the bodies of its family, who is involved), each as far as the charter lets them. Nobody of
    another table. Anyone else: whom they work for or hold a mandate in.
    """
    standing = standing_of(actor)
    own = standing.organizations(PostRole.values) | standing.partner_for
    if not can_lead(actor, body.pk):
        return Organization.objects.filter(pk__in=own).distinct()
    house = _own_house(body).values("pk")
    allowed = Q(pk__in=own) if _brings_as_itself(standing, body) else Q(pk__in=())
    if authority_of(actor, body, Task.PROPOSE_OWN) != Authority.NEVER:
        allowed |= Q(pk__in=house)
    if authority_of(actor, body, Task.PROPOSE_FOR) != Authority.NEVER:
        allowed |= _around(body) & ~Q(pk__in=house)
    return Organization.objects.filter(allowed).distinct()


def _around(body: GoverningBody) -> Q:
    """The organizations at or around a table today: each has a seat, a body or a part in it."""
    today = clock.today()
    seats = Seat.objects.filter(valid_on(today), body=body)
    grants = RoleGrant.objects.filter(valid_on(today), body=body, organization__isnull=False)
    involved = Involvement.objects.filter(valid_on(today), body=body)
    return (
        Q(pk__in=seats.filter(municipality__isnull=False).values("municipality"))
        | Q(pk__in=seats.filter(post__isnull=False).values("post__organization"))
        | Q(pk__in=grants.values("organization"))
        | Q(pk__in=involved.values("organization"))
        | Q(governing_body__in=GoverningBody.objects.filter(body.of_family))
    )


def _own_house(body: GoverningBody) -> QuerySet[Organization]:
    return Organization.objects.filter(Q(supports_bodies=body) | Q(governing_body=body))


def _brings_as_itself(standing: Standing, body: GoverningBody) -> bool:
    """Whether someone brings something from a seat, as a director or as a partner."""
    partner = body.pk in standing.partner_of
    return body.pk in standing.proposes_at or (
        partner and Intake.PARTNER in current_rules(body).agendering.intake
    )


def require_bringing(
    actor: User, body: GoverningBody, brought_by: Organization, subject: Model
) -> None:
    """Let a proposal be sent only by whom the charter lets bring it in that name.

    What staff brings after the chair needs a go-ahead for ``subject``. Raises ``NotAllowed``,
    ``WrongMoment``.
    """
    if not actor.is_system:
        refuse_ended(body)
    if not can_propose(actor, body):
        raise NotAllowed("Aan deze tafel kunt u niets aanbrengen.")
    task = task_of_bringing(actor, body, brought_by)
    if task is not None:
        require(actor, body, task, subject)


def task_of_bringing(actor: User, body: GoverningBody, brought_by: Organization) -> Task | None:
    """Which task of staff it is to bring something in a name; ``None`` for anyone else."""
    standing = standing_of(actor)
    if body.pk not in standing.supports - standing.chairs:
        return None
    own = standing.organizations(PostRole.values) | standing.partner_for
    if brought_by.pk in own and _brings_as_itself(standing, body):
        return None
    in_house = _own_house(body).filter(pk=brought_by.pk).exists()
    return Task.PROPOSE_OWN if in_house else Task.PROPOSE_FOR


def can_record_for(actor: User, organization_id: int) -> bool:
    """Whether the actor records local decisions of this municipality: its own officers only."""
    return actor.is_system or standing_of(actor).holds(organization_id, *RECORDS_LOCALLY)


def municipalities_of(actor: User) -> QuerySet[Organization]:
    """The municipalities whose own page the actor may open."""
    if actor.is_system:
        return Organization.objects.filter(classification=Classification.MUNICIPALITY)
    standing = standing_of(actor)
    at_our_tables = Seat.objects.filter(valid_on(clock.today()), body__in=standing.leads)
    return Organization.objects.filter(
        Q(pk__in=standing.local_organizations) | Q(seats__in=at_our_tables),
        classification=Classification.MUNICIPALITY,
    ).distinct()
