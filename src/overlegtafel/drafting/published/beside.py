"""One published item beside what stands here of one decision: what recording it would do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import DomainError, Invalid
from overlegtafel.common.sheets import plain
from overlegtafel.drafting.published.decisions import PublishedItem, Publisher, place_in
from overlegtafel.local_decisions.dry_run import Planned, compared
from overlegtafel.local_decisions.models import BODY_SPOKEN, LocalDecision
from overlegtafel.local_decisions.services import PUBLISH, Report
from overlegtafel.local_decisions.services.checking import check_record
from overlegtafel.local_decisions.states import (
    APPROVALS,
    CLOSED,
    MOVES,
    DecisionState,
)
from overlegtafel.organizations.models import Organization

CHANGE, CORRECTION = "change", "correction"
"""What an officer writes before a row is recorded: what was changed, or why it is put right."""
Days = dict[str, Any]
"""What a page says beside the stand, by the names of ``Report``."""
_S = DecisionState
_TO_WRITE = "…"
_THROUGH_COLLEGE = (CompetentBody.COUNCIL, CompetentBody.COLLEGE_AND_COUNCIL)
_VERBS = {move.target: verb for verb, move in MOVES.items() if verb != "correct"}
_REPORTED = ("meets_on", "college_on", "published_on", "link", "note")


@dataclass(frozen=True)
class Reader:
    """Who reads for which municipality, and the address that proves it."""

    actor: User
    municipality: Organization
    address: str


@dataclass(frozen=True)
class Found:
    """One row: what the page says, what it would do, and why one should look first.

    ``doubt`` is empty when it may be chosen beforehand; ``asks`` is what must still be written.
    """

    item: PublishedItem
    planned: Planned
    doubt: str = ""
    asks: str = ""

    @property
    def is_chosen(self) -> bool:
        """Whether it is recorded unless someone says otherwise."""
        return self.planned.kind == "writes" and not self.doubt and not self.asks

    def left(self, sentence: str, column: str = "Beslissing") -> "Found":
        """The row with why it records nothing."""
        planned = replace(self.planned, report=None, words="", faults=((column, sentence),))
        return replace(self, planned=planned, doubt="", asks="")


def laid_beside(reader: Reader, number: int, item: PublishedItem, decision: LocalDecision) -> Found:
    """What the page says of one decision beside what stands there."""
    blank = Found(item, Planned(number, decision.agreement.reference, "", decision))
    if decision.carried_to is not None:
        heir = decision.carried_to.municipality
        return blank.left(f"Hierover beslist nu {heir}, na een fusie.")
    try:
        state, facts = _said(item, decision)
    except DomainError as refusal:
        return blank.left(refusal.sentence)
    if decision.state in CLOSED:
        row = _on_closed(reader, blank, decision, state, facts)
    else:
        row = _on_open(reader, blank, decision, state, facts)
    return replace(row, doubt=_doubt(item, reader)) if row.planned.kind == "writes" else row


def _said(item: PublishedItem, decision: LocalDecision) -> tuple[DecisionState, Days]:
    """The stand that the page gives, with its days. Raises ``Invalid`` with why it gives none."""
    competent = CompetentBody(decision.competent_body)
    body = item.publisher.body or competent
    if item.sits_on is None:
        raise Invalid("De pagina zegt niet wanneer de zitting was. Leg deze beslissing zelf vast.")
    if body == CompetentBody.COLLEGE and competent in _THROUGH_COLLEGE:
        if item.outcome not in (*APPROVALS, None) or decision.state in CLOSED:
            raise Invalid(
                f"Dit is de zitting van het college; hierover beslist {decision.body_spoken}."
            )
        state = _S.PLANNED if decision.state == _S.UNKNOWN else _S(decision.state)
        return state, {"college_on": item.sits_on}
    if BODY_SPOKEN[body] != BODY_SPOKEN[competent]:
        raise Invalid(
            f"Dit is een zitting van {BODY_SPOKEN[body]}; hierover beslist {decision.body_spoken}."
        )
    facts: Days = {"meets_on": item.sits_on}
    if item.outcome is None:
        if item.said or item.sits_on < clock.today():
            raise Invalid(_why_no_outcome(item))
        return _S.ON_AGENDA, facts
    if item.outcome == _S.POSTPONED:
        return _S.POSTPONED, {}
    if _was_published_after(item):
        facts["published_on"] = item.published_on
    if item.number and item.outcome != _S.APPROVED_WITH_CHANGE:
        facts["note"] = f"Nummer {item.number}"
    return item.outcome, facts


def _was_published_after(item: PublishedItem) -> bool:
    """Some pages carry the day of the agenda here: that is no publication of a decision."""
    if item.published_on is None or item.sits_on is None:
        return False
    return item.sits_on <= item.published_on <= clock.today()


def _why_no_outcome(item: PublishedItem) -> str:
    said = " en ".join(f"“{each[:60]}”" for each in item.said)
    if said:
        return f"De pagina zegt {said}: dat lezen we niet als één uitkomst. Leg ze zelf vast."
    return "De pagina zegt niet wat er beslist werd. Leg deze beslissing zelf vast."


def _on_open(
    reader: Reader,
    blank: Found,
    decision: LocalDecision,
    state: DecisionState,
    facts: dict[str, Any],
) -> Found:
    """What is still open gets the stand that the page gives, with the page as its proof."""
    asks = CHANGE if state == _S.APPROVED_WITH_CHANGE else ""
    said = facts | ({"note": _TO_WRITE} if asks else {})
    planned = compared(reader.actor, blank.planned.number, decision, state, said)
    if planned.report is not None:
        report = replace(planned.report, link=reader.address)
        if state != decision.state:
            report = replace(report, note=facts.get("note", ""))  # an old note spoke of before
        if state == _S.POSTPONED:
            report = replace(report, meets_on=None)  # the day it was postponed on is no new sitting
        words = planned.words.replace(f", nota “{_TO_WRITE}”", "")
        planned = replace(planned, report=report, words=words)
    return replace(blank, planned=planned, asks=asks)


def _on_closed(
    reader: Reader,
    blank: Found,
    decision: LocalDecision,
    state: DecisionState,
    facts: dict[str, Any],
) -> Found:
    """What was decided gets its proof when it is the same, else a correction with a reason."""
    if state == _S.ON_AGENDA:
        words = "Er is al beslist; een agenda wijzigt dat niet."
        return replace(blank, planned=replace(blank.planned, words=words))
    if state == _S.APPROVED and decision.state == _S.APPROVED_WITH_CHANGE:
        state = _S.APPROVED_WITH_CHANGE  # a vote seldom says that the text was changed
    if state != decision.state or facts.get("meets_on") != decision.meets_on:
        return _corrected(reader, blank, decision, state, facts)
    told = []
    report = Report(
        decision,
        PUBLISH,
        decision.revision,
        published_on=decision.published_on or facts.get("published_on"),
        link=decision.link or reader.address,
    )
    if report.published_on != decision.published_on and report.published_on:
        told.append(f"bekendgemaakt {spoken(report.published_on)}")
    if report.link != decision.link:
        told.append("het adres van de publicatie")
    words = f"Aangevuld: {', '.join(told)}" if told else "Staat er al zo."
    planned = replace(blank.planned, words=words, report=report if told else None)
    return replace(blank, planned=planned)


def _corrected(
    reader: Reader,
    blank: Found,
    decision: LocalDecision,
    state: DecisionState,
    facts: dict[str, Any],
) -> Found:
    said = {"college_on": decision.college_on} | facts
    report = Report(decision, _VERBS[state], decision.revision, link=reader.address, **said)
    note = _TO_WRITE if state == _S.APPROVED_WITH_CHANGE else report.note
    checked = {name: getattr(report, name) for name in _REPORTED} | {"note": note}
    try:
        check_record(reader.actor, decision, report.verb, checked)
    except DomainError as refusal:
        return blank.left(refusal.sentence)
    before = _spoken(_S(decision.state), decision.meets_on)
    words = f"{before} → {_spoken(state, report.meets_on)}"
    planned = replace(blank.planned, words=words, report=report)
    return replace(blank, planned=planned, asks=CORRECTION)


def _spoken(state: DecisionState, day: date | None) -> str:
    return f"{state.label}, zitting {spoken(day)}" if day else str(state.label)


def _doubt(item: PublishedItem, reader: Reader) -> str:
    """Why a row should be looked at first; empty when the page leaves no doubt."""
    if not says_own(item.publisher, reader.municipality):
        return "De pagina zegt niet van welk bestuur ze is."
    if item.publisher.body is None:
        return "De pagina zegt niet welk orgaan zitting had."
    if item.also:
        return f"De pagina zegt ook “{item.also[0][:80]}”."
    return ""


def is_of_another(publisher: Publisher, municipality: Organization) -> bool:
    """Whether the page says that it is someone else's; saying nothing is not that."""
    if publisher.codes:
        return municipality.code not in publisher.codes
    return bool(_places(publisher.words)) and not says_own(publisher, municipality)


def says_own(publisher: Publisher, municipality: Organization) -> bool:
    """Whether the page says that the sitting was of this municipality."""
    if publisher.codes:
        return municipality.code in publisher.codes
    return plain(municipality.name) in _places(publisher.words)


def _places(words: Iterable[str]) -> set[str]:
    return {place for each in words if (place := place_in(each))}
