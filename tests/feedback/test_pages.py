"""The pages of article 8 and packages: walked through, refused, and what they cost."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.feedback.test_items import noted, on_council
from tests.feedback.test_packages import OWN, after, held, kept_with_paragraph
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.queries import key_of
from overlegtafel.feedback.states import PackageKind, RegionalOrgan
from overlegtafel.proposals.models import Proposal

REGISTER = "/besturen/lede/artikel-8/"
TABLE = "/tafels/denderregio/artikel-8/"
JULY = "/besturen/lede/pakket/maand-2026-07/"


def test_an_officer_lays_down_a_point_where_it_is_read(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.officer)
    page = browser.get(REGISTER).text
    assert "0/11" in page
    assert "tweede" not in page
    answer = browser.post(
        REGISTER, {"organ": "college", "meets_on": "2026-11-17", "agenda_reference": "14"}
    )
    assert answer.status_code == 302
    page = browser.get(REGISTER).text
    assert "1/11" in page
    assert "punt 14" in page


def test_typed_text_comes_back_when_it_is_refused(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.officer).post(
        REGISTER, {"organ": "college", "meets_on": "", "title": "Verslag van het overleg"}
    )
    assert answer.status_code == 422
    assert "Verslag van het overleg" in answer.text


def test_a_director_answers_whether_a_council_item_counts(cast: Cast, as_: SignIn) -> None:
    decision, browser = on_council(cast), as_(cast.director)
    assert "Telt dit raadspunt mee voor regiowerking?" in browser.get("/mijn-tafel/").text
    address = f"{REGISTER}telt-mee/{decision.pk}/"
    assert browser.post(address, {"counts": "misschien"}).status_code == 422
    assert browser.post(address, {"counts": "ja"}).status_code == 302
    assert RegionalItem.objects.get().counts
    assert "Telt dit raadspunt mee" not in browser.get("/mijn-tafel/").text
    assert "gepland" in browser.get(REGISTER).text


def test_mijn_tafel_warns_who_keeps_the_register(cast: Cast, as_: SignIn) -> None:
    for who in (cast.director, cast.officer):
        page = as_(who).get("/mijn-tafel/").text
        assert "november nog te doen" in page
        assert REGISTER in page
    for who in (cast.mayor, cast.alderman, cast.secretary, cast.councillor):
        assert "november nog te doen" not in as_(who).get("/mijn-tafel/").text


def test_a_planned_item_is_moved_done_and_dropped(cast: Cast, as_: SignIn) -> None:
    item, browser = noted(cast, meets_on=date(2026, 12, 8)), as_(cast.officer)
    address = f"{REGISTER}punt/{item.pk}/"
    assert browser.post(address, {"verb": "do"}).status_code == 409
    assert browser.post(address, {"verb": "plan", "meets_on": "2026-11-23"}).status_code == 302
    assert browser.post(address, {"verb": "do", "agenda_reference": "7"}).status_code == 302
    assert browser.post(address, {"verb": "drop", "reason": ""}).status_code == 422
    assert browser.post(address, {"verb": "drop", "reason": "Fout."}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.note, item.agenda_reference) == ("dropped", "Fout.", "7")


def test_content_of_a_month_is_chosen_by_ticking(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.officer)
    assert "Op de agenda van" not in browser.get(JULY).text  # nothing is chosen
    answer = browser.post(
        JULY, {"chosen": ["dossiers", "wishes"], "own_text": OWN, "revision": "0"}
    )
    assert answer.status_code == 302
    page = browser.get(JULY).text
    assert "Op de agenda van het college gezet" in page
    assert "D-01 Rechtspositieregeling en regiomobiliteit" in page
    assert OWN in page
    stale = browser.post(JULY, {"own_text": "Nieuwer", "revision": "0"})
    assert stale.status_code == 409
    assert "Nieuwer" in stale.text
    assert Package.objects.get().own_text == OWN


def test_a_package_goes_from_meeting_to_college_to_council(cast: Cast, as_: SignIn) -> None:
    thread, browser = held(cast), as_(cast.officer)
    assert thread.meeting
    address = f"/besturen/lede/pakket/{key_of(PackageKind.AFTER, thread.meeting)}/"
    page = browser.get(address).text
    assert "nog niet" in page
    assert page.count("Voor de raad is nog niet alles vrijgegeven") == 1
    assert 'name="meets_on" value' not in page
    for organ, day in (("college", "2026-11-23"), ("council", "2026-12-17")):
        typed = {"organ": organ, "meets_on": day}
        assert browser.post(f"{address}agenda/", typed).status_code == 302
    item = RegionalItem.objects.get(organ="council")
    assert f'href="{REGISTER}punt/{item.pk}/#wijzig"' in browser.get(address).text
    assert browser.post(f"{address}agenda/", typed).status_code == 409
    own = browser.get("/besturen/lede/").text
    assert "college: 23 november 2026" in own
    assert "gemeenteraad: gepland op 17 december 2026" in own
    assert browser.post(f"{address}agenda/", {"organ": "raad"}).status_code == 422


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_a_file_is_for_the_own_municipality_alone(cast: Cast, as_: SignIn, kind: str) -> None:
    address = f"{JULY}college.{kind}"
    answer = as_(cast.alderman).get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"
    for who in ("secretary", "chair", "other_officer", "councillor", "citizen", "other_mayor"):
        assert as_(getattr(cast, who)).get(address).status_code == 404
    assert as_(cast.officer).get(f"{JULY}standing_bureau.{kind}").status_code == 404
    assert as_(cast.officer).get(f"{JULY}college.exe").status_code == 404


def test_a_concept_report_gives_an_alderman_no_text_and_no_file(cast: Cast, as_: SignIn) -> None:
    meeting = cast.thread("closed").meeting
    assert meeting
    address = f"/besturen/lede/pakket/{key_of(PackageKind.AFTER, meeting)}/"
    assert "Nog niet klaar" in as_(cast.alderman).get(address).text
    assert as_(cast.alderman).get(f"{address}college.pdf").status_code == 404
    assert "Laadpalen" in as_(cast.mayor).get(address).text


def test_a_councillor_reads_the_council_text_once_it_is_on_the_agenda(
    cast: Cast, as_: SignIn
) -> None:
    package = kept_with_paragraph(cast, after(cast, held(cast)))
    address = f"/besturen/lede/pakket/{key_of(PackageKind.AFTER, package.meeting)}/agenda/"
    councillor, officer = as_(cast.councillor), as_(cast.officer)
    officer.post(address, {"organ": "college", "meets_on": "2026-11-23"})
    college = RegionalItem.objects.get(organ=RegionalOrgan.COLLEGE)
    assert councillor.get(f"{REGISTER}punt/{college.pk}/").status_code == 404
    assert "Terugkoppeling Denderregio" not in councillor.get("/besturen/lede/").text
    officer.post(address, {"organ": "council", "meets_on": "2026-12-17"})
    council = RegionalItem.objects.get(organ=RegionalOrgan.COUNCIL)
    assert f"{REGISTER}punt/{council.pk}/" in councillor.get("/besturen/lede/").text
    page = councillor.get(f"{REGISTER}punt/{council.pk}/").text
    assert OWN in page
    assert "Laadpalen" not in page  # nothing was released
    for who in (cast.other_officer, cast.citizen, cast.partner, cast.other_mayor):
        assert as_(who).get(f"{REGISTER}punt/{council.pk}/").status_code == 404
    seen = as_(cast.secretary).get(f"{REGISTER}punt/{council.pk}/")
    assert seen.status_code == 200
    assert OWN not in seen.text


def test_back_and_forth_tells_when_a_meeting_stood_on_the_college(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    assert thread.meeting and thread.item
    key = key_of(PackageKind.AFTER, thread.meeting)
    typed = {"organ": "college", "meets_on": "2026-11-22"}
    as_(cast.mayor).post(f"/besturen/lede/pakket/{key}/agenda/", typed)
    page = f"/tafels/denderregio/vergaderingen/2026-11-20/punten/{thread.item.pk}/"
    cell = 'data-label="In het college">22 nov'
    for who, shown in ((cast.secretary, 1), (cast.director, 1), (cast.other_officer, 0)):
        assert as_(who).get(page).text.count(cell) == shown


def test_a_wish_of_the_college_starts_a_proposal(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.director)
    address = "/tafels/denderregio/voorstellen/nieuw/?wens=college"
    assert address in browser.get("/besturen/lede/").text
    page = browser.get(address).text
    assert '<option value="college" selected>' in page
    assert (
        '<option value="college" selected>'
        not in browser.get("/tafels/denderregio/voorstellen/nieuw/?wens=burgers").text
    )
    assert not Proposal.objects.exists()


def test_the_table_sees_all_its_members_and_takes_them_along(cast: Cast, as_: SignIn) -> None:
    noted(cast)
    browser = as_(cast.secretary)
    page = browser.get(TABLE).text
    assert page.count('<th scope="row">') == 5
    assert page.index("Wat opvalt") < page.index("<table")
    assert "0 (minstens 2)" in page
    assert "<b>oranje</b>: iets is nog te doen" in page
    file = browser.get(f"{TABLE}overzicht.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("Bestuur;Signaal;Waarom;College;Ontbreekt;Gemeenteraad;")
    assert lines[3].startswith("Lede;rood;januari: geen punt vastgelegd · februari")
    assert ";1/11;januari, februari," in lines[3]
    book = load_workbook(io.BytesIO(browser.get(f"{TABLE}overzicht.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert (len(rows), rows[3][:2]) == (6, ("Lede", "rood"))
    assert [";".join(str(cell or "") for cell in row) for row in rows] == lines
    assert browser.get(f"{TABLE}overzicht.pdf").status_code == 404
    assert browser.get(f"{TABLE}?jaar=duizend").status_code == 404
    assert browser.get(f"{TABLE}?jaar=2025").status_code == 200


def test_a_director_takes_the_own_year_along(cast: Cast, as_: SignIn) -> None:
    noted(cast, meets_on=date(2026, 10, 13), title="Verslag", agenda_reference="14")
    browser = as_(cast.director)
    assert f"{REGISTER}overzicht.xlsx?jaar=2026" in browser.get(REGISTER).text
    lines = browser.get(f"{REGISTER}overzicht.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 12 + 1
    assert "college;oktober;gedaan;13/10/2026;gedaan;Verslag;14;" in lines
    assert "college;januari;geen punt vastgelegd;;;;;" in lines
    assert "gemeenteraad;2026;" in lines[-1]
    book = load_workbook(io.BytesIO(browser.get(f"{REGISTER}overzicht.xlsx").content))
    assert book.active["D11"].value.date() == date(2026, 10, 13)
    assert browser.get(f"{REGISTER}overzicht.pdf").status_code == 404
    for who in ("other_officer", "councillor", "partner", "citizen", "other_mayor"):
        assert as_(getattr(cast, who)).get(f"{REGISTER}overzicht.csv").status_code == 404


@pytest.mark.parametrize("members", SIZES)
def test_the_overview_costs_the_same_for_one_member_and_for_38(
    cast: Cast,
    as_: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    members: int,
) -> None:
    resize(cast, members)
    noted(cast)
    browser = as_(cast.secretary)
    browser.get(TABLE)
    with django_assert_num_queries(9):
        answer = browser.get(TABLE)
    assert answer.text.count('<th scope="row">') == members


@pytest.mark.parametrize("many", [False, True])
def test_the_register_costs_the_same_for_an_empty_and_a_full_year(
    cast: Cast, as_: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: bool
) -> None:
    for month in range(1, 12) if many else ():
        noted(cast, meets_on=date(2026, month, 10), organ=RegionalOrgan.COLLEGE)
    browser = as_(cast.officer)
    browser.get(REGISTER)
    with django_assert_num_queries(10):
        browser.get(REGISTER)


@pytest.mark.parametrize("many", [False, True])
def test_a_package_costs_the_same_for_one_item_and_for_eight(
    cast: Cast, as_: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: bool
) -> None:
    thread = held(cast)
    assert thread.meeting
    if many:
        made = thread.meeting.items.get()
        for number in range(7):
            made.pk, made.order = None, number + 2
            made.proposal = cast.proposal(title=f"Punt {number}")
            made._state.adding = True
            made.save()
    browser = as_(cast.officer)
    address = f"/besturen/lede/pakket/{key_of(PackageKind.AFTER, thread.meeting)}/"
    browser.get(address)
    with django_assert_num_queries(23):
        browser.get(address)
