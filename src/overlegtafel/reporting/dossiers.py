"""A dossier's whole thread: what happened, in order, with ways to each step."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.governance.models import GoverningBody
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.queries import spoken_state
from overlegtafel.local_decisions.states import DECIDED
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.policy import can_read_minutes, items_visible_to
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.reporting.tables import AgreementLine, agreement_lines


@dataclass(frozen=True)
class Event:
    """One thing that happened in a dossier. ``kind`` picks icon and link; ``subject`` its key."""

    on: date
    kind: str
    title: str
    detail: str
    subject: str = ""


@dataclass(frozen=True)
class DossierThread:
    """A dossier with its items, agreements and events, oldest first."""

    dossier: Dossier
    items: list[AgendaItem]
    agreements: list[AgreementLine]
    events: list[Event]


def dossier_by_reference(actor: User, body: GoverningBody, reference: str) -> Dossier:
    """One dossier of a table. Raises ``NotVisible``."""
    if not reference.isprintable():  # no database takes every character
        raise NotVisible
    dossier = (
        dossiers_visible_to(actor)
        .filter(body=body, reference__iexact=reference)
        .select_related("owner", "body")
        .first()
    )
    if dossier is None:
        raise NotVisible
    return dossier


def dossier_thread(actor: User, dossier: Dossier) -> DossierThread:
    """Everything the actor may see that happened in the dossier."""
    items = list(
        items_visible_to(actor)
        .filter(dossier=dossier)
        .select_related("meeting__body", "brought_by")
        .order_by("meeting__held_on", "order")
    )
    agreements = list(
        agreements_visible_to(actor)
        .filter(item__dossier=dossier)
        .select_related("item__meeting", "body", "owner")
        .order_by("item__meeting__held_on", "reference")
    )
    events = _events(actor, dossier, items, agreements)
    return DossierThread(dossier, items, agreement_lines(agreements), events)


def _events(
    actor: User, dossier: Dossier, items: list[AgendaItem], agreements: list[Agreement]
) -> list[Event]:
    """What happened, oldest first, as far as the actor may see."""
    proposals = proposals_visible_to(actor).filter(dossier=dossier).select_related("brought_by")
    decisions = (
        local_decisions_visible_to(actor)
        .filter(agreement__item__dossier=dossier, state__in=DECIDED)
        .select_related("municipality", "agreement")
    )
    events = [
        Event(
            timezone.localdate(proposal.state_since),
            "proposal",
            proposal.title,
            f"{proposal.get_state_display()}, aangebracht door {proposal.brought_by_words}",
            str(proposal.pk),
        )
        for proposal in proposals
        if proposal.state not in ("scheduled", "treated")
    ]
    events += [
        Event(
            item.meeting.held_on,
            "item",
            item.title,
            _outcome(actor, item) or item.get_function_display(),
            item.meeting.held_on.isoformat(),
        )
        for item in items
    ]
    events += [
        Event(
            agreement.item.meeting.held_on,
            "agreement",
            agreement.title,
            f"Afspraak {agreement.reference}",
            agreement.reference,
        )
        for agreement in agreements
    ]
    events += [
        Event(
            decision.meets_on,
            "decision",
            decision.municipality.name,
            spoken_state(decision),
            decision.agreement.reference,
        )
        for decision in decisions
        if decision.meets_on
    ]
    order = {"proposal": 0, "item": 1, "agreement": 2, "decision": 3}
    return sorted(events, key=lambda event: (event.on, order[event.kind], event.title))


def _outcome(actor: User, item: AgendaItem) -> str:
    """What came of an item, for who may read the minutes it stands in."""
    if not can_read_minutes(actor, item.meeting):
        return ""
    return item.outcome_note or item.get_outcome_display()
