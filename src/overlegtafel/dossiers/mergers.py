"""Running dossiers of a municipality that merged get its successor as owner."""

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.services import hand_over
from overlegtafel.dossiers.states import DossierState
from overlegtafel.organizations.models import Succession


def pass_dossiers_on(actor: User, succession: Succession) -> int:
    """Hand over what runs, with the merger as its reason; who had it stays written (R103)."""
    town, heir = succession.predecessor, succession.successor
    running = list(
        Dossier.objects.filter(owner=town, state=DossierState.OPEN).select_related("body")
    )
    for dossier in running:
        hand_over(
            actor=actor,
            dossier=dossier,
            to_owner=heir,
            handed_on=succession.effective_on,
            reason=f"Fusie: {town} gaat op in {heir}.",
            contact=dossier.owner_contact,
        )
    return len(running)
