"""Joins the closing of minutes to the dossiers below, and the chair's word to the agenda."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Lets treating an item bring its dossier further (R2), and a report to the next agenda."""

    name = "overlegtafel.meetings"

    def ready(self) -> None:
        """Register the followers."""
        from overlegtafel.governance import clearing
        from overlegtafel.meetings import closing
        from overlegtafel.meetings.asked import about_agenda
        from overlegtafel.meetings.dossiers import follow_dossiers
        from overlegtafel.meetings.services.agreeing import keep_agreed
        from overlegtafel.meetings.services.report_placing import place_at_next

        closing.followers += [follow_dossiers, place_at_next]
        clearing.followers.append(keep_agreed)
        clearing.describers.append(about_agenda)
