"""Staff that brings something only after the chair: what was typed stays, and the way to ask."""

from typing import Any

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn

from overlegtafel.governance.models import Clearance
from overlegtafel.governance.states import Task
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.states import ProposalState

POOL = "/tafels/denderregio/voorstellen/"
ASK = "/tafels/denderregio/akkoord/"
SUMMARY = "Elk bestuur wacht nu op elk ander."


@pytest.fixture
def waiting(cast: Cast) -> Cast:
    """A table at which staff brings something only after the chair."""
    tasks = {"propose_own": "after_chair", "propose_for": "after_chair"}
    settle(cast, support={"tasks": tasks})
    return cast


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    """What the secretariat fills in and sends at once, in the name of Lede."""
    return {
        "title": "Samen wachten",
        "summary": SUMMARY,
        "function": "exchange",
        "brought_by": cast.towns["Lede"].pk,
        "submit": "1",
        **changed,
    }


def asked_with(proposal: Proposal, verb: str) -> dict[str, Any]:
    """The button on the draft's page."""
    return {
        "task": "propose_for",
        "kind": "voorstel",
        "number": proposal.pk,
        "next": f"{POOL}{proposal.pk}/",
        "verb": verb,
    }


def test_what_was_typed_is_kept_and_sent_once_the_chair_agrees(waiting: Cast, as_: SignIn) -> None:
    secretary = as_(waiting.secretary)
    page = secretary.post(f"{POOL}nieuw/", typed(waiting), follow=True)
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.summary) == (ProposalState.DRAFT, SUMMARY)
    assert "na akkoord van de voorzitter" in page.text
    assert "Vraag akkoord van de voorzitter" in page.text
    assert ">Indienen</button>" not in page.text
    address = f"{POOL}{proposal.pk}/"
    assert as_(waiting.chair).get(address).status_code == 404

    page = as_(waiting.secretary).post(ASK, asked_with(proposal, "ask"), follow=True)
    assert "Bij de voorzitter van Denderregio Burgemeestersoverleg" in page.text
    assert ">Indienen</button>" not in page.text
    read = as_(waiting.chair).get(address)
    assert SUMMARY in read.text
    assert "Akkoord geven" in read.text
    as_(waiting.chair).post(ASK, asked_with(proposal, "give"))

    page = as_(waiting.secretary).get(address)
    assert ">Indienen</button>" in page.text
    as_(waiting.secretary).post(f"{address}indienen/")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


def test_rewriting_and_sending_keeps_the_new_text(waiting: Cast, as_: SignIn) -> None:
    secretary = as_(waiting.secretary)
    secretary.post(f"{POOL}nieuw/", typed(waiting))
    proposal = Proposal.objects.get()
    sent = typed(waiting, summary="Nu beter gezegd.", expected_revision=proposal.revision)
    page = secretary.post(f"{POOL}{proposal.pk}/wijzigen/", sent, follow=True)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.summary) == (ProposalState.DRAFT, "Nu beter gezegd.")
    assert "Vraag akkoord van de voorzitter" in page.text


def test_nobody_else_reads_the_draft_that_is_asked_about(waiting: Cast, as_: SignIn) -> None:
    as_(waiting.secretary).post(
        f"{POOL}nieuw/", typed(waiting, brought_by=waiting.towns["Zele"].pk)
    )
    proposal = Proposal.objects.get()
    as_(waiting.secretary).post(ASK, asked_with(proposal, "ask"))
    assert Clearance.objects.get().task == Task.PROPOSE_FOR
    for other in (
        *(waiting.mayor, waiting.second_secretary, waiting.director, waiting.partner),
        *(waiting.other_mayor, waiting.other_secretary, waiting.citizen),
    ):
        assert as_(other).get(f"{POOL}{proposal.pk}/").status_code == 404


def test_a_withdrawn_draft_asks_the_chair_nothing_any_more(waiting: Cast, as_: SignIn) -> None:
    as_(waiting.secretary).post(f"{POOL}nieuw/", typed(waiting))
    proposal = Proposal.objects.get()
    as_(waiting.secretary).post(ASK, asked_with(proposal, "ask"))
    as_(waiting.secretary).post(f"{POOL}{proposal.pk}/intrekken/")
    assert not Clearance.objects.exists()
    assert "Samen wachten" not in as_(waiting.chair).get("/mijn-tafel/").text


def test_a_mayor_sends_without_asking(waiting: Cast, as_: SignIn) -> None:
    page = as_(waiting.mayor).post(f"{POOL}nieuw/", typed(waiting), follow=True)
    assert "Ingediend bij het secretariaat" in page.text
    assert Proposal.objects.get().state == ProposalState.SUBMITTED
