"""Joins the closing of minutes to the dossiers below."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Lets treating an item bring its dossier further (R2)."""

    name = "overlegtafel.meetings"

    def ready(self) -> None:
        """Register the follower."""
        from overlegtafel.meetings import closing
        from overlegtafel.meetings.dossiers import follow_dossiers

        closing.followers.append(follow_dossiers)
