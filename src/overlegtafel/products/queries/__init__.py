"""Reads of what a table makes beside agreements."""

from overlegtafel.products.queries.assemblies import (
    DoubleRole,
    MandateRow,
    assembly_of,
    associations_of,
    double_roles,
    mandates_for,
    taking_part,
)
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
from overlegtafel.products.queries.strategies import goals_of, strategy_of

__all__ = [
    "ChoiceRow",
    "DoubleRole",
    "ExampleLine",
    "Library",
    "MandateRow",
    "PartyRow",
    "SupportRow",
    "Supports",
    "approved_on",
    "assembly_of",
    "associations_of",
    "dossiers_with_examples",
    "double_roles",
    "example_of",
    "goals_of",
    "joint_of",
    "joints_of",
    "library_of",
    "mandates_for",
    "overdue_statements",
    "parties_of",
    "party_of",
    "possible_parties",
    "statement_of",
    "statements_of",
    "strategy_of",
    "suggested_backing",
    "supports_of",
    "taking_part",
]
