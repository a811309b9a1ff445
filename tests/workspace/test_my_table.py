"""Mijn tafel: what comes, what waits, what changed; for every role, and leaking nothing."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.audit.remember import forget
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import grant_role
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.local_decisions.services import (
    note_publication,
    record_decision,
    remind_unanswered,
)
from overlegtafel.meetings.services import close_meeting, convene_meeting, place_on_agenda

HOME = "/mijn-tafel/"
EVERYONE = (
    *("secretary", "chair", "mayor", "director", "officer", "alderman", "councillor"),
    *("partner", "other_mayor", "citizen"),
)


@pytest.mark.parametrize("who", EVERYONE)
def test_everyone_has_a_table_even_when_it_is_empty(cast: Cast, as_: SignIn, who: str) -> None:
    page = as_(getattr(cast, who)).get(HOME)
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert "Niets wacht op u" in page.text or "Aan u" in page.text


def test_the_next_meeting_counts_down(cast: Cast, as_: SignIn) -> None:
    meeting = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    page = as_(cast.mayor).get(HOME).text
    assert "over 25 dagen" in page
    assert "1 punt op de agenda" in page
    assert "/tafels/denderregio/vergaderingen/2026-12-18/" in page
    assert "over 25 dagen" not in as_(cast.officer).get(HOME).text
    convene_meeting(actor=cast.secretary, meeting=meeting)
    assert "over 25 dagen" in as_(cast.officer).get(HOME).text


@pytest.mark.parametrize("page", [HOME, "/tafels/denderregio/"])
def test_a_meeting_that_closed_today_is_not_the_next(cast: Cast, as_: SignIn, page: str) -> None:
    cast.meeting(date(2026, 12, 18))
    running = cast.thread("agreed", held_on=date(2026, 11, 23))
    assert running.meeting is not None
    assert "vandaag" in as_(cast.mayor).get(page).text
    close_meeting(actor=cast.secretary, meeting=running.meeting)
    after = as_(cast.mayor).get(page).text
    assert "vandaag" not in after
    assert "over 25 dagen" in after
    assert "maandag 23 november 2026" in after or page == HOME


def test_what_waits_has_a_way_to_it(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    assert thread.agreement is not None
    to_screen = cast.proposal(title="Nieuw voorstel")
    officer = as_(cast.officer).get(HOME).text
    assert "Beslissing van de gemeenteraad vastleggen" in officer
    assert f"/afspraken/{thread.agreement.reference}/besturen/lede/" in officer
    assert "Nieuw voorstel" not in officer
    secretary = as_(cast.secretary).get(HOME).text
    assert "Voorstel beoordelen" in secretary
    assert f"/voorstellen/{to_screen.pk}/" in secretary
    assert "uiterlijk 31 december 2026" in officer


def test_who_leads_is_told_who_owes_an_answer_until_they_are_reminded(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    agreement = cast.thread().agreement
    assert agreement is not None
    assert "Herinneren:" not in as_(cast.secretary).get(HOME).text
    clock.move(days=8)
    page = as_(cast.secretary).get(HOME).text
    assert "Herinneren: 5 besturen die nog niet antwoordden" in page
    assert f"/afspraken/{agreement.reference}/stand/herinneren/" in page
    assert "Herinneren:" not in as_(cast.mayor).get(HOME).text
    assert "Herinneren:" not in as_(cast.other_secretary).get(HOME).text
    remind_unanswered(actor=cast.secretary, agreement=agreement)
    assert "Herinneren:" not in as_(cast.secretary).get(HOME).text
    clock.move(days=8)
    assert "Herinneren: 5 besturen" in as_(cast.secretary).get(HOME).text


def test_a_decision_has_the_same_dates_on_both_pages(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread(due_on=date(2027, 4, 1))
    cast.thread(title="Eerder nodig", held_on=date(2026, 11, 13), due_on=date(2027, 2, 1))
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2027, 1, 22),
    )
    for address in (HOME, "/besturen/lede/"):
        page = as_(cast.officer).get(address).text
        assert "zitting op 22 januari 2027 · uiterlijk 1 april 2027" in page
        assert page.index("Laadpalen langs de Dender") < page.index("Eerder nodig")


@pytest.mark.parametrize("address", [HOME, "/besturen/lede/"])
def test_who_belongs_to_one_table_has_its_menu(cast: Cast, as_: SignIn, address: str) -> None:
    menu = "/tafels/denderregio/vergaderingen/"
    assert f'<a href="{menu}">Vergaderingen</a>' in as_(cast.officer).get(address).text
    assert "/tafels/denderregio/voorstellen/" not in as_(cast.officer).get(address).text
    assert "Logboek" in as_(cast.secretary).get(address).text
    assert menu not in as_(cast.councillor).get(address).text


def test_of_several_tables_the_mayors_is_ones_own(cast: Cast, as_: SignIn) -> None:
    for body in (cast.other_table, cast.table):
        GoverningBody.objects.filter(pk=body.pk).update(kind=BodyKind.MAYORS)
    grant_role(
        actor=cast.system, body=cast.other_table, person=cast.mayor.person, role=TableRole.SUPPORT
    )
    assert "Voorstellen</a>" not in as_(cast.mayor).get(HOME).text
    GoverningBody.objects.filter(pk=cast.other_table.pk).update(kind=BodyKind.STEERING)
    forget()
    page = as_(cast.mayor).get(HOME).text
    assert '<a href="/tafels/denderregio/voorstellen/">Voorstellen</a>' in page
    assert "/tafels/midwest/voorstellen/" not in page


def test_ones_tables_come_before_the_news(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.mayor).get(HOME).text
    assert page.index("<h2>Uw tafels") < page.index("Wat er gebeurde</h2>")


def test_late_is_said_in_words(cast: Cast, as_: SignIn) -> None:
    cast.thread(due_on=date(2026, 11, 21))
    assert "te laat, was 21 november 2026" in as_(cast.officer).get(HOME).text


def test_an_alderman_and_a_councillor_see_what_their_town_decides(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    assert thread.agreement is not None
    address = f'href="/tafels/denderregio/afspraken/{thread.agreement.reference}/"'
    alderman, councillor = as_(cast.alderman).get(HOME).text, as_(cast.councillor).get(HOME).text
    assert "Uw bestuur beslist nog over" in alderman
    assert address in alderman
    assert "Uw bestuur beslist nog over" not in councillor
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 12, 10),
    )
    councillor = as_(cast.councillor).get(HOME).text
    assert "Uw bestuur beslist nog over" in councillor
    assert "zitting op 10 december 2026 · uiterlijk 31 december 2026" in councillor
    assert address not in councillor


def test_changes_are_sentences_for_the_circle_only(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    record_decision(
        actor=cast.other_officer,
        decision=thread.decisions["Ninove"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 23),
    )
    page = as_(cast.alderman).get(HOME).text
    assert "Ninove legde vast: goedgekeurd" in page
    assert "Beslissing gevraagd aan 5 besturen" in page
    for stranger in (cast.councillor, cast.partner, cast.other_mayor, cast.citizen):
        text = as_(stranger).get(HOME).text
        assert "Ninove legde vast" not in text
        assert "Wat er gebeurde" not in text or stranger == cast.other_mayor


@pytest.mark.parametrize("how_many", [1, 30])
def test_my_table_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    cast.thread()
    for number in range(how_many):
        cast.proposal(title=f"Voorstel {number}")
    client = as_(cast.secretary)
    with django_assert_num_queries(20):
        page = client.get(HOME)
    assert page.text.count("Voorstel beoordelen") == how_many


def test_signing_in_comes_first(client: Client) -> None:
    assert client.get(HOME).status_code == 302


def test_what_was_decided_is_to_be_published_until_a_day_or_link_is_told(
    cast: Cast, as_: SignIn
) -> None:
    decision = cast.thread().decisions["Lede"]
    record_decision(
        actor=cast.officer,
        decision=decision,
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
    )
    page = as_(cast.officer).get(HOME).text
    assert "Bekendmaking aanvullen" in page
    assert "uiterlijk 30 november 2026" in page
    assert "Beslissing van de gemeenteraad vastleggen" not in page
    for who in (cast.other_officer, cast.secretary, cast.alderman):
        assert "Bekendmaking aanvullen" not in as_(who).get(HOME).text
    note_publication(
        actor=cast.officer,
        decision=decision,
        expected_revision=2,
        published_on=None,
        link="https://lede.example/1",
    )
    assert "Bekendmaking aanvullen" not in as_(cast.officer).get(HOME).text


def test_a_publication_of_long_ago_is_no_work_of_today(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    record_decision(
        actor=cast.officer,
        decision=cast.thread().decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
    )
    clock.travel_to("2027-01-19 10:00")  # sixty days later
    assert "Bekendmaking aanvullen" in as_(cast.officer).get(HOME).text
    clock.move(days=1)
    assert "Bekendmaking aanvullen" not in as_(cast.officer).get(HOME).text


def test_carrying_out_waits_on_the_executor_once_every_municipality_decided(
    cast: Cast, as_: SignIn
) -> None:
    thread = cast.thread(executors=["Lede"])
    last = thread.decisions.pop("Zele")
    for decision in thread.decisions.values():
        record_decision(
            actor=cast.system,
            decision=decision,
            verb="approve",
            expected_revision=1,
            meets_on=date(2026, 11, 20),
        )
    assert "Uitvoering melden" not in as_(cast.officer).get(HOME).text
    record_decision(actor=cast.system, decision=last, verb="set_aside", expected_revision=1)
    assert "Uitvoering melden" in as_(cast.officer).get(HOME).text
    assert "Uitvoering melden" not in as_(cast.other_officer).get(HOME).text


@pytest.mark.parametrize("how_many", [1, 8])
def test_my_table_of_an_officer_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    for number in range(how_many):
        thread = cast.thread(title=f"Afspraak {number}", held_on=date(2026, 10, number + 1))
        for decision in thread.decisions.values():
            record_decision(
                actor=cast.system,
                decision=decision,
                verb="approve",
                expected_revision=1,
                meets_on=date(2026, 11, 20),
            )
    client = as_(cast.officer)
    client.get(HOME)
    with django_assert_num_queries(24):
        page = client.get(HOME).text
    assert page.count("Bekendmaking aanvullen") == how_many
    assert page.count("Uitvoering melden") == how_many
