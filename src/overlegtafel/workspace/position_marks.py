"""Which mark stands for a position or a reply, and the ring of an item."""

from collections.abc import Iterable

from overlegtafel.agreements.models import Position, RoundReply
from overlegtafel.agreements.queries.positions import PositionRow
from overlegtafel.agreements.states import RoundAnswer, Stance
from overlegtafel.common.drawing.ring import Seat

STANCE = {
    Stance.FOR: "done",
    Stance.RESERVED: "changed",
    Stance.AGAINST: "refused",
    Stance.NONE: "not_applicable",
}
ANSWER = {
    RoundAnswer.YES: "done",
    RoundAnswer.RESERVED: "changed",
    RoundAnswer.NO: "refused",
}
NOT_SHARED = ("unknown", "nog niet gedeeld")


def stance_mark(position: Position | None) -> str:
    """The mark of what the table reads; of nothing, that of what is not shared."""
    return STANCE[Stance(position.stance)] if position is not None else NOT_SHARED[0]


def answer_mark(reply: RoundReply) -> str:
    """The mark of a reply in a written round; no reply is drawn as not known."""
    return ANSWER[RoundAnswer(reply.answer)] if reply.answer else "unknown"


def position_seats(rows: Iterable[PositionRow]) -> list[Seat]:
    """The ring of an item: each member by what it let the table read."""
    return [
        Seat(
            label=row.municipality.name,
            spoken=f"{row.municipality.name}: {_spoken(row.position)}",
            state=stance_mark(row.position),
            href=f"#standpunt-{row.municipality.slug}",
        )
        for row in rows
    ]


def position_legend(rows: Iterable[PositionRow]) -> list[tuple[str, str]]:
    """The marks that occur, each with how many members carry it."""
    found = [row.position.stance if row.position is not None else "" for row in rows]
    legend = [
        (STANCE[stance], f"{stance.label} ({found.count(stance)})")
        for stance in Stance
        if stance in found
    ]
    if "" in found:
        legend.append((NOT_SHARED[0], f"{NOT_SHARED[1]} ({found.count('')})"))
    return legend


def reply_seats(replies: Iterable[RoundReply]) -> list[Seat]:
    """The ring of a written round."""
    return [
        Seat(
            label=each.seat.label,
            short=each.seat.short_label,
            spoken=f"{each.seat.label}: {each.get_answer_display() or 'geen antwoord'}",
            state=answer_mark(each),
            href=f"#antwoord-{each.pk}",
        )
        for each in replies
    ]


def reply_legend(replies: Iterable[RoundReply]) -> list[tuple[str, str]]:
    """The answers that occur, each with how many gave it."""
    found = [each.answer for each in replies]
    legend = [
        (ANSWER[answer], f"{answer.label} ({found.count(answer)})")
        for answer in RoundAnswer
        if answer in found
    ]
    if "" in found:
        legend.append(("unknown", f"geen antwoord ({found.count('')})"))
    return legend


def _spoken(position: Position | None) -> str:
    if position is None:
        return NOT_SHARED[1]
    return f"{position.get_stance_display()}, {position.get_basis_display()}"
