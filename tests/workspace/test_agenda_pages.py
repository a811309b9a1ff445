"""Making an agenda from the pool, with buttons that need no script."""

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.common.errors import WrongMoment
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import move_item, place_on_agenda, remove_from_agenda

DAY = "/tafels/denderregio/vergaderingen/2026-11-20/"
AGENDA = f"{DAY}agenda/"


def titles(meeting: Meeting) -> list[str]:
    """The agenda in order."""
    return list(meeting.items.order_by("order").values_list("title", flat=True))


def fill(cast: Cast, meeting: Meeting, *names: str) -> None:
    """Put new proposals on the agenda."""
    for name in names:
        place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal(title=name))


def test_the_pool_and_the_agenda_stand_side_by_side(cast: Cast, as_: SignIn) -> None:
    fill(cast, cast.meeting(), "Eerste")
    cast.proposal(title="Nog te plaatsen")
    cast.proposal(title="Nog een ontwerp", submitted=False)
    page = as_(cast.secretary).get(AGENDA).text
    assert page.index("Nog te plaatsen") < page.index("1. Eerste")
    assert "Nog een ontwerp" not in page
    assert "nog geen voorbereider" in page


def test_a_proposal_is_placed_last(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste")
    proposal = cast.proposal(title="Tweede")
    answer = as_(cast.secretary).post(f"{AGENDA}plaatsen/", {"proposal": proposal.pk}, follow=True)
    assert "“Tweede” staat op de agenda als punt 2." in answer.text
    assert titles(meeting) == ["Eerste", "Tweede"]
    again = as_(cast.secretary).post(f"{AGENDA}plaatsen/", {"proposal": proposal.pk})
    assert again.status_code == 409


@pytest.mark.parametrize("typed", ["", "x", "-1", "²", "9" * 30, "4000000"])
def test_what_is_no_proposal_is_not_found(cast: Cast, as_: SignIn, typed: str) -> None:
    cast.meeting()
    answer = as_(cast.secretary).post(f"{AGENDA}plaatsen/", {"proposal": typed})
    assert answer.status_code == 404


def test_items_move_with_buttons(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste", "Tweede", "Derde")
    client, last = as_(cast.secretary), meeting.items.get(title="Derde")
    answer = client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "op"})
    assert answer.url == f"{AGENDA}#punt-{last.pk}"
    assert titles(meeting) == ["Eerste", "Derde", "Tweede"]
    client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "neer"})
    client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "neer"})
    client.post(f"{AGENDA}{last.pk}/verplaatsen/", {"step": "opzij"})
    assert titles(meeting) == ["Eerste", "Tweede", "Derde"]


def test_an_item_goes_back_to_the_pool(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting()
    fill(cast, meeting, "Eerste", "Tweede")
    first = meeting.items.get(order=1)
    answer = as_(cast.secretary).post(f"{AGENDA}{first.pk}/weghalen/", follow=True)
    assert "“Eerste” staat weer bij de voorstellen." in answer.text
    assert titles(meeting) == ["Tweede"]
    assert meeting.items.get().order == 1


def test_an_item_of_another_meeting_is_not_found(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("placed")
    assert thread.item is not None
    elsewhere = f"/tafels/midwest/vergaderingen/2026-11-20/agenda/{thread.item.pk}/weghalen/"
    cast.meeting(body=cast.other_table)
    assert as_(cast.other_secretary).post(elsewhere).status_code == 404
    assert thread.item.meeting.items.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("mayor", 403), ("director", 403), ("other_secretary", 404), ("partner", 404)],
)
def test_who_may_not_touch_the_agenda(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    thread = cast.thread("placed")
    assert thread.item is not None
    client = as_(getattr(cast, who))
    for address in ("plaatsen/", f"{thread.item.pk}/verplaatsen/", f"{thread.item.pk}/weghalen/"):
        assert client.post(f"{AGENDA}{address}", {"step": "op"}).status_code == status
    assert thread.item.meeting.items.count() == 1


def test_a_sent_agenda_is_frozen(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("convened")
    assert thread.item is not None
    client = as_(cast.secretary)
    assert client.get(AGENDA).status_code == 409
    assert client.post(f"{AGENDA}{thread.item.pk}/weghalen/").status_code == 409
    proposal = cast.proposal(title="Te laat")
    assert client.post(f"{AGENDA}plaatsen/", {"proposal": proposal.pk}).status_code == 409


@pytest.mark.parametrize("items", [1, 30])
def test_queries_of_the_agenda(
    cast: Cast, as_: SignIn, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(cast, cast.meeting(), *(f"Punt {number}" for number in range(items)))
    for number in range(items):
        cast.proposal(title=f"Voorstel {number}")
    client = as_(cast.secretary)
    with django_assert_num_queries(9):
        assert client.get(AGENDA).status_code == 200


def test_an_item_that_left_the_agenda_is_neither_moved_nor_removed_again(cast: Cast) -> None:
    meeting = cast.meeting()
    proposal = cast.proposal(title="Eerste")
    gone = place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    remove_from_agenda(actor=cast.secretary, item=AgendaItem.objects.get(pk=gone.pk))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal)
    with pytest.raises(WrongMoment):
        move_item(actor=cast.secretary, item=gone, step=1)
    with pytest.raises(WrongMoment):
        remove_from_agenda(actor=cast.secretary, item=gone)
    assert titles(meeting) == ["Eerste"]


@pytest.mark.parametrize("page", ["vergaderingen", "afspraken", "dossiers", "voorstellen"])
def test_a_page_answers_to_head(cast: Cast, as_: SignIn, page: str) -> None:
    assert as_(cast.secretary).head(f"/tafels/denderregio/{page}/").status_code == 200
