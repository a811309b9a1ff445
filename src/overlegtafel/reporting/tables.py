"""One table at a glance, for who belongs to it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import Execution, agreements_of, execution_of
from overlegtafel.agreements.states import AgreementState
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.models import BodyFact, GoverningBody
from overlegtafel.governance.policy import can_see_table
from overlegtafel.governance.queries import FilledSeat, filled_seats, people_of
from overlegtafel.governance.states import TableRole
from overlegtafel.local_decisions.queries import Progress, progress_of
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.queries import meetings_of
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.organizations.models import Organization
from overlegtafel.organizations.queries import members_on

TO_COME = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)
"""The states of a meeting that may be someone's next."""


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in a list, with its derived figures."""

    agreement: Agreement
    progress: Progress | None
    execution: Execution

    def spoken(self, today: date) -> str:
        """How far it is, in the same words wherever a list shows it.

        While municipalities decide only that is counted; after that who carried it out as well:
        ``4 van 4 keurden goed · 3 van 4 uitgevoerd · loopt``.
        """
        if self.agreement.state == AgreementState.DRAFT:
            return "in opmaak"
        if self.progress is None:
            if self.agreement.needs_local_decision:
                return "lokale beslissingen nog te openen"
            return self.execution.spoken(today)
        if self.progress.closed < self.progress.total:
            return self.progress.spoken(today)
        return f"{self.progress.closing} · {self.execution.spoken(today)}"


@dataclass(frozen=True)
class TableOverview:
    """What the page of a table shows."""

    body: GoverningBody
    seats: list[FilledSeat]
    upcoming: list[Meeting]
    past: list[Meeting]
    agreements: list[AgreementLine]
    dossiers: list[Dossier]


@dataclass(frozen=True)
class TableAround:
    """Who and what stands around a table; all of it is public."""

    chairs: list[str]
    secretariat: list[str]
    supporters: list[Organization]
    related: list[GoverningBody]
    members: list[Organization]
    facts: list[BodyFact]


def body_by_slug(actor: User, slug: str) -> GoverningBody:
    """A table the actor may open. Raises ``NotVisible``."""
    body = _body_at(slug)
    if body is None or not can_see_table(actor, body.pk):
        raise NotVisible
    return body


@until_the_log_moves(size=200)
def _body_at(slug: str) -> GoverningBody | None:
    bodies = GoverningBody.objects.select_related("region", "organization", "parent")
    return bodies.filter(slug=slug).first()


def agreement_lines(agreements: list[Agreement]) -> list[AgreementLine]:
    """Agreements with their derived figures: two queries, however many."""
    progress, execution = _figures(tuple(agreement.pk for agreement in agreements))
    return [
        AgreementLine(agreement, progress.get(agreement.pk), execution[agreement.pk])
        for agreement in agreements
    ]


@until_the_log_moves(size=500)
def _figures(ids: tuple[int, ...]) -> tuple[dict[int, Progress], dict[int, Execution]]:
    return progress_of(ids), execution_of(ids)


@until_the_log_moves(size=100)
def table_around(body: GoverningBody, today: date) -> TableAround:
    """The people, organizations, municipalities and other tables around one table."""
    members = list(members_on(body.region, today)) if body.region else []
    kin = Q(parent=body) | Q(pk=body.parent_id)
    if body.region_id:
        kin |= Q(region=body.region_id)
    people = people_of(body, today)
    return TableAround(
        chairs=people.get(TableRole.CHAIR, []),
        secretariat=people.get(TableRole.SUPPORT, []),
        supporters=list(body.support_organizations.all()),
        related=list(GoverningBody.objects.filter(valid_on(today), kin).exclude(pk=body.pk)),
        members=members,
        facts=list(body.facts.all()),
    )


def table_overview(actor: User, body: GoverningBody, today: date) -> TableOverview:
    """The table at a glance: the latest of everything, with a way to the rest."""
    meetings = meetings_of(actor, body)
    upcoming = Q(held_on__gte=today, state__in=TO_COME)
    past = Q(held_on__lt=today) | Q(state__in=HELD)
    return TableOverview(
        body=body,
        seats=filled_seats(body, today),
        upcoming=list(meetings.filter(upcoming).order_by("held_on")[:3]),
        past=list(meetings.filter(past)[:5]),
        agreements=agreement_lines(list(agreements_of(actor, body)[:8])),
        dossiers=list(dossiers_visible_to(actor).filter(body=body, state=DossierState.OPEN)[:12]),
    )
