"""Mijn tafel: what waits on me, oldest first, whatever my roles."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, When
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries.positions import ASKED
from overlegtafel.agreements.queries.rounds import waiting_rounds
from overlegtafel.agreements.states import AgreementState, CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.dates import spoken
from overlegtafel.common.models import valid_on
from overlegtafel.councillors.queries import questions_waiting
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.governance.policy import bodies_visible_to, municipalities_of, standing_of
from overlegtafel.local_decisions.queries import last_reminded_before, silent
from overlegtafel.meetings.dispatches import troubles_of
from overlegtafel.meetings.models import Meeting, Reading, ReportRemark
from overlegtafel.meetings.policy import items_visible_to, meetings_visible_to
from overlegtafel.meetings.queries import unplanned_visits
from overlegtafel.meetings.replies import unanswered_by
from overlegtafel.meetings.states import MeetingState, RemarkState
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.policy import prepared_visible_to, proposals_visible_to
from overlegtafel.proposals.queries import waiting_at
from overlegtafel.proposals.states import EDITABLE, ProposalState
from overlegtafel.reporting.article_8 import article_8_waiting
from overlegtafel.reporting.deciding import decisions_waiting, executions_waiting
from overlegtafel.reporting.drafts import waiting_drafts
from overlegtafel.reporting.products import waiting_products
from overlegtafel.reporting.tables import TO_COME
from overlegtafel.reporting.tasks import Task as Task

_REMARKS = "Opmerkingen bij het verslag beantwoorden"
CONVENE_AHEAD = timedelta(days=21)
SHOWN_CHANGES = (
    "meeting.convened",
    "meeting.closed",
    "meeting.approved",
    "agreement.confirmed",
    "local_decisions.opened",
    "local_decision.recorded",
)
"""The log's verbs that the whole circle of a table may read about."""


@dataclass(frozen=True)
class MyTable:
    """The start page of one person."""

    bodies: list[GoverningBody]
    municipalities: list[Organization]
    next_meetings: list[Meeting]
    tasks: list[Task]
    changes: list[AuditEntry]
    prepared: list[Proposal]


def my_table(actor: User, today: date) -> MyTable:
    """Everything that waits on the actor: a fixed number of queries, whatever the roles."""
    standing = standing_of(actor)
    proposals, prepared = _proposals_waiting(actor)
    tasks = [
        *proposals,
        *_meetings_waiting(actor, today),
        *_reports_to_read(actor, today),
        *_replies_waiting(actor, today),
        *_agreements_waiting(actor, today),
        *decisions_waiting(actor, today),
        *_article_8(actor, today),
        *executions_waiting(actor),
        *_clearances_waiting(actor),
        *_tables_waiting(actor, today),
        *_positions_waiting(actor, today),
        *_rounds_waiting(actor, today),
        *_mail_waiting(actor),
        *_questions_of_councillors(actor),
        *waiting_products(actor, today),
        *(Task(*each) for each in waiting_drafts(actor, today)),
    ]
    tasks.sort(key=lambda task: (task.first_on, task.since))
    upcoming = (
        meetings_visible_to(actor)
        .filter(held_on__gte=today, state__in=TO_COME)
        .select_related("body")
        .annotate(item_count=Count("items"))
        .order_by("held_on", "starts_at")
    )
    return MyTable(
        bodies=list(bodies_visible_to(actor)),
        municipalities=list(municipalities_of(actor).filter(pk__in=standing.local_organizations)),
        next_meetings=list(upcoming[:3]),
        tasks=tasks,
        changes=list(
            AuditEntry.objects.filter(body_id__in=standing.circle_of, verb__in=SHOWN_CHANGES)
            .select_related("actor")
            .order_by("-id")[:60]
        ),
        prepared=prepared,
    )


def _proposals_waiting(actor: User) -> tuple[list[Task], list[Proposal]]:
    """What waits for an answer or a note, and what one prepared already: one query."""
    leads = standing_of(actor).leads
    asked = Q(pk__in=waiting_at(leads).values("pk")) | Q(state__in=EDITABLE, proposer=actor)
    to_prepare = prepared_visible_to(actor).filter(
        ~Q(state=ProposalState.SCHEDULED) | Q(items__meeting__state=MeetingState.PLANNED)
    )
    rows = (
        proposals_visible_to(actor)
        .filter(asked | Q(pk__in=to_prepare.values("pk")))
        .annotate(asked=Case(When(asked, then=True), default=False))
        .select_related("body")
    )
    labels = {
        ProposalState.SUBMITTED: "Voorstel beoordelen",
        ProposalState.POSTPONED: "Uitgesteld voorstel beoordelen",
        ProposalState.RETURNED: "Vraag bij uw voorstel beantwoorden",
        ProposalState.DRAFT: "Uw ontwerpvoorstel indienen",
    }
    tasks: list[Task] = []
    prepared: list[Proposal] = []
    for proposal in rows:
        if not proposal.asked and (proposal.note or proposal.function == Function.EXCHANGE):
            prepared.append(proposal)
            continue
        label = labels[ProposalState(proposal.state)] if proposal.asked else "Nota voorbereiden"
        since = timezone.localdate(proposal.state_since)
        tasks.append(Task("proposal", label, proposal.title, since, proposal))
    return tasks, prepared


