"""The services of the report: sent to be read, remarked on, answered, reopened."""

from datetime import date

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.governance.states import Task
from overlegtafel.meetings import services as meetings
from overlegtafel.meetings.models import AgendaItem, ReportRemark

_UNTIL = date(2027, 6, 1)


def _item(stage: Stage) -> AgendaItem:
    meeting = stage.reported()
    items = meeting.items.select_related("meeting__body").filter(proposal__is_standing=False)
    return items.get()


def _remarked(stage: Stage) -> ReportRemark:
    return meetings.remark_on_report(actor=stage.system, item=_item(stage), text="Vijf.")


def _send(stage: Stage, actor: User) -> Attempt:
    meeting = stage.reported()
    return Attempt(
        lambda who: meetings.send_concept(actor=who, meeting=meeting, remarks_until=_UNTIL), meeting
    )


def _remark(stage: Stage, actor: User) -> Attempt:
    """Whoever reads the concept."""
    item = _item(stage)
    return Attempt(lambda who: meetings.remark_on_report(actor=who, item=item, text="Vijf."))


def _accept(stage: Stage, actor: User) -> Attempt:
    remark = _remarked(stage)
    return Attempt(
        lambda who: meetings.accept_remark(
            actor=who,
            remark=remark,
            minutes="Vijf burgemeesters.",
            expected_revision=remark.item.revision,
        ),
        remark.item.meeting,
    )


def _answer(stage: Stage, actor: User) -> Attempt:
    remark = _remarked(stage)
    return Attempt(
        lambda who: meetings.answer_remark(actor=who, remark=remark, answer="Zo was het."),
        remark.item.meeting,
    )


def _reopen(stage: Stage, actor: User) -> Attempt:
    meeting = stage.approved()
    return Attempt(
        lambda who: meetings.reopen_report(actor=who, meeting=meeting, reason="Een fout."), meeting
    )


def _text(stage: Stage, actor: User) -> Attempt:
    """The text of an item while its meeting goes on."""
    item = stage.in_session()
    return Attempt(
        lambda who: meetings.write_item_text(
            actor=who,
            item=item,
            title="Laadpalen, samen",
            summary=item.summary,
            was=(item.title, item.summary),
        ),
        item.meeting,
    )


REPORTS: dict[str, Row] = {
    "meetings.send_concept": Row(Task.MINUTES, _send),
    "meetings.remark_on_report": Row(None, _remark),
    "meetings.accept_remark": Row(Task.MINUTES, _accept),
    "meetings.answer_remark": Row(Task.MINUTES, _answer),
    "meetings.write_item_text": Row(Task.MINUTES, _text),
    "meetings.reopen_report": Row(Task.APPROVE, _reopen),
}
