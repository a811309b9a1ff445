"""The sign-in page in a real browser."""

from collections.abc import Callable

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from overlegtafel.accounts.models import User


def test_wrong_password_stays_on_the_sign_in_page(page_factory: Callable[..., Page]) -> None:
    User.objects.create_user("nele@example.org", "een-lang-wachtwoord", name="Nele")
    page = page_factory()
    page.goto("/account/login/")
    page.locator("input[type=email]").fill("nele@example.org")
    page.locator("input[type=password]").fill("niet-dit-wachtwoord")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator("input[type=password]").press("Enter")
    expect(page.locator("input[type=password]")).to_be_visible()
    assert "/account/login/" in page.url
    assert not Session.objects.exists()


def test_a_signed_in_browser_has_a_session(page_factory: Callable[..., Page]) -> None:
    user = User.objects.create_user("nele@example.org", "een-lang-wachtwoord", name="Nele")
    page = page_factory(user=user, color_scheme="dark", width=390)
    page.goto("/account/logout/")
    assert page.url.endswith("/account/logout/")
    assert Session.objects.count() == 1
