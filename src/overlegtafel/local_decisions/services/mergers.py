"""Open decisions of a municipality that merged become its successor's, with both histories."""

from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.transitions import claim
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.notifications import tell_heirs
from overlegtafel.local_decisions.services.entries import add_entries
from overlegtafel.local_decisions.states import CARRYING, UNDECIDED, Source
from overlegtafel.organizations.models import Succession


def carry_open_decisions(actor: User, succession: Succession) -> int:
    """Close each open row of the predecessor and point it at the successor's, made if needed.

    What the predecessor decided stays its own and stays counted: nothing of before changes. What
    its council still planned is the old council's plan: the successor's row starts as not known.
    """
    open_rows = LocalDecision.objects.select_for_update().filter(
        municipality=succession.predecessor, state__in=UNDECIDED
    )
    rows = list(open_rows.order_by("pk"))
    for row in rows:
        _carry(actor, row, succession)
    if rows:
        tell_heirs(succession, len(rows))
    return len(rows)


def _carry(actor: User, row: LocalDecision, succession: Succession) -> None:
    heir = succession.successor
    reason = f"Fusie: {succession.predecessor} gaat op in {heir}."
    target, is_new = LocalDecision.objects.get_or_create(
        agreement_id=row.agreement_id,
        municipality=heir,
        defaults={
            "competent_body": row.competent_body,
            "state_since": clock.now(),
            "source": Source.CARRIED_OVER,
        },
    )
    if not is_new:
        LocalDecision.objects.filter(pk=target.pk).update(revision=F("revision") + 1)
        target.refresh_from_db()
    before = claim(
        row,
        CARRYING,
        "carry_over",
        carried_to=target,
        state_since=clock.now(),
        source=Source.CARRIED_OVER,
        revision=F("revision") + 1,
    )
    row.refresh_from_db()
    add_entries(
        actor=actor,
        decisions=[row, target],
        verb="carry_over",
        source=Source.CARRIED_OVER,
        note=reason,
    )
    record(
        "local_decision.carried_over",
        row,
        actor=actor,
        changes={"state": (before, row.state), "municipality": (str(row.municipality), heir.name)},
        reason=reason,
        body_id=row.agreement.body_id,
    )
