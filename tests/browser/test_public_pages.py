"""The public pages and the API's documentation in a real browser, as a visitor sees them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.demo_fixture import Demo, demo_site  # noqa: F401

from overlegtafel.publication.models import Release

ADDRESSES = [
    "/",
    "/?q=sint",
    "/regios/",
    "/regios/limburg/",
    "/regios/midwest/?op=2024-12-31",
    "/gemeenten/ninove/",
    "/openbaar/",
    "/openbaar/denderregio/",
    "/overleggen/",
    "/overleggen/denderregio/",
    "/overleggen/limburg/",
    "/overleggen/op-een-dag/",
    "/overleggen/op-een-dag/?op=2019-12-31",
    "/toegankelijkheid/",
    "/bronnen/",
]


def first_released() -> list[str]:
    """The addresses of one released meeting and one released agreement."""
    meeting = Release.objects.filter(meeting__isnull=False).select_related("meeting", "body")[0]
    agreement = Release.objects.filter(agreement__isnull=False, local_detail="per_municipality")
    shown = agreement.select_related("agreement", "body")[0]
    assert meeting.meeting and shown.agreement
    return [
        f"/openbaar/{meeting.body.slug}/vergaderingen/{meeting.meeting.held_on}/",
        f"/openbaar/{shown.body.slug}/afspraken/{shown.agreement.reference}/",
    ]


@pytest.mark.looks
@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]
)
def test_every_public_page_is_accessible_and_fits(
    demo_site: Demo,  # noqa: F811
    page_factory: Callable[..., Page],
    assert_no_axe_findings: Callable[[Page], None],
    width: int,
    scheme: str,
) -> None:
    page = page_factory(width=width, color_scheme=scheme)
    for address in [*ADDRESSES, *first_released()]:
        answer = page.goto(address)
        assert answer and answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert_no_axe_findings(page)


def test_a_municipality_is_found_without_a_script(
    demo_site: Demo,  # noqa: F811
    page_factory: Callable[..., Page],
) -> None:
    page = page_factory(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Zoek uw gemeente").fill("9400")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ninove")
    page.get_by_role("link", name="Denderregio", exact=True).first.click()
    page.get_by_label("Samenstelling op").fill("2024-12-31")
    page.get_by_role("button", name="Tonen").click()
    expect(page.get_by_text("14 gemeenten op 31 december 2024")).to_be_visible()


@pytest.mark.looks
def test_the_name_under_the_focus_shows_on_the_map(
    demo_site: Demo,  # noqa: F811
    page_factory: Callable[..., Page],
) -> None:
    page = page_factory(java_script_enabled=False)
    page.goto("/")
    area = page.locator('.map a[href="/gemeenten/ninove/"]')
    expect(area.locator(".tip")).to_be_hidden()
    area.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(area.locator(".tip")).to_be_visible()
    expect(area.locator(".tip")).to_have_text("Ninove, Denderregio")


def test_the_documentation_tries_out_under_our_own_policy(
    demo_site: Demo,  # noqa: F811
    page_factory: Callable[..., Page],
) -> None:
    page = page_factory()
    outside: list[str] = []
    page.on(
        "request",
        lambda one: (
            outside.append(one.url)
            if "127.0.0.1" not in one.url
            and "localhost" not in one.url
            and not one.url.startswith("data:")
            else None
        ),
    )
    page.goto("/api/v1/docs")
    page.locator("#swagger-ui").get_by_text("/api/v1/regions", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert outside == []
