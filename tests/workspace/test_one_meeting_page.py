"""The page of a meeting as one: one main act, what belongs together, and what lies at hand."""

from datetime import date

import pytest
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.agreements.services import share_position, take_position
from overlegtafel.agreements.states import Basis, Stance
from overlegtafel.horizon.services import note_entry
from overlegtafel.meetings.services import mark_agenda_read

DAY = "/tafels/denderregio/vergaderingen/2026-11-20/"
FIGURE = (
    "<b>Standpunten:</b> 1 van 5 besproken in het college, geen met mandaat, 4 nog niet gedeeld"
)


@pytest.mark.parametrize(("until", "primary"), [("placed", 1), ("open", 1), ("closed", 1)])
def test_who_runs_the_table_finds_one_main_act(
    cast: Cast, as_: SignIn, until: str, primary: int
) -> None:
    cast.thread(until)
    assert as_(cast.secretary).get(DAY).text.count('class="button primary"') == primary
    assert "Meer met deze vergadering" not in as_(cast.mayor).get(DAY).text


def test_while_it_goes_on_the_first_open_item_comes_first(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    assert thread.item is not None
    page = as_(cast.secretary).get(DAY).text
    first = f'<a class="button primary" href="{DAY}verslag/{thread.item.pk}/">'
    assert f"{first}Verslag schrijven: punt 1</a>" in page
    thread.item.outcome = "noted"
    thread.item.save()
    assert first not in as_(cast.secretary).get(DAY).text


def test_the_positions_are_counted_for_who_runs_the_table(cast: Cast, as_: SignIn) -> None:
    item = cast.thread("convened").item
    assert item is not None
    position = take_position(
        actor=cast.mayor,
        item=item,
        municipality=cast.towns["Lede"],
        expected_revision=0,
        stance=Stance.FOR,
        basis=Basis.DISCUSSED,
        based_on=date(2026, 11, 10),
    )
    assert FIGURE not in as_(cast.secretary).get(DAY).text
    share_position(actor=cast.mayor, position=position)
    assert FIGURE in as_(cast.secretary).get(DAY).text
    assert FIGURE in as_(cast.chair).get(DAY).text
    assert "<b>Standpunten:</b>" not in as_(cast.mayor).get(DAY).text
    assert "<b>Standpunten:</b>" not in as_(cast.officer).get(DAY).text


def test_who_said_to_have_read_the_agenda_stands_in_back_and_forth(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("convened")
    assert thread.meeting is not None
    assert thread.item is not None
    page, cell = f"{DAY}punten/{thread.item.pk}/", 'data-label="Agenda gelezen">23 nov'
    assert cell not in as_(cast.chair).get(page).text
    mark_agenda_read(actor=cast.mayor, version=thread.meeting.agenda_versions.get())
    assert as_(cast.chair).get(page).text.count(cell) == 1
    assert cell not in as_(cast.officer).get(page).text


def test_beside_the_minutes_stand_the_three_that_come_soonest(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    assert thread.item is not None
    page = f"{DAY}verslag/{thread.item.pk}/"
    assert "Op til</h3>" not in as_(cast.secretary).get(page).text
    for month in (6, 3, 5, 4):
        note_entry(
            actor=cast.secretary,
            body=cast.table,
            title=f"Oproep {month}",
            source="Een brief",
            expected_on=date(2027, month, 1),
        )
    text = as_(cast.secretary).get(page).text
    places = [text.index(f"Oproep {month}") for month in (3, 4, 5)]
    assert places == sorted(places)
    assert "Oproep 6" not in text
