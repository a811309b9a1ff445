"""Who still has to carry out what, who hears of it, and whether it shows (R12, R114)."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.states import AgreementState, ExecutionState
from overlegtafel.common import clock
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.queries import holders_of
from overlegtafel.meetings.models import Annex
from overlegtafel.organizations.models import PostRole

HEARS = (PostRole.DIRECTOR, PostRole.OFFICER, PostRole.STAFF)
"""Who follows up agreements in an organization that owns or executes them."""


def unfinished(day: date) -> Q:
    """Made agreements past their day on ``day`` that someone still has to carry out."""
    waiting = Executor.objects.exclude(state=ExecutionState.DONE)
    return Q(state=AgreementState.CONFIRMED, due_on__lt=day, pk__in=waiting.values("agreement"))


def hearers_of(agreement: Agreement, *, waiting_only: bool = False) -> list[User]:
    """Who hears how an agreement goes: who proposed it, who owns it, who executes it.

    Each once, and only who may read it. ``waiting_only`` leaves out executors that are done.
    """
    executors = agreement.executors.all()
    if waiting_only:
        executors = executors.exclude(state=ExecutionState.DONE)
    organizations = set(executors.values_list("organization_id", flat=True))
    if agreement.owner_id:
        organizations.add(agreement.owner_id)
    found = {each.pk: each for each in holders_of(HEARS, organizations, clock.today())}
    proposal = agreement.item.proposal
    if not proposal.is_standing:
        found[proposal.proposer_id] = proposal.proposer
    return [each for _, each in sorted(found.items()) if _may_read(each, agreement)]


def _may_read(user: User, agreement: Agreement) -> bool:
    if user.is_system or not user.is_active:
        return False
    return agreements_visible_to(user).filter(pk=agreement.pk).exists()


def with_proofs(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Each agreement with ``is_prepared`` (its item has a note or an annex, or its dossier a
    document), ``unproven`` (executors that are done and show nothing) and ``unfinished``.
    """
    annexes = Annex.objects.filter(proposal=OuterRef("item__proposal"))
    documents = Document.objects.filter(dossier=OuterRef("item__dossier"))
    done = Q(executors__state=ExecutionState.DONE)
    bare = Q(
        executors__evidence="",
        executors__evidence_link="",
        executors__evidence_document__isnull=True,
    )
    return agreements.annotate(
        is_prepared=~Q(item__note="") | Exists(annexes) | Exists(documents),
        unproven=Count("executors", filter=done & bare),
        unfinished=Count("executors", filter=~done),
    )
