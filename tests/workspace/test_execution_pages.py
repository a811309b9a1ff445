"""Who still has to carry out what: the pages of a table and of a municipality, and the proof."""

import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.services import classify_agreement, report_execution
from overlegtafel.agreements.states import AgreementLevel, ExecutionState
from overlegtafel.common import clock
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db
TABLE = "/tafels/denderregio/uitvoering/"
OURS = "/besturen/lede/uitvoering/"
LATE = date(2026, 11, 21)


def both(cast: Cast) -> None:
    """One agreement in time, one late: both for Aalst and Lede."""
    cast.thread("closed", title="Op tijd")
    cast.thread("closed", title="Voorbij", held_on=date(2026, 11, 13), due_on=LATE)


def executor(town: str = "Lede") -> Executor:
    return Executor.objects.select_related("agreement__body").get(
        organization__name=town, agreement__title="Op tijd"
    )


def test_the_table_shows_who_waits_what_is_late_first(cast: Cast, as_: SignIn) -> None:
    both(cast)
    report_execution(actor=cast.officer, executor=executor(), verb="finish")
    text = as_(cast.mayor).get(TABLE).text
    assert "3 taken" in text
    assert text.index("Voorbij") < text.index("Op tijd")
    assert text.count('<span class="tag">te laat</span>') == 2
    assert ">13 nov<" in text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("?toon=te-laat", 2),
        ("?toon=alles", 4),
        ("?wie=lede", 2),
        ("?wie=lede&toon=te-laat", 1),
        ("?q=op+tijd", 2),
        ("?q=A-D01", 2),
        ("?toon=onzin", 4),
        ("?page=99", 4),
    ],
)
def test_the_filter_of_page_and_file_is_the_same(
    cast: Cast, as_: SignIn, asked: str, count: int
) -> None:
    both(cast)
    client = as_(cast.secretary)
    words = f"{count} taak" if count == 1 else f"{count} taken"
    assert words in client.get(TABLE + asked).text
    rows = client.get(f"{TABLE}bestand.csv{asked}").content.decode("utf-8-sig").splitlines()
    assert len(rows) == count + 1
    book = load_workbook(io.BytesIO(client.get(f"{TABLE}bestand.xlsx{asked}").content))
    assert book.active.max_row == count + 1


@pytest.mark.parametrize("asked", ["?wie=niemand", "?q=nergens", "?wie=%00"])
def test_nothing_found_is_said(cast: Cast, as_: SignIn, asked: str) -> None:
    both(cast)
    text = as_(cast.secretary).get(TABLE + asked).text
    assert "Niets gevonden" in text or "4 taken" in text


