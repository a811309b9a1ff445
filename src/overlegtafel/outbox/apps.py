"""Joins the daily overviews to the daily round."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mail that leaves the house."""

    name = "overlegtafel.outbox"

    def ready(self) -> None:
        """Register the daily chore."""
        from overlegtafel.common.chores import chores
        from overlegtafel.outbox.preferences import make_overviews

        chores["dagoverzichten"] = make_overviews
