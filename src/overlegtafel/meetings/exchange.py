"""The exchange round of an item: a row per municipality at the table (R6)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import seats_on
from overlegtafel.meetings.models import AgendaItem, ExchangeRow, Meeting
from overlegtafel.meetings.policy import can_run, may_fill_row
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Organization

FILLABLE = (MeetingState.CONVENED, MeetingState.IN_SESSION)
"""While a municipality writes its own row: before and during the meeting."""
TYPED_FOR = (MeetingState.IN_SESSION, MeetingState.REPORTED)
"""While the secretariat types for one: during the meeting, and in its concept report."""


@dataclass(frozen=True)
class Line:
    """One municipality in the round: what it shared and the actor may read, if anything.

    ``is_closed``: it shared something, for the members of the table only.
    """

    municipality: Organization
    row: ExchangeRow | None
    may_write: bool
    is_closed: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether something was shared; an empty row is "nog niet gedeeld"."""
        return self.is_closed or (
            self.row is not None and bool(self.row.approach or self.row.plan or self.row.contact)
        )


def has_round(item: AgendaItem) -> bool:
    """Whether an item has an exchange round: exchange, of something the table itself brought."""
    return item.function == Function.EXCHANGE and not item.proposal.is_standing


def rows_visible_to(actor: User) -> QuerySet[ExchangeRow]:
    """What a municipality shares is for the members of the table, until it opens it to the rest
    of the circle. Its own people always read it.
    """
    if actor.is_system:
        return ExchangeRow.objects.all()
    standing = standing_of(actor)
    return ExchangeRow.objects.filter(
        Q(item__meeting__body__in=standing.insider_of)
        | Q(municipality__in=standing.local_circle)
        | Q(item__meeting__body__in=standing.circle_of, is_shared=True)
    )


def round_of(actor: User, item: AgendaItem) -> list[Line]:
    """The municipalities with a seat that counts on the day, each with its row: three queries."""
    towns = municipalities_at(item.meeting)
    rows = {each.municipality_id: each for each in item.exchange_rows.select_related("saved_by")}
    seen = set(rows_visible_to(actor).filter(item=item).values_list("pk", flat=True))
    return [
        Line(
            town,
            rows[town.pk] if town.pk in rows and rows[town.pk].pk in seen else None,
            may_write_now(actor, item.meeting, town),
            is_closed=town.pk in rows and rows[town.pk].pk not in seen,
        )
        for town in towns
    ]


def municipalities_at(meeting: Meeting) -> list[Organization]:
    """The municipalities of the table on the meeting's day, in the table's order; each once."""
    seats = seats_on(meeting.body, meeting.held_on).filter(category__counts=True)
    towns = {each.municipality_id: each.municipality for each in seats if each.municipality}
    return list(towns.values())


def may_write_now(actor: User, meeting: Meeting, municipality: Organization) -> bool:
    """Whether the actor writes this row at this moment: the own one, or as secretariat."""
    own = may_fill_row(actor, municipality.pk) and meeting.state in FILLABLE
    return own or (can_run(actor, meeting.body_id) and meeting.state in TYPED_FOR)


def shared_counts(meeting: Meeting) -> dict[int, int]:
    """How many municipalities shared something at each item: one query."""
    counts: dict[int, int] = {}
    rows = ExchangeRow.objects.filter(item__meeting=meeting).exclude(
        approach="", plan="", contact=""
    )
    for item in rows.values_list("item", flat=True):
        counts[item] = counts.get(item, 0) + 1
    return counts
