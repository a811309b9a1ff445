"""The pages of an item, of a municipality's own preparation, and of written rounds."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_person
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.agreements.models import Position, Remark, WrittenRound
from overlegtafel.agreements.services import open_round, share_position, take_position, write_remark
from overlegtafel.agreements.states import Basis, Stance
from overlegtafel.governance.states import Function
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import PostRole

SECRET = "Enkel binnenskamers"
TYPED = {"stance": "for", "basis": "discussed", "based_on": "2026-11-10", "revision": 0}


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """An item of alignment on an agenda that was sent."""
    found = cast.thread("convened").item
    assert found is not None
    return found


def address(name: str, item: AgendaItem, town: str = "", **more: object) -> str:
    """A page of an item."""
    keys = {"slug": "denderregio", "day": item.meeting.held_on.isoformat(), "item": item.pk}
    return reverse(name, kwargs={**keys, **({"municipality": town} if town else {}), **more})


def test_a_mayor_writes_keeps_and_shares_a_position(
    cast: Cast, as_: SignIn, item: AgendaItem
) -> None:
    mayor, chair = as_(cast.mayor), as_(cast.chair)
    page = address("position", item, "lede")
    kept = mayor.post(page, TYPED | {"text": SECRET})
    assert kept.url == address("preparation", item, "lede")
    assert "nog niet gedeeld" in mayor.get(kept.url).text
    unshared = chair.get(address("item", item)).text
    assert SECRET not in unshared
    assert "0 van 5 besproken in het college, 5 nog niet gedeeld" in unshared
    shared = mayor.post(page, TYPED | {"text": SECRET, "revision": 1, "share": "ja"})
    assert shared.url == address("item", item)
    seen = chair.get(address("item", item)).text
    assert SECRET in seen
    assert "1 van 5 besproken in het college, geen met mandaat, 4 nog niet gedeeld" in seen


def test_what_was_typed_comes_back_beside_the_field_that_is_wrong(
    cast: Cast, as_: SignIn, item: AgendaItem
) -> None:
    typed = TYPED | {"basis": "college", "based_on": "", "text": SECRET}
    answer = as_(cast.mayor).post(address("position", item, "lede"), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["based_on"] == [
        "Schrijf de datum: collegebesluit op welke dag?"
    ]
    assert SECRET in answer.text
    long = as_(cast.alderman).post(
        address("preparation", item, "lede"), {"text": SECRET + "x" * 10_000}
    )
    assert long.status_code == 422
    assert SECRET in long.text
    assert not Position.objects.exists()
    assert not Remark.objects.exists()


def test_who_saves_second_sees_both_texts(cast: Cast, as_: SignIn, item: AgendaItem) -> None:
    page = address("position", item, "lede")
    as_(cast.director).post(page, TYPED | {"text": "Van de directeur."})
    answer = as_(cast.mayor).post(page, TYPED | {"text": "Van de burgemeester."})
    assert answer.status_code == 409
    assert "Van de directeur." in answer.text
    assert "Van de burgemeester." in answer.text
    assert answer.context["form"]["revision"].value() == 1


def test_a_remark_is_read_in_the_own_municipality_only(
    cast: Cast, as_: SignIn, item: AgendaItem
) -> None:
    page = address("preparation", item, "lede")
    assert as_(cast.alderman).post(page, {"text": SECRET}).status_code == 302
    assert SECRET in as_(cast.mayor).get(page).text
    aalst = make_person(cast.system, "Burgemeester Aalst", cast.towns["Aalst"], PostRole.MAYOR)
    for user, status in ((aalst, 403), (cast.chair, 403), (cast.secretary, 403)):
        assert as_(user).get(page).status_code == status
        assert SECRET not in as_(user).get(address("item", item)).text
    assert as_(cast.other_mayor).get(page).status_code == 404
    remark = Remark.objects.get()
    share = address("remark_share", item, pk=remark.pk)
    assert as_(cast.officer).post(share).status_code == 403
    assert as_(cast.mayor).post(share).status_code == 302
    assert SECRET in as_(cast.secretary).get(address("item", item)).text


def test_officers_of_members_read_the_item_without_what_is_shared_at_the_table(
    cast: Cast, as_: SignIn, item: AgendaItem
) -> None:
    position = take_position(
        actor=cast.mayor,
        item=item,
        municipality=cast.towns["Lede"],
        stance=Stance.RESERVED,
        basis=Basis.PERSONAL,
        reservation=SECRET,
        expected_revision=0,
    )
    share_position(actor=cast.mayor, position=position)
    answer = as_(cast.other_officer).get(address("item", item))
    assert answer.status_code == 200
    assert SECRET not in answer.text


def test_a_policy_item_that_no_official_supports_warns_who_runs_the_table(
    cast: Cast, as_: SignIn, item: AgendaItem
) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(function=Function.POLICY, preparer_label="")
    warning = "nog geen ambtelijk draagvlak"
    assert warning in as_(cast.chair).get(address("item", item)).text
    assert warning not in as_(cast.mayor).get(address("item", item)).text
    remark = write_remark(
        actor=cast.director, item=item, municipality=cast.towns["Lede"], text="Haalbaar."
    )
    as_(cast.mayor).post(address("remark_share", item, pk=remark.pk))
    supported = as_(cast.chair).get(address("item", item)).text
    assert warning not in supported
    assert "Lede: opmerking van AD Lede" in supported


def test_my_table_asks_for_a_position_until_there_is_one(
    cast: Cast, as_: SignIn, item: AgendaItem, clock: FixedClock
) -> None:
    clock.travel_to("2026-11-18 10:00")
    ask = "Standpunt van uw bestuur schrijven"
    assert ask in as_(cast.mayor).get("/mijn-tafel/").text
    assert ask not in as_(cast.other_mayor).get("/mijn-tafel/").text
    as_(cast.mayor).post(address("position", item, "lede"), TYPED)
    assert ask not in as_(cast.mayor).get("/mijn-tafel/").text


@pytest.fixture
def written(cast: Cast) -> WrittenRound:
    """A running round about an item that was discussed."""
    settle(cast, ratification={"written_rounds": {"allowed": True}})
    found = cast.thread("closed").item
    assert found is not None
    return open_round(
        actor=cast.secretary, item=found, question="Kan dit zo?", due_on=date(2026, 12, 4)
    )


def answer_as(client: Client, written: WrittenRound, town: str, **typed: str) -> object:
    """Answer for a town's seat on its page."""
    reply = written.replies.get(seat__municipality__slug=town)
    page = reverse("round_reply", args=["denderregio", written.pk, reply.pk])
    return client.post(page, {f"r{reply.pk}-{name}": value for name, value in typed.items()})


