"""Link sheets, terms, whether everyone makes a day, and when drafts leave: the pages."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import resize

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.rhythm import EVERY, Rhythm
from overlegtafel.local_decisions.models import LinkSheet, Term
from overlegtafel.local_decisions.services import (
    keep_link_sheet,
    open_local_decisions,
    record_decision,
)
from overlegtafel.local_decisions.states import TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.meetings.models import SittingRhythm
from overlegtafel.meetings.services import set_sitting_rhythm
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.organizations.models import Organization

TABLE = "/tafels/denderregio/"
SHEET = "/besturen/lede/linkfiche/"
SHEETS = f"{TABLE}linkfiches/"
CHECK = f"{TABLE}haalt-iedereen-dit/"
LEAVING = f"{TABLE}afspraken/A-D01/vertrek/"
MEMBERS = (5, 38, 285)
TODAY = date(2026, 11, 23)  # of the fixed clock


def sit(towns: Iterable[Organization]) -> None:
    """Colleges on Mondays, councils on the last Tuesday but not in summer; third in December."""
    common = {"starts_at": None, "source": ""}
    SittingRhythm.objects.bulk_create(
        row
        for town in towns
        for row in (
            SittingRhythm(municipality=town, organ="college", nth=EVERY, weekday=0, **common),
            SittingRhythm(
                municipality=town,
                organ="council",
                nth=-1,
                weekday=1,
                not_in=[7, 8],
                other_month=12,
                other_nth=3,
                **common,
            ),
        )
    )


def everyone(cast: Cast) -> list[Organization]:
    """The members of the table."""
    seats = cast.table.seats.filter(valid_to=None).select_related("municipality")
    return [seat.municipality for seat in seats if seat.municipality]


def typed(**changes: object) -> dict[str, object]:
    """A sound link sheet, with changes."""
    sound: dict[str, object] = {
        "prepares": "de juridische dienst",
        "contacts": "Onthaal",
        "college_lead": "6",
        "platform": "echo",
        "revision": 0,
    }
    return sound | changes


# The link sheet


def test_the_own_officer_keeps_the_sheet_and_the_secretariat_sees_it(
    cast: Cast, as_: SignIn
) -> None:
    officer = as_(cast.officer)
    assert "Er is nog geen linkfiche" in officer.get(SHEET).text
    page = officer.post(SHEET, typed(), follow=True).text
    assert "De linkfiche is bewaard" in page
    assert "6 werkdagen" in page
    assert "ECHO (Cipal Schaubroeck)" in page
    read = as_(cast.secretary).get(SHEET).text
    assert "de juridische dienst" in read
    sheet = LinkSheet.objects.get()
    assert (sheet.kept_by, sheet.revision, sheet.council_lead) == (cast.officer, 1, None)
    assert AuditEntry.objects.get(verb="link_sheet.kept").changes["college_lead"] == [None, 6]


def test_the_start_list_is_only_a_first_guess(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.director).get(SHEET).text
    assert "Volgens een openbare lijst van januari 2025" in page
    assert '<option value="lblodweb" selected>' in page
    assert not LinkSheet.objects.exists()


@pytest.mark.parametrize(
    ("who", "reads", "keeps"),
    [
        ("secretary", 200, 302),
        ("chair", 200, 302),
        ("mayor", 200, 302),
        ("officer", 200, 302),
        ("alderman", 200, 403),
        ("councillor", 404, 404),
        ("other_officer", 404, 404),
        ("partner", 404, 404),
        ("other_mayor", 404, 404),
        ("other_secretary", 404, 404),
        ("citizen", 404, 404),
    ],
)
def test_who_reads_and_who_keeps_a_sheet(
    cast: Cast, as_: SignIn, who: str, reads: int, keeps: int
) -> None:
    client = as_(getattr(cast, who))
    assert client.get(SHEET).status_code == reads
    assert client.post(SHEET, typed()).status_code == keeps


def test_a_sheet_that_someone_saved_first_keeps_what_was_typed(cast: Cast, as_: SignIn) -> None:
    as_(cast.director).post(SHEET, typed(prepares="de directie"))
    answer = as_(cast.officer).post(SHEET, typed(prepares="de balie"))
    assert answer.status_code == 409
    assert "de directie" in answer.text
    assert "de balie" in answer.text
    assert LinkSheet.objects.get().prepares == "de directie"
    as_(cast.officer).post(SHEET, typed(prepares="de balie", revision=1))
    assert LinkSheet.objects.get().prepares == "de balie"


def test_a_lead_that_is_a_slip_is_told_beside_its_field(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.officer).post(SHEET, typed(college_lead="400", contacts="Balie 3"))
    assert answer.status_code == 422
    assert "Balie 3" in answer.text
    assert not LinkSheet.objects.exists()


def test_who_has_no_sheet_is_named_to_who_runs_the_table(cast: Cast, as_: SignIn) -> None:
    keep_link_sheet(actor=cast.officer, municipality=cast.towns["Lede"], expected_revision=0)
    page = as_(cast.secretary).get(SHEETS).text
    assert "4 van 5 besturen hebben nog geen linkfiche" in page
    assert as_(cast.mayor).get(SHEETS).status_code == 403
    sit(everyone(cast))
    check = as_(cast.secretary).get(CHECK, {"tegen": "2027-03-31", "orgaan": "council"}).text
    assert "Nog geen linkfiche: " in check
    assert "Nog geen linkfiche: Lede" not in check


@pytest.mark.parametrize("members", MEMBERS)
def test_queries_of_the_sheets(
    cast: Cast, as_: SignIn, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resize(cast, members)
    client = as_(cast.secretary)
    with django_assert_num_queries(9):
        assert client.get(SHEETS).status_code == 200


# Whether everyone makes a day


def test_everyone_makes_it_or_it_says_who_does_not_and_since_when(cast: Cast, as_: SignIn) -> None:
    sit(everyone(cast))
    client = as_(cast.mayor)
    assert "Hier komt per bestuur de laatste dag die nog past." in client.get(CHECK).text
    page = client.get(CHECK, {"tegen": "2027-03-31", "orgaan": "council"}).text
    assert "Alle 5 besturen kunnen tegen 31 maart 2027 beslissen." in page
    # Council 30 March, convocation and college Monday the 22nd, four working days before: the 16th.
    assert "Het eerste ontwerp vertrekt uiterlijk op dinsdag 16 maart 2027." in page
    # Council 24 November: convocation the 16th, long gone. The next that fits is 15 December.
    page = client.get(CHECK, {"tegen": "2026-11-30", "orgaan": "council"}).text
    assert "0 van 5 besturen halen 30 november 2026." in page
    assert "Iedereen haalt 15 december 2026." in page
    assert "Ten vroegste op 15 december 2026." in page


def test_a_day_that_has_passed_or_is_no_day_is_told(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.secretary)
    for day, words in (
        ("2026-11-01", "Deze dag is voorbij."),
        ("2050-01-01", "Kies een dag binnen drie jaar."),
        ("morgen", "Dat is geen datum."),
    ):
        answer = client.get(CHECK, {"tegen": day, "orgaan": "council"})
        assert answer.status_code == 422
        assert words in answer.text
    answer = client.get(CHECK, {"tegen": "2026-12-01", "orgaan": "none", "klaar": "2027-01-01"})
    assert "Het ontwerp is klaar vóór de uiterste dag." in answer.text


def test_unknown_sittings_are_no_yes_and_no_no(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.secretary).get(CHECK, {"tegen": "2027-03-31", "orgaan": "council"}).text
    assert "0 van 5 besturen halen 31 maart 2027." in page
    assert "Niet te zeggen voor " in page
    assert "nog niet gekend wanneer college of raad zit" in page
    assert "Ten vroegste" not in page


@pytest.mark.parametrize("members", MEMBERS)
def test_queries_of_the_check(
    cast: Cast, as_: SignIn, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resize(cast, members)
    sit(everyone(cast))
    client = as_(cast.secretary)
    with django_assert_num_queries(11):
        page = client.get(CHECK, {"tegen": "2027-03-31", "orgaan": "council"})
    assert page.text.count("mrt 2027</time>") == 4 * members
    with django_assert_num_queries(13):  # two more: for who can't make it, the first day that fits
        page = client.get(CHECK, {"tegen": "2026-11-30", "orgaan": "council"})
    assert f"0 van {members} besturen" in page.text


# While an agreement is being written


def test_the_check_comes_beside_the_form_and_keeps_every_word(cast: Cast, as_: SignIn) -> None:
    sit(everyone(cast))
    thread = cast.thread("open")
    assert thread.item is not None
    form = f"{TABLE}vergaderingen/{thread.meeting.held_on}/verslag/{thread.item.pk}/afspraak/"
    before = Agreement.objects.count()
    asked = {
        "title": "",  # not written yet: no mistake
        "text": "Elke raad beslist voor het zomerreces.",
        "due_on": "2026-11-30",
        "competent_body": "council",
        "executors": [cast.towns["Lede"].pk],
        "revision": 0,
        "check": "1",
    }
    answer = as_(cast.secretary).post(form, asked)
    assert answer.status_code == 200
    assert "Haalt iedereen 30 november 2026?" in answer.text
    assert "Iedereen haalt 15 december 2026." in answer.text
    assert "Elke raad beslist voor het zomerreces." in answer.text
    assert "has-error" not in answer.text
    assert Agreement.objects.count() == before
    beside = as_(cast.secretary).post(form, asked, headers={"HX-Request": "true"})
    assert "Iedereen haalt 15 december 2026." in beside.text
    nothing = as_(cast.secretary).post(form, asked | {"competent_body": "none"}).text
    assert "Zonder lokale beslissing hoeft er niets langs een college of raad." in nothing
    wrong = as_(cast.secretary).post(form, asked | {"due_on": "ooit"})
    assert wrong.status_code == 422
    assert "Dat is geen datum." in wrong.text
    assert as_(cast.mayor).post(form, asked).status_code == 403
    kept = as_(cast.secretary).post(form, asked | {"title": "Beslissen", "check": ""})
    assert kept.status_code == 200  # an empty check still only asks
    del asked["check"]
    as_(cast.secretary).post(form, asked | {"title": "Beslissen"})
    assert Agreement.objects.count() == before + 1


# When the drafts of an agreement leave


@pytest.fixture
def energy(cast: Cast) -> Agreement:
    """An agreement that every council decides by 31 March; nothing asked yet."""
    sit(everyone(cast))
    agreement = cast.thread("closed", due_on=date(2027, 3, 31)).agreement
    assert agreement is not None
    return agreement


def test_before_it_is_asked_and_after(cast: Cast, as_: SignIn, energy: Agreement) -> None:
    client = as_(cast.officer)
    page = client.get(LEAVING).text
    assert "De lokale beslissingen zijn nog niet geopend." in page
    assert "Alle 5 besturen kunnen tegen 31 maart 2027 beslissen." in page
    open_local_decisions(actor=cast.secretary, agreement=energy)
    page = client.get(LEAVING).text
    assert "Nog open: 5 van 5." in page
    assert "Het eerste ontwerp vertrekt uiterlijk op dinsdag 16 maart 2027." in page
    town = client.get("/besturen/lede/").text
    assert "Ontwerp bij de administratie uiterlijk op 16 maart 2027" in town
    for who in (cast.partner, cast.other_mayor, cast.citizen, cast.councillor):
        assert as_(who).get(LEAVING).status_code == 404


def test_another_college_day_recomputes_what_is_open_only(
    cast: Cast, as_: SignIn, energy: Agreement
) -> None:
    rows = {each.municipality.name: each for each in _opened(cast, energy)}
    record_decision(
        actor=cast.officer,
        decision=rows["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=TODAY,
        college_on=date(2026, 11, 16),
    )
    for name in ("Lede", "Ninove"):
        set_sitting_rhythm(
            actor=cast.secretary,
            municipality=cast.towns[name],
            organ=LocalOrgan.COLLEGE,
            rhythm=Rhythm(EVERY, 4),  # Fridays
        )
    page = as_(cast.secretary).get(LEAVING).text
    assert _row(page, "lede").count("16 nov") == 1  # the college that was
    assert "Bekendmaken tot" in _row(page, "lede")
    # Friday 19 March, and four working days before it the 15th.
    assert 'datetime="2027-03-19"' in _row(page, "ninove")
    assert 'datetime="2027-03-15"' in _row(page, "ninove")
    assert 'datetime="2027-03-22"' in _row(page, "zele")


def test_a_sitting_that_passed_is_to_be_recorded_not_planned_anew(
    cast: Cast, as_: SignIn, energy: Agreement
) -> None:
    rows = {each.municipality.name: each for each in _opened(cast, energy)}
    record_decision(
        actor=cast.officer,
        decision=rows["Lede"],
        verb="plan",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
    )
    record_decision(
        actor=cast.other_officer,
        decision=rows["Ninove"],
        verb="plan",
        expected_revision=1,
        meets_on=date(2026, 11, 30),
    )
    page = as_(cast.secretary).get(LEAVING).text
    assert "Zitting voorbij, nog vast te leggen." in _row(page, "lede")
    assert "Het ontwerp moest al vertrokken zijn." in _row(page, "ninove")
    assert "Nog open: 5 van 5." in page


def test_without_a_local_decision_nothing_leaves(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", competent_body=CompetentBody.NONE)
    assert as_(cast.secretary).get(LEAVING).status_code == 404


@pytest.mark.parametrize("members", MEMBERS)
def test_queries_of_the_leaving_page(
    cast: Cast, as_: SignIn, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resize(cast, members)
    sit(everyone(cast))
    agreement = cast.thread("closed", due_on=date(2027, 3, 31)).agreement
    assert agreement is not None
    client = as_(cast.secretary)
    with django_assert_num_queries(13):
        assert f"Alle {members} besturen" in client.get(LEAVING).text
    _opened(cast, agreement)
    with django_assert_num_queries(12):
        page = client.get(LEAVING)
    assert f"Nog open: {members} van {members}." in page.text


def _opened(cast: Cast, agreement: Agreement) -> list:  # type: ignore[type-arg]
    return open_local_decisions(actor=cast.secretary, agreement=agreement)


def _row(page: str, slug: str) -> str:
    """One municipality's row of the table."""
    return page.split(f'<tr id="bestuur-{slug}">')[1].split("</tr>")[0]


