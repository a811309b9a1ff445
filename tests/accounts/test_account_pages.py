"""Every page of allauth that can be reached is ours, and Dutch."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from overlegtafel.accounts.models import User

ENGLISH = re.compile(
    r"\b(password|sign in|sign out|sign up|forgot|please|your|confirm|address|change|verified)\b",
    re.IGNORECASE,
)
ENTRANCE = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
]
INSIDE = ["account_logout", "account_change_password", "account_email", "account_reauthenticate"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ilse@voorbeeld.be", "een-lang-wachtwoord", name="Ilse Mertens")


def visible_text(html: str) -> str:
    body = html[html.index("<body") :]
    return re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", body, flags=re.S))


def is_ours(html: str) -> bool:
    return 'class="site-header"' in html and 'lang="nl-BE"' in html


@pytest.mark.parametrize("name", ENTRANCE)
def test_pages_before_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    html = response.content.decode()
    assert is_ours(html)
    assert ENGLISH.findall(visible_text(html)) == []


@pytest.mark.parametrize("name", INSIDE)
def test_pages_after_sign_in(client: Client, user: User, name: str) -> None:
    client.post(reverse("account_login"), {"login": user.email, "password": "een-lang-wachtwoord"})
    response = client.get(reverse(name))
    assert response.status_code == 200
    html = response.content.decode()
    assert is_ours(html)
    assert ENGLISH.findall(visible_text(html)) == []


def test_a_wrong_password_is_said_in_dutch(client: Client, user: User) -> None:
    response = client.post(reverse("account_login"), {"login": user.email, "password": "fout"})
    text = visible_text(response.content.decode())
    assert "Kijk dit even na" in text
    assert ENGLISH.findall(text) == []


def test_a_forgotten_password_can_be_replaced(client: Client, user: User) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    [message] = mail.outbox
    assert message.subject == "[Overlegtafel] Nieuw wachtwoord kiezen"
    assert str(message.body).startswith("Dag Ilse Mertens,")
    assert ENGLISH.findall(str(message.body).replace("/account/password/", "")) == []
    link = re.search(r"https?://[^/]+(/\S+)", str(message.body))
    assert link
    form = client.get(link[1], follow=True)
    assert "Nieuw wachtwoord" in form.content.decode()
    address = form.redirect_chain[-1][0]
    new = "nog-een-lang-wachtwoord"
    done = client.post(address, {"password1": new, "password2": new}, follow=True)
    assert done.status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)


def test_an_unknown_address_gets_the_same_answer(client: Client, user: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": user.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "niemand@voorbeeld.be"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_spent_link_leads_to_a_new_one(client: Client) -> None:
    address = reverse("account_reset_password_from_key", args=["1", "x-y"])
    html = client.get(address).content.decode()
    assert "Deze link werkt niet meer" in html
    assert reverse("account_reset_password") in html
