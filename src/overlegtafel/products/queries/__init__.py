"""Reads of what a table makes beside agreements."""

from overlegtafel.products.queries.examples import (
    ChoiceRow,
    ExampleLine,
    Library,
    dossiers_with_examples,
    example_of,
    library_of,
)
from overlegtafel.products.queries.joint import (
    PartyRow,
    approved_on,
    joint_of,
    joints_of,
    parties_of,
    party_of,
    possible_parties,
)
from overlegtafel.products.queries.statements import (
    SupportRow,
    Supports,
    overdue_statements,
    statement_of,
    statements_of,
    suggested_backing,
    supports_of,
)

__all__ = [
    "ChoiceRow",
    "ExampleLine",
    "Library",
    "PartyRow",
    "SupportRow",
    "Supports",
    "approved_on",
    "dossiers_with_examples",
    "example_of",
    "joint_of",
    "joints_of",
    "library_of",
    "overdue_statements",
    "parties_of",
    "party_of",
    "possible_parties",
    "statement_of",
    "statements_of",
    "suggested_backing",
    "supports_of",
]
