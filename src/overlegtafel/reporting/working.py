"""How a table works, in figures that lead to what they count (R4, R99, R115, R128)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.queries import execution_of
from overlegtafel.agreements.states import AgreementState
from overlegtafel.common.models import valid_on
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import (
    Acknowledgement,
    Charter,
    Evaluation,
    GoverningBody,
    Seat,
    SelfAssessment,
)
from overlegtafel.governance.standards import assessment_statements
from overlegtafel.governance.states import CharterState, EvaluationState
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.policy import items_visible_to, meetings_visible_to
from overlegtafel.meetings.states import HELD, Outcome
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.states import ProposalState
from overlegtafel.reporting.tables import TO_COME

ENOUGH = 3
"""From so many answers on the members' view is shown; fewer would point at someone."""


@dataclass(frozen=True)
class YearOfFunctions:
    """How many items of each function a table treated in a year."""

    year: int
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All items of the year."""
        return sum(self.counts.values())

    @property
    def shares(self) -> list[tuple[str, str, int, int]]:
        """Per function: value, label, count and share in percent of the year."""
        return [
            (
                function.value,
                str(function.label),
                self.counts.get(function.value, 0),
                round(100 * self.counts.get(function.value, 0) / self.total) if self.total else 0,
            )
            for function in Function
        ]


@dataclass(frozen=True)
class CategoryRow:
    """One of the four categories, and how its items of the last year divide over the functions."""

    category: str
    label: str
    cells: list[tuple[str, str, int]]

    @property
    def total(self) -> int:
        """All items of the category."""
        return sum(count for _, _, count in self.cells)


@dataclass(frozen=True)
class View:
    """What the members think of one statement: the mean of 1 to 5."""

    statement: str
    mean: float


@dataclass(frozen=True)
class Working:
    """What the page about the working of a table shows."""

    charter: Charter | None
    years: list[YearOfFunctions]
    categories: list[CategoryRow]
    executed: int
    agreements: int
    respondents: int
    views: list[View]
    noted: int
    members: int
    missing: list[Organization] = field(default_factory=list)


def treated_items(
    actor: User,
    body: GoverningBody,
    year: int | None = None,
    function: str = "",
    category: str = "",
) -> QuerySet[AgendaItem]:
    """The items of held meetings that the actor sees, newest meeting first."""
    wanted = Q(meeting__body=body, meeting__state__in=HELD)
    if year:
        wanted &= Q(meeting__held_on__year=year)
    if function:
        wanted &= Q(function=function)
    if category:
        wanted &= Q(category=category)
    return (
        items_visible_to(actor)
        .filter(wanted)
        .select_related("meeting", "brought_by")
        .order_by("-meeting__held_on", "order")
    )


def working_of(actor: User, body: GoverningBody, today: date) -> Working:
    """How the table works: every figure with the rows behind it, none without."""
    counted = (
        treated_items(actor, body)
        .order_by()
        .values_list("meeting__held_on__year", "category", "function")
        .annotate(count=Count("pk"))
    )
    years: dict[int, Counter[str]] = {}
    cells: dict[int, dict[tuple[str, str], int]] = {}
    for year, category, function, count in counted:
        years.setdefault(year, Counter())[function] += count
        cells.setdefault(year, {})[category, function] = count
    made = agreements_visible_to(actor).filter(body=body, state=AgreementState.CONFIRMED)
    execution = execution_of(made.values_list("pk", flat=True))
    answers = list(
        SelfAssessment.objects.filter(body=body, year=today.year).values_list("scores", flat=True)
    )
    charter = charter_on(body.pk, today)
    members = member_municipalities(body, today)
    noted = set(
        Acknowledgement.objects.filter(charter=charter).values_list("organization_id", flat=True)
    )
    return Working(
        charter=charter,
        years=[YearOfFunctions(year, years[year]) for year in sorted(years)],
        categories=_categories(cells[max(cells)]) if cells else [],
        executed=sum(each.total > 0 and each.done == each.total for each in execution.values()),
        agreements=len(execution),
        respondents=len(answers),
        views=_views(answers),
        noted=sum(each.pk in noted for each in members),
        members=len(members),
        missing=[each for each in members if each.pk not in noted],
    )


def _categories(cells: dict[tuple[str, str], int]) -> list[CategoryRow]:
    """The four categories by the three functions (R92, R101); together the year's total."""
    return [
        CategoryRow(
            category.value,
            str(category.label),
            [(each.value, str(each.label), cells.get((category, each), 0)) for each in Function],
        )
        for category in Category
    ]


def member_municipalities(body: GoverningBody, day: date) -> list[Organization]:
    """The municipalities with a seat that counts."""
    seats = Seat.objects.filter(valid_on(day), body=body, category__counts=True)
    towns = Organization.objects.filter(classification=Classification.MUNICIPALITY, seats__in=seats)
    return list(towns.distinct().order_by("name"))


def _views(answers: list[dict[str, int]]) -> list[View]:
    if len(answers) < ENOUGH:
        return []
    return [
        View(statement, round(sum(each.get(key, 0) for each in answers) / len(answers), 1))
        for key, statement in assessment_statements().items()
    ]


