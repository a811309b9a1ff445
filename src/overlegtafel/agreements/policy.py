"""Who sees and writes agreements."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.states import AgreementState
from overlegtafel.governance.policy import can_lead, may, standing_of
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import PostRole


def agreements_visible_to(actor: User) -> QuerySet[Agreement]:
    """Drafts for who runs the table; made agreements for its whole circle."""
    if actor.is_system:
        return Agreement.objects.all()
    standing = standing_of(actor)
    return Agreement.objects.filter(
        Q(body__in=standing.leads) | Q(body__in=standing.circle_of, state=AgreementState.CONFIRMED)
    )


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
