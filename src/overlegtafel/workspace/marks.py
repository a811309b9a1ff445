"""Which mark stands for which state, and the drawings made of them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Model

from overlegtafel.agreements.models import Executor
from overlegtafel.agreements.states import ExecutionState
from overlegtafel.common.drawing.map import Area
from overlegtafel.common.drawing.ring import Seat
from overlegtafel.common.drawing.states import MARKS
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import DossierState
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import spoken_state
from overlegtafel.local_decisions.states import DecisionState
from overlegtafel.meetings.models import Attendance, Meeting
from overlegtafel.meetings.presence import SeatAt
from overlegtafel.meetings.states import MeetingState, Presence, ReplyAnswer
from overlegtafel.organizations.boundaries import bbox_of, shape_of, shapes_for
from overlegtafel.organizations.models import Organization

DECISION = {
    DecisionState.UNKNOWN: "unknown",
    DecisionState.PLANNED: "planned",
    DecisionState.ON_AGENDA: "on_agenda",
    DecisionState.APPROVED: "done",
    DecisionState.APPROVED_WITH_CHANGE: "changed",
    DecisionState.POSTPONED: "postponed",
    DecisionState.REFUSED: "refused",
    DecisionState.NOT_APPLICABLE: "not_applicable",
}
EXECUTION = {
    ExecutionState.OPEN: "neutral",
    ExecutionState.IN_PROGRESS: "planned",
    ExecutionState.DONE: "done",
}
MEETING = {
    MeetingState.PLANNED: "planned",
    MeetingState.CONVENED: "on_agenda",
    MeetingState.IN_SESSION: "present",
    MeetingState.REPORTED: "waiting",
    MeetingState.APPROVED: "done",
    MeetingState.CANCELLED: "refused",
}
DOSSIER = {
    DossierState.OPEN: "planned",
    DossierState.COMPLETED: "done",
    DossierState.STOPPED: "not_applicable",
}
REPLY = {
    ReplyAnswer.YES: "present",
    ReplyAnswer.NO: "excused",
    ReplyAnswer.REPLACED: "replaced",
}
SHOWN_ORDER = list(MARKS)


def mark_of(row: Model) -> str:
    """The mark of one row that has a state."""
    match row:
        case LocalDecision():
            return DECISION[DecisionState(row.state)]
        case Executor():
            return EXECUTION[ExecutionState(row.state)]
        case Meeting():
            return MEETING[MeetingState(row.state)]
        case Dossier():
            return DOSSIER[DossierState(row.state)]
        case Attendance():
            return str(row.presence)
    raise TypeError(type(row))


def legend_of(rows: Iterable[Model]) -> list[tuple[str, str]]:
    """The marks that occur, in their fixed order, each with how many rows carry it."""
    words: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in rows:
        name = mark_of(row)
        shown = row.presence if isinstance(row, Attendance) else ""
        label = Presence(shown).label if shown else row.get_state_display()  # type: ignore[attr-defined]
        words[name] = str(label).lower()
        counts[name] = counts.get(name, 0) + 1
    return [(name, f"{words[name]} ({counts[name]})") for name in SHOWN_ORDER if name in words]


def decision_seats(decisions: Iterable[LocalDecision]) -> list[Seat]:
    """The ring of an agreement; each seat leads to that municipality's row on the page."""
    return [
        Seat(
            label=each.municipality.name,
            spoken=f"{each.municipality.name}: {spoken_state(each)}",
            state=mark_of(each),
            href=f"#bestuur-{each.municipality.slug}",
        )
        for each in decisions
    ]


def executor_seats(executors: Iterable[Executor]) -> list[Seat]:
    """The ring of an agreement without local decisions: how far each executor is."""
    return [
        Seat(
            label=each.organization.name,
            spoken=f"{each.organization.name}: {each.get_state_display().lower()}",
            state=mark_of(each),
            href=f"#uitvoerder-{each.pk}",
        )
        for each in executors
    ]


