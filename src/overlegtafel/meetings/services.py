"""From planning a meeting to its approved report; each step one transaction."""

from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.charters import charter_on
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.services import withdraw_clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings import closing
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Attendance, Meeting
from overlegtafel.meetings.notifications import invite
from overlegtafel.meetings.states import MOVES, WRITABLE, MeetingState, Outcome, Presence
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import CONTENT, follow_item

_DAY_TAKEN = "Op die dag is er al een vergadering van dit overleg."


@transaction.atomic
def plan_meeting(
    *,
    actor: User,
    body: GoverningBody,
    held_on: date,
    starts_at: time,
    location: str = "",
    proposals_due_on: date | None = None,
    moved_from: date | None = None,
    moved_because: str = "",
    follows: Meeting | None = None,
) -> Meeting:
    """Put a meeting in the calendar. Raises ``NotAllowed``, ``Invalid``."""
    require(actor, body, Task.PLAN)
    _check_due(held_on, proposals_due_on)
    if follows is not None and follows.held_on != held_on:
        raise Invalid("Aansluiten kan alleen op dezelfde dag.", field="follows")
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                body=body,
                held_on=held_on,
                starts_at=starts_at,
                location=location,
                proposals_due_on=proposals_due_on,
                moved_from=moved_from,
                moved_because=moved_because,
                follows=follows,
                state_since=clock.now(),
            )
    except IntegrityError:
        raise Invalid(_DAY_TAKEN, field="held_on") from None
    record(
        "meeting.planned",
        meeting,
        actor=actor,
        changes={"held_on": (None, held_on)},
        body_id=body.pk,
    )
    return meeting


@transaction.atomic
def change_meeting(
    *,
    actor: User,
    meeting: Meeting,
    held_on: date,
    starts_at: time,
    location: str = "",
    proposals_due_on: date | None = None,
) -> Meeting:
    """Give a planned meeting another day, hour, place or last day for proposals.

    On another day it follows no other meeting any more. Raises ``NotAllowed``, ``WrongMoment``
    once it is convened, ``Invalid``.
    """
    _authorise(actor, meeting, Task.PLAN)
    current = _hold(meeting, MeetingState.PLANNED)
    _check_due(held_on, proposals_due_on)
    new = {
        "held_on": held_on,
        "starts_at": starts_at,
        "location": location,
        "proposals_due_on": proposals_due_on,
        "follows": current.follows if held_on == current.held_on else None,
    }
    changes = {
        name: (_loggable(getattr(current, name)), _loggable(value))
        for name, value in new.items()
        if getattr(current, name) != value
    }
    if changes:
        try:
            with transaction.atomic():
                Meeting.objects.filter(pk=meeting.pk).update(**new)
        except IntegrityError:
            raise Invalid(_DAY_TAKEN, field="held_on") from None
        meeting.refresh_from_db()
        record("meeting.changed", meeting, actor=actor, changes=changes, body_id=meeting.body_id)
    return meeting


@transaction.atomic
def place_on_agenda(*, actor: User, meeting: Meeting, proposal: Proposal) -> AgendaItem:
    """Accept a proposal on the agenda of a planned meeting, as the last item.

    Raises ``NotAllowed``, ``Invalid`` for another table's proposal, ``WrongMoment``.
    """
    _authorise(actor, meeting, Task.AGENDA)
    if proposal.body_id != meeting.body_id:
        raise Invalid("Dit voorstel hoort bij een ander overleg.")
    _hold(meeting, MeetingState.PLANNED)
    _clear_again(actor, meeting)
    follow_item(actor=actor, proposal=proposal, verb="schedule", held_on=meeting.held_on)
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        proposal=proposal,
        order=last + 1,
        **{name: getattr(proposal, name) for name in CONTENT},
    )
    record(
        "agenda.item_placed",
        item,
        actor=actor,
        changes={"order": (None, item.order), "meeting": (None, str(meeting))},
        body_id=meeting.body_id,
    )
    return item


