"""The browser tests' own instruments: do they see what is wrong?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import OF_COLOUR

pytestmark = pytest.mark.looks

GOOD = """<!doctype html><html lang="nl"><head><title>Goed</title></head>
<body><main><h1>Goed</h1><p>Leesbaar.</p></main></body></html>"""
BAD = GOOD.replace("<p>", '<img src="data:,"><p style="color:#eee;background:#fff">')


def test_axe_is_silent_on_a_good_page(
    page_factory: Callable[..., Page], assert_no_axe_findings: Callable[[Page], None]
) -> None:
    page = page_factory()
    page.set_content(GOOD)
    assert_no_axe_findings(page)


def test_axe_names_what_is_wrong(
    page_factory: Callable[..., Page], assert_no_axe_findings: Callable[[Page], None]
) -> None:
    page = page_factory(color_scheme="dark", width=390)
    page.set_content(BAD)
    with pytest.raises(AssertionError, match=r"(?s)color-contrast.*image-alt"):
        assert_no_axe_findings(page)


def test_axe_runs_under_our_content_security_policy(
    page_factory: Callable[..., Page], assert_no_axe_findings: Callable[[Page], None]
) -> None:
    page = page_factory()
    answer = page.goto("/account/login/")
    assert answer is not None
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page.evaluate("document.documentElement.lang = 'nl'")
    page.evaluate("document.title = 'Leeg'; document.body.innerHTML = '<main><h1>Leeg</h1></main>'")
    assert_no_axe_findings(page)


def test_axe_sees_what_only_the_other_scheme_gets_wrong(
    page_factory: Callable[..., Page], assert_no_axe_findings: Callable[..., None]
) -> None:
    page = page_factory()
    dark = "<style>@media (prefers-color-scheme: dark){p{color:#eee;background:#fff}}</style>"
    page.set_content(GOOD.replace("</head>", f"{dark}</head>"))
    assert_no_axe_findings(page)
    page.emulate_media(color_scheme="dark")
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_no_axe_findings(page, OF_COLOUR)