# What follows from a sitting and a publication


def test_the_terms_of_a_decision_stand_on_its_page_with_their_ground(
    cast: Cast, as_: SignIn
) -> None:
    thread = cast.thread(held_on=date(2026, 11, 2))
    decision = thread.decisions["Lede"]
    page = f"{TABLE}afspraken/A-D01/besturen/lede/"
    officer = as_(cast.officer)
    assert "Termijnen" not in officer.get(page).text
    decision = record_decision(
        actor=cast.officer,
        decision=decision,
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 12, 17),
    )
    read = officer.get(page).text
    assert "woensdag 9 december 2026" in read  # the convocation
    assert "zaterdag 12 december 2026" in read  # items of councillors
    assert "8 dagen, Decreet over het lokaal bestuur, art. 20 en 22 (te bevestigen)" in read
    record_decision(
        actor=cast.officer,
        decision=decision,
        verb="approve",
        expected_revision=2,
        meets_on=date(2026, 11, 3),
        published_on=date(2026, 11, 16),
    )
    read = officer.get(page).text
    assert "vrijdag 13 november 2026" in read
    assert "te laat: bekendgemaakt op 16 november 2026" in read
    assert "woensdag 16 december 2026" in read  # 30 days after the publication
    assert "zaterdag 21 november 2026" in read  # the fifth day after it
    assert "Punten van raadsleden" not in read


