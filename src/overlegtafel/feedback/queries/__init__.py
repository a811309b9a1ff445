"""Reads of the register and the packages."""

from overlegtafel.feedback.queries.packages import (
    Chain,
    agendas_of_meeting,
    chains_of,
    is_ready,
    key_of,
    on_local_agendas,
    package_of,
    when_on,
)
from overlegtafel.feedback.queries.register import (
    all_registers,
    askable_decisions,
    council_items,
    decision_to_count,
    item_of,
    questions_for,
    register_for,
    registers_at,
    registers_of,
)

__all__ = [
    "Chain",
    "agendas_of_meeting",
    "all_registers",
    "askable_decisions",
    "chains_of",
    "council_items",
    "decision_to_count",
    "is_ready",
    "item_of",
    "key_of",
    "on_local_agendas",
    "package_of",
    "questions_for",
    "register_for",
    "registers_at",
    "registers_of",
    "when_on",
]
