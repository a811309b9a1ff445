"""The meeting itself: who is there, what is said, the report closed and approved."""

from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.states import Task
from overlegtafel.meetings import closing
from overlegtafel.meetings.models import AgendaItem, Attendance, Meeting
from overlegtafel.meetings.services.holding import authorise, hold, record_move
from overlegtafel.meetings.states import MOVES, WRITABLE, MeetingState, Outcome, Presence
from overlegtafel.proposals.services import follow_item


@transaction.atomic
def open_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Start the meeting, from its own day on: presence and minutes are written now.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    authorise(actor, meeting, Task.MINUTES)
    if meeting.held_on > clock.today():
        raise WrongMoment("Een vergadering opent u op de dag zelf.")
    before = claim(meeting, MOVES, "open", state_since=clock.now())
    record_move(actor, meeting, "meeting.opened", before)
    return meeting


@transaction.atomic
def record_presence(
    *, actor: User, meeting: Meeting, presences: dict[int, tuple[Presence, str]]
) -> None:
    """Write who is there, or set it right until the report is approved.

    ``presences`` maps an attendance's id to presence and replacement. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid`` when a replacement has no name.
    """
    authorise(actor, meeting, Task.MINUTES)
    hold(meeting, *WRITABLE)
    changes: dict[str, tuple[Any, Any]] = {}
    for attendance in meeting.attendances.select_related(
        "seat__municipality", "seat__post", "seat__person"
    ):
        if attendance.pk not in presences:
            continue
        presence, replaced_by = presences[attendance.pk]
        replaced_by = replaced_by.strip() if presence == Presence.REPLACED else ""
        if presence == Presence.REPLACED and not replaced_by:
            raise Invalid(
                f"Schrijf wie {attendance.seat} vervangt.", field=f"replaced_by_{attendance.pk}"
            )
        if (attendance.presence, attendance.replaced_by) != (presence, replaced_by):
            seat = str(attendance.seat)
            if attendance.presence != presence:
                changes[seat] = (attendance.presence, presence)
            if attendance.replaced_by != replaced_by:
                changes[f"{seat}, vervangen door"] = (attendance.replaced_by, replaced_by)
            Attendance.objects.filter(pk=attendance.pk).update(
                presence=presence, replaced_by=replaced_by
            )
    if changes:
        record(
            "meeting.presence_recorded",
            meeting,
            actor=actor,
            changes=changes,
            body_id=meeting.body_id,
        )


@transaction.atomic
def save_minutes(
    *,
    actor: User,
    item: AgendaItem,
    minutes: str,
    outcome: str,
    expected_revision: int,
    outcome_note: str = "",
) -> AgendaItem:
    """Write what was said and what came of it, item by item, until the report is approved.

    An empty ``outcome`` leaves what stands. Once the minutes are closed the outcome is fixed:
    agreements are in force by it and proposals moved. Raises ``NotAllowed``, ``WrongMoment``,
    ``Stale`` when someone saved since ``expected_revision``, ``Invalid`` for an unknown or a
    fixed outcome.
    """
    authorise(actor, item.meeting, Task.MINUTES)
    if outcome and outcome not in Outcome.values:
        raise Invalid("Deze uitkomst bestaat niet.", field="outcome")
    meeting = hold(item.meeting, *WRITABLE)
    current = AgendaItem.objects.get(pk=item.pk)
    outcome = outcome or current.outcome
    if meeting.state == MeetingState.REPORTED:
        _check_correction(current, outcome, outcome_note)
    new = {"minutes": minutes, "outcome": outcome, "outcome_note": outcome_note}
    changes = {
        name: (getattr(current, name), value)
        for name, value in new.items()
        if getattr(current, name) != value
    }
    saved = AgendaItem.objects.filter(pk=item.pk, revision=expected_revision).update(
        **new, revision=F("revision") + 1, saved_by=actor, saved_at=clock.now()
    )
    if not saved:
        raise Stale
    item.refresh_from_db()
    record(
        "minutes.saved",
        item,
        actor=actor,
        changes=changes,
        body_id=item.meeting.body_id,
    )
    return item


def mark_agreed(*, actor: User, item: AgendaItem) -> None:
    """Make "afspraak" the outcome of an item that has none; runs inside the agreement's writing.

    The item's revision stays, so that who is typing its minutes is not stopped.
    """
    open_items = AgendaItem.objects.filter(pk=item.pk, outcome="")
    if open_items.update(outcome=Outcome.AGREEMENT):
        item.outcome = Outcome.AGREEMENT
        record(
            "minutes.outcome_set",
            item,
            actor=actor,
            changes={"outcome": ("", Outcome.AGREEMENT)},
            body_id=item.meeting.body_id,
        )


@transaction.atomic
def close_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Close the minutes as a concept report; deferred items go back to the pool.

    A standing item does not: it is on the next agenda anyway.
    Raises ``NotAllowed``, ``WrongMoment``, and ``Invalid`` with every objection (an item
    without outcome, an agreement without executor: R12).
    """
    authorise(actor, meeting, Task.MINUTES)
    before = claim(meeting, MOVES, "close", state_since=clock.now())
    missing = closing.objections(meeting)
    if missing:
        raise Invalid(" ".join(missing))
    for item in meeting.items.select_related("proposal__body", "proposal__proposer"):
        comes_back = item.outcome == Outcome.DEFERRED and not item.proposal.is_standing
        verb = "defer" if comes_back else "treat"
        follow_item(actor=actor, proposal=item.proposal, verb=verb)
    record_move(actor, meeting, "meeting.closed", before)
    for follow in closing.followers:
        follow(actor, meeting)
    return meeting


@transaction.atomic
def approve_minutes(*, actor: User, meeting: Meeting) -> Meeting:
    """Approve the report; from then on it is not changed any more."""
    authorise(actor, meeting, Task.APPROVE)
    before = claim(meeting, MOVES, "approve", state_since=clock.now())
    record_move(actor, meeting, "meeting.approved", before)
    return meeting


def _check_correction(item: AgendaItem, outcome: str, outcome_note: str) -> None:
    """What of a concept report may not change any more."""
    if outcome != item.outcome:
        raise Invalid(
            "De uitkomst ligt vast sinds het verslag afgesloten is: afspraken en voorstellen "
            "zijn erop verdergegaan.",
            field="outcome",
        )
    missing = closing.missing_words(outcome, outcome_note)
    if missing:
        raise Invalid(f"{missing.capitalize()}.", field="outcome_note")
