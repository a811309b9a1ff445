"""Reads of the couplings: which a municipality has, what one of them may see, what it reported."""

import hashlib

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.states import Openness
from overlegtafel.local_decisions.models import DecisionEntry, LocalDecision, ReportingToken
from overlegtafel.local_decisions.policy import tokens_visible_to
from overlegtafel.local_decisions.states import Source
from overlegtafel.meetings.item_levels import level_of
from overlegtafel.organizations.models import Organization


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so no salt nor slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of_secret(secret: str) -> ReportingToken | None:
    """The coupling that a secret belongs to, also when it no longer works."""
    found = ReportingToken.objects.filter(digest=digest_of_secret(secret))
    return found.select_related("municipality").first()


def tokens_of(actor: User, municipality: Organization) -> QuerySet[ReportingToken]:
    """A municipality's couplings that the actor may see, the newest first."""
    found = tokens_visible_to(actor).filter(municipality=municipality)
    return found.select_related("created_by", "revoked_by").order_by("-created_at", "-id")


def token_of(actor: User, municipality: Organization, pk: int) -> ReportingToken:
    """One coupling. Raises ``NotVisible``."""
    found = tokens_of(actor, municipality).filter(pk=pk).select_related("municipality").first()
    if found is None:
        raise NotVisible
    return found


def decisions_for(token: ReportingToken) -> QuerySet[LocalDecision]:
    """What a coupling may see: the rows of its own municipality and no other, first due first."""
    return (
        LocalDecision.objects.filter(municipality=token.municipality_id)
        .select_related(
            "municipality",
            "agreement__body__organization",
            "agreement__item__meeting__body",
            "agreement__item__meeting__charter",
            "agreement__item__dossier",
        )
        .prefetch_related("agreement__executors")
        .order_by("agreement__due_on", "id")
    )


def opens_dossier_of(decision: LocalDecision) -> bool:
    """Whether a coupling is told the dossier: when the item is open to officers (R8, R109)."""
    item = decision.agreement.item
    return level_of(item, item.meeting) in (Openness.LOCAL, Openness.PUBLIC)


def tells_text_of(decision: LocalDecision) -> bool:
    """Whether a coupling gets the agreement's text: as its officers do, when the item is open to
    them or the municipality carries it out itself.
    """
    ours = decision.municipality_id
    executes = any(each.organization_id == ours for each in decision.agreement.executors.all())
    return executes or opens_dossier_of(decision)


def reported_by_systems(municipality: Organization, limit: int = 20) -> list[DecisionEntry]:
    """What the municipality's couplings reported, the latest first."""
    found = DecisionEntry.objects.filter(source=Source.API, decision__municipality=municipality)
    return list(
        found.select_related("decision__agreement__body").order_by("-recorded_at", "-id")[:limit]
    )
