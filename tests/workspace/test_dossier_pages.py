"""Dossiers by domain, and one dossier with everything that happened in it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.dossiers.models import Dossier
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
    assert "1 van 5 keurden goed · loopt" in page
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
    with django_assert_num_queries(22):
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
    with django_assert_num_queries(10):
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


STEP = f"{PAGE}functie/"
DAY = "2026-11-23"


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_the_preparation(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    for number in range(2, members + 1):
        open_dossier(
            actor=cast.secretary,
            body=cast.table,
            title=f"Dossier {number}",
            domain=f"domein {number}",
            owner=cast.towns["Lede"],
        )
    client = as_(cast.secretary)
    with django_assert_num_queries(10):
        client.get(f"{LIST}voorbereiding/")


@pytest.mark.parametrize("domains", [1, 44])
def test_44_domains_cost_no_more_queries_and_show_the_gaps(
    cast: Cast,
    as_: SignIn,
    domains: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    names = ["personeel", *(f"domein {number:02}" for number in range(2, domains + 1))]
    settle(cast, preparation={"domains": [{"name": name} for name in names]})
    client = as_(cast.secretary)
    with django_assert_num_queries(10):
        page = client.get(LIST)
    assert page.text.count("nog geen dossier") == domains - 1
    if domains > 1:
        assert "44 beleidsdomeinen, waarvan 43 zonder dossier" in page.text
        assert "In dit domein loopt nog niets" in client.get(LIST, {"domein": "domein 07"}).text
    assert "Rechtspositieregeling" in client.get(LIST, {"domein": "personeel"}).text


def test_the_list_is_narrowed_by_function(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", dossier=cast.dossier)
    client = as_(cast.mayor)
    assert "Rechtspositieregeling" in client.get(LIST, {"functie": "alignment"}).text
    assert "Niets gevonden" in client.get(LIST, {"functie": "policy"}).text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("mayor", 200),
        ("director", 200),
        ("officer", 404),
        ("alderman", 404),
        ("councillor", 404),
        ("partner", 404),
        ("other_mayor", 404),
        ("citizen", 404),
    ],
)
def test_who_reads_a_dossier_with_internal_effects(
    cast: Cast, as_: SignIn, who: str, status: int
) -> None:
    thread = cast.thread(dossier=cast.dossier)
    Dossier.objects.update(is_internal=True)
    client = as_(getattr(cast, who))
    assert client.get(PAGE).status_code == status
    seen = [client.get(LIST).text, client.get(LIST, {"q": "rechtspositie"}).text]
    seen.append(client.get("/tafels/denderregio/").text)
    assert thread.agreement is not None
    for address in ("vergaderingen/2026-11-20", f"afspraken/{thread.agreement.reference}"):
        seen.append(client.get(f"/tafels/denderregio/{address}/").text)
    found = any("Rechtspositieregeling" in text for text in seen)
    assert found == (status == 200)


def test_the_officer_of_the_owner_writes_the_text_and_only_that(cast: Cast, as_: SignIn) -> None:
    Dossier.objects.update(owner=cast.towns["Lede"])
    client = as_(cast.officer)
    form = client.get(f"{PAGE}wijzigen/").text
    assert "Samenvatting" in form or "Waarover gaat het?" in form
    assert "Beleidsdomein" not in form
    answer = client.post(
        f"{PAGE}wijzigen/", {"title": "Nieuwe naam", "summary": "", "expected_revision": 1}
    )
    assert answer.status_code == 302
    assert "Nieuwe naam" in client.get(PAGE).text
    assert client.get(f"{PAGE}overdragen/").status_code == 403
    assert client.get(f"{PAGE}stand/").status_code == 403


def test_a_partner_that_owns_a_dossier_opens_and_writes_it(cast: Cast, as_: SignIn) -> None:
    Dossier.objects.update(owner=cast.partner_organization)
    client = as_(cast.partner)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Tekst wijzigen" in page.text
    assert client.get(f"{PAGE}wijzigen/").status_code == 200
    assert client.get(LIST).status_code == 404


def test_what_two_people_type_at_once_is_both_kept(cast: Cast, as_: SignIn) -> None:
    client, edit = as_(cast.secretary), f"{PAGE}wijzigen/"
    typed = {"title": "Van mij", "summary": "Mijn zin.", "domain": "wonen", "expected_revision": 1}
    as_(cast.chair).post(edit, typed | {"title": "Van de voorzitter", "summary": "Haar zin."})
    stale = client.post(edit, typed)
    assert stale.status_code == 409
    for words in ("Van mij", "Mijn zin.", "Van de voorzitter", "Haar zin.", "Burgemeester Ninove"):
        assert words in stale.text
    assert client.post(edit, typed | {"expected_revision": 2}).status_code == 302
    cast.dossier.refresh_from_db()
    assert cast.dossier.title == "Van mij"


def test_a_hand_over_shows_who_had_it_before(cast: Cast, as_: SignIn) -> None:
    client, address = as_(cast.secretary), f"{PAGE}overdragen/"
    empty = client.post(address, {"handed_on": DAY, "reason": "Lede trekt het."})
    assert empty.status_code == 422
    assert "Kies wie het dossier overneemt." in empty.text
    client.post(
        address,
        {"to_owner": cast.towns["Lede"].pk, "handed_on": DAY, "reason": "Lede trekt het."},
    )
    page = client.get(PAGE).text
    assert "Overgedragen aan Lede" in page
    assert "door Lebbeke, Lede trekt het." in page


def test_early_policy_is_refused_on_the_page_and_the_chair_may_deviate(
    cast: Cast, as_: SignIn
) -> None:
    settle(cast, function_model="steps")
    typed = {"function": "policy", "taken_on": DAY, "reason": "De oproep sluit."}
    refused = as_(cast.secretary).post(STEP, typed)
    assert refused.status_code == 409
    assert "beleid komt na afstemming" in refused.text
    assert "De oproep sluit." in refused.text
    assert as_(cast.chair).post(STEP, typed).status_code == 302
    page = as_(cast.mayor).get(PAGE).text
    assert "23 nov (afwijking)" in page
    assert "de voorzitter week af van de stappen" in page


def test_a_policy_proposal_that_comes_too_early_keeps_what_was_typed(
    cast: Cast, as_: SignIn
) -> None:
    settle(cast, function_model="steps")
    answer = as_(cast.mayor).post(
        "/tafels/denderregio/voorstellen/nieuw/",
        {
            "title": "Eén reglement",
            "summary": "Voor alle besturen.",
            "function": "policy",
            "reasons": ["reason_challenge"],
            "category": "project",
            "dossier": cast.dossier.pk,
            "brought_by": cast.towns["Lede"].pk,
            "submit": "",
        },
    )
    assert answer.status_code == 422
    assert "In dit overleg komt beleid na afstemming" in answer.text
    assert "Eén reglement" in answer.text


def test_co_preparers_are_named_by_the_owner_and_taken_off(cast: Cast, as_: SignIn) -> None:
    Dossier.objects.update(owner=cast.towns["Lede"])
    client, address = as_(cast.officer), f"{PAGE}voorbereiders/"
    assert client.post(f"{address}erbij/", {"who": "HR"}).status_code == 422
    client.post(f"{address}erbij/", {"municipality": cast.towns["Zele"].pk, "who": "HR-dienst"})
    assert "Zele: HR-dienst" in client.get(PAGE).text
    row = cast.dossier.co_preparers.get()
    assert as_(cast.alderman).post(f"{address}{row.pk}/weg/").status_code == 403
    assert client.post(f"{address}{row.pk}/weg/").status_code == 302
    assert "HR-dienst" not in client.get(PAGE).text


def test_the_next_dossier_in_the_domain_shows_the_lesson_at_once(cast: Cast, as_: SignIn) -> None:
    stopped = open_dossier(actor=cast.secretary, body=cast.table, title="Drones", domain="ruimte")
    close_dossier(actor=cast.secretary, dossier=stopped, verb="stop", note="Op.", lesson=LESSON)
    client = as_(cast.secretary)
    assert LESSON.next_time in client.get(f"{LIST}nieuw/", {"domein": "ruimte"}).text
    client.post(f"{LIST}nieuw/", {"title": "Luchtfoto's", "domain": "ruimte"})
    page = client.get(f"{LIST}D-03/").text
    assert "Eerder geleerd over ruimte" in page
    assert LESSON.next_time in page
    assert LESSON.next_time not in client.get(PAGE).text
    lesson = stopped.lessons.get()
    client.post(f"{LIST}{stopped.reference}/lessen/{lesson.pk}/delen/")
    library = as_(cast.other_mayor).get("/bibliotheek/").text
    assert "Les: Drones" in library
    assert "Denderregio" in library


def test_a_test_case_stands_with_the_charter_and_the_evaluation(cast: Cast, as_: SignIn) -> None:
    settle(cast)
    client = as_(cast.secretary)
    typed = {"title": "Proef", "domain": "wonen", "expected_revision": 1, "is_test_case": "on"}
    client.post(f"{PAGE}wijzigen/", typed)
    as_(cast.mayor).post(f"{PAGE}bevinding/", {"text": "De stuurgroep kwam te laat."})
    for address in ("afsprakennota/", "afsprakennota/1/"):
        text = client.get(f"/tafels/denderregio/{address}").text
        assert "Testcases en bevindingen" in text
        assert "De stuurgroep kwam te laat." in text
    settle(cast, valid_from=date(2026, 11, 2))
    assert (
        "Versie 1 werd getest met 1 dossier"
        in client.get("/tafels/denderregio/afsprakennota/2/").text
    )


def test_a_part_shows_at_its_whole(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    form = client.get(f"{LIST}nieuw/", {"bij": "D-01", "domein": "personeel"}).text
    assert f'<option value="{cast.dossier.pk}" selected>' in form
    client.post(
        f"{LIST}nieuw/",
        {"title": "Proeftijd", "domain": "personeel", "parent": cast.dossier.pk},
    )
    assert "Proeftijd" in client.get(PAGE).text
    assert "deel van" in client.get(f"{LIST}D-02/").text
