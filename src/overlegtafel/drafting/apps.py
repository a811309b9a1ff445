"""What one municipality writes for all: master drafts, their feedback rounds, and each
municipality's own draft."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """Keeps the common text and the N local texts."""

    name = "overlegtafel.drafting"
