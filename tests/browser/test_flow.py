"""The flow line shows every word of a long way, whatever the width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.demo_fixture import Demo, demo_site  # noqa: F401

from overlegtafel.dossiers.states import Function
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.states import ProposalState

pytestmark = pytest.mark.looks

CUT_OFF = """() => [...document.querySelectorAll('.flow-region, .flow-label, .flow-note')]
    .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)"""


@pytest.mark.parametrize("width", [390, 800, 1280, 1440])
def test_a_long_way_is_never_cut_off(
    demo_site: Demo,  # noqa: F811
    page_factory: Callable[..., Page],
    width: int,
) -> None:
    policy = Proposal.objects.filter(body__slug="denderregio", function=Function.POLICY)
    proposal = policy.filter(state=ProposalState.TREATED, passages__body__slug="dado").first()
    assert proposal is not None
    page = page_factory(user=demo_site.user("regiocoordinator.dender"), width=width)
    page.goto(f"/tafels/denderregio/voorstellen/{proposal.pk}/")
    assert page.locator(".flow > li").count() >= 7
    assert page.evaluate(CUT_OFF) == []
