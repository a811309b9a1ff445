"""The report after the meeting: read by the members, corrected, approved, and rarely reopened."""

from datetime import date

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.states import Task
from overlegtafel.meetings import report_mail
from overlegtafel.meetings.models import (
    AgendaItem,
    Meeting,
    Reading,
    Reopening,
    ReportRemark,
    ReportVersion,
)
from overlegtafel.meetings.policy import can_remark
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.reports import checksum_of, content_of, latest_version
from overlegtafel.meetings.services.holding import authorise, hold, record_move
from overlegtafel.meetings.services.minutes import end_turns, save_minutes
from overlegtafel.meetings.services.report_placing import place_at_next, settle_items
from overlegtafel.meetings.states import MOVES, REMARK_MOVES, MeetingState


@transaction.atomic
def send_concept(*, actor: User, meeting: Meeting, remarks_until: date) -> Reading:
    """Send the concept report to the members, to be read until a day (R133).

    Sent again (after a reopening, or with more time) the newest day counts. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid`` for a day that is past.
    """
    authorise(actor, meeting, Task.MINUTES)
    hold(meeting, MeetingState.REPORTED)
    if remarks_until < clock.today():
        raise Invalid("Kies een dag die nog moet komen.", field="remarks_until")
    reading = Reading.objects.create(
        meeting=meeting, remarks_until=remarks_until, sent_at=clock.now(), sent_by=actor
    )
    reading.recipients = report_mail.send_to_read(reading, report_mail.readers_of(meeting))
    reading.save(update_fields=["recipients"])
    record(
        "report.sent",
        meeting,
        actor=actor,
        changes={
            "remarks_until": (None, spoken(remarks_until)),
            "recipients": (None, len(reading.recipients)),
        },
        body_id=meeting.body_id,
    )
    return reading


@transaction.atomic
def remark_on_report(*, actor: User, item: AgendaItem, text: str) -> ReportRemark:
    """Remark on the concept minutes of an item; after the last day it still counts, marked late.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    if not can_remark(actor, item.meeting):
        raise NotAllowed
    meeting = hold(item.meeting, MeetingState.REPORTED)
    if not text.strip():
        raise Invalid("Schrijf wat er volgens u niet klopt.", field="text")
    reading = meeting.readings.last()
    remark = ReportRemark.objects.create(
        item=item,
        reading=reading,
        author=actor,
        text=text.strip(),
        is_late=reading is not None and clock.today() > reading.remarks_until,
        written_at=clock.now(),
    )
    record(
        "report.remarked",
        item,
        actor=actor,
        changes={"remark": (None, remark.text)},
        body_id=meeting.body_id,
    )
    return remark


@transaction.atomic
def accept_remark(
    *, actor: User, remark: ReportRemark, minutes: str, expected_revision: int, answer: str = ""
) -> ReportRemark:
    """Put the minutes right as a remark asks; what changed is in the log.

    Raises ``NotAllowed``, ``WrongMoment``, ``Stale`` when someone saved the minutes since,
    ``Invalid`` while the minutes stay as they were.
    """
    item = remark.item
    authorise(actor, item.meeting, Task.MINUTES)
    hold(item.meeting, MeetingState.REPORTED)
    if minutes == item.minutes:
        raise Invalid("Pas de tekst van het verslag aan, of antwoord in woorden.", field="minutes")
    _answer(actor, remark, "accept", answer)
    save_minutes(
        actor=actor,
        item=item,
        minutes=minutes,
        outcome="",
        outcome_note=item.outcome_note,
        expected_revision=expected_revision,
    )
    return remark


@transaction.atomic
def answer_remark(*, actor: User, remark: ReportRemark, answer: str) -> ReportRemark:
    """Answer a remark in words; the minutes stay. Raises ``NotAllowed``, ``WrongMoment``,
    ``Invalid``.
    """
    authorise(actor, remark.item.meeting, Task.MINUTES)
    hold(remark.item.meeting, MeetingState.REPORTED, MeetingState.APPROVED)
    if not answer.strip():
        raise Invalid("Schrijf een antwoord.", field="answer")
    _answer(actor, remark, "answer", answer)
    return remark


def _answer(actor: User, remark: ReportRemark, verb: str, answer: str) -> None:
    before = claim(
        remark,
        REMARK_MOVES,
        verb,
        answer=answer.strip(),
        answered_at=clock.now(),
        answered_by=actor,
    )
    report_mail.send_answer(remark)
    record(
        "report.remark_answered",
        remark.item,
        actor=actor,
        changes={"state": (before, remark.state), "answer": ("", remark.answer)},
        body_id=remark.item.meeting.body_id,
    )


@transaction.atomic
def approve_minutes(*, actor: User, meeting: Meeting, item: AgendaItem | None = None) -> Meeting:
    """Approve the report: frozen as a version, sent to the members, not changed any more.

    From the ``item`` of the next meeting while that goes on; or between two meetings, where the
    charter lets that. Raises ``NotAllowed``, ``WrongMoment``.
    """
    authorise(actor, meeting, Task.APPROVE)
    at = _where(meeting, item)
    before = claim(meeting, MOVES, "approve", state_since=clock.now())
    end_turns(meeting)
    version = _freeze(actor, meeting, at)
    record_move(actor, meeting, "meeting.approved", before, report=(None, version.number))
    settle_items(actor, meeting)
    version.recipients = report_mail.send_approved(version, report_mail.readers_of(meeting))
    version.save(update_fields=["recipients"])
    return meeting


def _where(meeting: Meeting, item: AgendaItem | None) -> Meeting | None:
    """The meeting at which a report is approved; ``None`` between two meetings."""
    if item is not None:
        report_item = getattr(item, "report_item", None)
        if report_item is None or report_item.report_of_id != meeting.pk:
            raise Invalid("Op dit punt staat een ander verslag.")
        return hold(item.meeting, MeetingState.IN_SESSION)
    going_on = Meeting.objects.filter(
        body=meeting.body_id, state=MeetingState.IN_SESSION, held_on__gt=meeting.held_on
    ).first()
    if going_on is None and not rules_of(meeting).ratification.approve_between:
        raise WrongMoment(
            "Volgens de afsprakennota keurt de tafel een verslag goed op haar volgende vergadering."
        )
    return going_on


def _freeze(actor: User, meeting: Meeting, at: Meeting | None = None) -> ReportVersion:
    content, previous = content_of(meeting), latest_version(meeting)
    return ReportVersion.objects.create(
        meeting=meeting,
        number=previous.number + 1 if previous else 1,
        content=content,
        checksum=checksum_of(content),
        approved_at=meeting.state_since,
        approved_by=actor,
        approved_in=at,
        replaces=previous,
    )


@transaction.atomic
def reopen_report(*, actor: User, meeting: Meeting, reason: str) -> Meeting:
    """Open an approved report again, with a reason; who got it is told (R133).

    The approved version stays readable; approving makes the next one, that points back to it.
    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` without a reason.
    """
    authorise(actor, meeting, Task.APPROVE)
    if not reason.strip():
        raise Invalid("Schrijf waarom het verslag opnieuw open moet.", field="reason")
    hold(meeting, MeetingState.APPROVED)
    version = latest_version(meeting) or _freeze(actor, meeting)
    before = claim(meeting, MOVES, "reopen", state_since=clock.now())
    Reopening.objects.create(
        version=version, reason=reason.strip(), reopened_at=clock.now(), reopened_by=actor
    )
    record_move(actor, meeting, "report.reopened", before, reason=reason.strip())
    report_mail.send_reopened(version, reason.strip(), actor)
    place_at_next(actor, meeting)
    return meeting