def attendance_seats(attendances: Iterable[Attendance], before: bool) -> list[Seat]:
    """Who is present; before the meeting what each answered."""
    seats = []
    rows = list(attendances)
    heard = answer_words(rows)
    for each in rows:
        words = heard.get(seat_word(each), seat_word(each))
        if not before:
            kind = "" if each.seat.counts else f"{each.seat.category}, "
            words = f"{kind}{each.get_presence_display()}"
            if each.replaced_by:
                words += f" door {each.replaced_by}"
        elif each.holder:
            words = f"{each.holder}, {words}"
        seats.append(
            Seat(
                label=str(each.seat),
                short=each.seat.short_label,
                spoken=f"{each.seat}: {words}",
                state=seat_mark(each) if before else mark_of(each),
            )
        )
    return seats


def seat_mark(attendance: Attendance) -> str:
    """How a seat looks before the meeting: vacant, as it answered, or as what it is."""
    if not attendance.holder:
        return "unknown"
    if hasattr(attendance, "reply"):
        return REPLY[ReplyAnswer(attendance.reply.answer)]
    return "neutral" if attendance.seat.counts else "not_applicable"


def seat_word(attendance: Attendance) -> str:
    """What sits in a seat: nobody known, what it answered, or what it is while it did not."""
    if not attendance.holder:
        return "nog niemand bekend"
    if hasattr(attendance, "reply"):
        return str(attendance.reply.get_answer_display())
    return "lid" if attendance.seat.counts else str(attendance.seat.category)


def answer_words(attendances: Iterable[Attendance]) -> dict[str, str]:
    """What is said of members once some answered: of the rest nothing was heard yet."""
    asked = any(hasattr(each, "reply") for each in attendances)
    return {"lid": "nog geen antwoord"} if asked else {}


def presence_ring(seats: Iterable[SeatAt]) -> list[Seat]:
    """The table at one item of a meeting."""
    return [
        Seat(
            label=str(each.attendance.seat),
            short=each.attendance.seat.short_label,
            spoken=f"{each.attendance.seat}: {each.words}",
            state=str(each.presence),
        )
        for each in seats
    ]


def presence_legend(seats: Iterable[SeatAt]) -> list[tuple[str, str]]:
    """The presences that occur at one item, each with how many seats."""
    counts = Counter(each.presence for each in seats)
    return [
        (str(presence), f"{presence.label} ({counts[presence]})")
        for presence in sorted(counts, key=lambda each: SHOWN_ORDER.index(str(each)))
    ]


def legend_of_seats(attendances: Iterable[Attendance]) -> list[tuple[str, str]]:
    """Who is expected, members first and vacant seats last; nothing when all are members."""
    rows = list(attendances)
    heard = answer_words(rows)
    counts = Counter(
        (seat_mark(each), heard.get(seat_word(each), seat_word(each))) for each in rows
    )
    kinds = sorted(counts, key=lambda kind: (kind[0] == "unknown", kind[0] != "neutral"))
    if {mark for mark, _ in kinds} <= {"neutral"}:
        return []
    return [(mark, f"{word} ({counts[mark, word]})") for mark, word in kinds]


def decision_areas(
    decisions: Sequence[LocalDecision], others: Iterable[Organization]
) -> tuple[list[Area], tuple[float, float, float, float]]:
    """The map of an agreement and its frame; ``others`` are members that were not asked."""
    areas = []
    for each in decisions:
        shape = shape_of(each.municipality.code)
        if shape is not None:
            areas.append(
                Area(
                    id=each.municipality.slug,
                    name=each.municipality.name,
                    path=shape.path,
                    label_x=shape.label_x,
                    label_y=shape.label_y,
                    fill=mark_of(each),
                    href=f"#bestuur-{each.municipality.slug}",
                    spoken=f"{each.municipality.name}: {spoken_state(each)}",
                )
            )
    for other in others:
        shape = shape_of(other.code)
        if shape is not None:
            areas.append(
                Area(
                    id=other.slug,
                    name=other.name,
                    path=shape.path,
                    label_x=shape.label_x,
                    label_y=shape.label_y,
                    spoken=f"{other.name}: niet gevraagd",
                )
            )
    shown = [each.municipality.code for each in decisions] + [each.code for each in others]
    left, top, right, bottom = bbox_of(shapes_for(shown))
    margin = (right - left) * 0.03
    return areas, (
        left - margin,
        top - margin,
        right - left + 2 * margin,
        bottom - top + 2 * margin,
    )


def stand_seats(rows: Iterable[LocalDecision | Executor]) -> list[Seat]:
    """The small ring of an agreement in a list."""
    return [Seat(label="", spoken="", state=mark_of(each)) for each in rows]
