"""How sign-in behaves: accounts are made by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; a secretary invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always ``False``."""
        return False
