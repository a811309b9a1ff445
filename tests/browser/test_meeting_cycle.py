"""The whole meeting by hand: rhythm, agenda, mails, minutes, report, release."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser.cycle import MeetingCycle
from tests.conftest import FixedClock
from tests.factories.cast import make_cast, make_person
from tests.outbox.conftest import MailServer, mail_server  # noqa: F401

from overlegtafel.organizations.models import PostRole


def test_from_the_rhythm_of_a_year_to_the_released_report(
    page_factory: Callable[..., Page],
    live_server: LiveServer,
    mail_server: MailServer,  # noqa: F811
    clock: FixedClock,
    settings: Any,
) -> None:
    settings.SITE_ADDRESS = live_server.url
    cast = make_cast()
    cast.secretary.email = "secretariaat@example.org"
    cast.secretary.save()
    for town in ("Aalst", "Zele"):
        make_person(cast.system, f"Burgemeester {town}", cast.towns[town], PostRole.MAYOR)
    MeetingCycle(
        secretary=page_factory(user=cast.secretary, width=1440),
        chair=page_factory(user=cast.chair),
        phone=page_factory(user=cast.mayor, width=390),
        by_link=page_factory(),
        stands_in=page_factory(),
        guest=page_factory(),
        director=page_factory(user=cast.director),
        post=mail_server,
        clock=clock,
        site=live_server.url,
    ).all_steps()
