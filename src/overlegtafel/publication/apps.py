"""Says to lower floors what is open to everyone."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Answers the councillors' room: it shows what was released."""

    name = "overlegtafel.publication"

    def ready(self) -> None:
        """Register where to ask."""
        from overlegtafel.councillors.released import releases
        from overlegtafel.publication.opened import opened_at

        releases.of = opened_at
