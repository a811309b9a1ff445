"""The agenda of a planned meeting: from the pool to an order, and what the charter asks of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed_in_words, record
from overlegtafel.common.dates import spoken, spoken_with_weekday
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.dossiers.queries import preparer_for
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.governance.policy import clearance_of, standing_of
from overlegtafel.governance.queries import standing_in
from overlegtafel.governance.rules import CharterRules, StandingItem
from overlegtafel.governance.services import (
    ask_clearance,
    give_clearance,
    lapse_clearance,
    withdraw_clearance,
)
from overlegtafel.governance.states import Late, Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.policy import may_accept_late
from overlegtafel.meetings.queries import next_planned
from overlegtafel.meetings.readiness import cut_off_of, is_late, rules_of
from overlegtafel.meetings.services.holding import authorise, clear_again, hold, hold_item
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.prompts import answered
from overlegtafel.proposals.queries import preparer_named
from overlegtafel.proposals.services import (
    CONTENT,
    PREPARATION,
    bring_standing,
    drop_standing,
    follow_item,
    note_advice,
    note_preparation,
    refuse_unsuited,
)
from overlegtafel.proposals.states import PassageOutcome

_LABEL_LENGTH = 200


@transaction.atomic
def place_on_agenda(
    *,
    actor: User,
    meeting: Meeting,
    proposal: Proposal,
    preparer_label: str = "",
    late_reason: str = "",
) -> AgendaItem:
    """Accept a proposal on the agenda of a planned meeting, as the last item.

    Where the charter wants a preparer, an alignment or policy item has one from here on (R106):
    the proposal's own, ``preparer_label``, or who prepares the dossier or its domain. What was
    sent after the last day needs a ``late_reason`` of the chair, or waits for the next meeting
    (R51). Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    authorise(actor, meeting, Task.AGENDA)
    if proposal.body_id != meeting.body_id:
        raise Invalid("Dit voorstel hoort bij een ander overleg.")
    current = hold(meeting, MeetingState.PLANNED)
    refuse_unsuited(meeting.body, proposal.function, proposal.category)
    rules = rules_of(current)
    reason = late_reason_for(actor, current, proposal, rules, late_reason)
    give_preparer(actor, proposal, rules, preparer_label)
    clear_again(actor, meeting)
    follow_item(actor=actor, proposal=proposal, verb="schedule", held_on=meeting.held_on)
    return put_last(actor, meeting, proposal, reason)


@transaction.atomic
def ask_late(*, actor: User, meeting: Meeting, proposal: Proposal) -> Clearance:
    """Ask the chair to let a proposal still come on this agenda though it was sent too late.

    Raises ``NotAllowed``, ``WrongMoment`` where the charter leaves the chair no such choice.
    """
    authorise(actor, meeting, Task.AGENDA)
    current = hold(meeting, MeetingState.PLANNED, MeetingState.CONVENED)
    rules = rules_of(current)
    if not is_late(proposal, cut_off_of(current, rules)):
        raise WrongMoment("Dit voorstel is op tijd.")
    if rules.agendering.late == Late.NEXT_MEETING:
        raise WrongMoment(_waits(current))
    return ask_clearance(
        actor=actor, body=meeting.body, task=Task.AGENDA, subject=proposal, beyond_charter=True
    )


@transaction.atomic
def remove_from_agenda(*, actor: User, item: AgendaItem) -> None:
    """Take an item off a planned agenda; its proposal goes back to the pool.

    A standing item does not: it comes back by itself on the next agenda.
    """
    authorise(actor, item.meeting, Task.AGENDA)
    hold_item(item)
    clear_again(actor, item.meeting)
    take_off(actor, item.proposal)
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
    authorise(actor, item.meeting, Task.AGENDA)
    hold_item(item)
    clear_again(actor, item.meeting)
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
def complete_item(
    *,
    actor: User,
    item: AgendaItem,
    expected_revision: int,
    advices: Mapping[GoverningBody, tuple[PassageOutcome, str]] | None = None,
    **facts: Any,
) -> AgendaItem:
    """Fill in what an item still lacks before it is sent: fields of ``PREPARATION``, and the
    advice that a body gave by another way. Its proposal keeps it too.

    Raises ``NotAllowed``, ``WrongMoment``, ``Stale`` when someone saved since
    ``expected_revision``, ``Invalid``.
    """
    authorise(actor, item.meeting, Task.AGENDA)
    if set(facts) - set(PREPARATION):
        raise TypeError(f"geen voorbereiding: {sorted(facts)}")
    hold_item(item)
    if "category" in facts:
        refuse_unsuited(item.meeting.body, item.function, facts["category"])
    if "note" in facts:
        facts["note"] = answered(facts["note"], rules_of(item.meeting))
    current = AgendaItem.objects.get(pk=item.pk)
    typed = facts.get("preparer_label", current.preparer_label)
    if typed != current.preparer_label:
        facts["prepared_by"] = preparer_named(actor, item.meeting.body, typed)
    changes = changed_in_words(current, facts)
    saved = AgendaItem.objects.filter(pk=item.pk, revision=expected_revision)
    if not saved.update(revision=F("revision") + 1, **facts):
        raise Stale
    item.refresh_from_db()
    note_preparation(actor=actor, proposal=item.proposal, **facts)
    for body, (outcome, advice) in (advices or {}).items():
        note_advice(actor=actor, proposal=item.proposal, body=body, outcome=outcome, advice=advice)
    if changes or advices:
        clear_again(actor, item.meeting)
        record(
            "agenda.item_completed",
            item,
            actor=actor,
            changes=changes,
            body_id=item.meeting.body_id,
        )
    return item


