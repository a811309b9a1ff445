"""Facts of the local decisions."""

from overlegtafel.local_decisions.models.decisions import BODY_SPOKEN, LocalDecision

__all__ = ["BODY_SPOKEN", "LocalDecision"]
