"""Filling the exchange round: the own row, or for one at the table (R6)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import NotAllowed, NotVisible, Stale
from overlegtafel.governance.states import Task
from overlegtafel.meetings.exchange import FILLABLE, TYPED_FOR, has_round, municipalities_at
from overlegtafel.meetings.models import AgendaItem, ExchangeRow
from overlegtafel.meetings.policy import can_run, may_fill_row
from overlegtafel.meetings.services.holding import authorise, hold
from overlegtafel.organizations.models import Organization


@transaction.atomic
def fill_exchange_row(
    *,
    actor: User,
    item: AgendaItem,
    municipality: Organization,
    expected_revision: int,
    approach: str = "",
    plan: str = "",
    contact: str = "",
    is_shared: bool = False,
) -> ExchangeRow:
    """Write how a municipality does it; ``expected_revision`` is 0 for a row that is not there.

    Its mayor, director or officer before and during the meeting; the secretariat for one during
    the meeting, which the log says. Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``,
    ``Stale`` when someone saved since ``expected_revision``.
    """
    own = may_fill_row(actor, municipality.pk)
    if not own and not can_run(actor, item.meeting.body_id):
        raise NotAllowed("Alleen uw eigen bestuur schrijft deze rij.")
    if not own:
        authorise(actor, item.meeting, Task.MINUTES)
    if not has_round(item) or municipality not in municipalities_at(item.meeting):
        raise NotVisible
    hold(item.meeting, *(FILLABLE if own else TYPED_FOR))
    typed: dict[str, Any] = {
        "approach": approach,
        "plan": plan,
        "contact": contact,
        "is_shared": is_shared,
    }
    before = ExchangeRow.objects.filter(item=item, municipality=municipality).first()
    row = _save(actor, item, municipality, expected_revision, typed)
    changes = {
        name: (getattr(before, name) if before else "", value)
        for name, value in typed.items()
        if (getattr(before, name) if before else type(value)()) != value
    }
    record(
        "exchange.filled",
        row,
        actor=actor,
        changes=changes,
        reason="" if own else "Ingetypt door het secretariaat tijdens de vergadering.",
        body_id=item.meeting.body_id,
    )
    return row


def _save(
    actor: User,
    item: AgendaItem,
    municipality: Organization,
    expected_revision: int,
    typed: dict[str, Any],
) -> ExchangeRow:
    saved = {**typed, "saved_by": actor, "saved_at": clock.now()}
    if expected_revision == 0:
        try:
            with transaction.atomic():
                return ExchangeRow.objects.create(item=item, municipality=municipality, **saved)
        except IntegrityError:
            raise Stale from None
    rows = ExchangeRow.objects.filter(
        item=item, municipality=municipality, revision=expected_revision
    )
    if not rows.update(revision=F("revision") + 1, **saved):
        raise Stale
    return ExchangeRow.objects.get(item=item, municipality=municipality)
