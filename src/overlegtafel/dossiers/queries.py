"""Reads about dossiers."""

from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody


def domains_of(body: GoverningBody) -> list[str]:
    """The policy domains the table's dossiers already name, for choosing the same again."""
    domains = Dossier.objects.filter(body=body).order_by("domain")
    return list(domains.values_list("domain", flat=True).distinct())
