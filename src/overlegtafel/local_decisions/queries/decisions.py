"""Reads about local decisions, and the status derived from them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotVisible
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.states import APPROVALS, DECIDED, DecisionState, Source

UNTOLD = "nog niet gemeld wat eruit kwam"
"""What every reader is told of a sitting that is over while nothing was recorded since."""
HEIR = "carried_to__municipality"
"""What ``spoken_state`` reads beside a row: who goes on with it since a merger."""


@dataclass(frozen=True)
class Progress:
    """How far the municipalities are with one agreement; derived, never stored.

    ``total`` leaves out who it does not apply to. ``closed`` counts who needs nothing more.
    """

    approved: int
    refused: int
    closed: int
    total: int
    due_on: date

    @property
    def figure(self) -> str:
        """``9 van 14``."""
        return f"{self.approved} van {self.total}"

    def status(self, today: date) -> str:
        """``rond``, ``te laat``, ``loopt`` or ``open``; it can't be set."""
        if self.total and self.closed == self.total:
            return "rond" if not self.refused else "afgerond, niet overal goedgekeurd"
        if self.due_on < today:
            return "te laat"
        return "loopt" if self.closed else "open"

    def spoken(self, today: date) -> str:
        """``9 van 14 keurden goed · loopt``: what is counted is always named."""
        if self.total and self.closed == self.total:
            return self.closing
        return f"{self.figure} keurden goed · {self.status(today)}"

    @property
    def closing(self) -> str:
        """Once every municipality decided: ``4 van 4 keurden goed``, and who did not."""
        refused = f", {self.refused} niet" if self.refused else ""
        return f"{self.figure} keurden goed{refused}"


def progress_of(agreement_ids: Iterable[int]) -> dict[int, Progress]:
    """The progress of several agreements in one query; without rows, not in the answer."""
    rows = (
        LocalDecision.objects.filter(agreement__in=list(agreement_ids))
        .order_by()
        .values_list("agreement_id", "agreement__due_on", "state")
        .annotate(many=Count("id"))
    )
    states: dict[int, Counter[str]] = {}
    days: dict[int, date] = {}
    for agreement_id, due_on, state, many in rows:
        states.setdefault(agreement_id, Counter())[state] = many
        days[agreement_id] = due_on
    return {pk: progress_in(found, days[pk]) for pk, found in states.items()}


def progress_in(states: Mapping[str, int], due_on: date) -> Progress:
    """The progress that follows from how many rows of one agreement are in each state."""
    return Progress(
        approved=sum(states.get(state, 0) for state in APPROVALS),
        refused=states.get(DecisionState.REFUSED, 0),
        closed=sum(states.get(state, 0) for state in DECIDED),
        total=sum(states.values()) - states.get(DecisionState.NOT_APPLICABLE, 0),
        due_on=due_on,
    )


def decisions_of(agreement: Agreement) -> QuerySet[LocalDecision]:
    """All rows of an agreement, by municipality."""
    rows = agreement.local_decisions.select_related("municipality", HEIR)
    return rows.order_by("municipality__name")


def decision_of(actor: User, agreement: Agreement, municipality_slug: str) -> LocalDecision:
    """One municipality's row. Raises ``NotVisible``."""
    found = (
        local_decisions_visible_to(actor)
        .filter(agreement=agreement, municipality__slug=municipality_slug)
        .select_related("municipality", "agreement__body", "recorded_by", HEIR)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def spoken_state(decision: LocalDecision) -> str:
    """One row as a sentence: ``goedgekeurd door de gemeenteraad op 26 november 2026``.

    Of a sitting that is over it says that its outcome was not told yet.
    Of a row that passed on by a merger: to whom. Who reads many rows fetches ``HEIR`` with them.
    """
    if decision.carried_to is not None:
        return f"overgegaan naar {decision.carried_to.municipality} bij een fusie"
    state, body = DecisionState(decision.state), decision.body_spoken
    day = f" op {spoken(decision.meets_on)}" if decision.meets_on else ""
    sentences = {
        DecisionState.UNKNOWN: "nog niet bekend",
        DecisionState.PLANNED: f"gepland voor {body}{day}",
        DecisionState.ON_AGENDA: f"op de agenda van {body}{day}",
        DecisionState.APPROVED: f"goedgekeurd door {body}{day}",
        DecisionState.APPROVED_WITH_CHANGE: f"goedgekeurd met wijziging door {body}{day}",
        DecisionState.POSTPONED: f"uitgesteld, nieuwe zitting{day}" if day else "uitgesteld",
        DecisionState.REFUSED: f"niet goedgekeurd door {body}{day}",
        DecisionState.NOT_APPLICABLE: "niet van toepassing",
    }
    untold = f", {UNTOLD}" if decision.is_waiting(clock.today()) else ""
    return f"{sentences[state]}{untold}"


def according_to(decision: LocalDecision) -> str:
    """Whose word a stand is: ``volgens de gemeenteraad van Lede``. The table vouches for none."""
    place = str(decision.municipality)
    if decision.carried_to is not None:
        return f"daarover beslist nu {decision.carried_to.municipality}"
    if decision.state == DecisionState.UNKNOWN:
        return f"nog niets gehoord van {place}"
    whose = f"{decision.body_spoken} van {place}" if decision.state in DECIDED else place
    if decision.source == Source.PUBLISHED:
        return f"gelezen in een publicatie van {whose}"
    return f"volgens {whose}"
