"""Reads about what the table agrees."""

from overlegtafel.agreements.queries.agreements import (
    Execution,
    agreement_by_reference,
    agreements_of,
    closing_objections,
    execution_of,
    executors_of,
    possible_executors,
)

__all__ = [
    "Execution",
    "agreement_by_reference",
    "agreements_of",
    "closing_objections",
    "execution_of",
    "executors_of",
    "possible_executors",
]
