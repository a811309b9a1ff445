"""Dossiers by domain, and one dossier with everything that happened in it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.dossiers.services import LessonWords, close_dossier, open_dossier
from overlegtafel.local_decisions.services import record_decision

LESSON = LessonWords(
    what="Niemand trok het.", why="Geen trekker bij de start.", next_time="Eerst een trekker."
)
LIST = "/tafels/denderregio/dossiers/"
PAGE = f"{LIST}D-01/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("mayor", 200),
        ("alderman", 200),
        ("partner", 404),
        ("councillor", 404),
        ("other_mayor", 404),
        ("citizen", 404),
    ],
)
def test_who_reads_dossiers(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    client = as_(getattr(cast, who))
    assert client.get(LIST).status_code == status
    assert client.get(PAGE).status_code == status


def test_a_dossier_of_another_table_is_not_found(cast: Cast, as_: SignIn) -> None:
    assert as_(cast.other_secretary).get("/tafels/midwest/dossiers/D-01/").status_code == 404
    assert as_(cast.secretary).get(f"{LIST}D-77/").status_code == 404
    assert as_(cast.secretary).get(f"{LIST}D-01%00/").status_code == 404


def test_the_list_is_by_domain_and_searched(cast: Cast, as_: SignIn) -> None:
    other = open_dossier(
        actor=cast.secretary, body=cast.table, reference="D-02", title="Warmtenet", domain="energie"
    )
    close_dossier(
        actor=cast.secretary, dossier=other, verb="stop", note="geen draagvlak", lesson=LESSON
    )
    client = as_(cast.mayor)
    page = client.get(LIST).text
    assert page.index("energie") < page.index("personeel")
    assert "eigenaar Lebbeke" in page
    assert "Warmtenet" not in client.get(LIST, {"q": "regio", "page": "0"}).text
    assert "Warmtenet" in client.get(LIST, {"state": "stopped"}).text
    assert "Warmtenet" in client.get(LIST, {"state": "bestaat niet"}).text
    assert "Niets gevonden" in client.get(LIST, {"q": "zwembad"}).text


def test_a_dossier_tells_its_whole_story(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread(dossier=cast.dossier)
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 21),
    )
    page = as_(cast.mayor).get(PAGE).text
    assert "Lebbeke" in page
    assert "Afstemming" in page
    assert "20 nov" in page
    assert "goedgekeurd door de gemeenteraad op 21 november 2026" in page
    assert "/tafels/denderregio/vergaderingen/2026-11-20/" in page
    assert "/tafels/denderregio/afspraken/A-D01/" in page
    assert "1 van 5 · loopt" in page
    assert page.index("21 november 2026") < page.index("20 november 2026", page.index("Wat er geb"))


def test_a_draft_agreement_does_not_leak_into_its_dossier(cast: Cast, as_: SignIn) -> None:
    cast.thread("agreed", dossier=cast.dossier, title="Nog geheim")
    page = as_(cast.mayor).get(PAGE).text
    assert "A-D01" not in page
    officer = as_(cast.officer).get(PAGE).text
    assert "A-D01" not in officer


def test_a_concept_outcome_does_not_leak_into_its_dossier(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed", dossier=cast.dossier)
    assert thread.item is not None
    type(thread.item).objects.update(outcome_note="unaniem, met voorbehoud")
    assert "unaniem, met voorbehoud" in as_(cast.mayor).get(PAGE).text
    assert "unaniem, met voorbehoud" not in as_(cast.officer).get(PAGE).text


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_a_dossier(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    cast.thread(dossier=cast.dossier, executors=["Lede"])
    client = as_(cast.secretary)
    with django_assert_num_queries(23):
        client.get(PAGE)


@pytest.mark.parametrize("dossiers", [1, 25])
def test_queries_of_the_list(
    cast: Cast,
    as_: SignIn,
    dossiers: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(2, dossiers + 1):
        open_dossier(
            actor=cast.secretary,
            body=cast.table,
            reference=f"D-{number:02}",
            title=f"Dossier {number}",
            domain="personeel",
            owner=cast.towns["Lede"],
        )
    client = as_(cast.secretary)
    with django_assert_num_queries(13):
        client.get(LIST)


def test_a_secretary_starts_a_dossier_with_the_next_number(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.secretary)
    answer = page.post(
        f"{LIST}nieuw/",
        {"title": "Samen <b>snoeien</b>", "domain": "ruimte", "owner": cast.towns["Lede"].pk},
    )
    assert answer.status_code == 302
    text = page.get(f"{LIST}D-02/").text
    assert "Samen &lt;b&gt;snoeien&lt;/b&gt;" in text
    assert "Lede" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Schrijf een titel."),
        ({"title": "x" * 10_000, "domain": "ruimte"}, "U schreef er 10000."),
        ({"title": "Snoeien"}, "Schrijf een beleidsdomein."),
    ],
)
def test_an_unfinished_dossier_comes_back_with_what_was_typed(
    cast: Cast, as_: SignIn, typed: dict[str, str], sentence: str
) -> None:
    answer = as_(cast.secretary).post(f"{LIST}nieuw/", typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed.get("title", "")[:50] in answer.text


def test_a_dossier_is_stopped_with_its_lesson_and_taken_up_again(cast: Cast, as_: SignIn) -> None:
    page, move = as_(cast.secretary), f"{LIST}D-01/stand/"
    assert page.post(move, {"verb": "stop"}).status_code == 422
    stop = {"verb": "stop", "note": "Geen trekker bij de start.", "what": "Het bleef liggen."}
    bare = page.post(move, stop)
    assert bare.status_code == 422
    assert "Schrijf waardoor het kwam." in bare.text
    assert "Het bleef liggen." in bare.text
    page.post(move, stop | {"why": "Niemand trok het.", "next_time": "Eerst een trekker."})
    assert "Stopgezet: Geen trekker bij de start." in page.get(f"{LIST}D-01/").text
    assert page.post(move, {"verb": "complete", "note": "Toch klaar"}).status_code == 422
    page.post(move, {"verb": "reopen", "note": "Lebbeke wil trekken."})
    cast.dossier.refresh_from_db()
    assert cast.dossier.state == "open"
