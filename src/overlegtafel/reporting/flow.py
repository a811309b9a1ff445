"""The steps of an agreement, from proposal to execution, as the flow line draws them (R48)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import Execution
from overlegtafel.agreements.states import AgreementState
from overlegtafel.common.dates import short
from overlegtafel.local_decisions.queries import Progress


@dataclass(frozen=True)
class Step:
    """One step: ``state`` is done, now or todo."""

    label: str
    note: str
    state: str


def steps_of(
    agreement: Agreement, progress: Progress | None, execution: Execution, today: date
) -> list[Step]:
    """The steps with their dates and figures; exactly one is ``now`` while anything is open."""
    meeting = agreement.item.meeting
    submitted = agreement.item.proposal.submitted_at
    made = agreement.state == AgreementState.CONFIRMED
    rows = [
        ("Aangebracht", short(timezone.localdate(submitted)) if submitted else "", True),
        ("Besproken", short(meeting.held_on), True),
        (
            "Afgesproken",
            short(timezone.localdate(agreement.confirmed_at)) if agreement.confirmed_at else "",
            made,
        ),
    ]
    if agreement.needs_local_decision:
        decided = progress is not None and progress.closed == progress.total
        rows.append(("Lokale beslissing", progress.figure if progress else "te openen", decided))
    rows.append(
        (
            "Uitvoering",
            f"{execution.done} van {execution.total}",
            bool(execution.total) and execution.done == execution.total,
        )
    )
    steps, open_seen = [], False
    for label, note, done in rows:
        state = "done" if done and not open_seen else "todo" if open_seen else "now"
        open_seen = open_seen or not done
        steps.append(Step(label, note, state))
    return steps
