"""Lets the log say for which organization someone acted at a table."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Registers whose staff acts (R32), and what seats do when municipalities merge."""

    name = "overlegtafel.governance"

    def ready(self) -> None:
        """Tell the log where to ask, and follow mergers."""
        from overlegtafel.audit.services import capacities
        from overlegtafel.common.chores import chores
        from overlegtafel.governance.mergers import pass_seats_on
        from overlegtafel.governance.queries import acting_for
        from overlegtafel.organizations import mergers

        capacities.of = acting_for
        mergers.dated.append(pass_seats_on)
        chores["overgenomen bij een fusie"] = mergers.carry_over_today