@transaction.atomic
def remove_from_agenda(*, actor: User, item: AgendaItem) -> None:
    """Take an item off a planned agenda; its proposal goes back to the pool."""
    _authorise(actor, item.meeting, Task.AGENDA)
    _hold_item(item)
    _clear_again(actor, item.meeting)
    follow_item(actor=actor, proposal=item.proposal, verb="unschedule")
    record(
        "agenda.item_removed",
        item,
        actor=actor,
        changes={"title": (item.title, None)},
        body_id=item.meeting.body_id,
    )
    meeting = item.meeting
    item.delete()
    for order, pk in enumerate(meeting.items.order_by("order").values_list("pk", flat=True), 1):
        AgendaItem.objects.filter(pk=pk).update(order=order)


@transaction.atomic
def move_item(*, actor: User, item: AgendaItem, step: int) -> None:
    """Move an item up (``step`` -1) or down (1) on a planned agenda; at the end it stays."""
    _authorise(actor, item.meeting, Task.AGENDA)
    _hold_item(item)
    _clear_again(actor, item.meeting)
    ordered = list(item.meeting.items.order_by("order", "id").values_list("pk", flat=True))
    here = ordered.index(item.pk)
    there = min(max(here + step, 0), len(ordered) - 1)
    ordered.insert(there, ordered.pop(here))
    for order, pk in enumerate(ordered, 1):
        AgendaItem.objects.filter(pk=pk).exclude(order=order).update(order=order)
    record(
        "agenda.item_moved",
        item,
        actor=actor,
        changes={"order": (here + 1, there + 1)},
        body_id=item.meeting.body_id,
    )


@transaction.atomic
def convene_meeting(*, actor: User, meeting: Meeting) -> AgendaVersion:
    """Freeze the agenda as version 1, fix the composition of that day, queue invitations.

    Nobody is invited to a day that is past: such a meeting is written down afterwards. Raises
    ``NotAllowed``, ``Invalid`` for an empty agenda, ``WrongMoment``.
    """
    _authorise(actor, meeting, Task.CONVENE)
    if not meeting.items.exists():
        raise Invalid("Een agenda zonder punten kan niet verstuurd worden.")
    now = clock.now()
    charter = charter_on(meeting.body_id, meeting.held_on)
    before = claim(meeting, MOVES, "convene", state_since=now, charter=charter)
    version = AgendaVersion.objects.create(
        meeting=meeting,
        number=1,
        content=[
            {
                "order": item.order,
                "title": item.title,
                "function": item.function,
                "category": item.category,
                "brought_by": item.brought_by_words,
            }
            for item in meeting.items.select_related("brought_by").order_by("order")
        ],
        convened_at=now,
        convened_by=actor,
    )
    seats = filled_seats(meeting.body, meeting.held_on)
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=filled.seat, holder=filled.holder) for filled in seats
    )
    invited = 0 if meeting.held_on < clock.today() else invite(meeting, version, seats)
    _record_move(
        actor, meeting, "meeting.convened", before, agenda=(None, 1), invited=(None, invited)
    )
    return version


@transaction.atomic
def open_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Start the meeting, from its own day on: presence and minutes are written now.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    _authorise(actor, meeting, Task.MINUTES)
    if meeting.held_on > clock.today():
        raise WrongMoment("Een vergadering opent u op de dag zelf.")
    before = claim(meeting, MOVES, "open", state_since=clock.now())
    _record_move(actor, meeting, "meeting.opened", before)
    return meeting


