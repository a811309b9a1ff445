"""The steps of a proposal and of an agreement, as the flow line draws them (R48)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import Execution
from overlegtafel.agreements.states import AgreementState
from overlegtafel.common.dates import short
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import CompetentBody
from overlegtafel.local_decisions.queries import Progress
from overlegtafel.meetings.models import Meeting
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.states import EDITABLE, ProposalState


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
    return in_order(rows)


def steps_of_proposal(proposal: Proposal, rules: CharterRules, held: Meeting | None) -> list[Step]:
    """The way of a proposal under the charter it was sent under, body by body.

    ``held`` is the meeting on whose agenda it stands or stood last. After the table follow the
    steps that its function and the charter ask; an exchange ends at the table (R5).
    """
    sent = proposal.submitted_at if proposal.state not in EDITABLE else None
    rows = [("Aangebracht", short(timezone.localdate(sent)) if sent else "", sent is not None)]
    for each in proposal.passages.all():
        rows.append((each.body.short_name, _note_of(each), each.left_at is not None))
    on_agenda = proposal.state in (ProposalState.SCHEDULED, ProposalState.TREATED)
    treated = proposal.state == ProposalState.TREATED
    day = short(held.held_on) if held and on_agenda else ""
    rows += [("Agendering", "", on_agenda), ("Bespreking", day, treated)]
    if proposal.function != Function.EXCHANGE:
        rows.append(("Bekrachtiging", str(rules.ratification.way.label), False))
        decided_by = proposal.expected_decision
        if decided_by and decided_by != CompetentBody.NONE:
            rows.append(("Lokale beslissing", "", False))
        rows += [("Uitvoering", "", False), ("Terugkoppeling", "", False)]
    return in_order(rows)


def _note_of(passage: Passage) -> str:
    if passage.left_at is None:
        return str(passage.get_does_display())
    return f"{passage.get_outcome_display()}, {short(timezone.localdate(passage.left_at))}"


def in_order(rows: list[tuple[str, str, bool]]) -> list[Step]:
    """What is done up to the first thing that is not, which is now; the rest is to do."""
    steps, open_seen = [], False
    for label, note, done in rows:
        state = "done" if done and not open_seen else "todo" if open_seen else "now"
        open_seen = open_seen or not done
        steps.append(Step(label, note, state))
    return steps
