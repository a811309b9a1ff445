"""Who was there at which item: derived from the presence of a seat and its marks (R134)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overlegtafel.meetings.models import AgendaItem, Attendance, PresenceMark
from overlegtafel.meetings.queries import attendances_of
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


@dataclass(frozen=True)
class There:
    """How many of the ``members`` that count are there: ``filled``, of which ``replaced``."""

    members: int
    filled: int
    replaced: int

    @property
    def word(self) -> str:
        """What the figure counts: a seat that is replaced is represented, not present."""
        return "vertegenwoordigd" if self.replaced else "aanwezig"

    @property
    def sentence(self) -> str:
        """``13 van 14 vertegenwoordigd, waarvan 1 door een vervanger``."""
        said = f"{self.filled} van {self.members} {self.word}"
        if not self.replaced:
            return said
        who = "een vervanger" if self.replaced == 1 else "vervangers"
        return f"{said}, waarvan {self.replaced} door {who}"


def there_of(presences: Iterable[str]) -> There:
    """The count over the presence of each seat that counts."""
    rows = list(presences)
    replaced = rows.count(Presence.REPLACED)
    return There(len(rows), rows.count(Presence.PRESENT) + replaced, replaced)


def presence_at(item: AgendaItem) -> list[SeatAt]:
    """Every seat at one item: three queries."""
    return [seat_at(each, turns_of(each), item) for each in attendances_of(item.meeting)]


def turns_of(attendance: Attendance) -> list[PresenceMark]:
    """Who came later or left earlier, of a seat from ``attendances_of``: no query."""
    return in_order(attendance.turns)  # type: ignore[attr-defined]


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


def spoken_presence(attendance: Attendance) -> str:
    """A seat at the whole meeting, for the report: ``aanwezig, vertrok na punt 2``.

    Of a seat from ``attendances_of``.
    """
    said = str(Presence(attendance.presence).label)
    if attendance.replaced_by:
        said = f"{said} door {attendance.replaced_by}"
    return ", ".join([said, *map(said_of, turns_of(attendance))])
