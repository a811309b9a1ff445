"""A dossier's whole thread: what happened, in order, with ways to each step."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers.models import CoPreparer, Dossier, Finding, FunctionStep, Lesson
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.queries import (
    Preparer,
    hand_overs_of,
    lessons_of,
    parts_of,
    preparer_of,
    steps_of,
)
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.queries import settled_preparers
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.queries import HEIR, spoken_state
from overlegtafel.local_decisions.states import DECIDED
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.policy import (
    can_read_minutes,
    items_visible_to,
    meetings_visible_to,
)
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.reporting.tables import AgreementLine, agreement_lines


@dataclass(frozen=True)
class Event:
    """One thing that happened in a dossier. ``kind`` picks icon and link; ``subject`` its key."""

    on: date
    kind: str
    title: str
    detail: str
    subject: str = ""


@dataclass(frozen=True)
class DossierThread:
    """A dossier with its items, agreements, way through the functions and events, oldest first."""

    dossier: Dossier
    items: list[AgendaItem]
    agreements: list[AgreementLine]
    events: list[Event]
    steps: list[FunctionStep]


def dossier_at(actor: User, slug: str, reference: str) -> Dossier:
    """One dossier under the address of its table. Raises ``NotVisible``.

    Also for who may not open that table: the owner and the preparers from outside it.
    """
    if not reference.isprintable():  # no database takes every character
        raise NotVisible
    dossier = (
        dossiers_visible_to(actor)
        .filter(body__slug=slug, reference__iexact=reference)
        .select_related(
            "owner",
            "preparer",
            "parent__preparer",
            "charter",
            "body__region",
            "body__organization",
            "body__parent",
        )
        .first()
    )
    if dossier is None:
        raise NotVisible
    return dossier


def dossier_thread(actor: User, dossier: Dossier) -> DossierThread:
    """Everything the actor may see that happened in the dossier."""
    items = list(
        items_visible_to(actor)
        .filter(dossier=dossier)
        .select_related("meeting__body", "brought_by")
        .order_by("meeting__held_on", "order")
    )
    agreements = list(
        agreements_visible_to(actor)
        .filter(item__dossier=dossier)
        .select_related("item__meeting", "body", "owner")
        .order_by("item__meeting__held_on", "reference")
    )
    steps = list(steps_of(dossier))
    events = [
        *_events(actor, dossier, items, agreements),
        *_item_events(actor, items, steps),
        *_own_events(actor, dossier, items, steps),
    ]
    events.sort(key=lambda event: (event.on, _ORDER[event.kind], event.title))
    return DossierThread(dossier, items, agreement_lines(agreements), events, steps)


_ORDER = {"hand_over": 0, "proposal": 1, "item": 2, "step": 3, "agreement": 4, "decision": 5}


def _item_events(actor: User, items: list[AgendaItem], steps: list[FunctionStep]) -> list[Event]:
    """The items, each with the step it was and what came of it."""
    taken = {(step.taken_on, step.to_function): step for step in steps}
    events = []
    for item in items:
        step = taken.get((item.meeting.held_on, item.function))
        said = _outcome(actor, item) or item.get_function_display()
        detail = f"{_step_title(step)}: {said}" if step else said
        day = item.meeting.held_on
        events.append(Event(day, "item", item.title, detail, day.isoformat()))
    return events


def _own_events(
    actor: User, dossier: Dossier, items: list[AgendaItem], steps: list[FunctionStep]
) -> list[Event]:
    """The steps that no item here was, and who had it after whom."""
    treated = {(item.meeting.held_on, item.function) for item in items}
    apart = [step for step in steps if (step.taken_on, step.to_function) not in treated]
    days = {step.taken_on for step in apart}
    held = meetings_visible_to(actor).filter(body=dossier.body_id, held_on__in=days)
    meetings = set(held.values_list("held_on", flat=True)) if days else set()
    events = [
        Event(
            step.taken_on,
            "step",
            _step_title(step),
            _step_words(step),
            step.taken_on.isoformat() if step.taken_on in meetings else "",
        )
        for step in apart
    ]
    events += [
        Event(
            each.handed_on,
            "hand_over",
            f"Overgedragen aan {each.to_words}",
            f"{f'door {each.from_words}, ' if each.from_words else ''}{each.reason}",
        )
        for each in hand_overs_of(dossier)
    ]
    return events


def _step_title(step: FunctionStep) -> str:
    """Where a step went: "Terug naar uitwisseling"."""
    return f"{'Terug naar' if step.goes_back else 'Naar'} {step.get_to_function_display()}"


def _step_words(step: FunctionStep) -> str:
    """Who wrote a step down, and why it was not the usual one."""
    words = [f"genoteerd door {step.recorded_by}"]
    if step.is_override:
        words.insert(0, "de voorzitter week af van de stappen")
    return f"{', '.join(words)}{f': {step.reason}' if step.reason else ''}"


@dataclass(frozen=True)
class DossierPage:
    """What the page of a dossier shows beside its thread."""

    preparer: Preparer
    co_preparers: list[CoPreparer]
    parts: list[Dossier]
    findings: list[Finding]
    own_lessons: list[Lesson]
    earlier_lessons: list[Lesson]


def dossier_page(actor: User, dossier: Dossier) -> DossierPage:
    """Who prepares it, its parts, what it taught, and what others in its domain taught (R123)."""
    settled = settled_preparers(current_rules(dossier.body), clock.today())
    lessons = list(lessons_of(actor, dossier.body, dossier.domain))
    findings = dossier.findings.select_related("recorded_by", "charter")
    return DossierPage(
        preparer_of(dossier, settled),
        list(dossier.co_preparers.select_related("municipality")),
        list(parts_of(actor, dossier)) if dossier.parent_id is None else [],
        list(findings) if dossier.is_test_case else [],
        [each for each in lessons if each.dossier_id == dossier.pk],
        [each for each in lessons if each.dossier_id != dossier.pk],
    )


def _events(
    actor: User, dossier: Dossier, items: list[AgendaItem], agreements: list[Agreement]
) -> list[Event]:
    """What was brought, treated, agreed and decided, as far as the actor may see."""
    proposals = proposals_visible_to(actor).filter(dossier=dossier).select_related("brought_by")
    decisions = (
        local_decisions_visible_to(actor)
        .filter(agreement__item__dossier=dossier, state__in=DECIDED)
        .select_related("municipality", "agreement", HEIR)
    )
    events = [
        Event(
            timezone.localdate(proposal.state_since),
            "proposal",
            proposal.title,
            f"{proposal.get_state_display()}, aangebracht door {proposal.brought_by_words}",
            str(proposal.pk),
        )
        for proposal in proposals
        if proposal.state not in ("scheduled", "treated")
    ]
    events += [
        Event(
            agreement.item.meeting.held_on,
            "agreement",
            agreement.title,
            f"Afspraak {agreement.reference}",
            agreement.reference,
        )
        for agreement in agreements
    ]
    events += [
        Event(
            decision.meets_on,
            "decision",
            decision.municipality.name,
            spoken_state(decision),
            decision.agreement.reference,
        )
        for decision in decisions
        if decision.meets_on
    ]
    return events


def _outcome(actor: User, item: AgendaItem) -> str:
    """What came of an item, for who may read the minutes it stands in."""
    if not can_read_minutes(actor, item.meeting):
        return ""
    return item.outcome_note or item.get_outcome_display()
