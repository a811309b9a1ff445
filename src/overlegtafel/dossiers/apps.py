"""Joins the dossiers to the merging of municipalities."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """What runs gets the successor as its owner."""

    name = "overlegtafel.dossiers"

    def ready(self) -> None:
        """Follow mergers."""
        from overlegtafel.dossiers.mergers import pass_dossiers_on
        from overlegtafel.organizations import mergers

        mergers.opened.append(pass_dossiers_on)
