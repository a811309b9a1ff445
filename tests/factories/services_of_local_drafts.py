"""The services of each municipality's own draft, as ``services_table`` lists the thread's.

Who has them made is what the role sheet says; what a municipality does with its own follows no
task of it.
"""

from collections.abc import Callable
from typing import Any

from tests.factories.drafts import content
from tests.factories.local_drafts import again, decided
from tests.factories.stage import MEETING_ON, Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting import services as drafting
from overlegtafel.drafting.models import LocalDraft
from overlegtafel.drafting.services.local_drafts import make_now
from overlegtafel.governance.states import Task
from overlegtafel.local_decisions.services import open_local_decisions


def _definitive(stage: Stage) -> Agreement:
    agreement = stage.agreement()
    open_local_decisions(actor=stage.system, agreement=agreement)
    draft = drafting.start_draft(
        actor=stage.system, agreement=agreement, deciding_body=CompetentBody.COUNCIL
    )
    draft = drafting.write_draft(
        actor=stage.system, draft=draft, content=content(), expected_revision=draft.revision
    )
    drafting.finish_draft(
        actor=stage.system, draft=draft, note="", expected_revision=draft.revision
    )
    return agreement


def _own(stage: Stage) -> LocalDraft:
    agreement = _definitive(stage)
    make_now(agreement.pk, stage.system.pk)
    found = LocalDraft.objects.get(
        decision__agreement=agreement, decision__municipality=stage.town()
    )
    return again(found)


def _make(stage: Stage, actor: User) -> Attempt:
    agreement = _definitive(stage)
    return Attempt(
        lambda who: drafting.make_local_drafts(actor=who, agreement=agreement), agreement
    )


def _of_own(name: str, **given: Any) -> Callable[[Stage, User], Attempt]:
    def prepare(stage: Stage, actor: User) -> Attempt:
        draft = _own(stage)
        if name == "record_adopted_text":
            decided(stage.system, draft.decision, on=MEETING_ON)
        asked = {"draft": again(draft), "expected_revision": 1, **given}
        return Attempt(lambda who: getattr(drafting, name)(actor=who, **asked))

    return prepare


LOCAL_DRAFTS = {
    "drafting.make_local_drafts": Row(Task.LOCAL, _make),
    "drafting.write_own_text": Row(None, _of_own("write_own_text", key="a1", text="Anders.")),
    "drafting.take_over_version": Row(None, _of_own("take_over_version")),
    "drafting.record_adopted_text": Row(None, _of_own("record_adopted_text", texts={})),
}