@transaction.atomic
def restore_standing_item(*, actor: User, meeting: Meeting, title: str) -> AgendaItem:
    """Put a standing item of the charter on a planned agenda that does not have it.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` when the charter knows none by this title.
    """
    authorise(actor, meeting, Task.AGENDA)
    current = hold(meeting, MeetingState.PLANNED)
    standing = rules_of(current).agendering.standing_items
    wanted = next((each for each in standing if each.title == title), None)
    if wanted is None:
        raise Invalid("Dit vaste punt staat niet in de afsprakennota.")
    if meeting.items.filter(proposal__is_standing=True, title=title).exists():
        raise WrongMoment("Dit vaste punt staat al op de agenda.")
    clear_again(actor, meeting)
    return place_standing(actor, meeting, wanted)


def place_standing_items(actor: User, meeting: Meeting) -> None:
    """Put the charter's standing items on a new agenda, in the charter's order (R51).

    Called inside the planning of the meeting, which has authorised the actor.
    """
    standing = rules_of(meeting).agendering.standing_items
    bodies = standing_in([each.feedback_from for each in standing]) if standing else {}
    for each in standing:
        _place_standing(actor, meeting, each, bodies)


def place_brought(*, actor: User, meeting: Meeting, proposal: Proposal) -> AgendaItem:
    """Put on a planned agenda what a floor above brings by itself, behind what is there.

    Called inside the transaction of that floor's service, which holds the meeting; the chair's
    go-ahead for sending is asked again, as for any change of an agenda (R95).
    """
    clear_again(actor, meeting)
    return put_last(actor, meeting, proposal)


def take_off(actor: User, proposal: Proposal) -> None:
    """What becomes of the proposal of an item that leaves an agenda unheld."""
    if proposal.is_standing:
        drop_standing(actor=actor, proposal=proposal)
        return
    follow_item(actor=actor, proposal=proposal, verb="unschedule")
    withdraw_clearance(actor=actor, body=proposal.body, task=Task.AGENDA, subject=proposal)


def place_standing(actor: User, meeting: Meeting, standing: StandingItem) -> AgendaItem:
    """Put one standing item behind what is on the agenda; runs inside a service that authorised."""
    return _place_standing(actor, meeting, standing, standing_in([standing.feedback_from]))


def _place_standing(
    actor: User, meeting: Meeting, standing: StandingItem, bodies: Mapping[str, GoverningBody]
) -> AgendaItem:
    proposal = bring_standing(
        actor=actor,
        body=meeting.body,
        standing=standing,
        feedback_of=bodies.get(standing.feedback_from),
    )
    return put_last(actor, meeting, proposal)


def put_last(
    actor: User, meeting: Meeting, proposal: Proposal, late_reason: str = ""
) -> AgendaItem:
    """Put a proposal behind what is on the agenda, and log it."""
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    content = {name: getattr(proposal, name) for name in CONTENT}
    if content["note"]:
        content["note"] = answered(content["note"], rules_of(meeting))
    item = AgendaItem.objects.create(
        meeting=meeting,
        proposal=proposal,
        order=last + 1,
        late_reason=late_reason,
        **content,
    )
    changes: dict[str, tuple[Any, Any]] = {
        "order": (None, item.order),
        "meeting": (None, str(meeting)),
    }
    record(
        "agenda.item_placed",
        item,
        actor=actor,
        changes=changes,
        reason=late_reason,
        body_id=meeting.body_id,
    )
    return item


def give_preparer(actor: User, proposal: Proposal, rules: CharterRules, typed: str) -> None:
    """See to it that who prepares is known from agendering on. Raises ``Invalid``."""
    if proposal.function == Function.EXCHANGE:
        return
    known = proposal.preparer_label.strip()
    if typed.strip():
        who, organization = typed.strip(), preparer_named(actor, proposal.body, typed)
    elif known:
        return
    else:
        preparer = preparer_for(proposal.dossier, rules)
        who, organization = preparer.words[:_LABEL_LENGTH], preparer.organization
    if not who and rules.preparation.preparer_needed:
        raise Invalid("Zeg eerst wie dit voorbereidt.", field="preparer_label")
    if who != known:
        note_preparation(
            actor=actor, proposal=proposal, preparer_label=who, prepared_by=organization
        )


def late_reason_for(
    actor: User, meeting: Meeting, proposal: Proposal, rules: CharterRules, reason: str
) -> str:
    """Why something that came too late is still taken; empty for what is in time."""
    asked: dict[str, Any] = {"body": meeting.body, "task": Task.AGENDA, "subject": proposal}
    if not is_late(proposal, cut_off_of(meeting, rules)):
        lapse_clearance(actor=actor, **asked)
        return ""
    if rules.agendering.late == Late.NEXT_MEETING:
        raise WrongMoment(_waits(meeting))
    if not may_accept_late(actor, meeting.body, proposal):
        raise WrongMoment(
            "Dit voorstel kwam na de uiterste dag. Het kan alleen nog als de voorzitter het met "
            "een reden aanvaardt: vraag het eerst."
        )
    if not reason.strip():
        raise Invalid("Schrijf waarom dit nog op deze agenda komt.", field="late_reason")
    if clearance_of(**asked) is not None and meeting.body_id in standing_of(actor).chairs:
        give_clearance(actor=actor, **asked)
    return reason.strip()


def _waits(meeting: Meeting) -> str:
    """To which meeting the charter sends what came after the last day."""
    following = next_planned(meeting)
    day = cut_off_of(meeting, rules_of(meeting))
    said = f"Dit voorstel kwam na de uiterste dag ({spoken(day)})." if day else "Te laat."
    if following is None:
        return f"{said} Het gaat naar de volgende vergadering; plan die eerst."
    when = spoken_with_weekday(following.held_on)
    return f"{said} Het gaat naar de volgende vergadering, op {when}."
