"""One meeting with everything its page shows, before, during and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries import agreements_of
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Attendance, Meeting
from overlegtafel.meetings.policy import can_read_minutes, meetings_visible_to
from overlegtafel.meetings.queries import attendances_of, items_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.reporting.tables import AgreementLine, agreement_lines
from overlegtafel.reporting.turn import Turn, turn_of_item, turn_of_meeting

BEFORE = (MeetingState.PLANNED, MeetingState.CONVENED)


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda, who has it, what it still lacks, and what came of it."""

    item: AgendaItem
    turn: Turn | None
    missing: list[str]
    agreements: list[AgreementLine]


@dataclass(frozen=True)
class Link:
    """One meeting of the chain of a day; ``is_open`` when the actor may go there."""

    meeting: Meeting
    is_open: bool


@dataclass(frozen=True)
class MeetingThread:
    """A meeting as its page shows it; ``proposals`` are those of its items that the actor sees."""

    meeting: Meeting
    turn: Turn | None
    lines: list[ItemLine]
    attendances: list[Attendance]
    chain: list[Link]
    version: AgendaVersion | None
    reads_minutes: bool
    proposals: set[int]


def missing_of(item: AgendaItem) -> list[str]:
    """What an item still lacks before it can be discussed well."""
    lacks = {
        "nog geen voorbereider": not item.preparer_label,
        "nog geen toelichting": not item.summary.strip(),
        "nog geen dossier": item.dossier_id is None,
    }
    return [words for words, holds in lacks.items() if holds]


def item_lines(meeting: Meeting, agreements: Sequence[AgreementLine] = ()) -> list[ItemLine]:
    """The agenda; what an item lacks only counts until it is discussed."""
    of_item: dict[int, list[AgreementLine]] = {}
    for line in agreements:
        of_item.setdefault(line.agreement.item_id, []).append(line)
    before = meeting.state in BEFORE
    return [
        ItemLine(
            item,
            turn_of_item(item, meeting) if before else None,
            missing_of(item) if before else [],
            of_item.get(item.pk, []),
        )
        for item in _items(meeting)
    ]


def meeting_thread(actor: User, meeting: Meeting) -> MeetingThread:
    """Everything of one meeting that the actor may see: a fixed number of queries."""
    before = meeting.state in BEFORE
    made = agreements_of(actor, meeting.body).filter(item__meeting=meeting).order_by("reference")
    agreements = [] if before else agreement_lines(list(made))
    return MeetingThread(
        meeting=meeting,
        turn=turn_of_meeting(meeting),
        lines=item_lines(meeting, agreements),
        attendances=list(_attendances(meeting)),
        chain=chain_of(actor, meeting),
        version=_version(meeting),
        reads_minutes=can_read_minutes(actor, meeting),
        proposals=set(
            proposals_visible_to(actor).filter(items__meeting=meeting).values_list("pk", flat=True)
        ),
    )


@until_the_log_moves(size=200)
def _items(meeting: Meeting) -> tuple[AgendaItem, ...]:
    return tuple(items_of(meeting))


@until_the_log_moves(size=200)
def _attendances(meeting: Meeting) -> tuple[Attendance, ...]:
    return tuple(attendances_of(meeting))


@until_the_log_moves(size=200)
def _version(meeting: Meeting) -> AgendaVersion | None:
    return meeting.agenda_versions.order_by("-number").first()


@until_the_log_moves(size=200)
def _that_day(day: date) -> tuple[Meeting, ...]:
    meetings = Meeting.objects.filter(held_on=day).exclude(state=MeetingState.CANCELLED)
    return tuple(meetings.select_related("body").order_by("starts_at"))


def chain_of(actor: User, meeting: Meeting) -> list[Link]:
    """The meetings of that day that follow one another with this one, by hour; or nothing."""
    that_day = _that_day(meeting.held_on)
    linked = {meeting.pk}
    grew = True
    while grew:
        grew = False
        for each in that_day:
            ends = {each.pk, each.follows_id} - {None}
            if len(ends) == 2 and len(ends & linked) == 1:
                linked |= {pk for pk in ends if pk}
                grew = True
    if len(linked) < 2:
        return []
    visible = set(meetings_visible_to(actor).filter(pk__in=linked).values_list("pk", flat=True))
    return [Link(each, each.pk in visible) for each in that_day if each.pk in linked]
