"""What recording a publication would do, row by row, beside what stands there (R42).

A row is chosen beforehand only when the decision says it comes from our draft, the page says whose
sitting it was, and the vote is plain. All else is offered with why it is in doubt, or left.
"""

from dataclasses import dataclass, replace
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.common.sheets import plain
from overlegtafel.drafting.published.beside import Found, Reader, is_of_another, laid_beside
from overlegtafel.drafting.published.decisions import (
    PublishedItem,
    Publisher,
    Reference,
    items_on,
    our_drafts_on,
    says_outcome,
)
from overlegtafel.drafting.published.owners import Others, others_on
from overlegtafel.drafting.published.pages import Page
from overlegtafel.governance.policy import can_record_for
from overlegtafel.local_decisions.dry_run import Planned, decisions_by_reference
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.organizations.models import Organization

MOST_ROWS = 100
ALIKE = 0.75
"""How much of an agreement's title must stand in that of a decision to offer it."""


@dataclass(frozen=True)
class Reading:
    """What a page comes to; ``others`` counts the items that have nothing to do with us."""

    rows: list[Found]
    others: int


def reading_of(actor: User, municipality: Organization, page: Page) -> Reading:
    """What a page would record for its own municipality.

    Raises ``NotAllowed``, and ``Invalid`` for a page that says nothing here.
    """
    if not can_record_for(actor, municipality.pk):
        raise NotAllowed("Alleen het eigen bestuur legt zijn beslissingen vast.")
    items = items_on(page)
    if not items:
        raise Invalid(_why_nothing(page), field="file")
    if all(is_of_another(each.publisher, municipality) for each in items):
        raise Invalid(
            f"Deze publicatie is van een ander bestuur{_named(items[0].publisher)}. Wat dat "
            f"besliste, legt het zelf vast; hier leest u die van {municipality} in.",
            field="file",
        )
    others = others_on(page, items, municipality)
    if all(others.of(each) for each in items):
        raise Invalid(_of_others(others.of(items[0])), field="file")
    known = decisions_by_reference(actor, municipality).values()
    reader = Reader(actor, municipality, page.address)
    rows = _rows(reader, others, items, [decision for found in known for decision in found])
    if len(rows) > MOST_ROWS:
        raise Invalid(
            f"Deze pagina verwijst meer dan {MOST_ROWS} keer naar ons. Neem één zitting.", "file"
        )
    told = {id(row.item) for row in rows}
    return Reading(rows, sum(id(each) not in told for each in items))


def _why_nothing(page: Page) -> str:
    """Which part a program would need and does not find."""
    needed = {"de zitting": page.facts.typed("besluit:Zitting"), "de uitkomst": says_outcome(page)}
    missing = " en ".join(name for name, found in needed.items() if not found)
    missing = f": {missing} {'ontbreken' if ' en ' in missing else 'ontbreekt'}" if missing else ""
    if our_drafts_on(page):
        return (
            "Uw ontwerp staat op deze pagina, maar niet wat er mee gebeurde op een wijze die een "
            f"programma kan lezen (RDFa){missing}. Alleen het ontwerp, of gewone tekst erbij, is "
            "niet genoeg: neem de pagina die uw software publiceerde."
        )
    return (
        f"Op deze pagina staan geen beslissingen die een programma kan lezen (RDFa){missing}. "
        "Dezelfde titel in gewone tekst is niet genoeg. Neem de besluitenlijst, de notulen of het "
        "uittreksel, en bewaar ze nadat de pagina geladen is."
    )


def _of_others(name: str) -> str:
    return (
        f"Het ontwerp op deze pagina is van {name}. Wat dat bestuur besliste, legt het zelf vast. "
        "Nam uw bestuur die tekst over, leg uw beslissing dan op het scherm vast."
    )


