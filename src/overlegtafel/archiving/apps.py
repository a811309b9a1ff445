"""A whole region as one package, to keep or to leave with (R138)."""

from django.apps import AppConfig


class ArchivingConfig(AppConfig):
    """Writes and reads packages; keeps nothing itself."""

    name = "overlegtafel.archiving"
