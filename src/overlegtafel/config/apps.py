"""The composition root as an app, so that its commands are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses, and commands that touch every floor."""

    name = "overlegtafel.config"
