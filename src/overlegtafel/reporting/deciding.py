"""What waits on who works for a municipality: to record, to publish, to carry out."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Executor
from overlegtafel.agreements.states import AgreementState, CompetentBody, ExecutionState
from overlegtafel.governance.policy import standing_of
from overlegtafel.local_decisions.deadlines import publication_due
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DECIDED, UNDECIDED
from overlegtafel.local_decisions.terms import Terms, terms_by_day
from overlegtafel.organizations.models import Classification, PostRole
from overlegtafel.reporting.tasks import Task

ASKED_AFTER = timedelta(days=60)
"""How long after a sitting its publication is still someone's work of today; what is older is a
gap that the decision's own page shows."""


def decisions_waiting(actor: User, today: date) -> list[Task]:
    """What one's municipality records: a decision, or that it was published. One query, and terms.

    What was published shows a day or a link; the day it is due follows from the sitting.
    """
    ours = standing_of(actor).organizations([PostRole.OFFICER, PostRole.DIRECTOR, PostRole.MAYOR])
    if not ours:
        return []
    unpublished = Q(
        state__in=DECIDED, published_on=None, link="", meets_on__gte=today - ASKED_AFTER
    )
    rows = LocalDecision.objects.filter(
        Q(state__in=UNDECIDED) | unpublished,
        municipality__in=ours,
        municipality__classification=Classification.MUNICIPALITY,
    ).select_related("agreement__body", "municipality")
    terms = terms_by_day()
    return [_of_decision(each, terms, today) for each in rows]


def _of_decision(decision: LocalDecision, terms: Callable[[date], Terms], today: date) -> Task:
    context = f"{decision.agreement.title} ({decision.municipality})"
    since = timezone.localdate(decision.state_since)
    publication = publication_due(decision, today, terms)
    if publication is not None:
        label = "Bekendmaking aanvullen"
        return Task("publication", label, context, since, decision, due_on=publication.day)
    return Task(
        "decision",
        f"Beslissing van {decision.body_spoken} vastleggen",
        context,
        since,
        decision,
        due_on=decision.agreement.due_on,
        meets_on=decision.meets_on,
    )


def executions_waiting(actor: User) -> list[Task]:
    """What one carries out, once no municipality has to decide (any more): as the turn says."""
    ours = standing_of(actor).organizations([PostRole.DIRECTOR, PostRole.STAFF, PostRole.OFFICER])
    asked = LocalDecision.objects.filter(agreement=OuterRef("agreement"))
    decided = Exists(asked) & ~Exists(asked.filter(state__in=UNDECIDED))
    rows = (
        Executor.objects.filter(
            Q(agreement__competent_body=CompetentBody.NONE) | decided,
            organization__in=ours,
            agreement__state=AgreementState.CONFIRMED,
        )
        .exclude(state=ExecutionState.DONE)
        .select_related("agreement__body", "organization")
    )
    return [
        Task(
            "agreement",
            "Uitvoering melden",
            f"{executor.agreement.title} ({executor.organization})",
            timezone.localdate(executor.agreement.confirmed_at),
            executor.agreement,
            due_on=executor.agreement.due_on,
        )
        for executor in rows
    ]
