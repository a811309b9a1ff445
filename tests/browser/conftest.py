"""A real Chromium against a live server, and axe-core on what it shows.

The pages keep their strict Content-Security-Policy: axe is brought in over the debugging protocol,
which no policy stops, so a test also fails when a page breaks its own policy.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from overlegtafel.accounts.models import User

ColorScheme = Literal["light", "dark"]
PageFactory = Callable[..., Page]

PHONE, TABLET, DESKTOP = 390, 820, 1280
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lives here ``browser``, and run it last.

    Playwright keeps an event loop in the thread from the first browser test on; nothing else
    should have to run beside it.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session: ``CHROMIUM`` names it, else the one on the path."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, and Django takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page_factory(browser: Browser, live_server: LiveServer) -> Iterator[PageFactory]:
    """``page_factory(user=None, color_scheme="light", width=1280, **context_options)``.

    Gives a page in a browser of its own, signed in as ``user``; ``page.goto("/pad/")`` is
    relative to the live server. At the end the test fails when a page broke its own
    Content-Security-Policy or a script of ours threw.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(message.text)

    def make(
        user: User | None = None,
        color_scheme: ColorScheme = "light",
        width: int = DESKTOP,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            color_scheme=color_scheme,
            viewport={"width": width, "height": 900},
            locale="nl-BE",
            timezone_id="Europe/Brussels",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user is not None:
            sign_in(context, live_server, user)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def sign_in(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    """Give the browser a session of ``user`` without passing by the sign-in page."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


OF_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules of axe that another colour scheme may change."""


@pytest.fixture
def assert_no_axe_findings() -> Callable[..., None]:
    """``assert_no_axe_findings(page)``: WCAG A and AA, and axe's best practices, all hold.

    ``only`` names the rules to run, when a page was looked at before and little has changed.
    """

    def check(page: Page, only: tuple[str, ...] = ()) -> None:
        page.evaluate(AXE_SCRIPT)
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if only:
            options["runOnly"] = list(only)
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        lines = [
            f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check
