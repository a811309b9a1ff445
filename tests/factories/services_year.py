"""The services around the year calendar, as ``services_table`` lists the thread's."""

from datetime import date, time, timedelta

from tests.factories.stage import MEETING_ON, Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.common.rhythm import Rhythm
from overlegtafel.governance.states import Task
from overlegtafel.meetings import services as meetings
from overlegtafel.meetings.states import LocalOrgan

_COUNCIL = {"organ": LocalOrgan.COUNCIL}
_RHYTHM = Rhythm(-1, 1)


def _plan_year(stage: Stage, actor: User) -> Attempt:
    days = [meetings.Planned(MEETING_ON), meetings.Planned(MEETING_ON + timedelta(days=28))]
    return Attempt(
        lambda who: meetings.plan_year(
            actor=who, body=stage.table, days=days, starts_at=time(9, 30)
        )
    )


def _move_chain(stage: Stage, actor: User) -> Attempt:
    meeting = stage.meeting()
    day = MEETING_ON + timedelta(days=7)
    return Attempt(
        lambda who: meetings.move_chain(actor=who, meeting=meeting, held_on=day), meeting
    )


def _rhythm(stage: Stage, actor: User) -> Attempt:
    town = stage.town()
    return Attempt(
        lambda who: meetings.set_sitting_rhythm(
            actor=who, municipality=town, rhythm=_RHYTHM, **_COUNCIL
        )
    )


def _drop_rhythm(stage: Stage, actor: User) -> Attempt:
    kept = meetings.set_sitting_rhythm(
        actor=stage.system, municipality=stage.town(), rhythm=_RHYTHM, **_COUNCIL
    )
    return Attempt(lambda who: meetings.drop_sitting_rhythm(actor=who, rhythm=kept))


def _day(stage: Stage, actor: User) -> Attempt:
    town, day = stage.town(), date(2027, 1, 26)
    return Attempt(
        lambda who: meetings.note_sitting_day(
            actor=who, municipality=town, day=day, sits=True, **_COUNCIL
        )
    )


def _drop_day(stage: Stage, actor: User) -> Attempt:
    kept = meetings.note_sitting_day(
        actor=stage.system, municipality=stage.town(), day=MEETING_ON, sits=True, **_COUNCIL
    )
    return Attempt(lambda who: meetings.drop_sitting_day(actor=who, word=kept))


YEAR = {
    "meetings.plan_year": Row(Task.PLAN, _plan_year),
    "meetings.move_chain": Row(Task.PLAN, _move_chain),
    "meetings.set_sitting_rhythm": Row(None, _rhythm),
    "meetings.drop_sitting_rhythm": Row(None, _drop_rhythm),
    "meetings.note_sitting_day": Row(None, _day),
    "meetings.drop_sitting_day": Row(None, _drop_day),
}
