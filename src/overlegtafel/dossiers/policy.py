"""Who sees and runs dossiers."""

from django.db.models import QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.policy import can_lead, standing_of


def dossiers_visible_to(actor: User) -> QuerySet[Dossier]:
    """The dossiers of the tables in whose circle the actor is."""
    if actor.is_system:
        return Dossier.objects.all()
    return Dossier.objects.filter(body__in=standing_of(actor).circle_of)


def can_open_dossier(actor: User, body_id: int) -> bool:
    """Whether the actor starts and closes dossiers of the table."""
    return can_lead(actor, body_id)
