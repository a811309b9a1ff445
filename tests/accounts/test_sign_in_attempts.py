"""Guessing passwords stops; who guesses does not lock out the rest of the house."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from overlegtafel.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "drie-wilgen-aan-de-dender"


@pytest.fixture(autouse=True)
def _no_attempts_yet(settings: Any) -> Iterator[None]:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user("an@lede.example", PASSWORD, name="An Peeters")


def attempt(email: str, password: str, address: str) -> bool:
    client = Client(headers={"X-Forwarded-For": address})
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_after_too_many_guesses_even_the_right_password_waits(user: User) -> None:
    for count in range(10):
        assert not attempt(user.email, f"fout-{count}", "192.0.2.7")
    assert not attempt(user.email, PASSWORD, "192.0.2.7")


def test_a_guesser_elsewhere_does_not_stop_others(user: User) -> None:
    for count in range(40):
        assert not attempt(f"iemand{count}@lede.example", "fout", "192.0.2.7")
    assert attempt(user.email, PASSWORD, "192.0.2.8")


def test_the_address_is_signed_in_whatever_its_case(user: User) -> None:
    assert attempt("An@Lede.example", PASSWORD, "192.0.2.9")
