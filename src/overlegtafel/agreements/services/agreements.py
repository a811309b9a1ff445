"""Writing agreements during a meeting."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.states import MOVES, AgreementState, CompetentBody
from overlegtafel.audit.services import changed_in_words, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import mark_agreed
from overlegtafel.meetings.states import MeetingState
from overlegtafel.organizations.models import Organization

_FIELDS = ("title", "text", "due_on", "competent_body", "owner")


@transaction.atomic
def record_agreement(
    *,
    actor: User,
    item: AgendaItem,
    title: str,
    due_on: date,
    executors: Iterable[tuple[Organization, str]] = (),
    text: str = "",
    competent_body: CompetentBody = CompetentBody.NONE,
    owner: Organization | None = None,
    reference: str = "",
) -> Agreement:
    """Write an agreement on an item while its meeting is open.

    An item without outcome gets "afspraak". ``executors`` are pairs of organization and note;
    they may come later, but without one the minutes can't be closed. ``reference``
    follows the table's numbering when empty. Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    meeting = _open_meeting(actor, item)
    if due_on < meeting.held_on:
        raise Invalid("De uiterste datum valt vóór de vergadering.", field="due_on")
    agreement = write_agreement(
        actor,
        item,
        executors,
        title=title,
        due_on=due_on,
        text=text,
        competent_body=competent_body,
        owner=owner,
        reference=reference,
    )
    mark_agreed(actor=actor, item=item)
    return agreement


def write_agreement(
    actor: User,
    item: AgendaItem,
    executors: Iterable[tuple[Organization, str]],
    *,
    reference: str = "",
    **content: Any,
) -> Agreement:
    """Store an agreement under its table's next number, with its line in the log.

    Called inside the transaction of a service that has authorised.
    """
    body = GoverningBody.objects.select_for_update().get(pk=item.meeting.body_id)
    agreement = Agreement.objects.create(
        body=body, item=item, reference=reference or _next_reference(body), **content
    )
    names = _set_executors(agreement, executors)
    changes: dict[str, tuple[Any, Any]] = {
        name: (None, getattr(agreement, name)) for name in _FIELDS if name != "owner"
    }
    changes |= {"owner": (None, str(agreement.owner or "")), "executors": (None, names)}
    record("agreement.recorded", agreement, actor=actor, changes=changes, body_id=body.pk)
    return agreement


@transaction.atomic
def amend_agreement(
    *,
    actor: User,
    agreement: Agreement,
    expected_revision: int,
    executors: Iterable[tuple[Organization, str]],
    **content: Any,
) -> Agreement:
    """Rewrite an agreement while its meeting is open.

    Raises ``NotAllowed``, ``WrongMoment``, ``Stale``, ``Invalid``.
    """
    meeting = _open_meeting(actor, agreement.item)
    if content.get("due_on", agreement.due_on) < meeting.held_on:
        raise Invalid("De uiterste datum valt vóór de vergadering.", field="due_on")
    if set(content) - set(_FIELDS):
        raise TypeError("geen veld van een afspraak")
    current = _unchanged(agreement, expected_revision)
    changes = changed_in_words(current, content)
    Agreement.objects.filter(pk=agreement.pk).update(revision=F("revision") + 1, **content)
    before = [str(executor) for executor in agreement.executors.select_related("organization")]
    after = _set_executors(agreement, executors)
    if before != after:
        changes["executors"] = (str(before), str(after))
    agreement.refresh_from_db()
    record("agreement.amended", agreement, actor=actor, changes=changes, body_id=agreement.body_id)
    return agreement


@transaction.atomic
def remove_agreement(*, actor: User, agreement: Agreement, expected_revision: int) -> None:
    """Take back an agreement that was written by mistake, while the meeting is open.

    The log keeps all of it. Raises ``NotAllowed``, ``WrongMoment``, ``Stale``.
    """
    _open_meeting(actor, agreement.item)
    current = _unchanged(agreement, expected_revision)
    names = [str(executor) for executor in current.executors.select_related("organization")]
    changes: dict[str, tuple[Any, Any]] = {
        name: (str(value), None) for name in _FIELDS if (value := getattr(current, name))
    }
    record(
        "agreement.removed",
        current,
        actor=actor,
        changes=changes | {"executors": (names, None)},
        body_id=current.body_id,
    )
    current.delete()


def confirm_agreements_of(actor: User, meeting: Meeting) -> None:
    """Put a meeting's agreements in force; runs inside the closing of its minutes."""
    drafts = Agreement.objects.filter(item__meeting=meeting, state=AgreementState.DRAFT)
    for agreement in drafts.order_by("reference"):
        before = claim(agreement, MOVES, "confirm", confirmed_at=clock.now())
        record(
            "agreement.confirmed",
            agreement,
            actor=actor,
            changes={"state": (before, agreement.state)},
            body_id=agreement.body_id,
        )


def _open_meeting(actor: User, item: AgendaItem) -> Meeting:
    """The item's meeting, held open until this transaction ends."""
    require(actor, item.meeting.body, Task.AGREEMENTS, item)
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.state != MeetingState.IN_SESSION:
        raise WrongMoment("Afspraken schrijft u terwijl de vergadering aan de gang is.")
    return meeting


def _unchanged(agreement: Agreement, expected_revision: int) -> Agreement:
    """The agreement as it is stored, held until this transaction ends. Raises ``Stale``."""
    current = Agreement.objects.select_for_update().filter(pk=agreement.pk).first()
    if current is None:
        raise Stale("Iemand anders verwijderde deze afspraak intussen.")
    if current.revision != expected_revision:
        raise Stale("Iemand anders wijzigde deze afspraak intussen. Uw handeling is niet gebeurd.")
    return current


def _set_executors(
    agreement: Agreement, executors: Iterable[tuple[Organization, str]]
) -> list[str]:
    agreement.executors.all().delete()
    Executor.objects.bulk_create(
        Executor(agreement=agreement, organization=organization, note=note)
        for organization, note in executors
    )
    return [str(executor) for executor in agreement.executors.select_related("organization")]


def _next_reference(body: GoverningBody) -> str:
    """The next number in the table's series; the caller holds the table's row."""
    prefix = body.agreement_prefix
    taken = Agreement.objects.filter(body=body, reference__startswith=prefix)
    numbers = [
        int(match.group(1))
        for reference in taken.values_list("reference", flat=True)
        if (match := re.fullmatch(rf"{re.escape(prefix)}(\d+)", reference))
    ]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"
