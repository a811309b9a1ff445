"""Before something with internal effects goes out, the page says so and asks (R109)."""

import pytest
from tests.factories.cast import MEETING_DAY, Cast, Thread
from tests.workspace.conftest import SignIn

from overlegtafel.dossiers.services import edit_dossier
from overlegtafel.publication.models import Release

TITLE = "Loonschalen gelijktrekken"
MEETING = f"/tafels/denderregio/vergaderingen/{MEETING_DAY}/vrijgeven/"
LINE = "Een punt met interne gevolgen"
TICK = "Ik geef deze afspraak toch vrij"


@pytest.fixture
def inside(cast: Cast) -> Thread:
    """A thread of an internal dossier, with its agreement."""
    thread = cast.thread("closed", title=TITLE, dossier=cast.dossier)
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, is_internal=True)
    return thread


def test_the_page_shows_the_line_that_goes_out_and_what_may_be_opened(
    cast: Cast, as_: SignIn, inside: Thread
) -> None:
    client = as_(cast.secretary)
    page = client.get(MEETING).text
    assert f"1. {LINE}" in page
    assert "Toch tonen aan iedereen" in page
    assert client.post(MEETING).status_code == 302
    assert Release.objects.get().content["items"][0]["title"] == LINE


def test_what_was_opened_stays_ticked_for_the_next_version(
    cast: Cast, as_: SignIn, inside: Thread
) -> None:
    assert inside.item is not None
    client, pk = as_(cast.secretary), inside.item.pk
    assert client.get(MEETING).context["form"]["opened"].value() == []
    client.post(MEETING, {"opened": pk})
    assert Release.objects.get().content["items"][0]["title"] == TITLE
    form = client.get(MEETING).context["form"]
    assert form["opened"].value() == [pk]


@pytest.mark.parametrize("typed", ["999999", "x"])
def test_what_is_no_such_item_is_refused_beside_the_field(
    cast: Cast, as_: SignIn, inside: Thread, typed: str
) -> None:
    answer = as_(cast.secretary).post(MEETING, {"opened": typed})
    assert answer.status_code == 422
    assert not Release.objects.exists()


def test_a_meeting_without_internal_items_asks_nothing(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", title=TITLE)
    page = as_(cast.secretary).get(MEETING).text
    assert TITLE in page
    assert "Toch tonen" not in page


def test_an_agreement_asks_for_its_tick_and_keeps_what_was_chosen(
    cast: Cast, as_: SignIn, inside: Thread
) -> None:
    assert inside.agreement is not None
    address = f"/tafels/denderregio/afspraken/{inside.agreement.reference}/vrijgeven/"
    client = as_(cast.secretary)
    assert TICK in client.get(address).text
    refused = client.post(address, {"local_detail": "figures"})
    assert refused.status_code == 422
    assert "Vink aan dat u ze toch vrijgeeft." in refused.text
    assert refused.context["form"]["local_detail"].value() == "figures"
    typed = {"local_detail": "figures", "despite_internal": "on"}
    assert client.post(address, typed).status_code == 302
    released = Release.objects.get()
    assert (released.local_detail, released.content["dossier"]) == ("figures", "")


def test_an_open_agreement_has_no_such_tick(cast: Cast, as_: SignIn) -> None:
    agreement = cast.thread("closed").agreement
    assert agreement is not None
    address = f"/tafels/denderregio/afspraken/{agreement.reference}/vrijgeven/"
    client = as_(cast.secretary)
    assert TICK not in client.get(address).text
    assert client.post(address, {"local_detail": "none"}).status_code == 302


@pytest.mark.parametrize("who", ["mayor", "officer", "other_secretary", "partner", "citizen"])
def test_nobody_else_opens_it(cast: Cast, as_: SignIn, inside: Thread, who: str) -> None:
    assert inside.item is not None
    answer = as_(getattr(cast, who)).post(MEETING, {"opened": inside.item.pk})
    assert answer.status_code in (403, 404)
    assert TITLE not in answer.text
    assert not Release.objects.exists()
