"""Who may change the reference data. Reading it is for everyone: it is public."""

from overlegtafel.accounts.models import User


def can_load_flanders(actor: User) -> bool:
    """Only the system itself or a technical administrator loads the reference files."""
    return actor.is_active and (actor.is_system or actor.is_superuser)
