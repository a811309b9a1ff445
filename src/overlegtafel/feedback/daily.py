"""The part of the daily round about article 8, done by the system."""

from overlegtafel.accounts.models import User
from overlegtafel.feedback.services import warn_ahead


def warn_of_article_8() -> int:
    """Warn municipalities whose month or year still lacks an item."""
    return warn_ahead(actor=User.objects.system())
