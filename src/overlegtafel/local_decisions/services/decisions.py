"""Opening local decisions, and recording what each municipality's own bodies do."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import AgreementState
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.governance.policy import require
from overlegtafel.governance.queries import seats_on
from overlegtafel.governance.states import Task
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.notifications import ask_municipalities
from overlegtafel.local_decisions.policy import can_record
from overlegtafel.local_decisions.services.checking import (
    check_correction,
    check_publication,
    check_record,
)
from overlegtafel.local_decisions.services.entries import add_entries
from overlegtafel.local_decisions.states import CORRECTIONS, MOVES, Source
from overlegtafel.organizations.models import Organization


def members_asked(agreement: Agreement) -> list[Organization]:
    """The member municipalities on the day of the meeting; guests don't count."""
    seats = seats_on(agreement.body, agreement.item.meeting.held_on).filter(
        category__counts=True, municipality__isnull=False
    )
    return [seat.municipality for seat in seats if seat.municipality]


@transaction.atomic
def open_local_decisions(
    *, actor: User, agreement: Agreement, only: Collection[int] | None = None
) -> list[LocalDecision]:
    """Make one row for every member municipality of the day the agreement was made.

    ``only`` (ids of municipalities) narrows it to the part of the region it is about. Raises
    ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, agreement.body, Task.LOCAL, agreement)
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("body", "item__meeting")
        .get(pk=agreement.pk)
    )
    if agreement.state != AgreementState.CONFIRMED:
        raise WrongMoment("Sluit eerst het verslag af.")
    if not agreement.needs_local_decision:
        raise WrongMoment("Voor deze afspraak is geen lokale beslissing nodig.")
    if agreement.local_decisions.exists():
        raise WrongMoment("De lokale beslissingen zijn al geopend.")
    members = members_asked(agreement)
    asked = [each for each in members if only is None or each.pk in only]
    if not asked or (only is not None and len(asked) != len(set(only))):
        raise Invalid("Kies minstens één bestuur van dit overleg.", field="only")
    rows = LocalDecision.objects.bulk_create(
        LocalDecision(
            agreement=agreement,
            municipality=municipality,
            competent_body=agreement.competent_body,
            state_since=clock.now(),
        )
        for municipality in asked
    )
    add_entries(actor=actor, decisions=rows, verb="opened", source=Source.ASKED)
    record(
        "local_decisions.opened",
        agreement,
        actor=actor,
        changes={"municipalities": (None, [each.name for each in asked])},
        body_id=agreement.body_id,
    )
    ask_municipalities(agreement, rows)
    return rows


@transaction.atomic
def record_decision(
    *,
    actor: User,
    decision: LocalDecision,
    verb: str,
    expected_revision: int,
    meets_on: date | None = None,
    college_on: date | None = None,
    published_on: date | None = None,
    link: str = "",
    note: str = "",
    reason: str = "",
    source: Source = Source.DECLARED,
    reporter_name: str = "",
) -> LocalDecision:
    """Record what the own municipality does: one of the verbs of ``MOVES``.

    With a ``reason`` it puts right what was decided already: the history gets one line with what
    stood there and what stands there now. The reason is kept there only, never as the note; of
    ``correct`` the note is the reason.

    The one door, whichever way it is reported: ``source`` says which (form, link in a mail, file,
    system), ``reporter_name`` which system or file.
    ``meets_on`` is the day of the deciding body's sitting: nobody decides an agreement before
    the day it was made. Raises ``NotAllowed`` for another municipality, ``WrongMoment``,
    ``Stale`` when someone recorded since ``expected_revision``, ``Invalid`` for a missing or
    impossible date.
    """
    if verb == "correct":
        reason, note = reason or note, ""
    facts = {
        "college_on": college_on,
        "meets_on": meets_on,
        "published_on": published_on,
        "link": link,
        "note": note,
    }
    check_record(actor, decision, verb, facts, reason)
    current = _hold(decision, expected_revision)
    changes = changed(current, facts)
    if reason:
        check_correction(current, verb, changes)
    before = claim(
        decision,
        CORRECTIONS if reason else MOVES,
        verb,
        **facts,
        state_since=clock.now(),
        recorded_by=actor,
        source=source,
        revision=F("revision") + 1,
    )
    decision.refresh_from_db()
    add_entries(
        actor=actor,
        decisions=[decision],
        verb="correct" if reason else verb,
        source=source,
        note=reason,
        reporter_name=reporter_name,
    )
    record(
        "local_decision.recorded",
        decision,
        actor=actor,
        changes={"state": (before, decision.state)} | changes,
        reason=reason,
        body_id=decision.agreement.body_id,
    )
    return decision


def _hold(decision: LocalDecision, expected_revision: int) -> LocalDecision:
    """The row as it stands, until this transaction ends. Raises ``Stale``, ``WrongMoment``."""
    current = LocalDecision.objects.select_for_update().get(pk=decision.pk)
    if current.revision != expected_revision:
        raise Stale
    if current.carried_to is not None:
        raise WrongMoment(f"Hierover beslist nu {current.carried_to.municipality}, na een fusie.")
    return current


@transaction.atomic
def note_publication(
    *,
    actor: User,
    decision: LocalDecision,
    expected_revision: int,
    published_on: date | None,
    link: str = "",
    source: Source = Source.DECLARED,
    reporter_name: str = "",
) -> LocalDecision:
    """Add to a decision when it was published and where it can be read; its stand stays.

    Raises ``NotAllowed``, ``WrongMoment`` while nothing was decided, ``Stale``, ``Invalid``.
    """
    current = LocalDecision.objects.select_for_update().get(pk=decision.pk)
    if can_record(actor, current) and current.revision != expected_revision:
        raise Stale
    check_publication(actor, current, published_on, link)
    facts = {"published_on": published_on, "link": link}
    changes = changed(current, facts)
    LocalDecision.objects.filter(pk=decision.pk).update(
        revision=F("revision") + 1, recorded_by=actor, source=source, **facts
    )
    decision.refresh_from_db()
    add_entries(
        actor=actor, decisions=[decision], verb="noted", source=source, reporter_name=reporter_name
    )
    record(
        "local_decision.publication_noted",
        decision,
        actor=actor,
        changes=changes,
        body_id=decision.agreement.body_id,
    )
    return decision
