"""Signing in, for the pages of the workspace."""

from collections.abc import Callable

import pytest
from django.test import Client

from overlegtafel.accounts.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def as_(db: None) -> SignIn:
    """A browser signed in as one of the cast."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