# The terms


def test_everyone_who_is_signed_in_reads_the_terms_with_how_sure_they_are(
    cast: Cast, as_: SignIn
) -> None:
    call_command("set_term", "publication", "12", "--from", "2027-01-01", "--source", "nieuw")
    page = as_(cast.citizen).get("/termijnen/").text
    assert "Oproeping van de gemeenteraad" in page
    assert "8 dagen" in page
    assert "te bevestigen" in page
    assert "Vanaf 1 januari 2027: 12 dagen." in page


def test_a_term_changes_from_a_day_on_and_never_for_what_is_past(cast: Cast) -> None:
    call_command("set_term", "publication", "12", "--from", "2027-01-01")
    assert terms_on(date(2026, 12, 31))[TermKey.PUBLICATION].value == 10
    after = terms_on(date(2027, 1, 1))[TermKey.PUBLICATION]
    assert (after.value, after.to_confirm) == (12, True)
    assert after.legal_basis == "Decreet over het lokaal bestuur, art. 285 tot 287"
    assert terms_on(date(2010, 1, 1))[TermKey.PUBLICATION].value == 10
    with pytest.raises(CommandError, match="wat voorbij is, blijft"):
        call_command("set_term", "publication", "12", "--from", "2026-11-01")
    with pytest.raises(CommandError, match="Noem de bron"):
        call_command("set_term", "publication", "12", "--confidence", "sourced")
    with pytest.raises(CommandError, match="Deze eenheid past niet"):
        call_command("set_term", "publication", "12", "--unit", "times")
    with pytest.raises(CommandError, match="tussen 0 en 366"):
        call_command("set_term", "publication", "4000")
    assert Term.objects.count() == 1
    assert AuditEntry.objects.get(verb="term.set").changes["value"] == [10, 12]
