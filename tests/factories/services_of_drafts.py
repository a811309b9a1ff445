"""The services of common drafts, as ``services_table`` lists the thread's.

The stage's agreement has no owner, so who writes its draft is what the role sheet says; what a
municipality remarks follows no task of it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.factories.drafts import content
from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.drafting import services as drafting
from overlegtafel.drafting.models import DraftRemark, FeedbackRound, MasterDraft
from overlegtafel.governance.states import Task


def _draft(stage: Stage) -> MasterDraft:
    draft = drafting.start_draft(
        actor=stage.system, agreement=stage.agreement(), deciding_body=CompetentBody.COUNCIL
    )
    return drafting.write_draft(
        actor=stage.system, draft=draft, content=content(), expected_revision=draft.revision
    )


def _round(stage: Stage) -> FeedbackRound:
    draft = _draft(stage)
    return drafting.open_feedback(
        actor=stage.system,
        draft=draft,
        last_day=clock.today() + timedelta(days=14),
        note="",
        expected_revision=draft.revision,
    )


def _remark(stage: Stage, *, send: bool = False) -> DraftRemark:
    return drafting.write_draft_remark(
        actor=stage.system, round_=_round(stage), municipality=stage.town(), text="Goed.", send=send
    )


def _start(stage: Stage, actor: User) -> Attempt:
    agreement = stage.agreement()
    return Attempt(
        lambda who: drafting.start_draft(
            actor=who, agreement=agreement, deciding_body=CompetentBody.COUNCIL
        ),
        agreement,
    )


def _of_draft(name: str, **given: Any) -> Callable[[Stage, User], Attempt]:
    """A service on a draft that is being written."""

    def prepare(stage: Stage, actor: User) -> Attempt:
        draft = _draft(stage)
        asked = {"draft": draft, "expected_revision": draft.revision, **given}
        if name == "open_feedback":
            asked["last_day"] = clock.today() + timedelta(days=14)
        return Attempt(lambda who: getattr(drafting, name)(actor=who, **asked), draft.agreement)

    return prepare


def _rewrite(stage: Stage, actor: User) -> Attempt:
    draft = _draft(stage)
    drafting.finish_draft(
        actor=stage.system, draft=draft, note="", expected_revision=draft.revision
    )
    return Attempt(lambda who: drafting.rewrite_draft(actor=who, draft=draft), draft.agreement)


def _drop(stage: Stage, actor: User) -> Attempt:
    draft = _draft(stage)
    drafting.finish_draft(
        actor=stage.system, draft=draft, note="", expected_revision=draft.revision
    )
    draft = drafting.rewrite_draft(actor=stage.system, draft=draft)
    asked = {"draft": draft, "expected_revision": draft.revision}
    return Attempt(lambda who: drafting.drop_version(actor=who, **asked), draft.agreement)


def _remind(stage: Stage, actor: User) -> Attempt:
    round_ = _round(stage)
    return Attempt(
        lambda who: drafting.remind_feedback(actor=who, round_=round_), round_.draft.agreement
    )


def _close(stage: Stage, actor: User) -> Attempt:
    round_ = _round(stage)
    for reply in round_.replies.select_related("municipality"):
        drafting.say_nothing(actor=stage.system, round_=round_, municipality=reply.municipality)
    return Attempt(
        lambda who: drafting.close_feedback(actor=who, round_=round_), round_.draft.agreement
    )


def _answer(stage: Stage, actor: User) -> Attempt:
    remark = _remark(stage, send=True)
    return Attempt(
        lambda who: drafting.answer_remark(actor=who, remark=remark, outcome="taken_up"),
        remark.round.draft.agreement,
    )


def _write_remark(stage: Stage, actor: User) -> Attempt:
    round_, town = _round(stage), stage.town()
    return Attempt(
        lambda who: drafting.write_draft_remark(
            actor=who, round_=round_, municipality=town, text="Goed."
        )
    )


def _nothing(stage: Stage, actor: User) -> Attempt:
    round_, town = _round(stage), stage.town()
    return Attempt(lambda who: drafting.say_nothing(actor=who, round_=round_, municipality=town))


def _of_remark(name: str) -> Callable[[Stage, User], Attempt]:
    def prepare(stage: Stage, actor: User) -> Attempt:
        remark = _remark(stage)
        return Attempt(lambda who: getattr(drafting, name)(actor=who, remark=remark))

    return prepare


DRAFTS = {
    "drafting.start_draft": Row(Task.LOCAL, _start),
    "drafting.write_draft": Row(Task.LOCAL, _of_draft("write_draft", content=content(title="Ja"))),
    "drafting.set_columns": Row(Task.LOCAL, _of_draft("set_columns", content=content(), values={})),
    "drafting.open_feedback": Row(Task.LOCAL, _of_draft("open_feedback", note="")),
    "drafting.remind_feedback": Row(Task.LOCAL, _remind),
    "drafting.close_feedback": Row(Task.LOCAL, _close),
    "drafting.answer_remark": Row(Task.LOCAL, _answer),
    "drafting.finish_draft": Row(Task.LOCAL, _of_draft("finish_draft", note="")),
    "drafting.rewrite_draft": Row(Task.LOCAL, _rewrite),
    "drafting.drop_version": Row(Task.LOCAL, _drop),
    "drafting.write_draft_remark": Row(None, _write_remark),
    "drafting.send_remark": Row(None, _of_remark("send_remark")),
    "drafting.withdraw_draft_remark": Row(None, _of_remark("withdraw_draft_remark")),
    "drafting.say_nothing": Row(None, _nothing),
}
