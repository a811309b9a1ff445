"""The pages of the year calendar, of a chain that moves and of a member's sittings."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_table, make_town
from tests.workspace.conftest import SignIn

from overlegtafel.common.rhythm import Rhythm
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import add_seat
from overlegtafel.meetings.models import Meeting, SittingDay, SittingRhythm
from overlegtafel.meetings.services import note_sitting_day, set_sitting_rhythm
from overlegtafel.meetings.states import LocalOrgan

PAGE = "/tafels/denderregio/vergaderingen/jaarkalender/"
ASKED = f"{PAGE}?year=2027&nth=2&weekday=3&starts_at=09:30&ends_at=12:00&not_in=7&not_in=8"
SITTINGS = "/besturen/lede/zittingen/"


def test_it_starts_from_the_words_of_the_table(cast: Cast, as_: SignIn) -> None:
    GoverningBody.objects.filter(pk=cast.table.pk).update(rhythm="laatste vrijdag, 14 u")
    page = as_(cast.secretary).get(PAGE).content.decode()
    assert '<option value="-1" selected>laatste</option>' in page
    assert '<option value="4" selected>vrijdag</option>' in page
    assert 'value="14:00"' in page


def test_every_date_shows_what_it_clashes_with_before_anything_is_planned(
    cast: Cast, as_: SignIn
) -> None:
    set_sitting_rhythm(
        actor=cast.secretary,
        municipality=cast.towns["Lede"],
        organ=LocalOrgan.COUNCIL,
        rhythm=Rhythm(2, 3),
    )
    page = as_(cast.secretary).get(ASKED).content.decode()
    assert "Feestdag: Wapenstilstand" in page
    assert page.count("Gemeenteraad van Lede") == 10
    assert "Schoolvakantie: krokusvakantie (te bevestigen)" in page
    assert not Meeting.objects.exists()


def test_what_is_ticked_is_planned_with_the_day_that_was_chosen(cast: Cast, as_: SignIn) -> None:
    ticked = {"dag-2027-01-14": "on", "dag-2027-11-11": "on", "kies-2027-11-11": "2027-11-12"}
    answer = as_(cast.secretary).post(ASKED, ticked)
    assert answer.status_code == 302
    assert list(
        Meeting.objects.order_by("held_on").values_list("held_on", "starts_at", "ends_at")
    ) == [
        (date(2027, 1, 14), time(9, 30), time(12)),
        (date(2027, 11, 12), time(9, 30), time(12)),
    ]


def test_nothing_is_planned_when_one_day_fails_and_the_choices_come_back(
    cast: Cast, as_: SignIn
) -> None:
    ticked = {
        "dag-2027-11-11": "on",
        "kies-2027-11-11": "2027-11-12",
        "dag-2027-10-14": "on",
        "kies-2027-10-14": "2027-12-25",
    }
    answer = as_(cast.secretary).post(ASKED, ticked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kies bij elke datum een van de aangeboden dagen." in page
    assert 'value="2027-11-12" checked' in page
    assert 'name="dag-2027-01-14">' in page
    assert not Meeting.objects.exists()


def test_nothing_ticked_is_told(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.secretary).post(ASKED, {})
    assert answer.status_code == 422
    assert "Vink minstens één datum aan." in answer.content.decode()


def test_a_loose_date_that_is_none_is_told(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.secretary).get(f"{ASKED}&free=31-2-2027").content.decode()
    assert "31-2-2027 is geen datum." in page


@pytest.mark.parametrize("size", [5, 38])
def test_the_preview_costs_the_same_at_a_small_and_at_a_large_table(
    cast: Cast, as_: SignIn, size: int
) -> None:
    for number in range(size - 5):
        town = make_town(f"Gemeente{number:02}", f"99{number:03}")
        add_seat(actor=cast.system, body=cast.table, category="mayor", municipality=town)
        rhythm = Rhythm(number % 4 + 1, number % 5)
        set_sitting_rhythm(
            actor=cast.system, municipality=town, organ=LocalOrgan.COUNCIL, rhythm=rhythm
        )
        note_sitting_day(
            actor=cast.system,
            municipality=town,
            organ=LocalOrgan.COLLEGE,
            day=date(2027, 1, 14),
            sits=True,
        )
    other = make_table(cast.system, "Zone", "zone", [cast.towns["Lede"]], "A-Z")
    cast.meeting(date(2027, 1, 14), other)
    client = as_(cast.secretary)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ASKED).status_code == 200
    assert len(queries) == 13


def test_a_meeting_in_a_chain_proposes_to_move_the_whole_day(cast: Cast, as_: SignIn) -> None:
    zone = make_table(cast.system, "Zone", "zone", [cast.towns["Lede"]], "A-Z")
    first = cast.meeting(date(2027, 1, 14), zone, starts_at=time(8, 30), ends_at=time(9, 30))
    cast.meeting(date(2027, 1, 14), follows=first)
    client = as_(cast.secretary)
    start = "/tafels/denderregio/vergaderingen/2027-01-14"
    typed = {"held_on": "2027-01-21", "starts_at": "09:30", "follows": first.pk}
    answer = client.post(f"{start}/wijzigen/", typed)
    assert answer.headers["Location"] == f"{start}/verplaatsen/?dag=2027-01-21"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "dit overleg plant u niet" in page
    assert 'value="2027-01-21"' in page
    moved = client.post(f"{start}/verplaatsen/", {"held_on": "2027-01-21", "reason": "Staking"})
    assert moved.headers["Location"] == "/tafels/denderregio/vergaderingen/2027-01-21/"
    assert Meeting.objects.get(body=zone).held_on == date(2027, 1, 14)


def test_the_meeting_page_says_who_comes_from_when(cast: Cast, as_: SignIn) -> None:
    zone = make_table(cast.system, "Zone", "zone", [cast.towns["Lede"]], "A-Z")
    first = cast.meeting(date(2027, 1, 14), zone, starts_at=time(8, 30), ends_at=time(9, 30))
    cast.meeting(date(2027, 1, 14), follows=first, ends_at=time(12))
    page = as_(cast.secretary).get("/tafels/denderregio/vergaderingen/2027-01-14/")
    text = page.content.decode()
    assert "<b>Lede</b>: alle schakels, van 8.30 tot 12.00 uur" in text
    assert "<b>Aalst, Lebbeke, Ninove en Zele</b>: enkel schakel 2, van 9.30 tot 12.00" in text


def test_an_officer_keeps_the_sittings_of_the_own_municipality(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.officer)
    rhythm = {"verb": "rhythm", "organ": "council", "nth": "-1", "weekday": "1", "not_in": ["7"]}
    assert client.post(SITTINGS, {**rhythm, "source": "website"}).status_code == 302
    day = {"verb": "day", "organ": "college", "day": "2027-01-05", "sits": "0", "note": "Verlof"}
    assert client.post(SITTINGS, day).status_code == 302
    page = client.get(SITTINGS).content.decode()
    assert "laatste dinsdag, niet in juli" in page
    assert "college, geen zitting" in page
    drop = {"verb": "drop_rhythm", "pk": SittingRhythm.objects.get().pk}
    assert client.post(SITTINGS, drop).status_code == 302
    assert client.post(SITTINGS, drop).status_code == 404
    gone = {"verb": "drop_day", "pk": SittingDay.objects.get().pk}
    assert client.post(SITTINGS, gone).status_code == 302
    assert not SittingRhythm.objects.exists()
    assert not SittingDay.objects.exists()


def test_half_a_month_that_differs_is_refused_beside_its_field(cast: Cast, as_: SignIn) -> None:
    typed = {"verb": "rhythm", "organ": "council", "nth": "3", "weekday": "3", "other_month": "12"}
    answer = as_(cast.officer).post(SITTINGS, typed)
    assert answer.status_code == 422
    assert "Kies een maand én de hoeveelste" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("councillor", 403), ("alderman", 403), ("other_officer", 404), ("other_mayor", 404)],
)
def test_who_may_not_keep_them_changes_nothing(
    cast: Cast, as_: SignIn, who: str, status: int
) -> None:
    typed = {"verb": "rhythm", "organ": "council", "nth": "3", "weekday": "3"}
    assert as_(getattr(cast, who)).post(SITTINGS, typed).status_code == status
    assert not SittingRhythm.objects.exists()


def test_it_starts_from_how_the_table_met_and_from_the_year_one_plans(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    GoverningBody.objects.filter(pk=cast.table.pk).update(rhythm="maandelijks")
    for day in (date(2026, 12, 10), date(2026, 12, 18), date(2027, 1, 14)):
        cast.meeting(day)
    page = as_(cast.secretary).get(PAGE).content.decode()
    assert '<option value="2" selected>tweede</option>' in page
    assert '<option value="3" selected>donderdag</option>' in page
    assert 'name="starts_at" value=' in page
    assert f'<option value="{clock.now().year + 1}" selected>' in page


def test_moving_a_meeting_offers_the_nearest_free_days(cast: Cast, as_: SignIn) -> None:
    cast.meeting(date(2026, 12, 18))
    page = as_(cast.secretary).get("/tafels/denderregio/vergaderingen/2026-12-18/verplaatsen/")
    assert '<a href="?dag=2026-12-17">donderdag 17 december 2026</a>' in page.content.decode()
