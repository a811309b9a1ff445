"""Who decided what: the matrix of a table, one agreement, the reminder, and what each costs."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread, make_town
from tests.workspace.conftest import SignIn

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import NotAllowed, WrongMoment
from overlegtafel.governance.services import add_seat
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import record_decision, remind_unanswered
from overlegtafel.local_decisions.states import Source
from overlegtafel.outbox.models import Message
from overlegtafel.publication.services import release_agreement
from overlegtafel.publication.states import LocalDetail

MATRIX = "/tafels/denderregio/lokale-beslissingen/"
ONE = "/tafels/denderregio/afspraken/A-D01/stand/"
REMIND = f"{ONE}herinneren/"


@pytest.fixture
def thread(cast: Cast) -> Thread:
    """Lede approved, Aalst postponed, the officer of Ninove refused; of Zele nothing is heard."""
    made = cast.thread()
    told = {"Lede": "approve", "Aalst": "postpone", "Ninove": "refuse"}
    for place, verb in told.items():
        record_decision(
            actor=cast.system,
            decision=made.decisions[place],
            verb=verb,
            expected_revision=1,
            meets_on=date(2026, 11, 20) if verb != "postpone" else None,
            published_on=date(2026, 11, 21) if place == "Lede" else None,
            link="https://lede.example/besluit/1" if place == "Lede" else "",
        )
    return made


def test_a_no_a_postponement_and_silence_stand_apart(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    page = as_(cast.mayor).get(MATRIX).text
    counted = "2 nog niet bekend, 1 goedgekeurd, 1 uitgesteld, 1 niet goedgekeurd"
    assert counted in page
    assert "Van Lebbeke en Zele is nog niets gehoord." in page
    assert "volgens de gemeenteraad van Lede" in page
    assert "nog niets gehoord van Zele" in page


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", {"Aalst", "Lebbeke", "Lede", "Ninove", "Zele"}),
        ("?stand=refused", {"Ninove"}),
        ("?stand=postponed", {"Aalst"}),
        ("?wacht=on", {"Lebbeke", "Zele"}),
        ("?telaat=on", set()),
        ("?dossier=D-99", set()),
        ("?dossier=D-99%00&sorteer=x", {"Aalst", "Lebbeke", "Lede", "Ninove", "Zele"}),
        ("?stand=onzin", {"Aalst", "Lebbeke", "Lede", "Ninove", "Zele"}),
    ],
)
def test_a_filter_shows_and_saves_the_same(
    cast: Cast, thread: Thread, as_: SignIn, asked: str, kept: set[str]
) -> None:
    client = as_(cast.mayor)
    page = client.get(MATRIX + asked)
    assert page.status_code == 200
    shown = {place.name for place, _ in page.context["matrix"].rows}
    assert shown == kept
    text = client.get(f"{MATRIX}bestand.csv{asked}").content.decode("utf-8-sig")
    saved = {row["Bestuur"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert saved == kept


@pytest.fixture
def both_on_an_agenda(cast: Cast) -> None:
    """The same stand in Lede twice: of one agreement the day is over, of the other not."""
    for title, held_on, due_on in (
        ("Voorbij", date(2026, 10, 16), date(2026, 11, 21)),
        ("Op tijd", date(2026, 10, 17), date(2026, 12, 31)),
    ):
        record_decision(
            actor=cast.officer,
            decision=cast.thread(title=title, held_on=held_on, due_on=due_on).decisions["Lede"],
            verb="put_on_agenda",
            expected_revision=1,
            meets_on=date(2026, 12, 17),
        )


def test_what_is_late_looks_and_reads_other_than_the_same_stand_in_time(
    cast: Cast, both_on_an_agenda: None, as_: SignIn
) -> None:
    client = as_(cast.mayor)
    words = "Lede: op de agenda van de gemeenteraad op 17 december 2026"
    for turned in ("", "?rijen=afspraken"):
        page = client.get(MATRIX + turned).text
        assert page.count('<a class="late"') == 5
        assert page.count(f'title="{words}, te laat"') == 1
        assert page.count(f'title="{words}"') == 1
        assert '<span class="late" aria-hidden="true">!</span> te laat (5)' in page
        assert "Toon alleen wat te laat is" in page
    late = client.get(f"{MATRIX}?telaat=on")
    assert [each.agreement.title for each in late.context["matrix"].columns] == ["Voorbij"]
    assert "Toon alleen wat te laat is" not in late.text


def test_what_is_late_is_told_in_the_list_of_one_agreement_and_in_the_files(
    cast: Cast, both_on_an_agenda: None, as_: SignIn
) -> None:
    client = as_(cast.mayor)
    late = {each: client.get(f"{ONE}{each}").text.count(">te laat</span>") for each in ("", "?x=1")}
    assert set(late.values()) == {5}
    assert ">te laat</span>" not in client.get(ONE.replace("A-D01", "A-D02")).text
    text = client.get(f"{MATRIX}bestand.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {(row["Titel"], row["Te laat"]) for row in rows} == {
        ("Voorbij", "ja"),
        ("Op tijd", "nee"),
    }
    book = load_workbook(io.BytesIO(client.get(f"{MATRIX}bestand.xlsx?telaat=on").content))
    head, *lines = book.active.iter_rows(values_only=True)
    assert {line[head.index("Te laat")] for line in lines} == {"ja"}


def test_what_was_decided_is_late_no_more(cast: Cast, as_: SignIn) -> None:
    made = cast.thread(held_on=date(2026, 10, 16), due_on=date(2026, 11, 21))
    for place, decision in made.decisions.items():
        verb, day = ("set_aside", None) if place == "Zele" else ("refuse", date(2026, 11, 20))
        record_decision(
            actor=cast.system, decision=decision, verb=verb, expected_revision=1, meets_on=day
        )
    page = as_(cast.mayor).get(f"{MATRIX}?afgerond=on").text
    assert 'class="late"' not in page and "te laat (" not in page


def test_agreements_are_sorted_and_finished_ones_asked_for(cast: Cast, as_: SignIn) -> None:
    cast.thread(due_on=date(2027, 3, 1))
    done = cast.thread(title="Rond", held_on=date(2026, 10, 16), due_on=date(2026, 12, 1))
    third = cast.thread(title="Eerst", held_on=date(2026, 9, 18), due_on=date(2026, 11, 1))
    for decision in done.decisions.values():
        record_decision(actor=cast.system, decision=decision, verb="set_aside", expected_revision=1)
    client = as_(cast.mayor)

    def shown(asked: str) -> list[str]:
        matrix = client.get(MATRIX + asked).context["matrix"]
        return [column.agreement.title for column in matrix.columns]

    assert shown("") == ["Eerst", "Laadpalen langs de Dender"]
    assert shown("?sorteer=nieuwste") == ["Laadpalen langs de Dender", "Eerst"]
    assert shown("?afgerond=on&sorteer=nieuwste")[1] == "Rond"
    assert shown("?telaat=on") == ["Eerst"]
    assert shown(f"?dossier={cast.dossier.reference}") == []
    assert third.agreement is not None


def test_only_a_part_of_the_region_was_asked(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    second = cast.thread("closed", title="Twee", held_on=date(2026, 10, 16))
    only = [cast.towns["Lede"].pk, cast.towns["Zele"].pk]
    as_(cast.secretary).post(
        f"/tafels/denderregio/afspraken/{second.agreement.reference}/lokale-beslissingen/",  # type: ignore[union-attr]
        {"only": only},
    )
    page = as_(cast.mayor).get(f"{MATRIX}?rijen=afspraken").text
    assert page.count("niet gevraagd") == 3
    assert thread.agreement is not None


def test_one_agreement_says_whose_word_and_how_it_came(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    page = as_(cast.mayor).get(ONE).text
    assert "volgens de gemeenteraad van Lede" in page
    assert "ingevuld door het bestuur, 23 november 2026" in page
    assert 'href="https://lede.example/besluit/1"' in page
    assert "Herinneren" not in page
    assert as_(cast.secretary).get(f"{ONE}bestand.xlsx").status_code == 200
    assert as_(cast.secretary).get(f"{ONE}bestand.exe").status_code == 404


def test_a_reading_in_a_publication_is_never_the_councils_own_word(cast: Cast, as_: SignIn) -> None:
    record_decision(
        actor=cast.system,
        decision=cast.thread().decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
        source=Source.PUBLISHED,
        reporter_name="Besluitenlijst Lede",
    )
    page = as_(cast.mayor).get(ONE).text
    assert "gelezen in een publicatie van de gemeenteraad van Lede" in page
    cell = as_(cast.mayor).get("/tafels/denderregio/afspraken/A-D01/besturen/lede/").text
    assert "<b>Besluitenlijst Lede</b>: goedgekeurd" in cell
    assert "gelezen in een publicatie" in cell
    text = as_(cast.mayor).get(f"{ONE}bestand.csv").content.decode("utf-8-sig")
    rows = {row["Bestuur"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert rows["Lede"]["Bron"] == "gelezen in een publicatie van de gemeenteraad van Lede"
    assert rows["Zele"]["Bron"] == "nog niets gehoord van Zele, gevraagd door het overleg"


def test_an_agreement_without_local_decisions_has_no_stand(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", competent_body=CompetentBody.NONE)
    assert as_(cast.mayor).get(ONE).status_code == 404
    assert "Niets loopt" in as_(cast.mayor).get(MATRIX).text


# Reminding


def test_the_reminder_names_who_and_writes_only_them(
    cast: Cast, thread: Thread, as_: SignIn, clock: FixedClock
) -> None:
    LocalDecision.objects.filter(municipality__name="Lede").update(state="unknown")
    client = as_(cast.secretary)
    page = client.get(REMIND).text
    assert "Niet vaker dan om de 7 dagen." in page
    assert cast.officer.name in page
    assert "niemand heeft hier een login: bel het bestuur" in page
    assert "Aalst" not in page.partition("<table")[2]
    answer = client.post(REMIND, follow=True)
    assert "De herinnering vertrekt naar" in answer.text
    written = {each.recipient for each in Message.objects.filter(kind="local_decision.reminder")}
    assert {cast.officer, cast.director} <= written
    assert Message.objects.filter(kind="local_decision.reminder").count() == len(written)
    [entry] = AuditEntry.objects.filter(verb="local_decisions.reminded")
    assert "Lede" in entry.changes["municipalities"][1]
    assert "pas weer vanaf 30 november 2026" in client.get(REMIND).text
    refused = client.post(REMIND)
    assert refused.status_code == 409
    assert "Er is nu niemand te herinneren. Lees hieronder waarom." in refused.text
    assert "pas weer vanaf 30 november 2026" in refused.text
    clock.travel_to("2026-11-29 23:59")
    assert client.post(REMIND).status_code == 409
    clock.travel_to("2026-11-30 08:00")
    assert client.post(REMIND).status_code == 302


def test_a_sitting_that_is_over_owes_an_answer_a_coming_one_does_not(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    thread = cast.thread()
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 11, 26),
    )
    client = as_(cast.secretary)
    assert '<th scope="row">Lede</th>' not in client.get(REMIND).text
    clock.travel_to("2026-11-27 09:00")
    page = client.get(REMIND).text
    assert "zitting van 26 november 2026 is voorbij" in page
    reason = (
        "Lede meldde de zitting van 26 november 2026 (op de agenda). Die is voorbij, en wij "
        "weten nog niet wat de gemeenteraad deed."
    )
    subject = "Uitkomst nog niet bekend van Lede: Laadpalen langs de Dender"
    assert reason in page
    assert subject in page
    client.post(REMIND)
    [mail] = Message.objects.filter(kind="local_decision.reminder", recipient=cast.officer)
    assert mail.subject == subject
    assert reason in mail.text
    told = client.get(ONE).text
    assert "Van Lede is de zitting voorbij en de uitkomst nog niet bekend." in told
    assert "Van 4 besturen is nog niets gehoord." in told
    assert "nog niet gemeld wat eruit kwam" in told
    assert "2026, nog niet gemeld wat eruit kwam" in client.get(MATRIX).text


def test_the_municipality_that_pulls_the_agreement_reminds_too(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    assert thread.agreement is not None
    with pytest.raises(NotAllowed):
        remind_unanswered(actor=cast.other_officer, agreement=thread.agreement)
    assert as_(cast.officer).post(REMIND).status_code == 403
    thread.agreement.owner = cast.towns["Lede"]
    thread.agreement.save()
    assert as_(cast.officer).post(REMIND).status_code == 302
    assert as_(cast.other_officer).get(REMIND).status_code == 403


def test_nobody_is_reminded_once_all_answered(cast: Cast) -> None:
    thread = cast.thread()
    for decision in thread.decisions.values():
        record_decision(actor=cast.system, decision=decision, verb="plan", expected_revision=1)
    assert thread.agreement is not None
    with pytest.raises(WrongMoment):
        remind_unanswered(actor=cast.secretary, agreement=thread.agreement)


# On paper


def test_the_print_says_the_day_and_what_was_chosen(
    cast: Cast, thread: Thread, as_: SignIn
) -> None:
    page = as_(cast.mayor).get(f"{MATRIX}?stand=postponed&telaat=on&besturen=open&dossier=D-99")
    words = "Gekozen: Stand: uitgesteld; Volgorde van de besturen: waar het meeste openstaat; "
    assert f"Stand op 23 november 2026. {words}Alleen wat te laat is." in page.text
    assert "Stand op 23 november 2026.</p>" in as_(cast.mayor).get(MATRIX).text
    assert "Volgorde van de afspraken</label>" in page.text


# From outside


def test_a_citizen_reads_that_nobody_told_the_outcome(
    cast: Cast, client: Client, clock: FixedClock
) -> None:
    thread = cast.thread()
    assert thread.agreement is not None
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 11, 26),
    )
    release_agreement(
        actor=cast.secretary,
        agreement=thread.agreement,
        local_detail=LocalDetail.PER_MUNICIPALITY,
    )
    page = "/openbaar/denderregio/afspraken/A-D01/"
    assert "nog niet gemeld wat eruit kwam" not in client.get(page).text
    clock.travel_to("2026-11-27 09:00")
    assert "nog niet gemeld wat eruit kwam" in client.get(page).text


def test_from_a_public_agreement_one_click_leads_to_each_published_decision(
    cast: Cast, thread: Thread, client: Client
) -> None:
    assert thread.agreement is not None
    release_agreement(
        actor=cast.secretary,
        agreement=thread.agreement,
        local_detail=LocalDetail.PER_MUNICIPALITY,
    )
    page = client.get("/openbaar/denderregio/afspraken/A-D01/").text
    assert page.count('href="https://lede.example/besluit/1"') == 1


# What it costs


def grow(cast: Cast, members: int) -> None:
    """A table of so many members."""
    for number in range(members - len(cast.towns)):
        town = make_town(f"Gemeente{number:03}", f"9{number:04}")
        add_seat(actor=cast.system, body=cast.table, category="mayor", municipality=town)


@pytest.mark.parametrize("members", [5, 38, 285])
def test_the_pages_ask_the_same_of_the_database_at_every_size(
    cast: Cast, as_: SignIn, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grow(cast, members)
    cast.thread()
    client = as_(cast.secretary)
    costs = {MATRIX: 9, f"{MATRIX}bestand.csv": 9, ONE: 15, f"{ONE}bestand.csv": 9, REMIND: 13}
    for address, count in costs.items():
        client.get(address)
        with django_assert_num_queries(count):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("open_ones", [1, 10])
def test_the_pages_of_a_municipality_cost_the_same_for_one_and_for_ten(
    cast: Cast, as_: SignIn, open_ones: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(open_ones):
        cast.thread(title=f"Afspraak {number}", held_on=date(2026, 10, 1 + number))
    client = as_(cast.officer)
    for address, count in {
        "/besturen/lede/beslissingen/": 9,
        "/besturen/lede/beslissingen/inlezen/": 7,
        "/besturen/lede/beslissingen/invulblad.csv": 8,
    }.items():
        client.get(address)
        with django_assert_num_queries(count):
            assert client.get(address).status_code == 200
