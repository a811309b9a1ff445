"""Reads of the local decisions."""

from overlegtafel.local_decisions.queries.decisions import (
    Progress,
    decision_of,
    decisions_of,
    progress_of,
    spoken_state,
)

__all__ = ["Progress", "decision_of", "decisions_of", "progress_of", "spoken_state"]
