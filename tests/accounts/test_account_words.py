"""What the account pages refuse, they refuse in Dutch and to "u"."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.accounts.test_account_pages import visible_text

from overlegtafel.accounts.adapter import InvitationOnlyAdapter
from overlegtafel.accounts.models import User

PASSWORD = "drie-wilgen-aan-de-dender"
FOREIGN = re.compile(r"\b(?:jou|jouw|je|This|Too|password must|Your)\b", re.IGNORECASE)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user() -> User:
    user = User.objects.create_user("ilse.mertens@voorbeeld.be", PASSWORD, name="Ilse Mertens")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def inside(client: Client, user: User) -> Client:
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def said(answer: HttpResponse) -> str:
    text = " ".join(visible_text(answer.content.decode()).split())
    assert FOREIGN.findall(text) == []
    return text


def test_our_adapter_says_everything_itself() -> None:
    ours = InvitationOnlyAdapter.error_messages
    assert set(ours) >= set(DefaultAccountAdapter.error_messages)
    assert [words for words in ours.values() if FOREIGN.search(words)] == []


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("kort", "kort", "Uw wachtwoord moet minstens 12 tekens tellen."),
        ("qwertyuiop12", "qwertyuiop12", "Dit wachtwoord is te bekend."),
        ("ilse-mertens1", "ilse-mertens1", "Uw wachtwoord lijkt te veel op uw naam."),
        ("ilse.mertens@voorbeeld", "x", "Uw wachtwoord lijkt te veel op uw e-mailadres."),
        ("een-heel-ander-woord", "nog-een-ander-woord", "De twee wachtwoorden zijn niet dezelfde."),
        ("", "", "Dit veld is verplicht."),
    ],
)
def test_a_new_password_is_refused_in_our_words(
    inside: Client, user: User, new: str, again: str, sentence: str
) -> None:
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": again}
    assert sentence in said(inside.post(reverse("account_change_password"), typed))
    user.refresh_from_db()
    visitor = Client()
    form = visitor.get(_path(user), follow=True)
    address = form.redirect_chain[-1][0]
    assert "Minstens 12 tekens." in said(form)
    assert sentence in said(visitor.post(address, {"password1": new, "password2": again}))


def _path(user: User) -> str:
    key = default_token_generator.make_token(user)
    uid = user_pk_to_url_str(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})


def test_a_first_password_is_refused_in_our_words(client: Client) -> None:
    user = User.objects.create_user("an@voorbeeld.be", None, name="An Peeters")
    client.force_login(user)
    answer = client.post(
        reverse("account_set_password"), {"password1": "kort", "password2": "lang"}
    )
    assert "minstens 12 tekens" in said(answer)


@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("account_login", {"login": "x", "password": ""}, "Voer een geldig e-mailadres in."),
        (
            "account_login",
            {"login": "ilse.mertens@voorbeeld.be", "password": "fout"},
            "E-mailadres of wachtwoord klopt niet.",
        ),
        ("account_reset_password", {"email": "geen adres"}, "Voer een geldig e-mailadres in."),
        ("account_reset_password", {"email": ""}, "Dit veld is verplicht."),
    ],
)
def test_before_sign_in(
    client: Client, user: User, page: str, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in said(client.post(reverse(page), typed))


@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("account_change_password", {"oldpassword": "fout"}, "Uw huidige wachtwoord klopt niet."),
        ("account_reauthenticate", {"password": "fout"}, "Uw wachtwoord klopt niet."),
        (
            "account_email",
            {"action_add": "", "email": "ilse.mertens@voorbeeld.be"},
            "Dit e-mailadres hoort al bij uw account.",
        ),
        ("account_email", {"action_add": "", "email": "x"}, "Voer een geldig e-mailadres in."),
        ("account_signup", {"email": "nieuw@voorbeeld.be"}, ""),
    ],
)
def test_after_sign_in(inside: Client, page: str, typed: dict[str, str], sentence: str) -> None:
    assert sentence in said(inside.post(reverse(page), typed, follow=True))


def test_too_many_attempts_are_told_to_wait(client: Client, user: User) -> None:
    typed = {"login": user.email, "password": "fout"}
    for _ in range(5):
        client.post(reverse("account_login"), typed)
    assert "Te veel pogingen na elkaar." in said(client.post(reverse("account_login"), typed))


def test_asking_too_often_is_told_in_dutch(client: Client, user: User) -> None:
    for _ in range(30):
        answer = client.post(reverse("account_reset_password"), {"email": user.email})
    assert answer.status_code == 429
    assert "Dat ging te vaak na elkaar." in said(answer)


def test_a_closed_account_is_told_so(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert "Dit account is afgesloten" in said(answer)


def test_the_mail_starts_its_sentence_with_a_capital(client: Client, user: User) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    assert "\n\nU vroeg om een nieuw wachtwoord te kiezen." in str(mail.outbox[0].body)