@transaction.atomic
def record_presence(
    *, actor: User, meeting: Meeting, presences: dict[int, tuple[Presence, str]]
) -> None:
    """Write who is there, or set it right until the report is approved.

    ``presences`` maps an attendance's id to presence and replacement. Raises ``NotAllowed``,
    ``WrongMoment``, ``Invalid`` when a replacement has no name.
    """
    _authorise(actor, meeting, Task.MINUTES)
    _hold(meeting, *WRITABLE)
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
    _authorise(actor, item.meeting, Task.MINUTES)
    if outcome and outcome not in Outcome.values:
        raise Invalid("Deze uitkomst bestaat niet.", field="outcome")
    meeting = _hold(item.meeting, *WRITABLE)
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

    Raises ``NotAllowed``, ``WrongMoment``, and ``Invalid`` with every objection (an item
    without outcome, an agreement without executor: R12).
    """
    _authorise(actor, meeting, Task.MINUTES)
    before = claim(meeting, MOVES, "close", state_since=clock.now())
    missing = closing.objections(meeting)
    if missing:
        raise Invalid(" ".join(missing))
    for item in meeting.items.select_related("proposal__body", "proposal__proposer"):
        verb = "defer" if item.outcome == Outcome.DEFERRED else "treat"
        follow_item(actor=actor, proposal=item.proposal, verb=verb)
    _record_move(actor, meeting, "meeting.closed", before)
    for follow in closing.followers:
        follow(actor, meeting)
    return meeting


@transaction.atomic
def approve_minutes(*, actor: User, meeting: Meeting) -> Meeting:
    """Approve the report; from then on it is not changed any more."""
    _authorise(actor, meeting, Task.APPROVE)
    before = claim(meeting, MOVES, "approve", state_since=clock.now())
    _record_move(actor, meeting, "meeting.approved", before)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: User, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a meeting that was not held, with the reason; its proposals go back to the pool."""
    _authorise(actor, meeting, Task.PLAN)
    if not reason.strip():
        raise Invalid("Schrijf waarom de vergadering niet doorgaat.", field="reason")
    before = claim(meeting, MOVES, "cancel", state_since=clock.now())
    for item in meeting.items.select_related("proposal__body", "proposal__proposer"):
        follow_item(actor=actor, proposal=item.proposal, verb="unschedule")
    _record_move(actor, meeting, "meeting.cancelled", before, reason=reason)
    return meeting


def _authorise(actor: User, meeting: Meeting, task: Task) -> None:
    """What is planned is cleared by the table, what is done at a meeting by that meeting."""
    require(actor, meeting.body, task, meeting)


def _clear_again(actor: User, meeting: Meeting) -> None:
    """An agenda that changes needs the chair's go-ahead again before it is sent (R95)."""
    withdraw_clearance(actor=actor, body=meeting.body, task=Task.CONVENE, subject=meeting)


def _check_due(held_on: date, proposals_due_on: date | None) -> None:
    if proposals_due_on is not None and proposals_due_on > held_on:
        raise Invalid("De uiterste dag valt na de vergadering.", field="proposals_due_on")


def _loggable(value: Any) -> Any:
    """A value as the log keeps it: an hour without seconds, another meeting by its name."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, Meeting) else value


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


def _hold(meeting: Meeting, *states: MeetingState) -> Meeting:
    """Keep the meeting in one of ``states`` until this transaction ends; return it as stored.

    Raises ``WrongMoment``.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state not in states:
        raise WrongMoment(f"Dat kan niet in deze stand: {current.get_state_display().lower()}.")
    return current


def _hold_item(item: AgendaItem) -> None:
    """Keep a planned agenda with ``item`` still on it. Raises ``WrongMoment``."""
    _hold(item.meeting, MeetingState.PLANNED)
    if not item.meeting.items.filter(pk=item.pk).exists():
        raise WrongMoment("Dit punt staat niet meer op deze agenda.")


def _record_move(
    actor: User,
    meeting: Meeting,
    verb: str,
    before: str,
    reason: str = "",
    **changes: tuple[Any, Any],
) -> None:
    record(
        verb,
        meeting,
        actor=actor,
        changes={"state": (before, meeting.state), **changes},
        reason=reason,
        body_id=meeting.body_id,
    )
