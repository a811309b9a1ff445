"""Mijn bestuur: what is asked of one municipality, and who may read that."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.meetings.services import approve_minutes
from overlegtafel.organizations.models import (
    Classification,
    Confidence,
    Membership,
    Organization,
)

LEDE = "/besturen/lede/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("chair", 200),
        ("mayor", 200),
        ("officer", 200),
        ("alderman", 200),
        ("councillor", 200),
        ("other_officer", 404),
        ("partner", 404),
        ("other_mayor", 404),
        ("other_secretary", 404),
        ("citizen", 404),
    ],
)
def test_who_opens_a_municipality(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    assert as_(getattr(cast, who)).get(LEDE).status_code == status
    assert as_(cast.mayor).get("/besturen/bestaat-niet/").status_code == 404


def test_what_is_asked_and_where_to_record_it(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread(executors=["Lede"])
    assert thread.agreement is not None
    record = f"/afspraken/{thread.agreement.reference}/besturen/lede/"
    officer = as_(cast.officer).get(LEDE).text
    assert record in officer
    assert "Een beslissing van de gemeenteraad" in officer
    assert "De afspraak uitvoeren" in officer
    for reader in (cast.secretary, cast.alderman):
        page = as_(reader).get(LEDE).text
        assert "Laadpalen langs de Dender" in page
        assert record not in page
    assert "Laadpalen langs de Dender" not in as_(cast.councillor).get(LEDE).text


def test_outcomes_are_read_once_the_minutes_are(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    assert thread.meeting is not None
    assert "De uitkomst per punt volgt" in as_(cast.officer).get(LEDE).text
    assert "De uitkomst per punt volgt" not in as_(cast.mayor).get(LEDE).text
    approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    assert "De uitkomst per punt volgt" not in as_(cast.officer).get(LEDE).text


def test_a_councillor_reads_no_feedback_of_the_table(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    page = as_(cast.councillor).get(LEDE).text
    assert "Alle punten" not in page
    assert "/tafels/denderregio/" not in page


def test_a_councillor_reads_what_comes_and_where_the_rest_is(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    page = as_(cast.councillor).get(LEDE).text
    assert "Hier komt een beslissing zodra ze op de agenda van uw gemeenteraad staat." in page
    assert "De terugkoppeling gaat naar het bestuur." in page
    assert 'href="/openbaar/denderregio/"' in page
    assert 'href="/raadsleden/denderregio/"' in page
    assert "Niets open" not in page
    assert "Nog geen terugkoppeling" not in page
    for other in (cast.mayor, cast.alderman, cast.secretary):
        assert "De terugkoppeling gaat naar het bestuur." not in as_(other).get(LEDE).text


def test_who_decides_is_said_in_words(cast: Cast, as_: SignIn) -> None:
    cast.thread(competent_body=CompetentBody.COLLEGE)
    assert "te beslissen door het college<" in as_(cast.mayor).get(LEDE).text


def test_decided_and_groups_to_confirm(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 23),
    )
    zone = Organization.objects.create(
        classification=Classification.FIRE_ZONE, code="zo", name="Zone Zuid-Oost", slug="zo"
    )
    Membership.objects.create(
        member=cast.towns["Lede"],
        group=zone,
        confidence=Confidence.DERIVED,
        source="Afgeleid van de zones van 2024",
    )
    page = as_(cast.mayor).get(LEDE).text
    assert "goedgekeurd op 23 november 2026" in page
    assert "Niets open" in page
    assert "Zone Zuid-Oost" in page
    assert "te bevestigen" in page
    assert "Afgeleid van de zones van 2024" in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_municipality_costs_the_same(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    for number in range(how_many):
        cast.thread(
            title=f"Afspraak {number}",
            held_on=date(2026, 10, number + 1),
            competent_body=CompetentBody.COLLEGE,
        )
    client = as_(cast.officer)
    with django_assert_num_queries(29):
        page = client.get(LEDE)
    assert page.text.count("Leg vast") == how_many


def pages_of(page: str) -> list[str]:
    """What the way between the pages of a municipality offers, the page itself marked."""
    nav = page.split('aria-label="Pagina&#x27;s van Lede"')
    nav = nav if len(nav) > 1 else page.split('aria-label="Pagina\'s van Lede"')
    return [
        words.split("</a>")[0].replace(' aria-current="page"', "*").split('"')[-1]
        for words in nav[1].split("</nav>")[0].split("<a ")[1:]
    ]


def test_each_reads_the_way_to_the_pages_for_them(cast: Cast, as_: SignIn) -> None:
    everyone = ["*>Overzicht", ">Uitvoering", ">Zittingen"]
    circle = ["*>Overzicht", ">Artikel 8", *everyone[1:], ">Linkfiche", ">Nieuw college"]
    assert pages_of(as_(cast.councillor).get(LEDE).text) == everyone
    assert pages_of(as_(cast.alderman).get(LEDE).text) == circle
    assert pages_of(as_(cast.secretary).get(LEDE).text) == circle
    own = pages_of(as_(cast.officer).get(LEDE).text)
    assert set(own) - set(circle) == {">Beslissingen", ">Word-sjabloon", ">Koppelingen"}


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("beslissingen/", "Beslissingen"),
        ("beslissingen/inlezen/", "Beslissingen"),
        ("artikel-8/", "Artikel 8"),
        ("uitvoering/", "Uitvoering"),
        ("zittingen/", "Zittingen"),
        ("linkfiche/", "Linkfiche"),
        ("nieuw-college/", "Nieuw college"),
        ("ontwerpsjabloon/", "Word-sjabloon"),
        ("koppelingen/", "Koppelingen"),
    ],
)
def test_every_page_of_a_municipality_leads_to_the_others(
    cast: Cast, as_: SignIn, address: str, label: str
) -> None:
    offered = pages_of(as_(cast.officer).get(f"{LEDE}{address}").text)
    assert f"*>{label}" in offered
    assert ">Overzicht" in offered
    assert len(offered) == 9
