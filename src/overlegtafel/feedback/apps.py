"""What goes back to college and council: packages after a meeting and the register of
article 8 of the Regiodecreet."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Keeps what goes back to college and council."""

    name = "overlegtafel.feedback"
