"""What the table agreed, who carries it out, by when. An agreement is never a *besluit*."""

from overlegtafel.agreements.models.agreement import Agreement, Executor

__all__ = ["Agreement", "Executor"]
