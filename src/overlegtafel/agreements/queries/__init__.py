"""Reads about what the table agrees."""

from overlegtafel.agreements.queries.agreements import (
    Execution,
    agreement_by_reference,
    agreements_of,
    closing_objections,
    execution_in,
    execution_of,
    executors_of,
    possible_executors,
    reaching,
)
from overlegtafel.agreements.queries.positions import Positions, positions_of, positions_on

__all__ = [
    "Execution",
    "Positions",
    "agreement_by_reference",
    "agreements_of",
    "closing_objections",
    "execution_in",
    "execution_of",
    "executors_of",
    "positions_of",
    "positions_on",
    "possible_executors",
    "reaching",
]
