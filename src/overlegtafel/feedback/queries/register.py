"""Reads of the register of article 8."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.feedback.models import RegionalItem
from overlegtafel.feedback.policy import can_see_register, regional_items_visible_to
from overlegtafel.feedback.register import YearRegister, read_terms, register_of
from overlegtafel.feedback.states import RegionalItemState, RegionalOrgan
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.policy import can_lead
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DECIDED, DecisionState
from overlegtafel.organizations.models import Organization


def register_for(actor: User, municipality: Organization, year: int) -> YearRegister:
    """The register of one municipality in one year. Raises ``NotVisible``."""
    if not can_see_register(actor, municipality):
        raise NotVisible
    items = regional_items_visible_to(actor).filter(municipality=municipality, meets_on__year=year)
    rows = items.select_related("package__meeting__body", "decision")
    return register_of(municipality, year, rows, clock.today(), read_terms())


def registers_at(actor: User, body: GoverningBody, year: int) -> list[YearRegister]:
    """The registers of a table's members, for who leads it: two queries, however many.

    Raises ``NotVisible``.
    """
    if not can_lead(actor, body.pk):
        raise NotVisible
    members = Organization.objects.filter(
        seats__in=Seat.objects.filter(valid_on(clock.today()), body=body, category__counts=True)
    )
    return _registers(members.distinct().order_by("name"), year, clock.today())


def all_registers(year: int, today: date) -> list[YearRegister]:
    """The registers of every municipality that is a member of a table, for the daily round."""
    seats = Seat.objects.filter(valid_on(today), category__counts=True, body__valid_to=None)
    members = Organization.objects.filter(seats__in=seats).distinct()
    return _registers(members.order_by("name"), year, today)


def registers_of(
    municipalities: Iterable[Organization], year: int, today: date
) -> list[YearRegister]:
    """The registers of these municipalities: one query for all rows."""
    return _registers(municipalities, year, today)


def _registers(
    municipalities: Iterable[Organization], year: int, today: date
) -> list[YearRegister]:
    towns = list(municipalities)
    rows: dict[int, list[RegionalItem]] = {}
    items = RegionalItem.objects.filter(municipality__in=towns, meets_on__year=year)
    for each in items.exclude(state=RegionalItemState.DROPPED):
        rows.setdefault(each.municipality_id, []).append(each)
    terms = read_terms()
    return [register_of(town, year, rows.get(town.pk, ()), today, terms) for town in towns]


def askable_decisions() -> QuerySet[LocalDecision]:
    """Council items from regional dossiers of which nobody said yet whether they count."""
    answered = RegionalItem.objects.filter(decision__isnull=False).exclude(
        state=RegionalItemState.DROPPED
    )
    return LocalDecision.objects.filter(
        competent_body__in=[CompetentBody.COUNCIL, CompetentBody.COLLEGE_AND_COUNCIL],
        state__in=[DecisionState.ON_AGENDA, *DECIDED],
        meets_on__isnull=False,
    ).exclude(pk__in=answered.values("decision"))


def decision_to_count(municipality: Organization, pk: int) -> LocalDecision:
    """One of the municipality's own decisions, to say whether it counts. Raises ``NotVisible``."""
    own = LocalDecision.objects.filter(municipality=municipality, pk=pk)
    found = own.select_related("agreement", "municipality").first()
    if found is None:
        raise NotVisible
    return found


def questions_for(municipalities: Iterable[Organization], year: int) -> QuerySet[LocalDecision]:
    """The same of these municipalities in one year, oldest sitting first."""
    return (
        askable_decisions()
        .filter(municipality__in=municipalities, meets_on__year=year)
        .select_related("agreement__body", "municipality")
        .order_by("meets_on", "agreement__reference")
    )


def item_of(actor: User, municipality: Organization, pk: int) -> RegionalItem:
    """One row of a municipality. Raises ``NotVisible``."""
    rows = regional_items_visible_to(actor).select_related("municipality", "package")
    found = rows.filter(municipality=municipality, pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def council_items(actor: User, municipality: Organization) -> QuerySet[RegionalItem]:
    """What was put on a council's agenda with its text, newest first."""
    return (
        regional_items_visible_to(actor)
        .filter(municipality=municipality, organ=RegionalOrgan.COUNCIL, package__isnull=False)
        .exclude(state=RegionalItemState.DROPPED)
        .order_by("-meets_on", "-id")
    )
