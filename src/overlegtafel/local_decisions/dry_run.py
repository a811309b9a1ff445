"""What reading a file would do, row by row, before anything is written (R42).

A file speaks for one municipality, and only its own people read one in: what the table's
secretariat knows of a municipality stays a question to it (decision 26).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import DomainError, Invalid, NotAllowed, Stale
from overlegtafel.common.sheets import plain
from overlegtafel.common.transitions import allows
from overlegtafel.governance.policy import can_record_for
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.services.checking import check_publication, check_record
from overlegtafel.local_decisions.services.several import PUBLISH, Report
from overlegtafel.local_decisions.sheets import DATES, Row, Sheet, day_from
from overlegtafel.local_decisions.states import CLOSED, MOVES, UNDECIDED, DecisionState
from overlegtafel.organizations.models import Organization

_FACT_OF = {
    "College": "college_on",
    "Zitting": "meets_on",
    "Bekendgemaakt": "published_on",
    "Link": "link",
    "Nota": "note",
}
_COLUMN_OF = {fact: column for column, fact in _FACT_OF.items()} | {"verb": "Stand"}
_LONGEST = {"Link": 500, "Nota": 300}
_STATES = {plain(label): value for value, label in DecisionState.choices} | {
    "onbekend": DecisionState.UNKNOWN,
    "op agenda": DecisionState.ON_AGENDA,
    "akkoord": DecisionState.APPROVED,
    "goedgekeurd met wijzigingen": DecisionState.APPROVED_WITH_CHANGE,
    "gewijzigd goedgekeurd": DecisionState.APPROVED_WITH_CHANGE,
    "verdaagd": DecisionState.POSTPONED,
    "afgekeurd": DecisionState.REFUSED,
    "geweigerd": DecisionState.REFUSED,
    "nvt": DecisionState.NOT_APPLICABLE,
    "n.v.t.": DecisionState.NOT_APPLICABLE,
}
STANDS = [label for value, label in DecisionState.choices if value != DecisionState.UNKNOWN]
"""The words that the column of the stand takes, in the order of the pages."""
_VERB_TO = {move.target: verb for verb, move in MOVES.items() if verb != "correct"}


@dataclass(frozen=True)
class Planned:
    """What one row of a file would do.

    ``report`` is there only when it would write; ``faults`` are (column, sentence).
    """

    number: int
    reference: str
    words: str
    decision: LocalDecision | None = None
    report: Report | None = None
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """``writes``, ``unchanged`` or ``fault``."""
        if self.faults:
            return "fault"
        return "writes" if self.report else "unchanged"


def plan_of(actor: User, municipality: Organization, sheet: Sheet) -> list[Planned]:
    """What each row would do, for the municipality's own people. Raises ``NotAllowed``."""
    if not can_record_for(actor, municipality.pk):
        raise NotAllowed("Alleen het eigen bestuur legt zijn beslissingen vast.")
    known = decisions_by_reference(actor, municipality)
    seen: set[int] = set()
    planned = []
    for row in sheet.rows:
        one = _planned(actor, municipality, known, row)
        if one.decision is not None and one.decision.pk in seen and not one.faults:
            one = replace(
                one,
                report=None,
                faults=(("Afspraak", "Deze afspraak staat hoger in het bestand ook al."),),
            )
        if one.decision is not None:
            seen.add(one.decision.pk)
        planned.append(one)
    return planned


def decisions_by_reference(
    actor: User, municipality: Organization
) -> dict[str, list[LocalDecision]]:
    """Everything the municipality decides or decided, by the number of the agreement."""
    rows = (
        local_decisions_visible_to(actor)
        .filter(municipality=municipality)
        .select_related("municipality", "agreement__body", "agreement__item__meeting")
    )
    known: dict[str, list[LocalDecision]] = {}
    for decision in rows.order_by("agreement__due_on", "agreement__reference"):
        known.setdefault(plain(decision.agreement.reference), []).append(decision)
    return known


def _planned(
    actor: User, municipality: Organization, known: dict[str, list[LocalDecision]], row: Row
) -> Planned:
    reference = row.cells.get("Afspraak", "")
    faults = dict(row.faults)
    place = row.cells.get("Bestuur", "")
    if place and plain(place) not in (plain(municipality.name), plain(municipality.code)):
        faults.setdefault(
            "Bestuur",
            f"Dit blad is van {municipality}. Wat {place[:60]} deed, legt dat bestuur zelf vast.",
        )
    decision = None
    if "Afspraak" not in faults:
        decision, fault = _decision(known, reference, row.cells.get("Tafel", ""))
        if fault:
            faults.update([fault])
    facts = _facts(row, faults)
    state = _STATES.get(plain(row.cells.get("Stand", "")))
    if state is None and "Stand" not in faults:
        typed = row.cells.get("Stand", "")[:60]
        choose = f"Kies uit: {', '.join(STANDS).lower()}."
        faults["Stand"] = f"“{typed}” is geen stand. {choose}" if typed else "Vul de stand in."
    if faults or decision is None or state is None:
        return Planned(row.number, reference[:30], "", decision, None, tuple(faults.items()))
    return compared(actor, row.number, decision, DecisionState(state), facts)


def _decision(
    known: dict[str, list[LocalDecision]], reference: str, table: str
) -> tuple[LocalDecision | None, tuple[str, str] | None]:
    if not reference:
        return None, ("Afspraak", "Vul het nummer van de afspraak in.")
    found = known.get(plain(reference), [])
    if table:
        names = [(plain(e.agreement.body.name), plain(e.agreement.body.short_name)) for e in found]
        found = [e for e, own in zip(found, names, strict=True) if plain(table) in own]
    if not found:
        return None, ("Afspraak", f"Van uw bestuur is over “{reference[:30]}” niets gevraagd.")
    if len(found) > 1:
        return None, ("Tafel", "Dit nummer bestaat aan meer dan één tafel: vul de tafel in.")
    return found[0], None


