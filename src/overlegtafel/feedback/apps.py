"""What goes back to college and council: packages after a meeting and the register of
article 8 of the Regiodecreet."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Keeps what goes back to college and council."""

    name = "overlegtafel.feedback"

    def ready(self) -> None:
        """Add the warnings of article 8 to the daily round."""
        from overlegtafel.common.chores import chores
        from overlegtafel.feedback.daily import warn_of_article_8

        chores["regiowerking op college en raad"] = warn_of_article_8
