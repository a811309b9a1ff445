"""The services of a meeting's day: answering, arriving late, the exchange round, a guest."""

from collections.abc import Callable

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.states import Task
from overlegtafel.meetings import services as meetings
from overlegtafel.meetings.models import AgendaItem, Attendance, GuestInvitation, Meeting
from overlegtafel.meetings.states import ReplyAnswer, Turn

Prepare = Callable[[Stage, User], Attempt]


def _called(stage: Stage) -> Meeting:
    """A meeting whose agenda was sent, before its day."""
    meeting = stage.item().meeting
    meetings.convene_meeting(actor=stage.system, meeting=meeting)
    return Meeting.objects.select_related("body").get(pk=meeting.pk)


def _place(meeting: Meeting) -> Attendance:
    rows = meeting.attendances.select_related(
        "meeting__body", "seat__category", "seat__municipality"
    )
    return rows.get(seat__municipality__name="Zele", seat__category__counts=True)


def _reply(name: str) -> Prepare:
    def prepare(stage: Stage, actor: User) -> Attempt:
        place, service = _place(_called(stage)), getattr(meetings, name)
        return Attempt(lambda who: service(actor=who, attendance=place, answer=ReplyAnswer.YES))

    return prepare


def _remind(stage: Stage, actor: User) -> Attempt:
    meeting = _called(stage)
    return Attempt(lambda who: meetings.remind_unanswered(actor=who, meeting=meeting), meeting)


def _turn(stage: Stage, actor: User) -> Attempt:
    item = stage.in_session()
    place = _place(item.meeting)
    return Attempt(
        lambda who: meetings.note_turn(actor=who, attendance=place, item=item, turn=Turn.ARRIVED),
        item.meeting,
    )


def _no_turn(stage: Stage, actor: User) -> Attempt:
    item = stage.in_session()
    mark = meetings.note_turn(
        actor=stage.system, attendance=_place(item.meeting), item=item, turn=Turn.LEFT
    )
    return Attempt(lambda who: meetings.drop_turn(actor=who, mark=mark), item.meeting)


def _fill(stage: Stage, actor: User) -> Attempt:
    """Zele's row, where nobody of the cast works: the secretariat types it in."""
    item = stage.in_session()
    AgendaItem.objects.filter(pk=item.pk).update(function=Function.EXCHANGE)
    item.refresh_from_db()
    return Attempt(
        lambda who: meetings.fill_exchange_row(
            actor=who,
            item=item,
            municipality=stage.town("Zele"),
            expected_revision=0,
            approach="Met de fiets.",
        ),
        item.meeting,
    )


def _guest(stage: Stage, actor: User) -> Attempt:
    item = stage.item()
    return Attempt(
        lambda who: meetings.invite_guest(
            actor=who, item=item, name="Expert", email="expert@example.org"
        ),
        item.meeting,
    )


def _no_guest(stage: Stage, actor: User) -> Attempt:
    item = stage.item()
    guest: GuestInvitation = meetings.invite_guest(
        actor=stage.system, item=item, name="Expert", email="expert@example.org"
    )
    return Attempt(lambda who: meetings.revoke_guest(actor=who, guest=guest), item.meeting)


DAY = {
    "meetings.answer_invitation": Row(None, _reply("answer_invitation")),
    "meetings.note_reply": Row(None, _reply("note_reply")),
    "meetings.remind_unanswered": Row(Task.CONVENE, _remind),
    "meetings.note_turn": Row(Task.MINUTES, _turn),
    "meetings.drop_turn": Row(Task.MINUTES, _no_turn),
    "meetings.fill_exchange_row": Row(Task.MINUTES, _fill),
    "meetings.invite_guest": Row(Task.AGENDA, _guest),
    "meetings.revoke_guest": Row(Task.AGENDA, _no_guest),
}
