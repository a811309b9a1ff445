"""What councillors of every party alike ask and follow."""

from django.apps import AppConfig


class CouncillorsConfig(AppConfig):
    """Keeps the questions and what is followed."""

    name = "overlegtafel.councillors"
