"""Reminding the municipalities that owe an answer, and only those (R13)."""

from django.db import transaction
from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import WrongMoment
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.notifications import remind
from overlegtafel.local_decisions.policy import owns
from overlegtafel.local_decisions.queries import Reminder, reminders_of


@transaction.atomic
def remind_unanswered(*, actor: User, agreement: Agreement) -> list[Reminder]:
    """Write those who owe an answer and were not reminded within the interval; return to whom.

    Done by the secretariat, or by the municipality that owns the agreement. Raises
    ``NotAllowed``, and ``WrongMoment`` when nobody is left to remind now.
    """
    if not owns(actor, agreement):
        require(actor, agreement.body, Task.LOCAL, agreement)
    now = clock.now()
    sent = [
        each
        for each in reminders_of(agreement, clock.today())
        if each.leaves and _claimed(each.decision)
    ]
    if not sent:
        raise WrongMoment("Er is nu niemand te herinneren.")
    remind(agreement, sent)
    names = [each.decision.municipality.name for each in sent]
    record(
        "local_decisions.reminded",
        agreement,
        actor=actor,
        changes={"municipalities": (None, names), "reminded_at": (None, now.isoformat())},
        body_id=agreement.body_id,
    )
    return sent


def _claimed(decision: LocalDecision) -> bool:
    """Take the right to remind: of two who press at once, one writes."""
    before = decision.reminded_at
    untouched = Q(reminded_at=before) if before else Q(reminded_at__isnull=True)
    rows = LocalDecision.objects.filter(untouched, pk=decision.pk, revision=decision.revision)
    return bool(rows.update(reminded_at=clock.now()))
