"""Every page that can be asked for, in a real browser: axe finds nothing, nothing overflows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.factories.cast import make_cast
from tests.factories.world import make_world, named_addresses

POSTED = {
    "agenda_place",
    "agenda_move",
    "agenda_remove",
    "meeting_open",
    "meeting_close",
    "meeting_approve",
    "proposal_submit",
    "proposal_withdraw",
    "demo_sign_in",
}
"""Addresses that only take what is sent; the access matrix holds them to that."""
PHONE, DESKTOP = 390, 1440


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    page_factory: Callable[..., Page],
    assert_no_axe_findings: Callable[[Page], None],
    scheme: str,
    width: int,
) -> None:
    world = make_world(make_cast())
    page = page_factory(
        user=world.cast.secretary, color_scheme=scheme, width=width, bypass_csp=True
    )
    found = []
    names = [name for name, _ in named_addresses() if name not in POSTED]
    for name in names:
        answer = page.goto(world.address_of(name))
        if answer is None or answer.status not in (200, 403, 409):
            found.append(f"{name}: {answer and answer.status}")
        try:
            assert_no_axe_findings(page)
        except AssertionError as findings:
            found.append(f"{name}: {findings}")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            found.append(f"{name} is {overflow} px te breed")
    assert found == []
    assert len(names) > 35
