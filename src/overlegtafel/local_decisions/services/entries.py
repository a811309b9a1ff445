"""Adding to the history of local decisions; called by each service that changes one."""

from collections.abc import Iterable

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.local_decisions.models import DecisionEntry, LocalDecision, facts_of
from overlegtafel.local_decisions.states import Source


def add_entries(
    *,
    actor: User,
    decisions: Iterable[LocalDecision],
    verb: str,
    source: Source,
    note: str = "",
    reporter_name: str = "",
) -> None:
    """One row each for what the decisions say now. No check of its own: its caller made it.

    Call it in the transaction of the change, after the row is written and read again: the entry's
    number is the row's new revision, and ``check_integrity`` holds both against each other.
    """
    now = clock.now()
    DecisionEntry.objects.bulk_create(
        DecisionEntry(
            decision=decision,
            number=decision.revision,
            verb=verb,
            state=decision.state,
            facts=facts_of(decision),
            source=source,
            note=note[:300],
            recorded_by=actor,
            reporter_name=reporter_name[:120],
            recorded_at=now,
        )
        for decision in decisions
    )
