"""D-01 from nothing: one draft, 38 remarks, 14 local drafts, five ways to report, one table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser.decision_drafts import Drafting, Shot
from tests.browser.decision_reports import Reporting
from tests.browser.decision_stage import Post, set_stage
from tests.conftest import FixedClock
from tests.outbox.conftest import MailServer, mail_server  # noqa: F401


def play(
    make: Callable[..., Page], post: Post, clock: FixedClock, folder: Path, shot: Shot
) -> None:
    """The whole cycle, each step by its own person."""
    stage = set_stage(clock)
    director, officer = stage.director, stage.officer
    owner, secretary = make(user=director("Lebbeke"), width=1440), make(user=stage.secretary)
    drafting = Drafting(
        stage=stage,
        post=post,
        clock=clock,
        owner=owner,
        owner_phone=make(user=director("Lebbeke"), width=390),
        phone=make(user=director("Aalst"), width=390),
        desktop=make(user=director("Zele"), width=1440),
        secretary=secretary,
        deviating=make(user=officer("Denderleeuw")),
        folder=folder,
        shot=shot,
    )
    post.arrives()
    drafting.all_steps()
    Reporting(
        stage=stage,
        post=post,
        clock=clock,
        secretary=secretary,
        officer=lambda town: make(user=officer(town)),
        phone_of=lambda town: make(user=officer(town), width=390),
        by_link=make(width=390),
        system=make(),
        mayor=make(user=stage.cast.users["burgemeester.lede"], width=390),
        shot=shot,
    ).all_steps(drafting.deviate)


def test_from_one_agreement_to_fourteen_councils_and_back(
    page_factory: Callable[..., Page],
    live_server: LiveServer,
    mail_server: MailServer,  # noqa: F811
    clock: FixedClock,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.SITE_ADDRESS = live_server.url
    settings.DATA_DIR = tmp_path
    post = Post(mail_server, live_server.url)
    play(page_factory, post, clock, tmp_path, lambda page, name: None)
