"""The thread by hand under a charter: advice on the way, a late item, the chair's go-ahead."""

from collections.abc import Callable

from playwright.sync_api import Page
from tests.browser.walk import CharterWalk
from tests.demo_fixture import Demo, demo_site  # noqa: F401

from overlegtafel.meetings.models import AgendaItem
from overlegtafel.proposals.models import Proposal


def test_a_proposal_travels_and_is_taken_late_by_the_chair(
    demo_site: Demo,  # noqa: F811
    page_factory: Callable[..., Page],
) -> None:
    def page_of(key: str, **options: object) -> Page:
        return page_factory(user=demo_site.user(key), **options)

    CharterWalk(
        mayor=page_of("burgemeester.lede", width=390),
        secretary=page_of("regiocoordinator.dender"),
        chair=page_of("burgemeester.hamme", width=390, color_scheme="dark"),
        officer=page_of("dossier.lebbeke"),
        director=page_of("ad.lebbeke", width=390),
        table="denderregio",
        town="Lebbeke",
        members=14,
        today=demo_site.today,
    ).all_steps()
    proposal = Proposal.objects.get(title="Samen laadpalen kopen")
    way = list(proposal.passages.values_list("body__slug", "outcome"))
    assert way == [("dado", "in_favour"), ("stuurgroep-denderregio", "passed")]
    item = AgendaItem.objects.get(proposal=proposal)
    assert item.late_reason == "De groepsaankoop sluit eind deze maand."
    assert (item.meeting.state, item.meeting.charter and item.meeting.charter.number) == (
        "approved",
        1,
    )
