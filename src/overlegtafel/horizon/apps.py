"""Joins the horizon to the planning of meetings and to the daily round."""

from django.apps import AppConfig


class HorizonConfig(AppConfig):
    """What is due comes on an agenda when it is planned, and each day after."""

    name = "overlegtafel.horizon"

    def ready(self) -> None:
        """Register what follows a planned meeting, and the daily chores."""
        from overlegtafel.common.chores import chores
        from overlegtafel.horizon.daily import ask_for_news, bring_to_drafts
        from overlegtafel.horizon.services import bring_what_is_due
        from overlegtafel.meetings import planned

        planned.followers.append(
            lambda actor, meeting: bring_what_is_due(actor=actor, meeting=meeting)
        )
        chores["op til op de agenda"] = bring_to_drafts
        chores["nieuws gevraagd"] = ask_for_news
