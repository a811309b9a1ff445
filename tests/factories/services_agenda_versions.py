"""The services around the next version of an agenda, as ``services_table`` lists the thread's."""

from datetime import date
from typing import Any

from tests.factories.stage import Attempt, Row, Stage

from overlegtafel.accounts.models import User
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.states import Late, Task
from overlegtafel.meetings import services as meetings
from overlegtafel.meetings.models import Delivery, Meeting
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.meetings.supplements import agenda_as_read
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal


def _on_sent(name: str, **given: Any) -> Any:
    """A service about one item of an agenda that was sent, with another item beside it."""

    def prepare(stage: Stage, actor: User) -> Attempt | None:
        if _never_late(stage):
            return None
        meeting = _prepared(stage)
        proposal = Proposal.objects.get(items__meeting=meeting, is_standing=False)
        return Attempt(
            lambda who: getattr(meetings, name)(
                actor=who, meeting=meeting, proposal=proposal, **given
            ),
            meeting,
        )

    return prepare


def _never_late(stage: Stage) -> bool:
    """Whether the charter sends what is late to the next meeting, so that nothing is added."""
    return current_rules(stage.table).agendering.late == Late.NEXT_MEETING


def _prepared(stage: Stage) -> Any:
    """A sent agenda with something more prepared by the system."""
    meeting = stage.convened()
    meetings.add_supplement(
        actor=stage.system,
        meeting=meeting,
        proposal=stage.proposal(),
        late_reason="Het kan niet wachten",
    )
    return meeting


def _add(stage: Stage, actor: User) -> Attempt | None:
    if _never_late(stage):
        return None
    meeting, proposal = stage.convened(), stage.proposal()
    asked = {"meeting": meeting, "proposal": proposal, "late_reason": "Het kan niet wachten"}
    return Attempt(lambda who: meetings.add_supplement(actor=who, **asked), meeting)


def _add_report(stage: Stage, actor: User) -> Attempt | None:
    meeting, closed = stage.convened(), stage.cast.meeting(date(2026, 1, 9))
    Meeting.objects.filter(pk=closed.pk).update(state=MeetingState.REPORTED)
    closed.refresh_from_db()
    asked = {"meeting": meeting, "report_of": closed}
    return Attempt(lambda who: meetings.add_report_supplement(actor=who, **asked), meeting)


def _add_standing(stage: Stage, actor: User) -> Attempt | None:
    meeting = stage.convened()
    standing = rules_of(meeting).agendering.standing_items
    if not standing:
        return None
    title = standing[0].title
    for item in meeting.items.filter(title=title):
        meetings.leave_out_supplement(actor=stage.system, meeting=meeting, proposal=item.proposal)
    return Attempt(
        lambda who: meetings.add_standing_supplement(actor=who, meeting=meeting, title=title),
        meeting,
    )


def _drop(stage: Stage, actor: User) -> Attempt | None:
    if _never_late(stage):
        return None
    meeting = _prepared(stage)
    return Attempt(lambda who: meetings.drop_supplements(actor=who, meeting=meeting), meeting)


def _send(stage: Stage, actor: User) -> Attempt | None:
    if _never_late(stage):
        return None
    meeting = _prepared(stage)
    return Attempt(lambda who: meetings.send_new_version(actor=who, meeting=meeting), meeting)


def _read(stage: Stage, actor: User) -> Attempt:
    version = stage.convened().agenda_versions.get()
    return Attempt(lambda who: meetings.mark_agenda_read(actor=who, version=version), version)


def _agree(stage: Stage, actor: User) -> Attempt:
    meeting = stage.meeting()
    return Attempt(
        lambda who: meetings.agree_with_agenda(
            actor=who, meeting=meeting, shown=agenda_as_read(who, meeting)
        ),
        meeting,
    )


def _of_delivery(name: str, **given: Any) -> Any:
    def prepare(stage: Stage, actor: User) -> Attempt:
        meeting = stage.convened()
        delivery = Delivery.objects.filter(
            version__meeting=meeting, message__isnull=False
        ).select_related("version__meeting__body", "seat")[0]
        Message.objects.filter(pk=delivery.message_id).update(state=Message.State.UNCERTAIN)
        return Attempt(
            lambda who: getattr(meetings, name)(actor=who, delivery=delivery, **given), meeting
        )

    return prepare


AGENDA_VERSIONS = {
    "meetings.add_supplement": Row(Task.AGENDA, _add),
    "meetings.agree_with_agenda": Row(None, _agree),
    "meetings.add_report_supplement": Row(Task.AGENDA, _add_report),
    "meetings.add_standing_supplement": Row(Task.AGENDA, _add_standing),
    "meetings.move_supplement": Row(Task.AGENDA, _on_sent("move_supplement", step=1)),
    "meetings.leave_out_supplement": Row(Task.AGENDA, _on_sent("leave_out_supplement")),
    "meetings.complete_supplement": Row(
        Task.AGENDA, _on_sent("complete_supplement", expected_revision=1, preparer_label="SOLVA")
    ),
    "meetings.drop_supplements": Row(Task.AGENDA, _drop),
    "meetings.send_new_version": Row(Task.CONVENE, _send),
    "meetings.mark_agenda_read": Row(None, _read),
    "meetings.send_again": Row(None, _of_delivery("send_again")),
    "meetings.settle_arrived": Row(None, _of_delivery("settle_arrived")),
    "meetings.mend_address": Row(None, _of_delivery("mend_address", address="a@b.example")),
}
