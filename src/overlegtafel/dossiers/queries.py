"""Reads about dossiers."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.models import GoverningBody


def dossiers_of(
    actor: User, body: GoverningBody, *, words: str = "", state: str = ""
) -> QuerySet[Dossier]:
    """A table's dossiers that the actor sees, by policy domain.

    ``words`` keeps those with them in their title, or with that reference.
    """
    wanted = Q(title__icontains=words) | Q(reference__iexact=words) if words else Q()
    if state in DossierState.values:
        wanted &= Q(state=state)
    found = dossiers_visible_to(actor).filter(wanted, body=body).select_related("owner")
    return found.order_by("domain", "reference")


def domains_of(body: GoverningBody) -> list[str]:
    """The policy domains the table's dossiers already name, for choosing the same again."""
    domains = Dossier.objects.filter(body=body).order_by("domain")
    return list(domains.values_list("domain", flat=True).distinct())
