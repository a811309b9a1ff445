"""Reads about meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.queries import FilledSeat, filled_seats, seats_on
from overlegtafel.meetings.item_levels import as_read_by
from overlegtafel.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    PresenceMark,
    Replacement,
    Visit,
)
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.states import HELD, MeetingState
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.policy import can_prepare
from overlegtafel.proposals.states import ProposalState

_COMING = (MeetingState.PLANNED, MeetingState.CONVENED)
_WAY_OF_ITEM = Prefetch("proposal__passages", Passage.objects.select_related("body", "done_by"))
"""What the bodies on the way of each item's proposal said of it (R55)."""


def meetings_of(actor: User, body: GoverningBody) -> QuerySet[Meeting]:
    """A table's meetings that the actor sees, newest first, with their number of items."""
    return (
        meetings_visible_to(actor)
        .filter(body=body)
        .select_related("body")
        .annotate(item_count=Count("items"))
        .order_by("-held_on")
    )


def calendar_of(
    actor: User, body: GoverningBody, today: date
) -> tuple[QuerySet[Meeting], QuerySet[Meeting]]:
    """What is still to come, soonest first, and what was, newest first.

    Today's meeting was, once its minutes are closed or it is cancelled.
    """
    meetings = meetings_of(actor, body).select_related("body", "follows__body")
    gone = meetings.filter(held_on__lt=today) | meetings.filter(
        held_on=today, state__in=[*HELD, MeetingState.CANCELLED]
    )
    coming = meetings.exclude(pk__in=gone.values("pk"))
    return coming.order_by("held_on", "starts_at"), gone.order_by("-held_on", "-pk")


def item_of(actor: User, meeting: Meeting, pk: int) -> AgendaItem:
    """An item of this meeting that the actor may read. Raises ``NotVisible``."""
    items = meeting.items.select_related("meeting__body", "dossier", "proposal__body")
    found = items.filter(pk=pk).first()
    if found is None or as_read_by(actor, meeting, [found])[0].is_closed:
        raise NotVisible
    return found


def meeting_on(actor: User, body: GoverningBody, day: date) -> Meeting:
    """The meeting of a table on a day. Raises ``NotVisible``."""
    found = (
        meetings_visible_to(actor)
        .filter(body=body, held_on=day)
        .select_related(
            "body__region", "body__organization", "charter", "follows__body", "followed_by__body"
        )
        .order_by("state")
    )
    for meeting in sorted(found, key=lambda each: each.state == MeetingState.CANCELLED):
        return meeting
    raise NotVisible


def item_to_prepare(proposal: Proposal) -> AgendaItem | None:
    """The item made from a proposal on an agenda that is not sent yet."""
    items = AgendaItem.objects.filter(proposal=proposal, meeting__state=MeetingState.PLANNED)
    return items.select_related("meeting__body").first()


