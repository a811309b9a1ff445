"""Joins the local decisions to the daily round and to the merging of municipalities."""

from django.apps import AppConfig


class LocalDecisionsConfig(AppConfig):
    """What must be done for local decisions each day."""

    name = "overlegtafel.local_decisions"

    def ready(self) -> None:
        """Register the daily chores, and follow mergers."""
        from overlegtafel.common.chores import chores
        from overlegtafel.local_decisions.services import drop_old_keys
        from overlegtafel.local_decisions.services.mergers import carry_open_decisions
        from overlegtafel.organizations import mergers

        mergers.opened.append(carry_open_decisions)
        chores["oude sleutels van meldingen"] = drop_old_keys