def _rows(
    reader: Reader, others: Others, items: list[PublishedItem], known: list[LocalDecision]
) -> list[Found]:
    by_key = {
        (each.agreement.body.slug, each.agreement.reference.casefold()): each for each in known
    }
    pointed = {ref.key for item in items for ref in item.references}
    free = [each for key, each in by_key.items() if key not in pointed and each.state in UNDECIDED]
    rows: list[Found] = []
    for item in items:
        for reference in item.references:
            decision = by_key.get(reference.key)
            row = _referred(reader, len(rows) + 1, item, reference, decision)
            name = others.of(item)
            is_told = decision is None or is_of_another(item.publisher, reader.municipality)
            rows.append(row.left(_of_others(name), "Bestuur") if name and not is_told else row)
        if item.references or others.of(item):
            continue
        if not is_of_another(item.publisher, reader.municipality):
            rows += _alike(reader, len(rows) + 1, item, free)
    return _without_repeats(rows)


def _referred(
    reader: Reader,
    number: int,
    item: PublishedItem,
    reference: Reference,
    decision: LocalDecision | None,
) -> Found:
    """A row for an item that points at an agreement of ours."""
    blank = Found(item, Planned(number, "", ""))
    if is_of_another(item.publisher, reader.municipality):
        return blank.left(
            f"Dit is een zitting van een ander bestuur{_named(item.publisher)}. Wat dat besliste, "
            "legt het zelf vast.",
            "Bestuur",
        )
    if decision is None:
        # Nothing about the agreement: whether it exists is not ours to say.
        return blank.left(
            "Deze verwijzing hoort bij geen afspraak waarover uw bestuur beslist.", "Afspraak"
        )
    row = laid_beside(reader, number, item, decision)
    if row.planned.kind != "writes" or row.doubt:
        return row
    return replace(row, doubt=_loose(item, reference))


def _loose(item: PublishedItem, reference: Reference) -> str:
    """Why a reference is no proof that this is the decision on it; empty when it is."""
    if not reference.is_source:
        return "Ze verwijst naar de afspraak, maar zegt niet dat ze eruit komt."
    if sum(each.is_source for each in item.references) > 1:
        return "Deze beslissing verwijst naar meer dan één afspraak."
    return ""


def _alike(
    reader: Reader, number: int, item: PublishedItem, free: list[LocalDecision]
) -> list[Found]:
    """The open decision whose title looks most like it, to look at; never more than that."""
    said = _words(item.title)
    likeness = [(_share(_words(each.agreement.title), said), each) for each in free]
    best, decision = max(likeness, key=lambda each: each[0], default=(0.0, None))
    if decision is None or best < ALIKE:
        return []
    row = laid_beside(reader, number, item, decision)
    if row.planned.kind != "writes":
        return []
    return [replace(row, doubt="Alleen de titel lijkt erop; er is geen verwijzing.")]


def _words(title: str) -> set[str]:
    return {each for each in plain(title).replace(":", " ").replace(",", " ").split() if each[3:]}


def _share(wanted: set[str], said: set[str]) -> float:
    return len(wanted & said) / len(wanted) if len(wanted) > 1 else 0.0


def _without_repeats(rows: list[Found]) -> list[Found]:
    """The same decision twice counts once; two outcomes for one are told and not recorded."""
    told: dict[int, list[Found]] = {}
    for row in rows:
        if row.planned.decision is not None and row.planned.report is not None:
            told.setdefault(row.planned.decision.pk, []).append(row)
    return [_once(row, told) for row in rows]


def _once(row: Found, told: dict[int, list[Found]]) -> Found:
    if row.planned.decision is None or row.planned.report is None:
        return row
    same = told[row.planned.decision.pk]
    if len({_outcome(each) for each in same}) > 1:
        return row.left("Deze pagina zegt over deze afspraak twee verschillende dingen.")
    return row if row is same[0] else row.left("Dit staat hoger op deze pagina ook al.")


def _outcome(row: Found) -> tuple[Any, ...]:
    report = row.planned.report
    return (report.verb, report.meets_on, report.college_on) if report else ()


def _named(publisher: Publisher) -> str:
    return f" ({publisher.words[0][:80]})" if publisher.words else ""
