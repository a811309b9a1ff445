"""What the pages of products let one choose from: only what the actor sees."""

from datetime import date, timedelta

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.queries import agreement_by_reference
from overlegtafel.agreements.queries.positions import members_of
from overlegtafel.agreements.states import AgreementState, CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.document_policy import documents_visible_to
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.policy import items_visible_to
from overlegtafel.organizations.models import Organization
from overlegtafel.products.linking import Origin

RECENT = timedelta(days=365)
"""How long before an assembly the item may have been at which it was aligned."""


def dossiers_of(actor: User, body: GoverningBody) -> QuerySet[Dossier]:
    """The open dossiers of a table that the actor sees."""
    seen = dossiers_visible_to(actor).filter(body=body, state=DossierState.OPEN)
    return seen.select_related("body", "owner").order_by("reference")


def dossiers_by_number(actor: User, body: GoverningBody) -> dict[str, Dossier]:
    """All dossiers of a table that the actor sees, by their number in capitals: one query."""
    seen = dossiers_visible_to(actor).filter(body=body).select_related("body")
    return {each.reference.upper(): each for each in seen}


def documents_of(actor: User, dossier: Dossier | None) -> QuerySet[Document]:
    """The documents of a dossier that the actor may read; of none, none."""
    if dossier is None:
        return Document.objects.none()
    return documents_visible_to(actor).filter(dossier=dossier).distinct()


def deciding_agreements(actor: User, body: GoverningBody) -> QuerySet[Agreement]:
    """The agreements of a table about which each municipality decides."""
    seen = agreements_visible_to(actor).filter(body=body, state=AgreementState.CONFIRMED)
    return seen.exclude(competent_body=CompetentBody.NONE).order_by("-reference")


def items_before(actor: User, body: GoverningBody, day: date) -> QuerySet[AgendaItem]:
    """The items of a table in the year before a day and since, newest first."""
    seen = items_visible_to(actor).filter(meeting__body=body, meeting__held_on__gte=day - RECENT)
    return seen.select_related("meeting").order_by("-meeting__held_on", "order")


def towns_at(body: GoverningBody) -> QuerySet[Organization]:
    """The municipalities whose seat counts today, by name."""
    members = [town.pk for town in members_of(body, clock.today())]
    return Organization.objects.filter(pk__in=members).order_by("name")


def origin_of(
    actor: User, body: GoverningBody, *, item: int | None, agreement: str, dossier: str
) -> Origin:
    """What something new comes from; what the actor does not see is nothing."""
    return Origin(
        dossiers_of(actor, body).filter(reference__iexact=dossier).first() if dossier else None,
        _item(actor, body, item) if item is not None else None,
        _agreement(actor, body, agreement) if agreement else None,
    )


def _item(actor: User, body: GoverningBody, number: int) -> AgendaItem | None:
    seen = items_visible_to(actor).filter(meeting__body=body, pk=number)
    return seen.select_related("meeting__body", "dossier__body", "dossier__owner").first()


def _agreement(actor: User, body: GoverningBody, reference: str) -> Agreement | None:
    try:
        return agreement_by_reference(actor, body, reference)
    except NotVisible:
        return None
