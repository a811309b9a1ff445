"""Heen en terug: what went to each municipality about one item, and what came back (R41, R55).

Whether someone opened the agenda is not known: the mail is plain text and nothing follows who
reads what. So there is no such column.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Position, Remark
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.queries.positions import Positions, shared_remarks_on
from overlegtafel.agreements.states import Basis
from overlegtafel.governance.policy import clearance_of
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Task
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.states import DECIDED
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.proposals import Tracks, tracks_of

_ADMINISTRATIVE = (PostRole.DIRECTOR, PostRole.OFFICER)


@dataclass(frozen=True)
class BackAndForthRow:
    """One municipality at one item: each date is of an act that is on record, or empty."""

    municipality: Organization
    agenda: Message | None = None
    position: Position | None = None
    remarks: list[Remark] = field(default_factory=list)
    decisions: list[LocalDecision] = field(default_factory=list)

    @property
    def college_on(self) -> date | None:
        """When its college spoke of it: for the position, else before the local decision."""
        if self.position is not None and self.position.basis in (Basis.DISCUSSED, Basis.COLLEGE):
            return self.position.based_on
        return next((each.college_on for each in self.decisions if each.college_on), None)

    @property
    def council_on(self) -> date | None:
        """When its council spoke of it: for the position, else for the local decision."""
        if self.position is not None and self.position.basis == Basis.COUNCIL:
            return self.position.based_on
        spoken = (each for each in self.decisions if each.competent_body != "college")
        return next((each.meets_on for each in spoken if each.state in DECIDED), None)

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
    sent = _agendas_sent(item)
    rows = [
        BackAndForthRow(
            row.municipality,
            agenda=sent.get(row.municipality.pk),
            position=row.position,
            remarks=remarks.get(row.municipality.pk, []),
            decisions=decisions.get(row.municipality.pk, []),
        )
        for row in positions.rows
    ]
    return BackAndForth(rows, agreements, any(each.needs_local_decision for each in agreements))


def _agendas_sent(item: AgendaItem) -> dict[int, Message]:
    """The first mail with the agenda to each municipality's seat, by its municipality."""
    meeting = item.meeting
    seats = filled_seats(meeting.body, meeting.held_on)
    towns = {each.user.pk: each.seat.municipality_id for each in seats if each.user is not None}
    mails: QuerySet[Message] = Message.objects.filter(
        key__startswith=f"meeting:{meeting.pk}:agenda:", recipient__in=list(towns)
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
