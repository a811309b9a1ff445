"""The services of positions, remarks and written rounds, as ``services_table`` lists the thread's.

Positions and remarks follow no task of the role sheet: they are the municipality's own.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.agreements import services as agreements
from overlegtafel.agreements.models import RoundReply, WrittenRound
from overlegtafel.agreements.states import Basis, RoundAnswer, RoundOutcome, Stance
from overlegtafel.common import clock
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.states import Silence, Task
from overlegtafel.meetings.models import AgendaItem

_POSITION: dict[str, Any] = {"stance": Stance.FOR, "basis": Basis.PERSONAL, "expected_revision": 0}


def _sent(stage: Stage) -> AgendaItem:
    meeting = stage.convened()
    return meeting.items.select_related("meeting__body").get(proposal__is_standing=False)


def _held(stage: Stage) -> AgendaItem:
    meeting = stage.reported()
    return meeting.items.select_related("meeting__body").get(proposal__is_standing=False)


def _take(stage: Stage, actor: User) -> Attempt:
    item = _sent(stage)
    return Attempt(
        lambda who: agreements.take_position(
            actor=who, item=item, municipality=stage.town(), **_POSITION
        )
    )


def _share(stage: Stage, actor: User) -> Attempt:
    position = agreements.take_position(
        actor=stage.system, item=_sent(stage), municipality=stage.town(), **_POSITION
    )
    return Attempt(lambda who: agreements.share_position(actor=who, position=position))


def _write(stage: Stage, actor: User) -> Attempt:
    item = _sent(stage)
    return Attempt(
        lambda who: agreements.write_remark(
            actor=who, item=item, municipality=stage.town(), text="Let op."
        )
    )


def _of_remark(name: str) -> Callable[[Stage, User], Attempt]:
    def prepare(stage: Stage, actor: User) -> Attempt:
        remark = agreements.write_remark(
            actor=stage.system, item=_sent(stage), municipality=stage.town(), text="Let op."
        )
        return Attempt(lambda who: getattr(agreements, name)(actor=who, remark=remark))

    return prepare


def _open(stage: Stage, actor: User) -> Attempt | None:
    if not current_rules(stage.table).ratification.written_rounds.allowed:
        return None
    item = _held(stage)
    until = clock.today() + timedelta(days=10)
    return Attempt(
        lambda who: agreements.open_round(actor=who, item=item, question="Goed?", due_on=until),
        item,
    )


def _asked(stage: Stage) -> WrittenRound:
    """A round that runs, whatever the charter of the day says of new ones."""
    item = _held(stage)
    written = WrittenRound.objects.create(
        body=item.meeting.body,
        item=item,
        question="Goed?",
        due_on=clock.today() + timedelta(days=10),
        silence=Silence.NOTHING,
        opened_by=stage.system,
        opened_at=clock.now(),
    )
    seats = filled_seats(item.meeting.body, clock.today())
    RoundReply.objects.bulk_create(
        RoundReply(round=written, seat=each.seat)
        for each in seats
        if each.seat.counts and each.holder
    )
    return written


def _answered(stage: Stage) -> WrittenRound:
    written = _asked(stage)
    for reply in written.replies.select_related("round__body"):
        agreements.reply_in_round(actor=stage.system, reply=reply, answer=RoundAnswer.YES)
    return written


def _reply(stage: Stage, actor: User) -> Attempt:
    reply = _asked(stage).replies.select_related("round__body").first()
    assert reply is not None
    return Attempt(
        lambda who: agreements.reply_in_round(actor=who, reply=reply, answer=RoundAnswer.YES)
    )


def _remind(stage: Stage, actor: User) -> Attempt:
    written = _asked(stage)
    return Attempt(lambda who: agreements.remind_in_round(actor=who, written=written), written.item)


def _close(stage: Stage, actor: User) -> Attempt:
    written = _answered(stage)
    return Attempt(
        lambda who: agreements.close_round(actor=who, written=written, outcome=RoundOutcome.AGREED),
        written.item,
    )


def _agree(stage: Stage, actor: User) -> Attempt:
    written = _answered(stage)
    agreements.close_round(actor=stage.system, written=written, outcome=RoundOutcome.AGREED)
    return Attempt(
        lambda who: agreements.agree_in_round(
            actor=who,
            written=written,
            title="Samen",
            due_on=clock.today(),
            executors=[(stage.town(), "")],
        ),
        written.item,
    )


POSITIONS = {
    "agreements.take_position": Row(None, _take),
    "agreements.share_position": Row(None, _share),
    "agreements.write_remark": Row(None, _write),
    "agreements.share_remark": Row(None, _of_remark("share_remark")),
    "agreements.withdraw_remark": Row(None, _of_remark("withdraw_remark")),
    "agreements.open_round": Row(Task.AGREEMENTS, _open),
    "agreements.reply_in_round": Row(None, _reply),
    "agreements.remind_in_round": Row(Task.AGREEMENTS, _remind),
    "agreements.close_round": Row(Task.AGREEMENTS, _close),
    "agreements.agree_in_round": Row(Task.AGREEMENTS, _agree),
}