def evaluation_figures(body: GoverningBody, period_from: date, period_to: date) -> dict[str, Any]:
    """The figures of an evaluation (R99) over a period, in whole days and counts.

    Keys: ``meetings``, ``items``, ``lead_time_days`` (median from sent to first tabled, or
    ``None``), ``refused``, ``deferred``, ``referred``, ``proposers`` (kind of organization to
    count), ``without_follow_up`` (agreements past their day that are not carried out).
    """
    held = Meeting.objects.filter(
        body=body, state__in=HELD, held_on__gte=period_from, held_on__lte=period_to
    )
    items = AgendaItem.objects.filter(meeting__in=held, proposal__is_standing=False)
    firsts = items.values("proposal", "proposal__submitted_at").annotate(
        first=Min("meeting__held_on")
    )
    waits = [
        (row["first"] - timezone.localdate(row["proposal__submitted_at"])).days
        for row in firsts
        if row["proposal__submitted_at"]
    ]
    sent = Proposal.objects.filter(
        body=body, submitted_at__date__gte=period_from, submitted_at__date__lte=period_to
    )
    kinds = Counter(
        str(Classification(kind).label)
        for kind in sent.filter(is_standing=False).values_list(
            "brought_by__classification", flat=True
        )
    )
    made = Agreement.objects.filter(
        item__meeting__in=held, state=AgreementState.CONFIRMED, due_on__lte=period_to
    )
    execution = execution_of(made.values_list("pk", flat=True))
    return {
        "meetings": held.count(),
        "items": items.count(),
        "lead_time_days": round(median(waits)) if waits else None,
        "refused": sent.filter(state=ProposalState.REFUSED).count(),
        "deferred": items.filter(outcome=Outcome.DEFERRED).count(),
        "referred": sent.filter(state=ProposalState.REFERRED).count(),
        "proposers": dict(sorted(kinds.items())),
        "without_follow_up": sum(each.done < each.total for each in execution.values()),
    }


def evaluations_of(body: GoverningBody) -> QuerySet[Evaluation]:
    """The evaluations of a table, the open one first."""
    return (
        Evaluation.objects.filter(body=body)
        .prefetch_related("changes")
        .order_by("-state", "-opened_at")
    )


def default_period(body: GoverningBody, today: date) -> tuple[date, date]:
    """From the day after the last evaluation's period, or a year back, until today."""
    last = (
        Evaluation.objects.filter(body=body, state=EvaluationState.CLOSED)
        .order_by("-period_to")
        .first()
    )
    start = last.period_to + timedelta(days=1) if last else today - timedelta(days=365)
    return min(start, today), today


@dataclass(frozen=True)
class Milestone:
    """Something on the road a table covered (R128)."""

    on: date
    title: str
    text: str = ""
    kind: str = ""


def road_of(actor: User, body: GoverningBody, today: date) -> list[Milestone]:
    """The road covered, from what happened: no scores, nothing that pushes."""
    road = [
        Milestone(
            charter.valid_from, f"Afsprakennota, versie {charter.number}", kind="afsprakennota"
        )
        for charter in Charter.objects.filter(
            body=body, state=CharterState.ADOPTED, valid_from__lte=today
        )
        if charter.valid_from
    ]
    road += [
        Milestone(
            timezone.localdate(each.closed_at),
            "Evaluatie afgesloten",
            " ".join(each.conclusions),
            "evaluatie",
        )
        for each in Evaluation.objects.filter(body=body, state=EvaluationState.CLOSED)
        if each.closed_at
    ]
    first = Meeting.objects.filter(body=body, state__in=HELD).order_by("held_on").first()
    if first:
        road.append(
            Milestone(first.held_on, "Eerste vergadering in Overlegtafel", kind="vergadering")
        )
    made = list(
        agreements_visible_to(actor)
        .filter(body=body, state=AgreementState.CONFIRMED)
        .prefetch_related("executors")
    )
    for agreement in made:
        days = [each.done_on for each in agreement.executors.all()]
        if days and all(days):
            last = max(day for day in days if day)
            road.append(
                Milestone(last, f"Uitgevoerd: {agreement.title}", agreement.reference, "afspraak")
            )
    seen: set[str] = set()
    for item in treated_items(actor, body).order_by("meeting__held_on", "order"):
        if item.function not in seen:
            seen.add(item.function)
            label = Function(item.function).label
            road.append(
                Milestone(item.meeting.held_on, f"Eerste punt van {label}", item.title, "functie")
            )
    return sorted(road, key=lambda each: (each.on, each.kind != "vergadering", each.title))


def plan_of(actor: User, body: GoverningBody, today: date) -> list[Milestone]:
    """What lies ahead with a day: meetings, agreements due, versions, looking again."""
    coming = meetings_visible_to(actor).filter(body=body, held_on__gte=today)
    plan = [
        Milestone(each.held_on, "Vergadering", kind="vergadering")
        for each in coming.filter(state__in=TO_COME)
    ]
    made = agreements_visible_to(actor).filter(body=body, state=AgreementState.CONFIRMED)
    execution = execution_of(made.values_list("pk", flat=True))
    plan += [
        Milestone(
            each.due_on,
            f"Uiterlijk uitgevoerd: {each.title}",
            f"{each.reference}, {execution[each.pk].done} van {execution[each.pk].total} klaar",
            "afspraak",
        )
        for each in made.filter(due_on__gte=today)
        if each.pk in execution and execution[each.pk].done < execution[each.pk].total
    ]
    plan += [
        Milestone(each.valid_from, f"Afsprakennota, versie {each.number}", kind="afsprakennota")
        for each in Charter.objects.filter(
            body=body, state=CharterState.ADOPTED, valid_from__gt=today
        )
        if each.valid_from
    ]
    last = Evaluation.objects.filter(body=body, state=EvaluationState.CLOSED).first()
    dated = [
        (last.next_on if last else None, "Volgende evaluatie"),
        (body.composition_review_on, "Samenstelling herbekijken"),
        (body.valid_to, "Laatste dag van dit overleg"),
    ]
    plan += [Milestone(on, title) for on, title in dated if on and on >= today]
    return sorted(plan, key=lambda each: (each.on, each.title))