def _meetings_waiting(actor: User, today: date) -> list[Task]:
    leads = standing_of(actor).leads
    rows = Meeting.objects.filter(
        Q(state=MeetingState.PLANNED, held_on__lte=today + CONVENE_AHEAD, held_on__gte=today)
        | Q(state=MeetingState.CONVENED, held_on__lte=today)
        | Q(state__in=[MeetingState.IN_SESSION, MeetingState.REPORTED]),
        body__in=leads,
    ).annotate(
        item_count=Count("items"),
        has_remarks=Exists(
            ReportRemark.objects.filter(item__meeting=OuterRef("pk"), state=RemarkState.OPEN)
        ),
    )
    labels = {
        MeetingState.PLANNED: "Agenda versturen",
        MeetingState.CONVENED: "Vergadering openen",
        MeetingState.IN_SESSION: "Verslag afsluiten",
        MeetingState.REPORTED: "Verslag laten goedkeuren",
    }
    return [
        Task(
            "remarks"
            if meeting.has_remarks and meeting.state == MeetingState.REPORTED
            else "meeting",
            _REMARKS
            if meeting.has_remarks and meeting.state == MeetingState.REPORTED
            else labels[MeetingState(meeting.state)],
            f"{meeting.body.name}, {spoken(meeting.held_on)}",
            timezone.localdate(meeting.state_since),
            meeting,
            due_on=meeting.held_on
            if meeting.held_on >= today and meeting.state != MeetingState.REPORTED
            else None,
        )
        for meeting in rows.select_related("body")
        if meeting.item_count or meeting.state != MeetingState.PLANNED
    ]


def _reports_to_read(actor: User, today: date) -> list[Task]:
    """The concept reports one was asked to read, as long as the term runs (R133)."""
    standing = standing_of(actor)
    readings = Reading.objects.filter(
        meeting__body__in=standing.sits_at & standing.insider_of,
        meeting__state=MeetingState.REPORTED,
        remarks_until__gte=today,
    ).select_related("meeting__body")
    newest = {each.meeting_id: each for each in readings}
    return [
        Task(
            "report",
            "Verslag nalezen",
            f"{each.meeting.body.name}, {spoken(each.meeting.held_on)}",
            timezone.localdate(each.sent_at),
            each.meeting,
            due_on=each.remarks_until,
        )
        for each in newest.values()
    ]


def _replies_waiting(actor: User, today: date) -> list[Task]:
    """Whether one comes to what one was invited to (R134)."""
    return [
        Task(
            "reply",
            "Laten weten of u komt",
            f"{each.meeting.body.name}, {spoken(each.meeting.held_on)}",
            timezone.localdate(each.meeting.state_since),
            each.meeting,
            due_on=each.meeting.held_on,
        )
        for each in unanswered_by(actor, today)
    ]


def _agreements_waiting(actor: User, today: date) -> list[Task]:
    """What no municipality was asked yet, and who was asked and owes an answer (R13): one query,
    and the term of reminders.
    """
    leads = standing_of(actor).leads
    if not leads:
        return []
    before = last_reminded_before(today)
    rows = (
        Agreement.objects.filter(body__in=leads, state=AgreementState.CONFIRMED)
        .exclude(competent_body=CompetentBody.NONE)
        .annotate(
            asked=Count("local_decisions"),
            owing=Count("local_decisions", filter=silent(today, before, "local_decisions__")),
            reminded=Max("local_decisions__reminded_at"),
        )
        .filter(
            Q(asked=0) | Q(owing__gt=0),
            Q(reminded__isnull=True) | Q(reminded__date__lte=before),
        )
        .select_related("body")
    )
    return [
        Task(
            "owing" if agreement.asked else "agreement",
            _owing_words(agreement.owing) if agreement.asked else "Lokale beslissingen openen",
            str(agreement),
            timezone.localdate(agreement.confirmed_at),
            agreement,
            due_on=agreement.due_on,
        )
        for agreement in rows
    ]


