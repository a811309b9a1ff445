"""Who sees and writes agreements, positions, remarks and written rounds."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor, Position, Remark, WrittenRound
from overlegtafel.agreements.states import AgreementState, SharingState
from overlegtafel.governance.policy import can_lead, may, standing_of
from overlegtafel.governance.states import Task
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.organizations.models import PostRole

_SPEAKS = (PostRole.MAYOR, PostRole.DIRECTOR)
_REMARKS = (PostRole.MAYOR, PostRole.DIRECTOR, PostRole.ALDERMAN, PostRole.OFFICER)


def agreements_visible_to(actor: User) -> QuerySet[Agreement]:
    """Drafts for who runs the table; made agreements for its whole circle.

    One made at an item that the actor may not read (R8), only when the own organization carries
    it out: without knowing it nobody can.
    """
    if actor.is_system:
        return Agreement.objects.all()
    standing = standing_of(actor)
    made = Q(body__in=standing.circle_of, state=AgreementState.CONFIRMED)
    if standing.circle_of - standing.closed_of:
        ours = Executor.objects.filter(organization__in=standing.local_organizations)
        made &= Q(item__in=items_visible_to(actor).values("pk")) | Q(
            pk__in=ours.values("agreement")
        )
    return Agreement.objects.filter(Q(body__in=standing.leads) | made)


def can_write(actor: User, body_id: int) -> bool:
    """Whether the actor writes the table's agreements."""
    return can_lead(actor, body_id)


def can_report(actor: User, executor: Executor) -> bool:
    """Whether the actor reports progress: the executor's own people, or who follows it up."""
    return reports_for(actor, executor) or may(actor, executor.agreement.body, Task.AGREEMENTS)


def reports_for(actor: User, executor: Executor) -> bool:
    """Whether the actor works for the executor, or holds a mandate there."""
    return standing_of(actor).holds(
        executor.organization_id,
        PostRole.MAYOR,
        PostRole.DIRECTOR,
        PostRole.OFFICER,
        PostRole.STAFF,
    )


def positions_visible_to(actor: User) -> QuerySet[Position]:
    """What is shared, for who reads inside the table; what is not, for the own municipality only.

    Not for the chair or the secretariat: to them it is "nog niet gedeeld" (R9).
    """
    return Position.objects.filter(_shared_or_own(actor))


def remarks_visible_to(actor: User) -> QuerySet[Remark]:
    """As positions: inside the own municipality, until its mayor shares them (R40)."""
    return Remark.objects.filter(_shared_or_own(actor))


def _shared_or_own(actor: User) -> Q:
    if actor.is_system:
        return Q()
    standing = standing_of(actor)
    return Q(municipality__in=standing.local_circle) | Q(
        state=SharingState.SHARED, item__meeting__body__in=standing.insider_of
    )


def can_prepare_in(actor: User, municipality_id: int) -> bool:
    """Whether the actor reads and writes in this municipality's own preparation of an item."""
    return role_in(actor, municipality_id) is not None


def role_in(actor: User, municipality_id: int) -> PostRole | None:
    """As what the actor remarks in this municipality; ``None`` for who has no place in it."""
    standing = standing_of(actor)
    return next((role for role in _REMARKS if standing.holds(municipality_id, role)), None)


def can_take_position(actor: User, municipality_id: int) -> bool:
    """Only the municipality's own mayor and director write its position (R9)."""
    return actor.is_system or standing_of(actor).holds(municipality_id, *_SPEAKS)


def can_share_remarks(actor: User, municipality_id: int) -> bool:
    """Only its mayor lets a remark out of the municipality (R40)."""
    return actor.is_system or standing_of(actor).holds(municipality_id, PostRole.MAYOR)


def rounds_visible_to(actor: User) -> QuerySet[WrittenRound]:
    """The written rounds of the tables one reads inside of."""
    if actor.is_system:
        return WrittenRound.objects.all()
    standing = standing_of(actor)
    inside = Q(body__in=standing.closed_of)
    if members := standing.insider_of - standing.closed_of:
        inside |= Q(body__in=members, item__in=items_visible_to(actor).values("pk"))
    return WrittenRound.objects.filter(inside)
