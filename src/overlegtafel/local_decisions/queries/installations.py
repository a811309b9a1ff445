"""What a new college finds running, and what it answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.states import AgreementState, ExecutionState
from overlegtafel.common.errors import NotVisible
from overlegtafel.local_decisions.models import Installation, LocalDecision, Reconfirmation
from overlegtafel.local_decisions.policy import installations_visible_to
from overlegtafel.local_decisions.states import UNDECIDED, ReconfirmationState
from overlegtafel.organizations.models import Organization


def running_for(municipality: Organization, day: date) -> list[Agreement]:
    """The agreements made before a day that ask something of a municipality and aren't finished.

    Asked: a decision of its own, or a part in carrying it out. Unfinished: anyone still has to
    decide, or to carry out.
    """
    decides = LocalDecision.objects.filter(agreement=OuterRef("pk"))
    carries = Executor.objects.filter(agreement=OuterRef("pk"))
    mine = Exists(decides.filter(municipality=municipality, carried_to__isnull=True)) | Exists(
        carries.filter(organization=municipality)
    )
    unfinished = Exists(decides.filter(state__in=UNDECIDED)) | Exists(
        carries.exclude(state=ExecutionState.DONE)
    )
    return list(
        Agreement.objects.filter(
            mine,
            unfinished,
            state=AgreementState.CONFIRMED,
            item__meeting__held_on__lt=day,
        ).order_by("due_on", "reference")
    )


def installation_of(actor: User, municipality: Organization) -> Installation | None:
    """The last installation that is written down, for who may read it."""
    return installations_visible_to(actor).filter(municipality=municipality).first()


def reconfirmations_of(installation: Installation) -> QuerySet[Reconfirmation]:
    """What the college found running, by term."""
    return installation.reconfirmations.select_related(
        "agreement__body", "installation__municipality", "answered_by"
    )


def reconfirmation_of(actor: User, municipality: Organization, pk: int) -> Reconfirmation:
    """One of the own list. Raises ``NotVisible``."""
    found = (
        Reconfirmation.objects.filter(
            pk=pk,
            installation__in=installations_visible_to(actor).filter(municipality=municipality),
        )
        .select_related("agreement__body", "installation__municipality")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Reconfirmed:
    """How many new colleges were asked about an agreement, and what they said."""

    asked: int
    confirmed: int
    questioned: int

    @property
    def spoken(self) -> str:
        """``3 van 5 nieuwe colleges bevestigden opnieuw, 1 wil erover praten``."""
        words = f"{self.confirmed} van {self.asked} nieuwe colleges bevestigden opnieuw"
        if self.asked == 1:
            words = f"het nieuwe college bevestigde {'opnieuw' if self.confirmed else 'nog niet'}"
        return f"{words}, {self.questioned} wil erover praten" if self.questioned else words


def reconfirmed(agreement_ids: Iterable[int]) -> dict[int, Reconfirmed]:
    """By agreement, in one query; without new colleges not in the answer."""
    rows = (
        Reconfirmation.objects.filter(agreement__in=list(agreement_ids))
        .order_by()
        .values("agreement_id")
        .annotate(
            asked=Count("id"),
            confirmed=Count("id", filter=Q(state=ReconfirmationState.CONFIRMED)),
            questioned=Count("id", filter=Q(state=ReconfirmationState.QUESTIONED)),
        )
    )
    return {
        row["agreement_id"]: Reconfirmed(row["asked"], row["confirmed"], row["questioned"])
        for row in rows
    }