def _facts(row: Row, faults: dict[str, str]) -> dict[str, Any]:
    """The filled cells as facts; what is empty says nothing, so it takes nothing away."""
    facts: dict[str, Any] = {}
    for column, fact in _FACT_OF.items():
        cell = row.cells.get(column, "")
        if not cell or column in faults:
            continue
        if column in DATES:
            try:
                facts[fact] = day_from(cell)
            except ValueError:
                faults[column] = f"“{cell[:40]}” is geen datum. Schrijf ze als 26/11/2026."
        elif len(cell) > _LONGEST[column]:
            faults[column] = f"Houd dit korter: hoogstens {_LONGEST[column]} tekens."
        else:
            facts[fact] = cell
    return facts


def compared(
    actor: User,
    number: int,
    decision: LocalDecision,
    state: DecisionState,
    facts: dict[str, Any],
) -> Planned:
    """A row beside what stands there: nothing new, a report, or why not.

    ``facts`` are those of ``Report`` that the row says something of.
    """
    reference = decision.agreement.reference
    changed = {name for name, value in facts.items() if getattr(decision, name) != value}
    if state == decision.state and not changed:
        return Planned(number, reference, "Staat er al zo.", decision)
    try:
        report = _report(actor, decision, state, facts, changed)
    except DomainError as refusal:
        where = getattr(refusal, "field", None) or "verb"
        fault = (_COLUMN_OF.get(where, "Stand"), refusal.sentence)
        return Planned(number, reference, "", decision, None, (fault,))
    told = {name: facts[name] for name in facts if name in changed}
    if state == decision.state:
        words = f"Aangevuld: {_spoken(told)}"
    else:
        told = ({"meets_on": report.meets_on} if report.meets_on else {}) | told
        words = f"{decision.get_state_display()} → {state.label}"
        words += f", {_spoken(told)}" if told else ""
    return Planned(number, reference, words, decision, report)


def _spoken(told: dict[str, Any]) -> str:
    """Every day and text that would be written: ``zitting 26 november 2026, nota “…”``."""
    return ", ".join(
        f"{_COLUMN_OF[name].lower()} {spoken(value) if isinstance(value, date) else f'“{value}”'}"
        for name, value in told.items()
    )


def _report(
    actor: User,
    decision: LocalDecision,
    state: DecisionState,
    facts: dict[str, Any],
    changed: Iterable[str],
) -> Report:
    """The report this row comes to. Raises ``Invalid`` or what the services would raise."""
    kept = {name: getattr(decision, name) for name in _COLUMN_OF if name != "verb"} | facts
    if decision.state in CLOSED:
        if state != decision.state or set(changed) - {"published_on", "link"}:
            raise Invalid(
                f"Hier staat al vast: {decision.get_state_display().lower()}. Rechtzetten doet u "
                "op de pagina van de beslissing.",
                field="verb",
            )
        check_publication(actor, decision, kept["published_on"], kept["link"])
        return Report(decision, PUBLISH, decision.revision, **_given(kept, "published_on", "link"))
    verb = _VERB_TO.get(state)
    if verb is None or not allows(MOVES, verb, decision.state):
        raise Invalid("Terug naar “nog niet bekend” kan niet met een bestand.", field="verb")
    if state == DecisionState.APPROVED_WITH_CHANGE and "note" not in changed:
        # What an earlier note said is not what the council changed.
        raise Invalid("Schrijf in één zin wat er wijzigde.", field="note")
    check_record(actor, decision, verb, kept)
    return Report(decision, verb, decision.revision, **kept)


def _given(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}


# Between looking and confirming, the rows travel with the person: nothing is kept here.


def packed(planned: Iterable[Planned]) -> list[dict[str, Any]]:
    """What would be written, as it travels in a signed form."""
    return [
        {
            "row": each.number,
            "decision": each.report.decision.pk,
            "verb": each.report.verb,
            "revision": each.report.expected_revision,
            "facts": {
                name: value.isoformat() if isinstance(value, date) else value
                for name in _COLUMN_OF
                if name != "verb" and (value := getattr(each.report, name))
            },
        }
        for each in planned
        if each.report
    ]


def unpacked(
    actor: User, municipality: Organization, rows: Iterable[dict[str, Any]]
) -> list[Report]:
    """The reports of a signed form again, against what stands there now. Raises ``Stale``."""
    known = {
        each.pk: each
        for found in decisions_by_reference(actor, municipality).values()
        for each in found
    }
    reports = []
    for row in rows:
        decision = known.get(row["decision"])
        if decision is None:
            raise Stale("Een van deze beslissingen is er niet meer. Lees het bestand opnieuw in.")
        facts: dict[str, Any] = {
            name: date.fromisoformat(value) if name.endswith("_on") else value
            for name, value in row["facts"].items()
        }
        reports.append(Report(decision, row["verb"], row["revision"], **facts))
    return reports


def blank_rows(actor: User, municipality: Organization) -> list[LocalDecision]:
    """What a sheet to fill in begins with: every decision that is still open."""
    found = decisions_by_reference(actor, municipality)
    rows = [each for group in found.values() for each in group if each.state in UNDECIDED]
    return sorted(rows, key=lambda each: (each.agreement.due_on, each.agreement.reference))
