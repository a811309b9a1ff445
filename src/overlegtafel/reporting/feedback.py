"""What the last meeting of each table asks of one municipality."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.states import CompetentBody, ExecutionState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.queries import seats_of
from overlegtafel.local_decisions.models import BODY_SPOKEN, LocalDecision
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.policy import items_visible_to, meetings_visible_to
from overlegtafel.meetings.states import HELD
from overlegtafel.organizations.models import Organization

DECIDING: dict[str, str] = {str(body): words for body, words in BODY_SPOKEN.items()} | {
    str(CompetentBody.COLLEGE_AND_COUNCIL): "het college en de gemeenteraad"
}
"""Who decides locally, in words."""


@dataclass(frozen=True)
class Ask:
    """One thing asked of the municipality, by when."""

    what: str
    agreement: Agreement
    due_on: date
    decision: LocalDecision | None = None


@dataclass
class Feedback:
    """One table's last meeting, for one municipality: what came of it, what is asked."""

    body: GoverningBody
    meeting: Meeting
    items: list[AgendaItem] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    def who_decides(self) -> list[tuple[Agreement, str]]:
        """The agreements, each with the local body that decides; empty when none does."""
        return [(each, DECIDING.get(each.competent_body, "")) for each in self.agreements]


def feedback_for(actor: User, municipality: Organization, today: date) -> list[Feedback]:
    """The last held meeting of each table at which the municipality has a seat that counts.

    Six queries, however many tables, items and agreements.
    """
    bodies = {seat.body_id for seat in seats_of(municipality, today) if seat.category.counts}
    last: dict[int, Feedback] = {}
    meetings = meetings_visible_to(actor).filter(
        body__in=bodies, state__in=HELD, held_on__lte=today
    )
    for meeting in meetings.select_related("body").order_by("held_on"):
        last[meeting.body_id] = Feedback(meeting.body, meeting)
    by_meeting = {feedback.meeting.pk: feedback for feedback in last.values()}
    items = items_visible_to(actor).filter(meeting__in=by_meeting)
    for item in items.select_related("dossier").order_by("order"):
        by_meeting[item.meeting_id].items.append(item)
    agreements = agreements_visible_to(actor).filter(item__meeting__in=by_meeting)
    for agreement in agreements.select_related("item", "body").order_by("reference"):
        by_meeting[agreement.item.meeting_id].agreements.append(agreement)
    asks = asks_of(municipality, [each.meeting for each in last.values()])
    for feedback in last.values():
        feedback.asks = asks[feedback.meeting.pk]
    return sorted(last.values(), key=lambda feedback: feedback.meeting.held_on, reverse=True)


def asks_of(municipality: Organization, meetings: Iterable[Meeting]) -> dict[int, list[Ask]]:
    """What these meetings still ask of the municipality, by the meeting's id: two queries."""
    found: dict[int, list[Ask]] = {meeting.pk: [] for meeting in meetings}
    decisions = LocalDecision.objects.filter(
        municipality=municipality,
        agreement__item__meeting__in=found,
        state__in=UNDECIDED,
    ).select_related("agreement__item", "agreement__body", "municipality")
    for decision in decisions.order_by("agreement__due_on", "agreement__reference"):
        agreement = decision.agreement
        words = f"Een beslissing van {decision.body_spoken}"
        found[agreement.item.meeting_id].append(Ask(words, agreement, agreement.due_on, decision))
    executions = (
        Executor.objects.filter(
            organization=municipality,
            agreement__item__meeting__in=found,
            agreement__state="confirmed",
        )
        .exclude(state=ExecutionState.DONE)
        .select_related("agreement__item", "agreement__body")
    )
    for executor in executions.order_by("agreement__due_on", "agreement__reference"):
        agreement = executor.agreement
        found[agreement.item.meeting_id].append(
            Ask("De afspraak uitvoeren", agreement, agreement.due_on)
        )
    return found
