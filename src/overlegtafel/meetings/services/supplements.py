"""Preparing what changes on an agenda that was sent: nobody else sees it before it goes out."""

from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.governance.states import Task
from overlegtafel.meetings.brought import (
    number_of_report,
    number_of_standing,
    offer_of,
    reports_to_bring,
    title_of_report,
)
from overlegtafel.meetings.models import AgendaDraft, Meeting
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.services.agenda import give_preparer, late_reason_for
from overlegtafel.meetings.services.holding import authorise, clear_again, hold
from overlegtafel.meetings.states import MeetingState
from overlegtafel.meetings.supplements import Entries, entries_of, entry_for, with_report
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.prompts import answered
from overlegtafel.proposals.queries import pool_of, preparer_named
from overlegtafel.proposals.services import PREPARATION, refuse_unsuited

_TYPED = tuple(name for name in PREPARATION if name != "prepared_by")


@transaction.atomic
def add_supplement(
    *,
    actor: User,
    meeting: Meeting,
    proposal: Proposal,
    preparer_label: str = "",
    late_reason: str = "",
) -> AgendaDraft:
    """Prepare a proposal as the last item of the next version; it stays in the pool until then.

    What was sent after the last day needs a ``late_reason`` of the chair, or waits for the next
    meeting, as on an agenda that was not sent yet (R51). Raises ``NotAllowed``, ``WrongMoment``,
    ``Invalid``.
    """
    current, entries = _open(actor, meeting)
    if not pool_of(meeting.body).filter(pk=proposal.pk).exists():
        raise WrongMoment("Dit voorstel staat niet (meer) bij de voorstellen.")
    _refuse_twice(entries, proposal.pk)
    refuse_unsuited(meeting.body, proposal.function, proposal.category)
    rules = rules_of(current)
    reason = late_reason_for(actor, current, proposal, rules, late_reason)
    give_preparer(actor, proposal, rules, preparer_label)
    entries.append(entry_for(proposal.pk, reason))
    return _save(actor, current, entries, "agenda.supplement_added", proposal.title, reason)


@transaction.atomic
def add_report_supplement(*, actor: User, meeting: Meeting, report_of: Meeting) -> AgendaDraft:
    """Prepare the approval of an earlier meeting's report for the next version, in front (R133).

    Where it waits on a later agenda, it goes from there once this version leaves. Raises
    ``NotAllowed``, ``WrongMoment``.
    """
    current, entries = _open(actor, meeting)
    if report_of not in reports_to_bring(current):
        raise WrongMoment("Dit verslag wacht niet (meer) op goedkeuring.")
    number = number_of_report(report_of)
    _refuse_twice(entries, number)
    prepared = with_report(entries, current, number)
    return _save(actor, current, prepared, "agenda.supplement_added", title_of_report(report_of))


@transaction.atomic
def add_standing_supplement(*, actor: User, meeting: Meeting, title: str) -> AgendaDraft:
    """Prepare a standing item of the charter that a sent agenda does not have, as the last (R51).

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid`` when the charter knows none by this title.
    """
    current, entries = _open(actor, meeting)
    number = number_of_standing(current, title)
    if number is None:
        raise Invalid("Dit vaste punt staat niet in de afsprakennota.")
    _refuse_twice(entries, number)
    offer = offer_of(current, [each["proposal"] for each in entries])
    if title not in [each.title for each in offer.standing]:
        raise WrongMoment("Dit vaste punt staat al op de agenda.")
    entries.append(entry_for(number))
    return _save(actor, current, entries, "agenda.supplement_added", title)


@transaction.atomic
def move_supplement(*, actor: User, meeting: Meeting, proposal: Proposal, step: int) -> AgendaDraft:
    """Move an item up (``step`` -1) or down (1) for the next version; at the end it stays."""
    current, entries = _open(actor, meeting)
    here = _place_of(entries, proposal)
    there = min(max(here + step, 0), len(entries) - 1)
    entries.insert(there, entries.pop(here))
    return _save(actor, current, entries, "agenda.supplement_moved", proposal.title)


