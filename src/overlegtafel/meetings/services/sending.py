"""Sending the agenda: frozen as a version, with who is expected; and each next version of it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, ProtectedError

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed_in_words, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotVisible
from overlegtafel.common.transitions import claim
from overlegtafel.governance.charters import charter_on, rules_under
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.states import Task
from overlegtafel.meetings.brought import (
    is_brought,
    number_of_report,
    number_of_standing,
    reports_to_bring,
)
from overlegtafel.meetings.differences import Change
from overlegtafel.meetings.freezing import frozen_agenda, moment_of
from overlegtafel.meetings.models import (
    AgendaDraft,
    AgendaItem,
    AgendaReading,
    AgendaVersion,
    Attendance,
    Delivery,
    Meeting,
)
from overlegtafel.meetings.notifications import letters_for, post
from overlegtafel.meetings.policy import meetings_visible_to
from overlegtafel.meetings.queries import expected_seats, items_of
from overlegtafel.meetings.readiness import objections, rules_of
from overlegtafel.meetings.services.agenda import place_standing, put_last, take_off
from overlegtafel.meetings.services.holding import authorise, hold, record_move
from overlegtafel.meetings.services.report_placing import bring_report
from overlegtafel.meetings.states import MOVES, MeetingState
from overlegtafel.meetings.supplements import Supplement, seats_with_a_place, supplement_of
from overlegtafel.proposals.prompts import answered
from overlegtafel.proposals.services import follow_item, note_preparation


@transaction.atomic
def convene_meeting(*, actor: User, meeting: Meeting) -> AgendaVersion:
    """Freeze the agenda as version 1, fix the composition of that day, queue invitations.

    From here on the meeting stays under the charter that holds for it now. A guest who does not
    visit this meeting has no place (R27). Nobody is invited to a day that is past: such a
    meeting is written down afterwards. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` for an
    empty agenda and for items that lack something (R5).
    """
    authorise(actor, meeting, Task.CONVENE)
    items = list(items_of(meeting))
    if not items:
        raise Invalid("Een agenda zonder punten kan niet verstuurd worden.")
    charter = charter_on(meeting.body_id, meeting.held_on)
    before = claim(meeting, MOVES, "convene", state_since=clock.now(), charter=charter)
    missing = objections(items, rules_under(charter))
    if missing:
        raise Invalid(" ".join(sentence for _, sentence in missing))
    _leave_prompts_behind(actor, meeting, items)
    version = _freeze(actor, meeting, items, 1)
    seats = expected_seats(meeting)
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=filled.seat, holder=filled.holder) for filled in seats
    )
    invited = 0 if meeting.held_on < clock.today() else _deliver(actor, version, seats)
    record_move(
        actor, meeting, "meeting.convened", before, agenda=(None, 1), invited=(None, invited)
    )
    return version


@transaction.atomic
def send_new_version(*, actor: User, meeting: Meeting) -> AgendaVersion:
    """Put what was prepared on the agenda that was sent, freeze it as the next version, and tell
    who has a place at the meeting what changed.

    Older versions stay as they were. Raises ``NotAllowed``, ``WrongMoment`` once the meeting is
    open, ``Invalid`` when nothing changed, when an item lacks something (R5), when what was added
    left the pool, and when what should go has something of its own already.
    """
    authorise(actor, meeting, Task.CONVENE)
    current = hold(meeting, MeetingState.CONVENED)
    supplement = supplement_of(current)
    refuse_unready(current, supplement)
    _apply(actor, current, supplement)
    AgendaDraft.objects.filter(meeting=current).delete()
    version = _freeze(actor, current, list(items_of(current)), supplement.version.number + 1)
    invited = _deliver(actor, version, seats_with_a_place(current), supplement.changes)
    record(
        "agenda.version_sent",
        current,
        actor=actor,
        changes={
            "agenda": (supplement.version.number, version.number),
            "invited": (None, invited),
        },
        body_id=current.body_id,
    )
    return version


@transaction.atomic
def mark_agenda_read(*, actor: User, version: AgendaVersion) -> AgendaReading:
    """Note that the actor read this version: later ones show what is new since.

    Of someone's own reading the log keeps nothing. Raises ``NotVisible``.
    """
    if not meetings_visible_to(actor).filter(pk=version.meeting_id).exists():
        raise NotVisible
    reading, _ = AgendaReading.objects.get_or_create(
        reader=actor, version=version, defaults={"read_at": clock.now()}
    )
    return reading


def refuse_unready(meeting: Meeting, supplement: Supplement) -> None:
    """Say why the next version can't leave yet. Raises ``Invalid``."""
    if supplement.lost:
        titles = ", ".join(f"“{title}”" for title in supplement.lost)
        raise Invalid(f"Staat niet meer bij de voorstellen: {titles}. Haal het weer weg.")
    if not supplement.changes:
        raise Invalid("Er is niets gewijzigd sinds de vorige versie.")
    if not supplement.items:
        raise Invalid("Een agenda zonder punten kan niet verstuurd worden.")
    missing = objections(supplement.items, rules_of(meeting))
    if missing:
        raise Invalid(" ".join(sentence for _, sentence in missing))


def _leave_prompts_behind(actor: User, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """What the template of a note asks and nobody answered does not leave with it.

    For notes kept before the item came on this agenda; runs under the charter it is sent under.
    """
    rules = rules_of(meeting)
    for item in items:
        note = answered(item.note, rules) if item.note else ""
        if note == item.note:
            continue
        AgendaItem.objects.filter(pk=item.pk).update(note=note, revision=F("revision") + 1)
        record(
            "agenda.item_completed",
            item,
            actor=actor,
            changes={"note": (item.note, note)},
            body_id=meeting.body_id,
        )
        item.note = note


def _freeze(
    actor: User, meeting: Meeting, items: Sequence[AgendaItem], number: int
) -> AgendaVersion:
    return AgendaVersion.objects.create(
        meeting=meeting,
        number=number,
        content=frozen_agenda(items),
        moment=moment_of(meeting),
        convened_at=clock.now(),
        convened_by=actor,
    )


def _deliver(
    actor: User, version: AgendaVersion, seats: Sequence[FilledSeat], changes: Sequence[Change] = ()
) -> int:
    """Queue the mails and keep per seat which one it was, or that there was none."""
    messages = {}
    for letter in letters_for(version, seats, changes):
        message = post(letter, version)
        if message is not None:
            messages[letter.recipient.pk] = message
    Delivery.objects.bulk_create(
        Delivery(
            version=version,
            seat=filled.seat,
            holder=filled.holder,
            message=messages.get(filled.user.pk) if filled.user else None,
            made_by=actor,
            made_at=version.convened_at,
        )
        for filled in seats
    )
    return len(messages)


def _apply(actor: User, meeting: Meeting, supplement: Supplement) -> None:
    """Let the stored agenda become what was prepared."""
    prepared = prepared_facts(meeting, supplement)
    stays = {item.proposal_id for item in supplement.items}
    for item in meeting.items.exclude(proposal__in=stays).select_related("proposal__body"):
        _remove(actor, meeting, item)
    for item in supplement.items:
        if item.pk < 0:
            placed = _placed(actor, meeting, item)
            item.pk, item.revision, item.proposal = placed.pk, placed.revision, placed.proposal
        AgendaItem.objects.filter(pk=item.pk).update(order=item.order)
    for item, facts in prepared:
        stored = AgendaItem.objects.get(pk=item.pk)
        changes = changed_in_words(stored, facts)
        if changes:
            AgendaItem.objects.filter(pk=item.pk).update(revision=F("revision") + 1, **facts)
            note_preparation(actor=actor, proposal=item.proposal, **facts)
            record(
                "agenda.item_completed",
                stored,
                actor=actor,
                changes=changes,
                body_id=meeting.body_id,
            )


def _placed(actor: User, meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """What is new on the agenda, stored; what the table brings itself becomes a proposal now."""
    if not is_brought(item.proposal_id):
        follow_item(actor=actor, proposal=item.proposal, verb="schedule", held_on=meeting.held_on)
        return put_last(actor, meeting, item.proposal, item.late_reason)
    for report_of in reports_to_bring(meeting):
        if number_of_report(report_of) == item.proposal_id:
            return bring_report(actor, meeting, report_of)
    (standing,) = (
        each
        for each in rules_of(meeting).agendering.standing_items
        if number_of_standing(meeting, each.title) == item.proposal_id
    )
    return place_standing(actor, meeting, standing)


def prepared_facts(
    meeting: Meeting, supplement: Supplement
) -> list[tuple[AgendaItem, dict[str, str]]]:
    """What was filled in anew, per item of the coming version."""
    draft = AgendaDraft.objects.filter(meeting=meeting).first()
    facts = {each["proposal"]: each["facts"] for each in draft.entries} if draft else {}
    return [
        (item, facts[item.proposal_id]) for item in supplement.items if facts.get(item.proposal_id)
    ]


def _remove(actor: User, meeting: Meeting, item: AgendaItem) -> None:
    """Take an item off a sent agenda, unless something hangs on it already. Raises ``Invalid``."""
    title, proposal = item.title, item.proposal
    changes = {"title": (title, None)}
    record("agenda.item_removed", item, actor=actor, changes=changes, body_id=meeting.body_id)
    try:
        item.delete()
    except ProtectedError:
        raise Invalid(
            f"Bij “{title}” schreef al iemand iets (een standpunt, een uitwisseling). Laat het "
            "punt staan; u kunt het op de vergadering verdagen."
        ) from None
    take_off(actor, proposal)
