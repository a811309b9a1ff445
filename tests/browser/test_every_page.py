"""Every page that can be asked for, in a real browser: axe finds nothing, nothing overflows."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import OF_COLOUR
from tests.factories.cast import make_cast
from tests.factories.world import World, make_world, named_addresses
from tests.scenarios.test_access_matrix import ADDRESSES

from overlegtafel.accounts.models import User

pytestmark = pytest.mark.looks

NO_PAGE = {
    "meeting_pack_pdf",
    "meeting_pack_zip",
    "article_8_file",
    "article_8_year_file",
    "package_file",
    "calendar_feed",
    "configuration_file",
    "councillor_file",
    "info_evening_calendar",
    "info_evening_file",
    "document_file",
    "guest_file",
    "public_document",
    "reading_file",
    "exchange_file",
    "outcomes_file",
    "agreement_outcomes_file",
    "decisions_sheet",
    "executions_file",
    "municipality_executions_file",
    "meeting_calendar",
    "report_pdf",
    "report_word",
    "word_template_file",
    "word_template_test",
    "minutes_states",
    "draft_template_file",
    "local_draft_file",
    "local_draft_zip",
    "local_drafts_zip",
    "local_template_file",
}
"""Addresses that give a file."""
PHONE, DESKTOP = 390, 1440
PARTS = 4
"""In how many tests the pages are looked at: for the workers that run them side by side."""
SCHEMES: dict[Literal["light", "dark"], tuple[str, ...]] = {"light": (), "dark": OF_COLOUR}


def reader_of(world: World, name: str) -> str:
    """Who opens a page: the secretariat when it may, else someone who does."""
    allowed = ADDRESSES[name].allowed if name in ADDRESSES else {"secretary"}
    by_preference = ("secretary", "chair", "mayor", *sorted(allowed))
    return next((role for role in by_preference if role in allowed), "founder")


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(
    page_factory: Callable[..., Page], assert_no_axe_findings: Callable[..., None], part: int
) -> None:
    """Each page once, light and dark, wide and on a phone; in dark only what colours change."""
    world = make_world(make_cast())
    founder = User.objects.create_user("in.spe@example.org", "een lang wachtwoord", name="In spe")
    founder.may_found_tables = True
    founder.save()
    pages: dict[str, Page] = {}
    found = []
    for name in pages_named()[part::PARTS]:
        role = reader_of(world, name)
        if role not in pages:
            user = founder if role == "founder" else getattr(world.cast, role)
            pages[role] = page_factory(user=user, width=DESKTOP, bypass_csp=True)
        page = pages[role]
        page.emulate_media(color_scheme="light")
        answer = page.goto(world.address_of(name))
        if answer is None or answer.status not in (200, 409):
            found.append(f"{name}: {answer and answer.status}")
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, rules in SCHEMES.items():
                page.emulate_media(color_scheme=scheme)
                try:
                    assert_no_axe_findings(page, rules)
                except AssertionError as findings:
                    found.append(f"{name} {width} {scheme}: {findings}")
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if overflow > 0:
                found.append(f"{name} is {overflow} px te breed op {width} px")
        page.set_viewport_size({"width": DESKTOP, "height": 900})
    assert found == []


def test_the_sweep_sees_most_addresses() -> None:
    assert len(pages_named()) > 70


def pages_named() -> list[str]:
    """The addresses that answer with a page when asked for."""
    return [
        name
        for name, _ in named_addresses()
        if name not in NO_PAGE and name in ADDRESSES and ADDRESSES[name].method == "get"
    ]