def test_no_cell_of_the_file_is_a_formula(cast: Cast, as_: SignIn) -> None:
    both(cast)
    Agreement.objects.update(title="=1+1")
    answer = as_(cast.secretary).get(f"{TABLE}bestand.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="uitvoering-denderregio.csv"'
    assert "'=1+1" in answer.content.decode("utf-8-sig")
    answer = as_(cast.secretary).get(f"{TABLE}bestand.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="uitvoering-denderregio.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert "'=1+1" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize("kind", ["pdf", "xls", "CSV"])
def test_no_other_kind_of_file_is_given(cast: Cast, as_: SignIn, kind: str) -> None:
    both(cast)
    client = as_(cast.secretary)
    for page in (TABLE, OURS):
        assert client.get(f"{page}bestand.{kind}").status_code == 404


def test_a_municipality_sees_its_own_and_nobody_elses(cast: Cast, as_: SignIn) -> None:
    both(cast)
    text = as_(cast.director).get(OURS).text
    assert "2 taken" in text and "Aalst" not in text
    assert as_(cast.other_officer).get(OURS).status_code == 404
    assert as_(cast.other_mayor).get(OURS).status_code == 404
    assert "Niets meer uit te voeren" in as_(cast.councillor).get(OURS).text


def test_who_is_outside_sees_nothing(cast: Cast, as_: SignIn, client: Client) -> None:
    both(cast)
    for who in (cast.other_mayor, cast.citizen, cast.partner, cast.councillor):
        for page in (TABLE, f"{TABLE}bestand.csv", f"{TABLE}zonder-bewijs/"):
            assert as_(who).get(page).status_code == 404
    assert "/account/login/" in client.get(TABLE)["Location"]


def test_a_closed_item_stays_out_of_list_figures_and_file(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", title="Besloten zaak", executors=("Aalst",))
    AgendaItem.objects.update(openness=Openness.TABLE)
    client = as_(cast.other_officer)
    for page in (TABLE, f"{TABLE}?toon=alles", f"{TABLE}bestand.csv", f"{TABLE}zonder-bewijs/"):
        text = client.get(page).content.decode()
        assert "Besloten zaak" not in text and "Aalst" not in text


def test_proof_is_a_link_or_a_document_and_may_come_later(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", title="Op tijd", dossier=cast.dossier)
    document = Document.objects.create(
        body=cast.table,
        dossier=cast.dossier,
        title="Contract",
        openness=Openness.MEMBERS,
        added_by=cast.secretary,
        added_at=clock.now(),
    )
    page = f"/tafels/denderregio/afspraken/A-D01/uitvoering/{executor().pk}/"
    client = as_(cast.director)
    assert client.post(page, {"verb": "finish"}).status_code == 302
    typed = {"verb": "prove", "evidence_link": "https://lede.example/1"}
    assert client.post(page, {"verb": "prove"}).status_code == 422
    assert client.post(page, typed | {"evidence_document": document.pk}).status_code == 302
    row = executor()
    assert (row.state, row.evidence_document) == (ExecutionState.DONE, document)
    text = client.get("/tafels/denderregio/afspraken/A-D01/").text
    assert "Bekijk het bewijs" in text and "Contract" in text
    other = as_(cast.alderman).get("/tafels/denderregio/afspraken/A-D01/").text
    assert "Contract" not in other


def test_agreements_without_are_listed(cast: Cast, as_: SignIn) -> None:
    both(cast)
    report_execution(actor=cast.officer, executor=executor(), verb="finish")
    text = as_(cast.secretary).get(f"{TABLE}zonder-bewijs/").text
    assert text.count("niets te zien") == 2
    assert text.count("zonder bewijs") == 1 and "te laat" in text


def test_strategic_and_crossing_sectors_is_a_filter(cast: Cast, as_: SignIn) -> None:
    both(cast)
    page = "/tafels/denderregio/afspraken/"
    client = as_(cast.secretary)
    answer = client.post(
        f"{page}A-D01/indelen/", {"level": "strategic", "domains": "mobiliteit, welzijn"}
    )
    assert answer.status_code == 302
    classify_agreement(
        actor=cast.secretary,
        agreement=Agreement.objects.get(reference="A-D02"),
        level=AgreementLevel.STRATEGIC,
        domains=["welzijn"],
    )
    assert "Voorbij" in client.get(f"{page}?strategisch=on").text
    text = client.get(f"{page}?strategisch=on&sectoren=on").text
    assert "Op tijd" in text and "Voorbij" not in text
    assert "strategisch: mobiliteit, welzijn" in client.get(f"{page}A-D01/").text


def test_only_who_writes_agreements_classifies(cast: Cast, as_: SignIn) -> None:
    both(cast)
    page = "/tafels/denderregio/afspraken/A-D01/indelen/"
    assert as_(cast.mayor).post(page, {"level": "strategic"}).status_code == 403
    assert as_(cast.other_secretary).post(page, {"level": "strategic"}).status_code == 404
    long = as_(cast.secretary).post(page, {"level": "", "domains": "a" * 81})
    assert long.status_code == 422 and "Houd elk domein korter" in long.text


@pytest.mark.parametrize("members", SIZES)
def test_the_pages_cost_the_same_with_one_and_with_thirty_eight(
    cast: Cast, as_: SignIn, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resize(cast, members)
    thread = cast.thread("closed", executors=["Lede"])
    assert thread.agreement is not None
    towns = [seat.municipality for seat in cast.table.seats.select_related("municipality")]
    Executor.objects.bulk_create(
        Executor(agreement=thread.agreement, organization=town)
        for town in towns
        if town is not None and town != cast.towns["Lede"]
    )
    client = as_(cast.secretary)
    client.get(TABLE)
    with django_assert_num_queries(9):
        assert client.get(TABLE).status_code == 200
    client.get(f"{TABLE}zonder-bewijs/")
    with django_assert_num_queries(7):
        assert client.get(f"{TABLE}zonder-bewijs/").status_code == 200
