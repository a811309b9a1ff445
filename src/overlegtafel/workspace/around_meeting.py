"""What the page of a meeting says of who comes, who is invited to one item, and the rounds."""

from collections.abc import Sequence
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.agreements.queries.positions import Positions, positions_of, takes_positions
from overlegtafel.meetings.exchange import has_round, shared_counts
from overlegtafel.meetings.guests import guests_by_item
from overlegtafel.meetings.models import Attendance, Meeting
from overlegtafel.meetings.policy import answered_by, answers_for_a_seat, can_run
from overlegtafel.meetings.presence import There, there_of
from overlegtafel.meetings.queries import attendances_of
from overlegtafel.meetings.replies import answers_of, takes_answers
from overlegtafel.meetings.services.guests import GUEST_MOMENTS
from overlegtafel.meetings.states import MeetingState, ReplyAnswer
from overlegtafel.reporting.meetings import MeetingThread
from overlegtafel.workspace.templatetags.meeting_day import stands_in

_POSITIONS_COUNT = (MeetingState.CONVENED, MeetingState.IN_SESSION)


def round_the_table(actor: User, thread: MeetingThread) -> dict[str, Any]:
    """Who answered, for which places the actor answers, and which items have a round or guests."""
    meeting, leads = thread.meeting, can_run(actor, thread.meeting.body_id)
    asked = takes_answers(meeting)
    own = answered_by(actor, meeting, thread.attendances) if asked else []
    rounds = [line.item.pk for line in thread.lines if has_round(line.item)]
    invites = leads and meeting.state in GUEST_MOMENTS
    return {
        "answers": answers_of(thread.attendances) if meeting.state == "convened" else None,
        "own_places": [each for each in own if each.holder],
        "rounds": rounds if meeting.state != MeetingState.PLANNED else [],
        "shared_counts": shared_counts(meeting) if rounds else {},
        "invites_guests": invites,
        "item_guests": guests_by_item(meeting) if invites else {},
    }


def coming_words(actor: User, meeting: Meeting) -> list[str]:
    """What the actor's start page says of coming to the next meeting: answered, or why not yet.

    Nothing for who answers for no place there. A fixed number of queries.
    """
    if meeting.state == MeetingState.PLANNED:
        answers = answers_for_a_seat(actor, meeting)
        return ["U kunt antwoorden zodra de agenda verstuurd is."] if answers else []
    if not takes_answers(meeting):
        return []
    places = answered_by(actor, meeting, attendances_of(meeting))
    return [_coming(actor, each) for each in places if each.holder]


def _coming(actor: User, attendance: Attendance) -> str:
    """``U laat zich vervangen door Els Peeters, schepen.``"""
    who = "U" if attendance.holder == actor.name else attendance.holder
    reply = getattr(attendance, "reply", None)
    if reply is None:
        return f"{who} antwoordde nog niet."
    instead = stands_in(attendance)
    return f"{who} {reply.get_answer_display()}{f' door {instead}' if instead else ''}."


def position_figures(actor: User, thread: MeetingThread) -> dict[int, Positions]:
    """How far each item is with its positions, for who runs the table, until it is over (R9).

    At most one query: the members are the seats that were invited.
    """
    meeting = thread.meeting
    if meeting.state not in _POSITIONS_COUNT or not can_run(actor, meeting.body_id):
        return {}
    readable = [line.item for line in thread.lines if not line.item.is_closed]
    items = [item for item in readable if takes_positions(item)]
    towns = [each.seat.municipality for each in thread.attendances if each.seat.counts]
    members = list(dict.fromkeys(town for town in towns if town is not None))
    return positions_of(items, actor, members) if items and members else {}


def presence_figures(attendances: Sequence[Attendance], before: bool) -> dict[str, Any]:
    """How many members come, or are there: the centre of the ring, and in words who stands in.

    A member who is replaced is represented, not present, and that is said.
    """
    counting = [each for each in attendances if each.seat.counts]
    if not before:
        return _figures(there_of(each.presence for each in counting))
    answers = [each.reply.answer for each in counting if hasattr(each, "reply")]
    if not answers:
        return {"centre": [str(len(counting)), "", "leden"], "represented": ""}
    replaced = answers.count(ReplyAnswer.REPLACED)
    coming = There(len(counting), answers.count(ReplyAnswer.YES) + replaced, replaced)
    return _figures(coming, "komen")


def _figures(there: There, word: str = "") -> dict[str, Any]:
    return {
        "centre": [
            str(there.filled),
            f"van {there.members}",
            there.word if there.replaced else word or there.word,
        ],
        "represented": there.sentence if there.replaced else "",
    }
