"""Heen en terug: what went to each municipality about one item, and what came back (R41, R55).

Read is what the mayor said: that they read a version of the agenda (``AgendaReading``). Whether
someone opened a mail or a page is not known; nothing follows that.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Position, Remark
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.queries.positions import Positions, shared_remarks_on
from overlegtafel.agreements.states import Basis
from overlegtafel.feedback.queries import agendas_of_meeting
from overlegtafel.feedback.states import RegionalOrgan
from overlegtafel.governance.policy import clearance_of
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Task
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.states import DECIDED
from overlegtafel.meetings.models import AgendaItem, AgendaReading
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.proposals import Tracks, tracks_of

_ADMINISTRATIVE = (PostRole.DIRECTOR, PostRole.OFFICER)


@dataclass(frozen=True)
class BackAndForthRow:
    """One municipality at one item: each date is of an act that is on record, or empty."""

    municipality: Organization
    agenda: Message | None = None
    read_at: datetime | None = None
    position: Position | None = None
    remarks: list[Remark] = field(default_factory=list)
    decisions: list[LocalDecision] = field(default_factory=list)
    agendas: dict[str, date] = field(default_factory=dict)
    """When the agenda or the feedback of the meeting stood on its college or council."""

    @property
    def college_on(self) -> date | None:
        """When its college spoke of it: for the position, before the local decision, or of the
        whole meeting.
        """
        if self.position is not None and self.position.basis in (Basis.DISCUSSED, Basis.COLLEGE):
            return self.position.based_on
        spoken = next((each.college_on for each in self.decisions if each.college_on), None)
        return spoken or self.agendas.get(RegionalOrgan.COLLEGE)

    @property
    def council_on(self) -> date | None:
        """When its council spoke of it: for the position, for the local decision, or of the
        whole meeting.
        """
        if self.position is not None and self.position.basis == Basis.COUNCIL:
            return self.position.based_on
        spoken = (each for each in self.decisions if each.competent_body != "college")
        decided = next((each.meets_on for each in spoken if each.state in DECIDED), None)
        return decided or self.agendas.get(RegionalOrgan.COUNCIL)

    @property
    def shared_on(self) -> date | None:
        """When it shared its position with the table."""
        at = self.position.shared_at if self.position is not None else None
        return timezone.localdate(at) if at else None


@dataclass(frozen=True)
class BackAndForth:
    """The panel of one item, and the agreements that were made of it."""

    rows: list[BackAndForthRow]
    agreements: list[Agreement]
    asks_decision: bool


def back_and_forth(actor: User, item: AgendaItem, positions: Positions) -> BackAndForth:
    """Per member what went and what came: a fixed number of queries, whatever the size.

    ``positions`` are those of ``item``, as ``positions_on`` gives them.
    """
    agreements = list(agreements_visible_to(actor).filter(item=item).order_by("reference"))
    decisions: dict[int, list[LocalDecision]] = {}
    visible = local_decisions_visible_to(actor).filter(agreement__in=agreements)
    for decision in visible.select_related("agreement").order_by("agreement__reference"):
        decisions.setdefault(decision.municipality_id, []).append(decision)
    remarks: dict[int, list[Remark]] = {}
    for remark in shared_remarks_on(item, actor):
        remarks.setdefault(remark.municipality_id, []).append(remark)
    towns = _towns_of_readers(item)
    sent, read = _agendas_sent(item, towns), _agendas_read(item, towns)
    local = agendas_of_meeting(actor, item.meeting)
    rows = [
        BackAndForthRow(
            row.municipality,
            agenda=sent.get(row.municipality.pk),
            read_at=read.get(row.municipality.pk),
            position=row.position,
            remarks=remarks.get(row.municipality.pk, []),
            decisions=decisions.get(row.municipality.pk, []),
            agendas=local.get(row.municipality.pk, {}),
        )
        for row in positions.rows
    ]
    return BackAndForth(rows, agreements, any(each.needs_local_decision for each in agreements))


def _towns_of_readers(item: AgendaItem) -> dict[int, int]:
    """Who fills the seat of a municipality on the day of the meeting, by their login."""
    seats = filled_seats(item.meeting.body, item.meeting.held_on)
    return {
        each.user.pk: each.seat.municipality_id
        for each in seats
        if each.user is not None and each.seat.municipality_id is not None
    }


def _agendas_read(item: AgendaItem, towns: dict[int, int]) -> dict[int, datetime]:
    """When each municipality's seat first said to have read the agenda."""
    readings = AgendaReading.objects.filter(version__meeting=item.meeting, reader__in=list(towns))
    found: dict[int, datetime] = {}
    for reading in readings.order_by("read_at"):
        found.setdefault(towns[reading.reader_id], reading.read_at)
    return found


def _agendas_sent(item: AgendaItem, towns: dict[int, int]) -> dict[int, Message]:
    """The first mail with the agenda to each municipality's seat, by its municipality."""
    mails: QuerySet[Message] = Message.objects.filter(
        key__startswith=f"meeting:{item.meeting_id}:agenda:", recipient__in=list(towns)
    )
    found: dict[int, Message] = {}
    for mail in mails.order_by("id"):
        town = towns[mail.recipient_id] if mail.recipient_id else None
        if town is not None:
            found.setdefault(town, mail)
    return found


def tracks_with_positions(item: AgendaItem, positions: Positions, remarks: list[Remark]) -> Tracks:
    """The administrative and the political support of an item, positions and remarks included.

    R55: advice of bodies and what directors and officers let the table read on one side, what
    mayors stand for on the other. ``item.proposal.passages`` should have been read with it.
    """
    cleared = clearance_of(item.meeting.body, Task.SCREEN, item.proposal)
    given = cleared if cleared is not None and cleared.given_at is not None else None
    tracks = tracks_of(item, item.proposal.passages.all(), given)
    officials = [each for each in remarks if each.role in _ADMINISTRATIVE]
    administrative = [
        *tracks.administrative,
        *(f"{each.municipality}: opmerking van {each.author}" for each in officials),
    ]
    political = [*tracks.political]
    if positions.shared:
        political.append(f"Standpunten: {positions.sentence}")
    return replace(
        tracks,
        administrative=administrative,
        political=political,
        warning="" if officials else tracks.warning,
    )
