"""Every page that can be asked for, in a real browser: axe finds nothing, nothing overflows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.factories.cast import make_cast
from tests.factories.world import World, make_world, named_addresses
from tests.scenarios.test_access_matrix import ADDRESSES

from overlegtafel.accounts.models import User

pytestmark = pytest.mark.looks

NO_PAGE = {
    "meeting_pack_pdf",
    "meeting_pack_zip",
    "calendar_feed",
    "configuration_file",
    "document_file",
    "guest_file",
    "public_document",
    "reading_file",
    "exchange_file",
    "meeting_calendar",
    "report_pdf",
    "report_word",
    "word_template_file",
    "word_template_test",
    "minutes_states",
}
"""Addresses that give a file."""
PHONE, DESKTOP = 390, 1440


def reader_of(world: World, name: str) -> str:
    """Who opens a page: the secretariat when it may, else someone who does."""
    allowed = ADDRESSES[name].allowed if name in ADDRESSES else {"secretary"}
    by_preference = ("secretary", "chair", "mayor", *sorted(allowed))
    return next((role for role in by_preference if role in allowed), "founder")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    page_factory: Callable[..., Page],
    assert_no_axe_findings: Callable[[Page], None],
    scheme: str,
    width: int,
) -> None:
    world = make_world(make_cast())
    founder = User.objects.create_user("in.spe@example.org", "een lang wachtwoord", name="In spe")
    founder.may_found_tables = True
    founder.save()
    pages: dict[str, Page] = {}
    found = []
    names = [
        name
        for name, _ in named_addresses()
        if name not in NO_PAGE and name in ADDRESSES and ADDRESSES[name].method == "get"
    ]
    for name in names:
        role = reader_of(world, name)
        if role not in pages:
            user = founder if role == "founder" else getattr(world.cast, role)
            pages[role] = page_factory(user=user, color_scheme=scheme, width=width, bypass_csp=True)
        page = pages[role]
        answer = page.goto(world.address_of(name))
        if answer is None or answer.status not in (200, 409):
            found.append(f"{name}: {answer and answer.status}")
        try:
            assert_no_axe_findings(page)
        except AssertionError as findings:
            found.append(f"{name}: {findings}")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            found.append(f"{name} is {overflow} px te breed")
    assert found == []
    assert len(names) > 70