@transaction.atomic
def leave_out_supplement(*, actor: User, meeting: Meeting, proposal: Proposal) -> AgendaDraft:
    """Leave an item out of the next version; what was only prepared goes back to the pool."""
    current, entries = _open(actor, meeting)
    del entries[_place_of(entries, proposal)]
    return _save(actor, current, entries, "agenda.supplement_left_out", proposal.title)


@transaction.atomic
def complete_supplement(
    *, actor: User, meeting: Meeting, proposal: Proposal, expected_revision: int, **facts: Any
) -> AgendaDraft:
    """Fill in fields of ``PREPARATION`` of an item for the next version.

    Raises ``NotAllowed``, ``WrongMoment``, ``Stale`` when someone saved since
    ``expected_revision`` (0 without a draft), ``Invalid``.
    """
    if set(facts) - set(_TYPED):
        raise TypeError(f"geen voorbereiding: {sorted(facts)}")
    current, entries = _open(actor, meeting)
    draft = AgendaDraft.objects.filter(meeting=current).first()
    if (draft.revision if draft else 0) != expected_revision:
        raise Stale
    entry = entries[_place_of(entries, proposal)]
    if "category" in facts:
        refuse_unsuited(meeting.body, proposal.function, facts["category"])
    if "note" in facts:
        facts["note"] = answered(facts["note"], rules_of(current))
    if facts.get("preparer_label"):
        preparer_named(actor, meeting.body, facts["preparer_label"])
    entry["facts"] = {**entry["facts"], **facts}
    return _save(actor, current, entries, "agenda.supplement_changed", proposal.title)


@transaction.atomic
def drop_supplements(*, actor: User, meeting: Meeting) -> None:
    """Forget all that was prepared: the agenda stays as it was sent."""
    authorise(actor, meeting, Task.AGENDA)
    hold(meeting, MeetingState.CONVENED)
    deleted, _ = AgendaDraft.objects.filter(meeting=meeting).delete()
    if not deleted:
        raise WrongMoment("Er staat niets klaar.")
    record("agenda.supplement_dropped", meeting, actor=actor, body_id=meeting.body_id)


def _open(actor: User, meeting: Meeting) -> tuple[Meeting, Entries]:
    """The meeting and what is prepared, for who may prepare it."""
    authorise(actor, meeting, Task.AGENDA)
    current = hold(meeting, MeetingState.CONVENED)
    return current, entries_of(current, AgendaDraft.objects.filter(meeting=current).first())


def _refuse_twice(entries: Entries, number: int) -> None:
    if any(each["proposal"] == number for each in entries):
        raise WrongMoment("Dit staat al klaar voor deze agenda.")


def _place_of(entries: Entries, proposal: Proposal) -> int:
    for place, each in enumerate(entries):
        if each["proposal"] == proposal.pk:
            return place
    raise WrongMoment("Dit punt staat niet (meer) op deze agenda.")


def _save(
    actor: User, meeting: Meeting, entries: Entries, verb: str, title: str, reason: str = ""
) -> AgendaDraft:
    """Keep what is prepared; an agenda that changes needs the chair's go-ahead again (R95)."""
    if not entries:
        raise Invalid("Een agenda heeft minstens één punt. Annuleer anders de vergadering.")
    clear_again(actor, meeting)
    draft = AgendaDraft.objects.filter(meeting=meeting).first() or AgendaDraft(
        meeting=meeting, revision=0
    )
    draft.entries, draft.revision = entries, draft.revision + 1
    draft.saved_by, draft.saved_at = actor, clock.now()
    draft.save()
    record(
        verb,
        meeting,
        actor=actor,
        changes={"title": (None, title)},
        reason=reason,
        body_id=meeting.body_id,
    )
    return draft
