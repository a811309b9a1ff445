"""Who was there at which item: derived from the presence of a seat and its marks (R134)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overlegtafel.meetings.models import AgendaItem, Attendance, Meeting, PresenceMark
from overlegtafel.meetings.states import Presence, Turn

THERE = (Presence.PRESENT, Presence.REPLACED)
"""A seat that is filled, by its holder or by who stands in."""


@dataclass(frozen=True)
class SeatAt:
    """A seat at one item: ``presence`` there, ``note`` why it differs from the whole meeting."""

    attendance: Attendance
    presence: Presence
    note: str = ""

    @property
    def words(self) -> str:
        """``afwezig, kwam aan bij punt 3``."""
        said = str(self.presence.label)
        if self.attendance.replaced_by and self.presence == Presence.REPLACED:
            said = f"{said} door {self.attendance.replaced_by}"
        return f"{said}, {self.note}" if self.note else said


def presence_by_item(meeting: Meeting) -> dict[int, list[SeatAt]]:
    """Every seat at every item of a meeting, by the item's id: three queries."""
    items = list(meeting.items.order_by("order", "id"))
    seats = seats_with_marks(meeting)
    return {
        item.pk: [seat_at(attendance, marks, item) for attendance, marks in seats] for item in items
    }


def presence_at(item: AgendaItem) -> list[SeatAt]:
    """Every seat at one item: two queries."""
    return [
        seat_at(attendance, marks, item) for attendance, marks in seats_with_marks(item.meeting)
    ]


def seats_with_marks(meeting: Meeting) -> list[tuple[Attendance, list[PresenceMark]]]:
    """The seats of a meeting, each with who came later or left earlier, in the agenda's order."""
    marks: dict[int, list[PresenceMark]] = {}
    for mark in PresenceMark.objects.filter(attendance__meeting=meeting).select_related("item"):
        marks.setdefault(mark.attendance_id, []).append(mark)
    rows = meeting.attendances.select_related(
        "seat__municipality", "seat__post", "seat__person", "seat__category"
    )
    return [(row, in_order(marks.get(row.pk, []))) for row in rows.order_by("seat__order")]


def in_order(marks: Iterable[PresenceMark]) -> list[PresenceMark]:
    """As they happened: arriving at an item comes before leaving after it."""
    return sorted(marks, key=lambda each: (each.item.order, each.turn == Turn.LEFT))


def seat_at(attendance: Attendance, marks: Sequence[PresenceMark], item: AgendaItem) -> SeatAt:
    """One seat at one item; ``marks`` of that seat, in order."""
    presence = Presence(attendance.presence)
    if presence not in THERE or not marks:
        return SeatAt(attendance, presence)
    is_there = marks[0].turn != Turn.ARRIVED
    note = "" if is_there else said_of(marks[0])
    for mark in marks:
        if mark.turn == Turn.ARRIVED and mark.item.order <= item.order:
            is_there, note = True, ""
        elif mark.turn == Turn.LEFT and mark.item.order < item.order:
            is_there, note = False, said_of(mark)
    return SeatAt(attendance, presence if is_there else Presence.ABSENT, note)


def said_of(mark: PresenceMark) -> str:
    """``kwam aan bij punt 3``."""
    return f"{mark.get_turn_display()} punt {mark.item.order}"


def spoken_presence(attendance: Attendance, marks: Sequence[PresenceMark]) -> str:
    """A seat at the whole meeting, for the report: ``aanwezig, vertrok na punt 2``."""
    said = str(Presence(attendance.presence).label)
    if attendance.replaced_by:
        said = f"{said} door {attendance.replaced_by}"
    return ", ".join([said, *map(said_of, marks)])
