"""The councillors' part of the daily round, done by the system."""

from overlegtafel.accounts.models import User
from overlegtafel.councillors.services import tell_what_is_new, warn_overdue


def warn_of_questions() -> int:
    """Tell who has a question that waits too long."""
    return warn_overdue(actor=User.objects.system())


def tell_of_dossiers() -> int:
    """Tell who follows a dossier what is new in it."""
    return tell_what_is_new(actor=User.objects.system())
