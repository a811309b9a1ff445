"""Reads about agreements, and their derived execution."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, QuerySet, When

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, AgreementDomain, Executor
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.states import AgreementLevel, ExecutionState
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import Outcome
from overlegtafel.organizations.models import Classification, Organization


@dataclass(frozen=True)
class Execution:
    """How far the executors of one agreement are; derived, never stored."""

    done: int
    started: int
    total: int
    due_on: date

    @property
    def stage(self) -> str:
        """How far it is, whatever the day: ``uitgevoerd``, ``loopt`` or ``open``."""
        if self.total and self.done == self.total:
            return "uitgevoerd"
        return "loopt" if self.done or self.started else "open"

    def label(self, today: date) -> str:
        """``uitgevoerd``, ``te laat``, ``loopt`` or ``open``."""
        return "te laat" if self.stage != "uitgevoerd" and self.due_on < today else self.stage

    def spoken(self, today: date) -> str:
        """``3 van 4 uitgevoerd · loopt``: what is counted is always named."""
        figure = f"{self.done} van {self.total} uitgevoerd"
        return figure if self.stage == "uitgevoerd" else f"{figure} · {self.label(today)}"


def agreements_of(actor: User, body: GoverningBody, words: str = "") -> QuerySet[Agreement]:
    """A table's agreements that the actor sees, newest meeting first.

    ``words`` keeps those with them in their title, or with that reference.
    """
    wanted = Q(title__icontains=words) | Q(reference__iexact=words) if words else Q()
    return (
        agreements_visible_to(actor)
        .filter(wanted)
        .filter(body=body)
        .select_related("item__meeting", "item__dossier", "owner", "body")
        .order_by("-item__meeting__held_on", "reference")
    )


def reaching(
    agreements: QuerySet[Agreement], *, is_strategic: bool, crosses_sectors: bool
) -> QuerySet[Agreement]:
    """Only the strategic ones, only those that touch two policy domains or more (R47)."""
    if is_strategic:
        agreements = agreements.filter(level=AgreementLevel.STRATEGIC)
    if crosses_sectors:
        several = (
            AgreementDomain.objects.values("agreement")
            .annotate(many=Count("id"))
            .filter(many__gte=2)
        )
        agreements = agreements.filter(pk__in=several.values("agreement"))
    return agreements


def agreement_by_reference(actor: User, body: GoverningBody, reference: str) -> Agreement:
    """One agreement of a table. Raises ``NotVisible``."""
    if not reference.isprintable():  # no database takes every character
        raise NotVisible
    found = (
        agreements_of(actor, body)
        .select_related("item__proposal", "item__brought_by", "item__meeting__body", "body__region")
        .filter(reference__iexact=reference)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def execution_of(agreement_ids: Iterable[int]) -> dict[int, Execution]:
    """The execution of several agreements in one query."""
    rows = (
        Agreement.objects.filter(pk__in=list(agreement_ids))
        .order_by()
        .values_list("pk", "due_on", "executors__state")
        .annotate(many=Count("executors"))
    )
    states: dict[int, Counter[str]] = {}
    days: dict[int, date] = {}
    for pk, due_on, state, many in rows:
        states.setdefault(pk, Counter())[state] = many
        days[pk] = due_on
    return {pk: execution_in(found, days[pk]) for pk, found in states.items()}


def execution_in(states: Mapping[str, int], due_on: date) -> Execution:
    """The execution that follows from how many executors of one agreement are in each state."""
    return Execution(
        done=states.get(ExecutionState.DONE, 0),
        started=states.get(ExecutionState.IN_PROGRESS, 0),
        total=sum(states.values()),
        due_on=due_on,
    )


def executors_of(agreement: Agreement) -> QuerySet[Executor]:
    """The executors with their organization."""
    return agreement.executors.select_related("organization").order_by("organization__name", "id")


def closing_objections(meeting: Meeting) -> list[str]:
    """What keeps the minutes open: an agreement without executor, or an item whose outcome
    says there is an agreement while none is written (R12).
    """
    sentences = [
        f"Afspraak {agreement.reference}, “{agreement.title}”: kies minstens één uitvoerder."
        for agreement in Agreement.objects.filter(
            item__meeting=meeting, executors__isnull=True
        ).order_by("reference")
    ]
    for item in meeting.items.annotate(made=Count("agreements")).order_by("order"):
        if item.outcome == Outcome.AGREEMENT and not item.made:
            sentences.append(f"Punt {item.order}, “{item.title}”: schrijf de afspraak op.")
        if item.made and item.outcome not in (Outcome.AGREEMENT, Outcome.POSITION):
            sentences.append(
                f"Punt {item.order}, “{item.title}”: er is een afspraak; kies die uitkomst."
            )
    return sentences


def possible_executors(
    body: GoverningBody, day: date, agreement: Agreement | None = None
) -> QuerySet[Organization]:
    """Who may carry out an agreement: members first, who supports the table, related tables.

    With ``agreement`` also whoever it already names.
    """
    seats = Seat.objects.filter(valid_on(day), body=body)
    wanted = (
        Q(pk__in=seats.filter(municipality__isnull=False).values("municipality"))
        | Q(pk__in=seats.filter(post__isnull=False).values("post__organization"))
        | Q(supports_bodies=body)
        | Q(governing_body=body)
        | Q(governing_body__parent=body)
        | Q(governing_body__related_bodies=body)
    )
    if agreement is not None:
        wanted |= Q(executions__agreement=agreement) | Q(owned_agreements=agreement)
    return Organization.objects.filter(
        pk__in=Organization.objects.filter(wanted).values("pk")
    ).order_by(Case(When(classification=Classification.MUNICIPALITY, then=0), default=1), "name")
