"""What councillors of every party alike ask and follow."""

from django.apps import AppConfig


class CouncillorsConfig(AppConfig):
    """Who answers is reminded, and who follows hears what is new, each day."""

    name = "overlegtafel.councillors"

    def ready(self) -> None:
        """Register the daily chores."""
        from overlegtafel.common.chores import chores
        from overlegtafel.councillors.daily import tell_of_dossiers, warn_of_questions

        chores["vragen van raadsleden die wachten"] = warn_of_questions
        chores["nieuws over gevolgde dossiers"] = tell_of_dossiers
