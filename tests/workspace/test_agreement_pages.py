"""Agreements: the list, one agreement, its execution, its release."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.agreements.models import Agreement, Executor
from overlegtafel.agreements.services import (
    amend_agreement,
    remove_agreement,
    report_execution,
)
from overlegtafel.agreements.states import CompetentBody, ExecutionState
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Stale
from overlegtafel.local_decisions.services import install_college, record_decision
from overlegtafel.publication.models import Release

LIST = "/tafels/denderregio/afspraken/"
PAGE = f"{LIST}A-D01/"


def changed(cast: Cast, thread: Thread, **changes: object) -> dict[str, object]:
    """What one would send to change the thread's agreement."""
    assert thread.agreement is not None
    sound: dict[str, object] = {
        "title": "Samen laadpalen kopen",
        "text": "",
        "due_on": "2026-12-31",
        "competent_body": "council",
        "executors": [cast.towns["Zele"].pk],
        "revision": thread.agreement.revision,
    }
    return sound | changes


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("mayor", 200),
        ("officer", 200),
        ("alderman", 200),
        ("partner", 404),
        ("councillor", 404),
        ("other_mayor", 404),
        ("citizen", 404),
    ],
)
def test_who_reads_agreements(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    cast.thread()
    client = as_(getattr(cast, who))
    assert client.get(LIST).status_code == status
    assert client.get(PAGE).status_code == status


def test_a_draft_is_for_who_runs_the_table(cast: Cast, as_: SignIn) -> None:
    cast.thread("agreed")
    assert as_(cast.secretary).get(PAGE).status_code == 200
    assert as_(cast.mayor).get(PAGE).status_code == 404
    assert "Laadpalen" not in as_(cast.mayor).get(LIST).text


def test_an_agreement_of_another_table_is_not_found(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    assert as_(cast.other_secretary).get("/tafels/midwest/afspraken/A-D01/").status_code == 404
    assert as_(cast.secretary).get(f"{LIST}A-D99/").status_code == 404
    assert as_(cast.secretary).get(f"{LIST}A-D01%00/").status_code == 404


def test_the_page_draws_ring_map_and_table(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread(dossier=cast.dossier)
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
        note="clausule overgenomen",
    )
    page = as_(cast.mayor).get(PAGE).text
    assert "Afspraak A-D01" in page
    assert "Denderregio Burgemeestersoverleg, 20 november 2026" in page
    assert 'href="#bestuur-lede"' in page
    assert "Lede: goedgekeurd door de gemeenteraad op 20 november 2026" in page
    assert "Bij vier gemeenteraden, tot 31 december 2026." in page
    assert "wacht het langst" not in page  # all four since the same day
    assert "<dt>Trekker</dt><dd>nog niemand</dd>" in page  # Lebbeke owns the dossier
    assert "1 van 5 besturen keurden goed" in page
    assert "goedgekeurd (1)" in page
    assert "Lokaal bestuur" not in page
    assert "Lebbeke" in page
    assert "de gemeenteraad van elk bestuur" in page
    assert "Dossier Rechtspositieregeling en regiomobiliteit" in page
    assert "Statbel" in page
    assert "besluit" not in page.lower()
    for row in thread.decisions.values():
        assert f'id="bestuur-{row.municipality.slug}"' in page


def test_one_main_action_for_each_role(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed")
    asked = "Lokale beslissingen openen"
    assert asked in as_(cast.secretary).get(PAGE).text
    assert asked not in as_(cast.mayor).get(PAGE).text
    as_(cast.secretary).post(
        f"{PAGE}lokale-beslissingen/", {"only": [town.pk for town in cast.towns.values()]}
    )
    assert "Beslissing van Lede vastleggen" in as_(cast.officer).get(PAGE).text
    assert "Beslissing van" not in as_(cast.alderman).get(PAGE).text
    for who in (cast.secretary, cast.officer, cast.mayor):
        assert as_(who).get(PAGE).text.count("button primary") <= 1


def test_only_who_would_report_is_asked_to_report(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", competent_body=CompetentBody.NONE)
    ask, others = ">Uitvoering melden<", "Liet een uitvoerder het u weten?"
    page = as_(cast.officer).get(PAGE).text
    assert page.count(ask) == 2  # the main action, and in the own row
    assert page.count("button primary") == 1 and others not in page
    for who in (cast.other_officer, cast.alderman):
        assert ask not in as_(who).get(PAGE).text and others not in as_(who).get(PAGE).text
    page = as_(cast.secretary).get(PAGE).text
    assert ask not in page
    folded = page[page.index(others) :].partition("</details>")[0]
    assert [folded.count(f">{town}</a>") for town in ("Aalst", "Lede", "Zele")] == [1, 1, 0]


def test_who_reported_all_is_asked_nothing_more(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", competent_body=CompetentBody.NONE)
    row = Executor.objects.get(organization=cast.towns["Lede"])
    report_execution(actor=cast.officer, executor=row, verb="finish")
    page = as_(cast.officer).get(PAGE).text
    assert "button primary" not in page
    assert page.count(">Uitvoering melden<") == 1  # to add what shows it


def test_a_draft_asks_nobody_to_report(cast: Cast, as_: SignIn) -> None:
    cast.thread("agreed", competent_body=CompetentBody.NONE)
    page = as_(cast.secretary).get(PAGE).text
    assert "Uitvoering melden<" not in page and "Liet een uitvoerder" not in page


def test_the_secretariat_is_led_to_remind_while_an_answer_is_owed(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    link = f'<a class="button primary" href="{PAGE}stand/herinneren/">'
    assert link in as_(cast.secretary).get(PAGE).text
    assert link not in as_(cast.alderman).get(PAGE).text
    for decision in thread.decisions.values():
        record_decision(actor=cast.system, decision=decision, verb="postpone", expected_revision=1)
    assert link not in as_(cast.secretary).get(PAGE).text


def test_without_local_decision_the_ring_shows_executors(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", competent_body=CompetentBody.NONE)
    page = as_(cast.mayor).get(PAGE).text
    assert "Aalst: open" in page
    assert "0 van 2 uitgevoerd" in page
    assert "Stand per bestuur" not in page
    assert "geen lokale beslissing nodig" in page


def test_only_who_runs_the_table_sees_the_log_here(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    page = as_(cast.secretary).get(PAGE).text
    assert "opende de lokale beslissingen" in page
    assert "uiterlijk: 31 december 2026" in page
    assert "opende de lokale beslissingen" not in as_(cast.mayor).get(PAGE).text


def test_the_list_shows_figures_and_is_searched(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    cast.thread("closed", title="Wintergladheid", held_on=date(2026, 10, 16))
    client = as_(cast.mayor)
    assert "0 van 5 keurden goed · open" in client.get(LIST).text
    found = client.get(LIST, {"q": "winter", "page": "x"}).text
    assert "Wintergladheid" in found
    assert "Laadpalen" not in found
    assert "Niets gevonden" in client.get(LIST, {"q": "<script>"}).text
    assert "Wintergladheid" in client.get(LIST, {"q": "winter\x00"}).text


def test_an_agreement_is_changed_while_it_meets(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("agreed")
    client = as_(cast.secretary)
    assert 'value="Laadpalen langs de Dender"' in client.get(f"{PAGE}wijzigen/").text
    assert client.post(f"{PAGE}wijzigen/", changed(cast, thread)).status_code == 302
    made = Agreement.objects.get()
    assert made.title == "Samen laadpalen kopen"
    assert [str(each) for each in made.executors.all()] == ["Zele"]


def test_a_note_on_an_executor_survives_a_change(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("agreed")
    Executor.objects.filter(organization=cast.towns["Lede"]).update(note="dienst wegen")
    form = changed(cast, thread, executors=[cast.towns["Lede"].pk])
    as_(cast.secretary).post(f"{PAGE}wijzigen/", form)
    assert str(Executor.objects.get()) == "Lede (dienst wegen)"


def test_a_stale_change_keeps_both(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("agreed")
    assert thread.agreement is not None
    amend_agreement(
        actor=cast.second_secretary,
        agreement=thread.agreement,
        expected_revision=1,
        executors=[(cast.towns["Aalst"], "")],
        title="Wat een ander schreef",
    )
    form = changed(cast, thread, revision=1)
    answer = as_(cast.secretary).post(f"{PAGE}wijzigen/", form)
    assert answer.status_code == 409
    assert "Wat een ander schreef" in answer.text
    assert "Samen laadpalen kopen" in answer.text
    assert as_(cast.secretary).post(f"{PAGE}wijzigen/", form | {"revision": 2}).status_code == 302


def test_removing_asks_first_and_is_stale_safe(cast: Cast, as_: SignIn) -> None:
    cast.thread("agreed")
    client = as_(cast.secretary)
    assert "verwijderen?" in client.get(f"{PAGE}verwijderen/").text
    Agreement.objects.update(revision=4)
    assert client.post(f"{PAGE}verwijderen/", {"revision": 1}).status_code == 409
    assert client.post(f"{PAGE}verwijderen/", {"revision": "x"}).status_code == 422
    assert Agreement.objects.exists()
    assert client.post(f"{PAGE}verwijderen/", {"revision": 4}).status_code == 302
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("step", ["wijzigen/", "verwijderen/"])
def test_a_made_agreement_does_not_change(cast: Cast, as_: SignIn, step: str) -> None:
    cast.thread("closed")
    assert as_(cast.secretary).get(f"{PAGE}{step}").status_code == 409
    assert as_(cast.mayor).get(f"{PAGE}{step}").status_code == 403
    assert as_(cast.other_secretary).get(f"{PAGE}{step}").status_code == 404


def test_the_executor_reports(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", competent_body=CompetentBody.NONE)
    row = Executor.objects.get(organization=cast.towns["Lede"])
    form = {"verb": "finish", "done_on": "2026-11-22", "evidence": "affiche op de markt"}
    address = f"{PAGE}uitvoering/{row.pk}/"
    assert address in as_(cast.officer).get(PAGE).text
    assert as_(cast.officer).post(address, form).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.done_on) == (ExecutionState.DONE, date(2026, 11, 22))
    assert "22 nov" in as_(cast.mayor).get(PAGE).text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Dit veld is verplicht."),
        ({"verb": "resume"}, "Deze keuze is er niet (meer)."),
        ({"verb": "finish", "done_on": "2026-12-24"}, "Deze dag moet nog komen."),
        ({"verb": "finish", "done_on": "gisteren"}, "Dat is geen datum."),
    ],
)
def test_a_wrong_report_is_refused(
    cast: Cast, as_: SignIn, form: dict[str, str], sentence: str
) -> None:
    cast.thread("closed")
    row = Executor.objects.get(organization=cast.towns["Lede"])
    answer = as_(cast.officer).post(f"{PAGE}uitvoering/{row.pk}/", form)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_officer", 403), ("alderman", 403), ("other_mayor", 404), ("councillor", 404)],
)
def test_who_may_not_report(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    cast.thread("closed")
    row = Executor.objects.get(organization=cast.towns["Lede"])
    answer = as_(getattr(cast, who)).post(f"{PAGE}uitvoering/{row.pk}/", {"verb": "start"})
    assert answer.status_code == status
    row.refresh_from_db()
    assert row.state == ExecutionState.OPEN


def test_releasing_never_takes_back(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    client = as_(cast.secretary)
    assert "geen lokale" not in client.get(f"{PAGE}vrijgeven/").text
    shown = client.post(f"{PAGE}vrijgeven/", {"local_detail": "per_municipality"}, follow=True)
    assert "Versie 1: de afspraak en de stand per bestuur." in shown.text
    less = client.post(f"{PAGE}vrijgeven/", {"local_detail": "figures"})
    assert less.status_code == 422
    assert "Wat openbaar is, gaat niet meer dicht" in less.text
    assert client.post(f"{PAGE}vrijgeven/", {"local_detail": "alles"}).status_code == 422
    assert Release.objects.count() == 1


def test_the_preview_shows_all_that_goes_out(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread(dossier=cast.dossier)
    Agreement.objects.update(text="Wij kopen **samen**.", owner=cast.towns["Zele"])
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="refuse",
        expected_revision=1,
        meets_on=date(2026, 11, 23),
        link="https://lede.example/1",
        note="te duur",
    )
    page = as_(cast.secretary).get(f"{PAGE}vrijgeven/").text
    for words in (
        "A-D01 Laadpalen langs de Dender",
        "<strong>samen</strong>",
        "<dd>20 november 2026, door Denderregio Burgemeestersoverleg</dd>",
        "<dt>Trekker</dt><dd>Zele</dd>",
        "<dt>Uitvoering</dt><dd>Aalst, Lede</dd>",
        "<dt>Uiterlijk</dt><dd>31 december 2026</dd>",
        "<dt>Wie beslist</dt><dd>de gemeenteraad van elk bestuur</dd>",
        "<dt>Dossier</dt><dd>Rechtspositieregeling en regiomobiliteit</dd>",
        "0 van 5 keurden goed · loopt",
        "Lede: niet goedgekeurd door de gemeenteraad op 23 november 2026",
        'href="https://lede.example/1"',
        "Zele: nog niet bekend",
    ):
        assert words in page
    assert "te duur" not in page
    assert not Release.objects.exists()


def test_the_preview_of_an_agreement_without_local_decision(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", competent_body=CompetentBody.NONE)
    page = as_(cast.secretary).get(f"{PAGE}vrijgeven/").text
    assert "<dt>Wie beslist</dt><dd>geen lokale beslissing nodig</dd>" in page
    assert "En van de lokale beslissingen" not in page


def test_only_who_runs_the_table_releases(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    form = {"local_detail": "none"}
    assert as_(cast.mayor).post(f"{PAGE}vrijgeven/", form).status_code == 403
    assert as_(cast.other_secretary).post(f"{PAGE}vrijgeven/", form).status_code == 404
    assert not Release.objects.exists()


def test_script_in_a_text_is_harmless(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    Agreement.objects.update(title="<img src=x>", text="<script>alert(1)</script>")
    page = as_(cast.mayor).get(PAGE).text
    assert "<img src=x>" not in page
    assert "<script>alert(1)" not in page


def test_a_late_agreement_is_marked(cast: Cast, as_: SignIn) -> None:
    cast.thread(due_on=date(2026, 11, 21))
    assert 'class="turn late"' in as_(cast.mayor).get(PAGE).text


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_an_agreement(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    cast.thread(executors=["Lede"])
    client = as_(cast.secretary)
    with django_assert_num_queries(17):
        assert client.get(PAGE).text.count('id="bestuur-') == members


@pytest.mark.parametrize("agreements", [1, 12])
def test_queries_of_the_list(
    cast: Cast,
    as_: SignIn,
    agreements: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(agreements):
        cast.thread(held_on=date(2026, 10, 1 + number))
    client = as_(cast.secretary)
    with django_assert_num_queries(11):
        assert client.get(LIST).status_code == 200


def test_an_executor_no_database_can_hold_is_no_choice(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("agreed")
    for number in ("9" * 30, "9" * 5000, "\0"):
        sent = changed(cast, thread, executors=[number])
        assert as_(cast.secretary).post(f"{PAGE}wijzigen/", sent).status_code == 422


def test_the_log_keeps_what_was_removed(cast: Cast) -> None:
    agreement = cast.thread("agreed").agreement
    assert agreement is not None
    amend_agreement(
        actor=cast.secretary,
        agreement=agreement,
        expected_revision=1,
        executors=[(cast.towns["Zele"], "technische dienst")],
        text="Elk bestuur betaalt zijn deel.",
    )
    with pytest.raises(Stale):
        remove_agreement(actor=cast.secretary, agreement=agreement, expected_revision=1)
    remove_agreement(actor=cast.secretary, agreement=agreement, expected_revision=2)
    logged = AuditEntry.objects.get(verb="agreement.removed").changes
    assert logged["text"] == ["Elk bestuur betaalt zijn deel.", None]
    assert logged["due_on"] == ["2026-12-31", None]
    assert logged["executors"] == [["Zele (technische dienst)"], None]
    with pytest.raises(Stale):
        amend_agreement(
            actor=cast.secretary, agreement=agreement, expected_revision=2, executors=[]
        )


def test_the_log_keeps_old_and_new_of_a_report(cast: Cast) -> None:
    agreement = cast.thread("closed").agreement
    assert agreement is not None
    executor = agreement.executors.get(organization=cast.towns["Lede"])
    day = date(2026, 11, 21)
    report_execution(
        actor=cast.officer, executor=executor, verb="finish", done_on=day, evidence="foto"
    )
    report_execution(actor=cast.officer, executor=executor, verb="resume")
    told = [each.changes for each in AuditEntry.objects.filter(verb="execution.reported")]
    assert told[0]["evidence"] == ["", "foto"]
    assert told[1]["done_on"] == ["2026-11-21", None]


def test_what_follows_on_agreements_is_one_click_away(cast: Cast, as_: SignIn) -> None:
    for who, leads in ((cast.secretary, True), (cast.mayor, False), (cast.officer, False)):
        page = as_(who).get(LIST).text
        nav = page.split('aria-label="Wat volgt op afspraken"')[1].split("</nav>")[0]
        for label in ("Stand per bestuur", "Uitvoering", "Wat we samen maken", "Raadsleden"):
            assert label in nav
        assert ("Artikel 8" in nav) == leads
        assert ("Linkfiches" in nav) == leads
        assert ("Schriftelijke rondes" in nav) == (who != cast.officer)


def test_what_new_colleges_said_stands_beside_it(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    cast.thread()
    assert "Nieuwe colleges" not in as_(cast.mayor).get(PAGE).text
    clock.travel_to("2026-12-07 09:00")
    install_college(
        actor=cast.director, municipality=cast.towns["Lede"], installed_on=date(2026, 12, 4)
    )
    assert "het nieuwe college bevestigde nog niet" in as_(cast.mayor).get(PAGE).text


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_an_agreement_for_an_officer(
    cast: Cast, as_: SignIn, members: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resize(cast, members)
    cast.thread(executors=["Lede"])
    client = as_(cast.officer)
    with django_assert_num_queries(16):
        assert client.get(PAGE).text.count('id="bestuur-') == members


def test_every_page_names_what_is_counted_once_all_decided(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread(executors=["Lede", "Aalst"])
    for decision in thread.decisions.values():
        record_decision(
            actor=cast.system,
            decision=decision,
            verb="approve",
            expected_revision=1,
            meets_on=date(2026, 11, 20),
        )
    report_execution(actor=cast.system, executor=thread.agreement.executors.all()[0], verb="finish")
    words = "5 van 5 keurden goed · 1 van 2 uitgevoerd · loopt"
    for page in (LIST, "/tafels/denderregio/"):
        assert words in as_(cast.mayor).get(page).text
