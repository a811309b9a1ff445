"""Who sees and records local decisions."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.governance.policy import can_lead, can_record_for, standing_of
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DECIDED, DecisionState
from overlegtafel.organizations.models import PostRole


def local_decisions_visible_to(actor: User) -> QuerySet[LocalDecision]:
    """All rows of the agreements one sees, and one's own municipality's.

    A councillor sees the own municipality's rows once they are on an agenda or decided: from
    then on they are public there anyway.
    """
    if actor.is_system:
        return LocalDecision.objects.all()
    standing = standing_of(actor)
    return LocalDecision.objects.filter(
        Q(agreement__in=agreements_visible_to(actor))
        | Q(municipality__in=standing.local_circle)
        | Q(
            municipality__in=standing.organizations([PostRole.COUNCILLOR]),
            state__in=[DecisionState.ON_AGENDA, *DECIDED],
        )
    )


def can_record(actor: User, decision: LocalDecision) -> bool:
    """Only the own municipality's officer, director or mayor records."""
    return can_record_for(actor, decision.municipality_id)


def can_open(actor: User, body_id: int) -> bool:
    """Whether the actor opens local decisions for the table's agreements."""
    return can_lead(actor, body_id)
