"""Who releases."""

from overlegtafel.accounts.models import User
from overlegtafel.governance.policy import can_lead


def can_release(actor: User, body_id: int) -> bool:
    """Whether the actor opens something of the table to everyone."""
    return can_lead(actor, body_id)
