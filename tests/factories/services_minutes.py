"""The services around live minutes, as ``services_table`` lists the thread's."""

from collections.abc import Callable
from typing import Any

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.governance.states import Task
from overlegtafel.meetings import services as meetings
from overlegtafel.meetings.services.minutes import Origin, Texts

_POLL: dict[str, Any] = {"question": "Samen?", "options": ["ja", "nee"], "counts": [3, 1]}


def _at_item(name: str, **given: Any) -> Callable[[Stage, User], Attempt]:
    def prepare(stage: Stage, actor: User) -> Attempt:
        item = stage.in_session()
        return Attempt(
            lambda who: getattr(meetings, name)(actor=who, item=item, **given), item.meeting
        )

    return prepare


def _stop(stage: Stage, actor: User) -> Attempt:
    item = stage.in_session()
    meetings.start_item(actor=stage.system, item=item)
    return Attempt(lambda who: meetings.stop_item(actor=who, item=item), item.meeting)


def _remove_poll(stage: Stage, actor: User) -> Attempt:
    item = stage.in_session()
    poll = meetings.hold_poll(actor=stage.system, item=item, **_POLL)
    return Attempt(lambda who: meetings.remove_poll(actor=who, poll=poll), item.meeting)


_TYPED = {"texts": Texts("Besproken.", "noted", ""), "origin": Origin(Texts("", "", ""), 1)}
MINUTES = {
    "meetings.write_minutes": Row(Task.MINUTES, _at_item("write_minutes", **_TYPED)),
    "meetings.join_writing": Row(Task.MINUTES, _at_item("join_writing")),
    "meetings.withhold_minutes": Row(Task.MINUTES, _at_item("withhold_minutes", withheld=True)),
    "meetings.start_item": Row(Task.MINUTES, _at_item("start_item")),
    "meetings.stop_item": Row(Task.MINUTES, _stop),
    "meetings.plan_time": Row(Task.AGENDA, _at_item("plan_time", minutes=15)),
    "meetings.hold_poll": Row(Task.MINUTES, _at_item("hold_poll", **_POLL)),
    "meetings.remove_poll": Row(Task.MINUTES, _remove_poll),
}
