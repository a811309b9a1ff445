"""Facts of the local decisions."""

from overlegtafel.local_decisions.models.decisions import BODY_SPOKEN, LocalDecision
from overlegtafel.local_decisions.models.entries import FACTS, DecisionEntry, facts_of
from overlegtafel.local_decisions.models.installations import Installation, Reconfirmation
from overlegtafel.local_decisions.models.link_sheets import LONGEST_LEAD, LinkSheet
from overlegtafel.local_decisions.models.terms import Term
from overlegtafel.local_decisions.models.tokens import IdempotencyKey, ReportingToken

__all__ = [
    "BODY_SPOKEN",
    "FACTS",
    "LONGEST_LEAD",
    "DecisionEntry",
    "IdempotencyKey",
    "Installation",
    "LinkSheet",
    "LocalDecision",
    "Reconfirmation",
    "ReportingToken",
    "Term",
    "facts_of",
]
