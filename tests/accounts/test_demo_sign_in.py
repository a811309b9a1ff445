"""Signing in as a demo account: easy in the demo, absent in production."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.demo_fixture import Demo

from overlegtafel.accounts.models import User

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user: User, **more: str) -> Any:
    return client.post(reverse("demo_sign_in"), {"user": user.pk, **more})


def test_the_sign_in_page_offers_the_demo_accounts(client: Client, demo: Demo) -> None:
    response = client.get(reverse("account_login"))
    offered = list(response.context["demo_users"])
    assert len(offered) == 30
    assert demo.user("burgemeester.lede") in offered
    assert demo.user("burgemeester.berlare") not in offered
    page = response.content.decode()
    assert "Regiocoördinator Dender" in page
    assert reverse("demo_sign_in") in page


def test_no_other_page_looks_for_them(client: Client, demo: Demo) -> None:
    assert "demo_users" not in client.get(reverse("account_reset_password")).context


def test_one_click_signs_in_and_leads_to_the_own_table(client: Client, demo: Demo) -> None:
    response = sign_in(client, demo.user("burgemeester.lede"))
    assert (response.status_code, response["Location"]) == (302, reverse("my_table"))
    assert client.session["_auth_user_id"] == str(demo.user("burgemeester.lede").pk)


def test_goes_on_to_the_page_that_was_asked(client: Client, demo: Demo) -> None:
    user = demo.user("burgemeester.lede")
    asked = reverse("account_change_password")
    assert sign_in(client, user, next=asked)["Location"] == asked
    elsewhere = sign_in(client, user, next="https://elders.example/")
    assert elsewhere["Location"] == reverse("my_table")


def test_reading_never_signs_in(client: Client, demo: Demo) -> None:
    user = demo.user("burgemeester.lede")
    assert client.get(reverse("demo_sign_in"), {"user": user.pk}).status_code == 405
    assert "_auth_user_id" not in client.session


def test_needs_the_forms_own_token(demo: Demo) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, demo.user("burgemeester.lede")).status_code == 403


@pytest.mark.parametrize("given", ["", "abc", "-1", "999999999", "9" * 5000, "1 OR 1=1"])
def test_what_is_no_account_is_not_found(client: Client, demo: Demo, given: str) -> None:
    assert client.post(reverse("demo_sign_in"), {"user": given}).status_code == 404


def test_a_real_account_is_not_opened(client: Client, demo: Demo) -> None:
    real = User.objects.create_user("iemand@stad.example", "een lang wachtwoord", name="Iemand")
    assert sign_in(client, real).status_code == 404
    assert sign_in(client, User.objects.system()).status_code == 404


def test_a_closed_account_is_not_opened(client: Client, demo: Demo) -> None:
    user = demo.user("burgemeester.lede")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sign_in(client, user).status_code == 404
    assert user not in client.get(reverse("account_login")).context["demo_users"]


def test_production_has_no_picker_and_no_door(client: Client, demo: Demo, settings: Any) -> None:
    settings.DEMO_MODE = False
    page = client.get(reverse("account_login"))
    assert "demo_users" not in page.context
    assert "Regiocoördinator Dender" not in page.content.decode()
    assert sign_in(client, demo.user("burgemeester.lede")).status_code == 404
    assert client.get(reverse("demo_sign_in")).status_code == 404
    assert "_auth_user_id" not in client.session


def test_many_people_may_try_the_demo_at_once(demo: Demo) -> None:
    for _ in range(40):
        assert sign_in(Client(), demo.user("burgemeester.lede")).status_code == 302