def may_write_note(actor: User, proposal: Proposal) -> bool:
    """Whether the actor may still write its note: as ``can_prepare``, until its agenda is sent."""
    waits = proposal.state != ProposalState.SCHEDULED
    return can_prepare(actor, proposal) and (waits or item_to_prepare(proposal) is not None)


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items in agenda order with what each page shows of them: two queries."""
    return (
        meeting.items.select_related(
            "brought_by",
            "dossier",
            "proposal__feedback_of",
            "proposal__body",
            "saved_by",
            "report_item__report_of",
        )
        .prefetch_related(_WAY_OF_ITEM)
        .order_by("order", "id")
    )


def expected_seats(meeting: Meeting) -> list[FilledSeat]:
    """Who is expected at the meeting: all seats of that day, of guests only who visits it (R27).

    Standing participants are among them (R86).
    """
    visitors = set(meeting.visits.values_list("seat", flat=True))
    return [
        filled
        for filled in filled_seats(meeting.body, meeting.held_on)
        if filled.seat.category.visits_per_year is None or filled.seat.pk in visitors
    ]


def visits_in(year: int) -> QuerySet[Visit]:
    """The visits of a calendar year, held or planned; a cancelled meeting is no visit."""
    return Visit.objects.filter(meeting__held_on__year=year).exclude(
        meeting__state=MeetingState.CANCELLED
    )


@dataclass(frozen=True)
class Guest:
    """A guest seat seen from one meeting: expected here, or elsewhere in that calendar year."""

    seat: Seat
    is_expected: bool
    elsewhere: list[date]

    @property
    def may_come(self) -> bool:
        """Whether the agreed number of visits leaves room for this meeting."""
        quota = self.seat.category.visits_per_year or 0
        return not self.is_expected and len(self.elsewhere) < quota


def guests_of(meeting: Meeting) -> list[Guest]:
    """The guests of the table on the meeting's day, with their visits of that year: two queries."""
    seats = seats_on(meeting.body, meeting.held_on).filter(category__visits_per_year__isnull=False)
    here: set[int] = set()
    elsewhere: dict[int, list[date]] = {}
    visits = visits_in(meeting.held_on.year).filter(seat__body=meeting.body_id)
    for seat, where, day in visits.order_by("meeting__held_on").values_list(
        "seat", "meeting", "meeting__held_on"
    ):
        if where == meeting.pk:
            here.add(seat)
        else:
            elsewhere.setdefault(seat, []).append(day)
    return [Guest(seat, seat.pk in here, elsewhere.get(seat.pk, [])) for seat in seats]


def unplanned_visits(body_ids: Iterable[int], today: date) -> list[Seat]:
    """The guests whose yearly visit is not planned though its month has come (R27)."""
    due = Seat.objects.filter(
        valid_on(today),
        body__in=list(body_ids),
        category__visits_per_year__gt=0,
        category__plan_visit_before__lte=today.month,
    )
    return list(
        due.exclude(pk__in=visits_in(today.year).values("seat"))
        .select_related("body", "category", "municipality", "post", "person")
        .order_by("body", "order")
    )


def last_held(bodies: Iterable[GoverningBody], before: date) -> dict[int, Meeting]:
    """The last meeting that each body held until a day, by the body's id: one query."""
    held = Meeting.objects.filter(body__in=list(bodies), state__in=HELD, held_on__lte=before)
    return {meeting.body_id: meeting for meeting in held.order_by("held_on")}


def next_planned(meeting: Meeting) -> Meeting | None:
    """The next meeting of the body that is still planned: what came too late goes there."""
    later = Meeting.objects.filter(
        body=meeting.body_id, state=MeetingState.PLANNED, held_on__gt=meeting.held_on
    )
    return later.order_by("held_on").first()


def followable(actor: User, meeting: Meeting | None, body: GoverningBody) -> QuerySet[Meeting]:
    """The coming meetings of other bodies that one of this body may follow on the same day.

    What ``meeting`` follows already is among them, whoever asks.
    """
    coming = (
        meetings_visible_to(actor)
        .filter(followed_by__isnull=True, held_on__gte=clock.today(), state__in=_COMING)
        .exclude(body=body)
    )
    wanted = Q(pk__in=coming.values("pk"))
    if meeting is not None:
        wanted |= Q(pk=meeting.follows_id)
    return Meeting.objects.filter(wanted).select_related("body").order_by("held_on", "starts_at")


def attendances_of(meeting: Meeting) -> QuerySet[Attendance]:
    """The composition of the meeting, in the table's order, with what each seat answered.

    Before the meeting starts also who stands in (``stand_ins``), from then on who came later or
    left earlier (``turns``): two queries.
    """
    stands_in = Replacement.objects.filter(revoked_at__isnull=True)
    turns = PresenceMark.objects.select_related("item").order_by("item__order", "turn")
    return (
        meeting.attendances.select_related(
            "seat__municipality", "seat__post", "seat__person", "seat__category", "reply"
        )
        .prefetch_related(
            Prefetch("replacements", stands_in, to_attr="stand_ins")
            if meeting.state in _COMING
            else Prefetch("marks", turns, to_attr="turns")
        )
        .order_by("seat__order")
    )
