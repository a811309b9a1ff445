"""What one municipality writes for all: master drafts, their feedback rounds, and each
municipality's own draft."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """Keeps the common text and the N local texts."""

    name = "overlegtafel.drafting"

    def ready(self) -> None:
        """Register what is done each day."""
        from overlegtafel.common.chores import chores
        from overlegtafel.drafting.services import close_past_rounds

        chores["feedbackrondes waarvan de laatste dag voorbij is"] = close_past_rounds