def _owing_words(number: int) -> str:
    who = "een bestuur dat" if number == 1 else f"{number} besturen die"
    return f"Herinneren: {who} nog niet {'antwoordde' if number == 1 else 'antwoordden'}"


def _article_8(actor: User, today: date) -> list[Task]:
    """What the register of article 8 asks of a municipality's director and officers."""
    return [
        Task(
            "article_8",
            each.label,
            f"{each.municipality}: {each.words}",
            each.since,
            each.municipality,
            due_on=each.due_on,
        )
        for each in article_8_waiting(actor, today)
    ]


def _clearances_waiting(actor: User) -> list[Task]:
    chairs = standing_of(actor).chairs
    if not chairs:
        return []
    rows = Clearance.objects.filter(body__in=chairs, given_at__isnull=True)
    return [
        Task(
            "clearance",
            "Akkoord geven aan het secretariaat",
            f"{clearance.get_task_display()}: {clearance.subject_label}",
            timezone.localdate(clearance.asked_at),
            clearance,
        )
        for clearance in rows.select_related("body")
    ]


def _mail_waiting(actor: User) -> list[Task]:
    """Mails of an agenda that did not arrive: the secretariat hears of each."""
    leads = standing_of(actor).leads
    return [
        Task(
            "dispatch",
            trouble.words.capitalize(),
            f"Agenda van {trouble.version.meeting.body.name}, "
            f"{spoken(trouble.version.meeting.held_on)} (versie {trouble.version.number})",
            timezone.localdate(trouble.version.convened_at),
            trouble.version,
            meets_on=trouble.version.meeting.held_on,
        )
        for trouble in (troubles_of(leads) if leads else [])
    ]


def _questions_of_councillors(actor: User) -> list[Task]:
    """What councillors asked, at the secretariat or given to whom one works for (R68)."""
    kind, label = "councillor_question", "Vraag van een raadslid beantwoorden"
    rows = [
        (f"{each.about_words} ({each.from_words})", timezone.localdate(each.asked_at), each)
        for each in questions_waiting(actor)
    ]
    return [Task(kind, label, about, since, one, one.due_on) for about, since, one in rows]


def _tables_waiting(actor: User, today: date) -> list[Task]:
    """What a table agreed to think of: a guest's yearly visit (R27), its composition (R66)."""
    leads = standing_of(actor).leads
    if not leads:
        return []
    visits = [
        Task(
            "visit",
            f"Bezoek van {seat.label} plannen",
            f"{seat.body.name}: dit jaar nog niet gepland",
            date(today.year, seat.category.plan_visit_before or 1, 1),
            seat.body,
        )
        for seat in unplanned_visits(leads, today)
    ]
    due = GoverningBody.objects.filter(
        valid_on(today), pk__in=leads, composition_review_on__lte=today
    )
    reviews = [
        Task("review", "Samenstelling herbekijken", body.name, body.composition_review_on, body)
        for body in due.order_by("name")
        if body.composition_review_on is not None
    ]
    return visits + reviews


def _positions_waiting(actor: User, today: date) -> list[Task]:
    """The items of agendas that were sent on which one's municipality says nothing yet (R9)."""
    ours = standing_of(actor).organizations([PostRole.MAYOR, PostRole.DIRECTOR])
    if not ours:
        return []
    seats = "meeting__body__seats__"
    asked = (
        items_visible_to(actor)
        .filter(
            valid_on(today, seats),
            meeting__state=MeetingState.CONVENED,
            meeting__held_on__gte=today,
            function__in=ASKED,
            **{f"{seats}municipality__in": ours, f"{seats}category__counts": True},
        )
        .exclude(positions__municipality__in=ours)
    )
    return [
        Task(
            "position",
            "Standpunt van uw bestuur schrijven",
            f"{item.title} ({item.meeting.body.name}, {spoken(item.meeting.held_on)})",
            timezone.localdate(item.meeting.state_since),
            item,
            due_on=item.meeting.held_on,
        )
        for item in asked.select_related("meeting__body").distinct().order_by("meeting", "order")
    ]


def _rounds_waiting(actor: User, today: date) -> list[Task]:
    """The written rounds that wait for an answer of a seat one fills (R53)."""
    tables = standing_of(actor).sits_at
    if not tables:
        return []
    return [
        Task(
            "round",
            "Antwoorden in een schriftelijke ronde",
            written.item.title,
            timezone.localdate(written.opened_at),
            written,
            due_on=written.due_on,
        )
        for written in waiting_rounds(actor, tables, today)
    ]
