"""Who sees and records local decisions."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import Seat
from overlegtafel.governance.policy import (
    can_lead,
    can_record_for,
    may,
    standing_of,
)
from overlegtafel.governance.states import Task
from overlegtafel.local_decisions.models import (
    Installation,
    LocalDecision,
    Reconfirmation,
    ReportingToken,
)
from overlegtafel.local_decisions.states import DECIDED, DecisionState
from overlegtafel.meetings.sittings import can_keep_sittings
from overlegtafel.organizations.models import Organization, PostRole


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


def owns(actor: User, agreement: Agreement) -> bool:
    """Whether the actor works for the municipality that pulls the agreement, or is its mayor."""
    return agreement.owner_id is not None and can_record_for(actor, agreement.owner_id)


def can_remind(actor: User, agreement: Agreement) -> bool:
    """Whether the actor may remind those who owe an answer: the secretariat, or the owner (R13)."""
    return owns(actor, agreement) or may(actor, agreement.body, Task.LOCAL)


def can_open(actor: User, body_id: int) -> bool:
    """Whether the actor opens local decisions for the table's agreements."""
    return can_lead(actor, body_id)


def tokens_visible_to(actor: User) -> QuerySet[ReportingToken]:
    """The couplings of the municipalities for which the actor records decisions."""
    if actor.is_system:
        return ReportingToken.objects.all()
    return ReportingToken.objects.filter(municipality__in=standing_of(actor).records_for)


def installations_visible_to(actor: User) -> QuerySet[Installation]:
    """The new colleges of the own municipality, and of the members of a table one leads."""
    if actor.is_system:
        return Installation.objects.all()
    standing = standing_of(actor)
    members = Seat.objects.filter(valid_on(clock.today()), body__in=standing.leads)
    return Installation.objects.filter(
        Q(municipality__in=standing.local_circle)
        | Q(municipality__in=members.filter(municipality__isnull=False).values("municipality"))
    )


def can_read_installations(actor: User, municipality: Organization) -> bool:
    """Whether the actor reads what a new college confirms again; a councillor does not."""
    return municipality.pk in standing_of(actor).local_circle or can_install(actor, municipality)


def can_install(actor: User, municipality: Organization) -> bool:
    """Who writes down that a new college sits: as who says when it sits."""
    return can_keep_sittings(actor, municipality)


def can_reconfirm(actor: User, reconfirmation: Reconfirmation) -> bool:
    """Only the own municipality answers for its college."""
    return can_record_for(actor, reconfirmation.installation.municipality_id)
