"""What a municipality that merged still had to carry out passes to its successor."""

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.states import ExecutionState
from overlegtafel.audit.services import record
from overlegtafel.organizations.models import Succession

_UNFINISHED = (ExecutionState.OPEN, ExecutionState.IN_PROGRESS)


def pass_execution_on(actor: User, succession: Succession) -> int:
    """Name the successor as executor, and as owner, of what is not done yet (R12).

    A successor that carries the same agreement out already does so for both: one row is left,
    and the log keeps the other.
    """
    town, heir = succession.predecessor, succession.successor
    reason = f"Fusie: {town} gaat op in {heir}."
    unfinished = Executor.objects.filter(organization=town, state__in=_UNFINISHED)
    rows = list(unfinished.select_related("agreement"))
    for row in rows:
        agreement = row.agreement
        record(
            "execution.passed_on",
            agreement,
            actor=actor,
            changes={"organization": (town.name, heir.name), "progress": (row.state, row.state)},
            reason=reason,
            body_id=agreement.body_id,
        )
        if Executor.objects.filter(agreement=agreement, organization=heir).exists():
            row.delete()
        else:
            Executor.objects.filter(pk=row.pk).update(organization=heir)
    owned = list(Agreement.objects.filter(owner=town, executors__state__in=_UNFINISHED).distinct())
    for agreement in owned:
        Agreement.objects.filter(pk=agreement.pk).update(owner=heir)
        record(
            "agreement.owner_changed",
            agreement,
            actor=actor,
            changes={"owner": (town.name, heir.name)},
            reason=reason,
            body_id=agreement.body_id,
        )
    return len(rows) + len(owned)
