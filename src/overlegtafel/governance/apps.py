"""Lets the log say for which organization someone acted at a table."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Registers whose staff acts (R32)."""

    name = "overlegtafel.governance"

    def ready(self) -> None:
        """Tell the log where to ask."""
        from overlegtafel.audit.services import capacities
        from overlegtafel.governance.queries import acting_for

        capacities.of = acting_for
