"""How pages lie: one left edge, nothing cut on the smallest phone, a menu that shows its place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.factories.cast import make_cast
from tests.factories.world import make_world

pytestmark = pytest.mark.looks

SMALL = 320
EDGES = """() => [".brand", ".site-main > :not(:empty)", ".site-footer span"].map(
  (part) => Math.round(document.querySelector(part).getBoundingClientRect().left))"""


@pytest.mark.parametrize("width", [SMALL, 1440])
def test_header_page_and_footer_start_on_one_edge(
    page_factory: Callable[..., Page], width: int
) -> None:
    world = make_world(make_cast())
    visitor = page_factory(width=width)
    for address in ("/", "/openbaar/", "/account/login/", "/openbaar/atlantis/"):
        visitor.goto(address)
        assert len(set(visitor.evaluate(EDGES))) == 1, address
    page = page_factory(user=world.cast.secretary, width=width)
    page.goto(world.address_of("table"))
    assert len(set(page.evaluate(EDGES))) == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_on_a_small_phone_shows_where_one_is(
    page_factory: Callable[..., Page], scripts: bool
) -> None:
    world = make_world(make_cast())
    page = page_factory(user=world.cast.secretary, width=SMALL, java_script_enabled=scripts)
    page.goto(world.address_of("logbook"))
    here = page.locator(".site-nav [aria-current]")
    expect(here).to_have_text("Logboek")
    box = here.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= SMALL


@pytest.mark.parametrize(("name", "who"), [("couplings", "officer"), ("link_sheets", "secretary")])
def test_the_tabs_of_a_family_take_one_line_of_a_phone(
    page_factory: Callable[..., Page], name: str, who: str
) -> None:
    world = make_world(make_cast())
    page = page_factory(user=getattr(world.cast, who), width=390)
    page.goto(world.address_of(name))
    tabs = page.locator(".subnav")
    line = tabs.bounding_box()
    assert line and line["height"] < 60
    for tab in (tabs.locator("[aria-current]"), tabs.get_by_role("link").first):
        tab.focus()
        box = tab.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_keyboard_skips_the_drawing_of_an_agreement(page_factory: Callable[..., Page]) -> None:
    world = make_world(make_cast())
    page = page_factory(user=world.cast.secretary)
    page.goto(world.address_of("agreement"))
    page.get_by_role("link", name="Tekening overslaan").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('section.as-table').contains(document.activeElement)"
    assert page.evaluate(inside)
