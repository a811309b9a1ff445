"""One municipality's own text, filled from a version of the common draft (R43, R104).

Pure functions over values already read: what one municipality gets holds its own values only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from overlegtafel.drafting.content import PLACE, DraftContent
from overlegtafel.drafting.states import ClauseKind

STANDARD = {
    "gemeente": "de naam van het bestuur",
    "orgaan": "wie beslist, zoals “de gemeenteraad”",
    "zitting": "de dag van de zitting waarop beslist wordt",
    "college": "de dag waarop het college het behandelt",
    "afspraak": "het nummer van de afspraak",
    "afgesproken_op": "de dag waarop de afspraak gemaakt werd",
    "overleg": "de naam van het overleg",
    "inwoners": "het aantal inwoners van het bestuur",
    "bedrag": "het hele bedrag dat verdeeld wordt",
    "aandeel": "het aandeel van het bestuur in dat bedrag",
}
"""The fields that every draft knows, each with what stands in it."""


@dataclass(frozen=True)
class FilledClause:
    """One clause as one municipality reads it; ``number`` for articles and annexes only.

    ``variant`` names the other words that were agreed for it; empty when it has the common ones.
    ``heading`` and ``text`` are typed text (decision 2).
    """

    key: str
    kind: ClauseKind
    number: int | None
    heading: str
    text: str
    variant: str = ""


@dataclass(frozen=True)
class FilledDraft:
    """A draft decision for one municipality and one body. Annexes stand apart from the clauses.

    ``body`` is a ``CompetentBody``; ``reference`` the agreement's number. ``unfilled`` names the
    fields for which nothing is known yet: in the text they stand between square brackets.
    """

    title: str
    municipality: str
    municipality_slug: str
    body: str
    body_name: str
    reference: str
    table_name: str
    version_number: int
    clauses: tuple[FilledClause, ...]
    annexes: tuple[FilledClause, ...]
    sitting_on: date | None = None
    unfilled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Addressee:
    """Whom a draft is filled for, and the values of its fields: its own, in words."""

    municipality: str
    slug: str
    body: str
    body_name: str
    reference: str
    table_name: str
    values: Mapping[str, str]
    sitting_on: date | None = None


def _named(known: str, addressee: Addressee, before: str) -> str:
    """A table's name with its article; without it after an article, with a capital where a
    sentence begins.
    """
    if re.search(r"\b(het|de|overleg)\s+$", before, re.IGNORECASE):
        return addressee.table_name
    begins = not before.strip() or before.rstrip()[-1] in ".!?" or before.endswith("\n")
    return f"{known[0].upper()}{known[1:]}" if begins else known


def fill(content: DraftContent, addressee: Addressee, version_number: int) -> FilledDraft:
    """The draft as this municipality reads it."""
    values = addressee.values
    unfilled: dict[str, None] = {}

    def put(text: str) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1]
            known = values.get(name, "")
            if not known:
                unfilled[name] = None
                return f"[{name}]"
            return _named(known, addressee, text[: found.start()]) if name == "overleg" else known

        return PLACE.sub(value, text)

    numbers = content.numbers()
    title = put(content.title)
    filled = []
    for clause in content.clauses:
        text, variant = clause.words_for(addressee.slug)
        filled.append(
            FilledClause(
                clause.key,
                clause.kind,
                numbers[clause.key],
                put(clause.heading),
                put(text),
                variant,
            )
        )
    return FilledDraft(
        title=title,
        municipality=addressee.municipality,
        municipality_slug=addressee.slug,
        body=addressee.body,
        body_name=addressee.body_name,
        reference=addressee.reference,
        table_name=addressee.table_name,
        version_number=version_number,
        clauses=tuple(each for each in filled if each.kind != ClauseKind.ANNEX),
        annexes=tuple(each for each in filled if each.kind == ClauseKind.ANNEX),
        sitting_on=addressee.sitting_on,
        unfilled=tuple(unfilled),
    )
