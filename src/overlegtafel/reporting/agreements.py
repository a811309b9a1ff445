"""One agreement with everything its page shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.queries import Execution, execution_in, executors_of
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.policy import can_lead
from overlegtafel.governance.queries import seats_on
from overlegtafel.governance.states import CompetentBody
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import can_record
from overlegtafel.local_decisions.queries import Progress, decisions_of, progress_in
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.organizations.models import Organization
from overlegtafel.reporting.flow import Step, steps_of
from overlegtafel.reporting.history import Line, history_of_agreement
from overlegtafel.reporting.turn import Turn, turn_of_agreement


@dataclass(frozen=True)
class Settled:
    """What the charter of a meeting says of the agreements made there (R53, R54).

    ``follow_up_on`` is the day on which they are looked at again; ``initial`` fills in a new
    agreement's form with what is agreed, and only with that: who decides is never guessed.
    """

    charter: Charter | None
    way: str
    follow_up_on: date | None
    minimum_present: int
    initial: dict[str, Any]


def settled_for(item: AgendaItem, executors: QuerySet[Organization]) -> Settled:
    """What holds for an agreement on this item; ``executors`` are those it may name.

    The decision that the item expects comes before the charter's usual one.
    """
    meeting = item.meeting
    rules = rules_of(meeting)
    execution = rules.execution
    initial: dict[str, Any] = {}
    decision = item.expected_decision or execution.local_decision
    if item.expected_decision or execution.local_decision != CompetentBody.NONE:
        initial["competent_body"] = decision
    who = execution.default_executor
    if who:
        named = executors.filter(Q(code=who) | Q(name__iexact=who)).values_list("pk", flat=True)
        initial["executors"] = list(named)
    follow_up = None
    if meeting.charter is not None and execution.follow_up_days:
        follow_up = meeting.held_on + timedelta(days=execution.follow_up_days)
        initial["due_on"] = follow_up
    return Settled(
        charter=meeting.charter,
        way=str(rules.ratification.way.label),
        follow_up_on=follow_up,
        minimum_present=rules.ratification.minimum_present,
        initial=initial,
    )


@dataclass(frozen=True)
class AgreementThread:
    """An agreement, who decides and who executes, in the order of the table.

    ``others`` are members that were not asked; ``own`` the rows the actor may still record.
    """

    agreement: Agreement
    decisions: list[LocalDecision]
    others: list[Organization]
    own: list[LocalDecision]
    executors: list[Executor]
    progress: Progress | None
    execution: Execution
    turn: Turn | None
    steps: list[Step]
    history: list[Line]


def agreement_thread(actor: User, agreement: Agreement, today: date) -> AgreementThread:
    """Everything of one agreement; a fixed number of queries, whatever the size of the table."""
    decisions, executors = _rows(agreement)
    asked = {each.municipality_id: each for each in decisions}
    others: list[Organization] = []
    if decisions:
        members = _members(agreement.body, agreement.item.meeting.held_on)
        placed = [asked.pop(each.pk) for each in members if each.pk in asked]
        others = [each for each in members if not any(each == d.municipality for d in placed)]
        decisions = [*placed, *asked.values()]
    due_on = agreement.due_on
    states = Counter(each.state for each in decisions)
    progress = progress_in(states, due_on) if decisions else None
    execution = execution_in(Counter(each.state for each in executors), due_on)
    leads = can_lead(actor, agreement.body_id)
    return AgreementThread(
        agreement=agreement,
        decisions=decisions,
        others=others,
        own=[each for each in decisions if each.state in UNDECIDED and can_record(actor, each)],
        executors=executors,
        progress=progress,
        execution=execution,
        turn=turn_of_agreement(agreement, decisions, executors),
        steps=steps_of(agreement, progress, execution, today),
        history=history_of_agreement(agreement, executors) if leads else [],
    )


@until_the_log_moves(size=200)
def _rows(agreement: Agreement) -> tuple[list[LocalDecision], list[Executor]]:
    return list(decisions_of(agreement)), list(executors_of(agreement))


@until_the_log_moves(size=200)
def _members(body: GoverningBody, day: date) -> tuple[Organization, ...]:
    seats = seats_on(body, day).filter(category__counts=True)
    return tuple(seat.municipality for seat in seats if seat.municipality)


def stands_of(
    agreement_ids: Iterable[int],
) -> dict[int, list[LocalDecision | Executor]]:
    """For each agreement its local decisions, or else its executors: two queries, for rings."""
    ids = list(agreement_ids)
    rows: dict[int, list[LocalDecision | Executor]] = {pk: [] for pk in ids}
    decisions = LocalDecision.objects.filter(agreement__in=ids).select_related("municipality")
    for decision in decisions.order_by("municipality__name"):
        rows[decision.agreement_id].append(decision)
    bare = [pk for pk, found in rows.items() if not found]
    executors = Executor.objects.filter(agreement__in=bare).select_related("organization")
    for executor in executors.order_by("organization__name"):
        rows[executor.agreement_id].append(executor)
    return rows