def test_a_round_from_question_to_agreement(cast: Cast, as_: SignIn, written: WrittenRound) -> None:
    mayor, chair, secretary = as_(cast.mayor), as_(cast.chair), as_(cast.secretary)
    assert "Antwoorden in een schriftelijke ronde" in mayor.get("/mijn-tafel/").text
    refused = answer_as(mayor, written, "lede", answer="reserved", note="")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "Schrijf uw voorbehoud in woorden." in refused.text  # type: ignore[attr-defined]
    answer_as(mayor, written, "lede", answer="reserved", note="Eerst de cijfers.")
    assert "Antwoorden in een schriftelijke ronde" not in mayor.get("/mijn-tafel/").text
    page = reverse("round", args=["denderregio", written.pk])
    assert "geen antwoord" in secretary.get(page).text
    close = reverse("round_close", args=["denderregio", written.pk])
    assert secretary.get(close).status_code == 409
    answer_as(chair, written, "ninove", answer="yes", note="")
    refused = secretary.post(close, {"outcome": "agreed"})
    assert refused.status_code == 422
    assert secretary.post(close, {"outcome": "reserved"}).status_code == 302
    agree = reverse("round_agree", args=["denderregio", written.pk])
    made = secretary.post(
        agree,
        {
            "title": "De brief vertrekt",
            "due_on": "2027-01-31",
            "competent_body": "none",
            "executors": [cast.towns["Lede"].pk],
            "revision": 0,
        },
    )
    assert made.status_code == 302
    assert "De brief vertrekt" in mayor.get(made.url).text
    assert mayor.get(page).text.count("De brief vertrekt") == 1


def test_a_round_is_opened_by_day_or_by_working_days(
    cast: Cast, as_: SignIn, written: WrittenRound
) -> None:
    again = cast.thread("closed", held_on=date(2026, 11, 19)).item
    assert again
    page, secretary = address("round_new", again), as_(cast.secretary)
    empty = secretary.post(page, {"question": "Goed?"})
    assert empty.status_code == 422
    assert empty.context["form"].errors["due_on"]
    assert secretary.post(page, {"question": "Goed?", "working_days": 5}).status_code == 302
    assert WrittenRound.objects.get(item=again).due_on == date(2026, 11, 30)


@pytest.mark.parametrize("members", SIZES)
def test_the_item_and_the_round_cost_the_same_at_any_size(
    cast: Cast, as_: SignIn, written: WrittenRound, members: int
) -> None:
    resize(cast, members)
    for town in [seat.municipality for seat in cast.table.seats.filter(valid_to=None)]:
        assert town is not None
        position = take_position(
            actor=cast.system,
            item=written.item,
            municipality=town,
            stance=Stance.FOR,
            basis=Basis.PERSONAL,
            expected_revision=0,
        )
        share_position(actor=cast.system, position=position)
    client = as_(cast.secretary)
    pages = {
        address("item", written.item): ITEM_QUERIES,
        reverse("round", args=["denderregio", written.pk]): ROUND_QUERIES,
    }
    for page, expected in pages.items():
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(page).status_code == 200
        assert len(asked) == expected, page


ITEM_QUERIES, ROUND_QUERIES = 24, 12
