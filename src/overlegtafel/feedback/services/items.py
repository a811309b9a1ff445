"""Rows of the register: planned, done, not gone through, counted or not."""

from datetime import date
from typing import Any

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed, record
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.feedback.models import RegionalItem
from overlegtafel.feedback.notifications import warn_of
from overlegtafel.feedback.policy import require_own
from overlegtafel.feedback.queries import all_registers, askable_decisions
from overlegtafel.feedback.states import MOVES, RegionalItemState, RegionalOrgan
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import DECIDED
from overlegtafel.organizations.models import Classification, Organization


@transaction.atomic
def record_item(
    *,
    actor: User,
    municipality: Organization,
    organ: RegionalOrgan,
    meets_on: date,
    title: str = "",
    agenda_reference: str = "",
    link: str = "",
) -> RegionalItem:
    """Lay down that regional work stood on an agenda, or will: planned until its day is there.

    What it was about is the municipality's own affair (R110): no text is asked. Raises
    ``NotAllowed``, ``Invalid``.
    """
    require_own(actor, municipality.pk)
    if municipality.classification != Classification.MUNICIPALITY:
        raise Invalid("Alleen een gemeente houdt dit bij.")
    _check_link(link)
    return add_row(
        actor=actor,
        municipality=municipality,
        organ=organ,
        meets_on=meets_on,
        title=title,
        agenda_reference=agenda_reference,
        link=link,
    )


def add_row(*, actor: User, is_done: bool | None = None, **facts: Any) -> RegionalItem:
    """Make one row and its line in the log, inside a service that authorised it."""
    if is_done is None:
        is_done = facts["meets_on"] <= clock.today()
    row = RegionalItem.objects.create(
        **facts,
        state=RegionalItemState.DONE if is_done else RegionalItemState.PLANNED,
        state_since=clock.now(),
        recorded_by=actor,
    )
    record(
        "regional_item.recorded",
        row,
        actor=actor,
        changes={"state": (None, row.state), "meets_on": (None, row.meets_on)},
    )
    return row


@transaction.atomic
def finish_item(
    *, actor: User, item: RegionalItem, agenda_reference: str = "", link: str = ""
) -> RegionalItem:
    """Say that a planned item stood on its agenda. Raises ``NotAllowed``, ``WrongMoment``,
    ``Invalid``."""
    require_own(actor, item.municipality_id)
    if item.meets_on > clock.today():
        raise WrongMoment(f"De zitting van {spoken(item.meets_on)} moet nog komen.")
    _check_link(link)
    proof = {
        "agenda_reference": agenda_reference or item.agenda_reference,
        "link": link or item.link,
    }
    return _move(actor, item, "do", "regional_item.done", proof)


@transaction.atomic
def replan_item(*, actor: User, item: RegionalItem, meets_on: date) -> RegionalItem:
    """Move a planned item to another sitting. Raises ``NotAllowed``, ``WrongMoment``."""
    require_own(actor, item.municipality_id)
    return _move(actor, item, "plan", "regional_item.replanned", {"meets_on": meets_on})


@transaction.atomic
def drop_item(*, actor: User, item: RegionalItem, reason: str) -> RegionalItem:
    """Take a row out of the count, with a reason; it stays. Raises ``NotAllowed``, ``Invalid``,
    ``WrongMoment``."""
    require_own(actor, item.municipality_id)
    if not reason.strip():
        raise Invalid("Schrijf waarom dit niet doorging of niet klopte.", field="reason")
    return _move(actor, item, "drop", "regional_item.dropped", {"note": reason.strip()})


@transaction.atomic
def answer_counting(*, actor: User, decision: LocalDecision, counts: bool) -> RegionalItem:
    """Say whether a council item from a regional dossier counts for article 8: nobody else may.

    Raises ``NotAllowed``, ``WrongMoment`` when it stands on no council's agenda or was answered.
    """
    require_own(actor, decision.municipality_id)
    decision = LocalDecision.objects.select_for_update().get(pk=decision.pk)
    if not askable_decisions().filter(pk=decision.pk).exists():
        raise WrongMoment("Op deze vraag is al geantwoord, of het punt staat op geen raad.")
    assert decision.meets_on is not None
    return add_row(
        actor=actor,
        municipality=decision.municipality,
        organ=RegionalOrgan.COUNCIL,
        meets_on=decision.meets_on,
        is_done=decision.state in DECIDED,
        counts=counts,
        title=f"{decision.agreement.reference} {decision.agreement.title}"[:200],
        link=decision.link,
        decision=decision,
    )


@transaction.atomic
def warn_ahead(*, actor: User) -> int:
    """Write to directors and officers whose month or year still lacks an item; once per colour.

    Only the periods that run now: what is over cannot be mended by a mail. Returns how many.
    """
    if not actor.is_system:
        raise NotAllowed
    today = clock.today()
    stands = [
        (register.municipality, stand)
        for register in all_registers(today.year, today)
        for stand in (*register.college, *register.council)
        if stand.warning and stand.first <= today <= stand.last
    ]
    return warn_of(stands)


def _move(
    actor: User, item: RegionalItem, verb: str, said: str, facts: dict[str, Any]
) -> RegionalItem:
    changes = changed(item, facts)
    before = claim(item, MOVES, verb, **facts, state_since=clock.now())
    changes = {"state": (before, item.state)} | changes
    record(said, item, actor=actor, changes=changes, reason=str(facts.get("note", "")))
    return item


def _check_link(link: str) -> None:
    if link and not link.startswith("https://"):
        raise Invalid("Het adres moet met https:// beginnen.", field="link")
