"""What was done is said where one lands on a part of the page, and what is not asked, not shown."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OF_COLOUR, PHONE
from tests.factories.cast import Cast, make_cast
from tests.factories.meeting_day import called_meeting, place_of

from overlegtafel.meetings.services import follow_calendar, place_on_agenda

pytestmark = pytest.mark.looks
AGENDA = "/tafels/denderregio/vergaderingen/2026-11-20/agenda/"
SPOKEN = """() => new Promise((heard) => new MutationObserver((seen) =>
  seen.some((each) => each.addedNodes.length) && heard(true))
  .observe(document.getElementById("messages"), {childList: true}))"""


@pytest.fixture
def cast(live_server: object) -> Cast:
    """The table with its people, in the database the server reads."""
    return make_cast()


@pytest.mark.parametrize(
    ("width", "scripts", "scheme"),
    [(PHONE, True, "dark"), (PHONE, False, "light"), (1440, True, "light")],
)
def test_what_was_done_is_in_view_and_covers_nothing(
    page_factory: Callable[..., Page],
    assert_no_axe_findings: Callable[..., None],
    cast: Cast,
    width: int,
    scripts: bool,
    scheme: str,
) -> None:
    meeting = cast.meeting()
    for number in range(6):
        place_on_agenda(
            actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title=f"Punt {number}")
        )
    cast.proposal(title="Zwembaden samen")
    page = page_factory(
        user=cast.secretary, width=width, color_scheme=scheme, java_script_enabled=scripts
    )
    page.goto(AGENDA)
    page.get_by_role("button", name="Op de agenda Zwembaden samen").click()
    page.wait_for_url(re.compile(r"#punt-\d+$"))
    said = page.get_by_role("status").filter(has_text="staat op de agenda als punt 7")
    expect(said).to_be_in_viewport(ratio=1)
    landed = page.get_by_role("listitem").filter(has_text="7. Zwembaden samen")
    expect(landed).to_be_in_viewport()
    message, item = said.bounding_box(), landed.bounding_box()
    assert message and item and message["y"] + message["height"] <= item["y"]
    assert page.title().startswith("“Zwembaden samen” staat op de agenda als punt 7. · ")
    if scripts:
        assert page.evaluate(SPOKEN)
        assert_no_axe_findings(page, OF_COLOUR)


@pytest.mark.parametrize("scripts", [True, False])
def test_who_comes_instead_is_asked_of_who_is_replaced(
    page_factory: Callable[..., Page], cast: Cast, scripts: bool
) -> None:
    meeting = called_meeting(cast)
    place = place_of(meeting, "Lede")
    page = page_factory(user=cast.mayor, width=PHONE, java_script_enabled=scripts)
    page.goto(f"/tafels/denderregio/vergaderingen/{meeting.held_on}/antwoorden/{place.pk}/")
    name = page.get_by_label("Wie komt in uw plaats?")
    expect(name).to_be_hidden()
    page.get_by_label("Ja, ik kom").check()
    expect(name).to_be_hidden()
    page.get_by_label("Ik laat mij vervangen").check()
    expect(name).to_be_visible()
    page.get_by_role("button", name="Antwoord bewaren").click()
    expect(page.get_by_role("link", name=re.compile("Schrijf wie er in de plaats"))).to_be_visible()
    expect(name).to_be_visible()


def test_a_calendar_address_is_copied_with_one_click(
    page_factory: Callable[..., Page], cast: Cast
) -> None:
    follow_calendar(actor=cast.mayor)
    page = page_factory(user=cast.mayor, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/mijn-tafel/kalender/")
    address = page.get_by_label("Kalenderadres").input_value()
    page.get_by_role("button", name="Kopieer het adres van").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
