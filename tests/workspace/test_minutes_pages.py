"""Minutes of one item, and the agreements written on it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast, Thread
from tests.factories.routes import settle
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.models import AuditEntry
from overlegtafel.meetings.services import approve_minutes, save_minutes
from overlegtafel.meetings.states import Outcome

DAY = "/tafels/denderregio/vergaderingen/2026-11-20/"


def page_of(thread: Thread) -> str:
    """The minutes of the thread's item."""
    assert thread.item is not None
    return f"{DAY}verslag/{thread.item.pk}/"


def typed(**changes: object) -> dict[str, object]:
    """A sound form, with changes."""
    sound = {"minutes": "Iedereen sprak.", "outcome": "noted", "outcome_note": "", "revision": 1}
    return sound | changes


def agreed(cast: Cast, **changes: object) -> dict[str, object]:
    """A sound agreement, with changes."""
    sound = {
        "title": "Eén ontwerpnota",
        "text": "",
        "due_on": "2026-12-31",
        "competent_body": "council",
        "executors": [cast.towns["Lede"].pk],
        "owner": "",
        "revision": 0,
    }
    return sound | changes


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 200), ("chair", 200), ("mayor", 403), ("officer", 403), ("other_mayor", 404)],
)
def test_who_writes_minutes(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    thread = cast.thread("open")
    client = as_(getattr(cast, who))
    assert client.get(page_of(thread)).status_code == status
    assert client.get(f"{page_of(thread)}afspraak/").status_code == status


def test_minutes_are_saved_and_the_next_item_follows(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    answer = as_(cast.secretary).post(page_of(thread), typed(next=""), follow=True)
    assert "Punt 1 is bewaard." in answer.text
    assert thread.item is not None
    thread.item.refresh_from_db()
    assert (thread.item.minutes, thread.item.outcome) == ("Iedereen sprak.", Outcome.NOTED)


@pytest.mark.parametrize("step", ["placed", "convened", "approved"])
def test_minutes_are_written_from_the_meeting_to_the_approval(
    cast: Cast, as_: SignIn, step: str
) -> None:
    thread = cast.thread("closed" if step == "approved" else step)
    assert thread.meeting is not None
    if step == "approved":
        approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    assert as_(cast.secretary).get(page_of(thread)).status_code == 409
    assert as_(cast.secretary).post(page_of(thread), typed()).status_code == 409


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "besluit"},
        {"outcome_note": "x" * 10_000},
        {"minutes": "x" * 60_000},
        {"revision": "x"},
        {"revision": ""},
    ],
)
def test_what_is_typed_wrong_is_kept(cast: Cast, as_: SignIn, changes: dict[str, object]) -> None:
    thread = cast.thread("open")
    answer = as_(cast.secretary).post(page_of(thread), typed(**changes))
    assert answer.status_code == 422
    assert "Iedereen sprak." in answer.text or "minutes" in changes
    assert thread.item is not None
    thread.item.refresh_from_db()
    assert thread.item.minutes == ""


def test_a_concept_report_is_corrected_but_for_its_outcome(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    client = as_(cast.secretary)
    page = client.get(page_of(thread)).text
    assert 'name="outcome"' not in page
    assert "<b>Uitkomst</b> afspraak" in page
    assert "Afspraak opschrijven" not in page
    better = {"minutes": "Beter.", "outcome_note": "Wij kopen samen.", "revision": 2}
    assert client.post(page_of(thread), better).status_code == 302
    assert thread.item is not None
    thread.item.refresh_from_db()
    assert (thread.item.minutes, thread.item.outcome) == ("Beter.", Outcome.AGREEMENT)
    assert thread.item.outcome_note == "Wij kopen samen."
    assert as_(cast.mayor).post(page_of(thread), better).status_code == 403


def test_an_outcome_chosen_before_the_closing_is_refused_after_it(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("closed")
    answer = as_(cast.secretary).post(page_of(thread), typed(outcome="deferred", revision=2))
    assert answer.status_code == 422
    assert "De uitkomst ligt vast sinds het verslag afgesloten is" in answer.text
    assert "Iedereen sprak." in answer.text
    assert thread.item is not None
    thread.item.refresh_from_db()
    assert (thread.item.outcome, thread.item.revision) == (Outcome.AGREEMENT, 2)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Outcome.REFERRED, "schrijf naar wie het doorverwezen is."),
        (Outcome.POSITION, "schrijf in één zin welk standpunt."),
    ],
)
def test_some_outcomes_ask_a_sentence_before_the_closing_and_keep_it(
    cast: Cast, as_: SignIn, outcome: Outcome, sentence: str
) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    client.post(page_of(thread), typed(outcome=outcome, outcome_note="  "))
    refused = client.post(f"{DAY}afsluiten/")
    assert refused.status_code == 422
    assert f'href="{page_of(thread)}">Punt 1, “Laadpalen' in refused.text
    assert sentence in refused.text
    client.post(page_of(thread), typed(outcome=outcome, outcome_note="Ja.", revision=2))
    assert client.post(f"{DAY}afsluiten/").status_code == 302
    blank = {"minutes": "Tekst.", "outcome_note": "", "revision": 3}
    answer = client.post(page_of(thread), blank)
    assert answer.status_code == 422
    assert sentence.capitalize() in answer.text


def test_an_agreement_gives_an_item_its_outcome(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    client.post(f"{page_of(thread)}afspraak/", agreed(cast))
    assert thread.item is not None
    thread.item.refresh_from_db()
    assert (thread.item.outcome, thread.item.revision) == (Outcome.AGREEMENT, 1)
    logged = AuditEntry.objects.get(verb="minutes.outcome_set")
    assert logged.changes == {"outcome": ["", "agreement"]}
    client.post(page_of(thread), typed(outcome=""))  # a page that was open all along
    thread.item.refresh_from_db()
    assert (thread.item.minutes, thread.item.outcome) == ("Iedereen sprak.", Outcome.AGREEMENT)


def test_an_agreement_leaves_an_outcome_that_was_chosen(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    client.post(page_of(thread), typed(outcome="position", outcome_note="Voor."))
    client.post(f"{page_of(thread)}afspraak/", agreed(cast))
    assert thread.item is not None
    thread.item.refresh_from_db()
    assert thread.item.outcome == Outcome.POSITION
    assert not AuditEntry.objects.filter(verb="minutes.outcome_set").exists()


def test_a_stale_text_is_kept_beside_the_saved_one(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    assert thread.item is not None
    save_minutes(
        actor=cast.second_secretary,
        item=thread.item,
        minutes="Wat een ander schreef.",
        outcome=Outcome.DEFERRED,
        expected_revision=1,
    )
    client = as_(cast.secretary)
    answer = client.post(page_of(thread), typed(minutes="Wat ik schreef."))
    assert answer.status_code == 409
    assert "Secretaris DDS bewaarde intussen een andere tekst" in answer.text
    assert "Wat een ander schreef." in answer.text
    assert "Wat ik schreef." in answer.text
    assert 'name="revision" value="2"' in answer.text
    assert client.post(page_of(thread), typed(minutes="Samen.", revision=2)).status_code == 302
    thread.item.refresh_from_db()
    assert thread.item.minutes == "Samen."


def test_what_was_agreed_before_in_the_dossier_is_beside_it(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed", dossier=cast.dossier, title="Eerder", held_on=date(2026, 10, 16))
    thread = cast.thread("open", dossier=cast.dossier)
    page = as_(cast.secretary).get(page_of(thread)).text
    assert "Eerder afgesproken in dit dossier" in page
    assert "A-D01 Eerder" in page


def test_an_item_of_another_table_is_not_found(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    assert thread.item is not None
    cast.meeting(body=cast.other_table)
    elsewhere = f"/tafels/midwest/vergaderingen/2026-11-20/verslag/{thread.item.pk}/"
    assert as_(cast.other_secretary).get(elsewhere).status_code in (404, 409)
    assert as_(cast.secretary).get(f"{DAY}verslag/99999/").status_code == 404


def test_an_agreement_with_executors(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    form = agreed(cast, executors=[cast.towns["Lede"].pk, cast.support.pk])
    answer = as_(cast.secretary).post(f"{page_of(thread)}afspraak/", form, follow=True)
    assert "Afspraak A-D01 is opgeschreven." in answer.text
    made = Agreement.objects.get()
    assert {str(each) for each in made.executors.all()} == {"Lede", "SOLVA"}


def test_who_decides_is_never_chosen_for_you(cast: Cast, as_: SignIn) -> None:
    thread, client = cast.thread("open"), as_(cast.secretary)
    page = client.get(f"{page_of(thread)}afspraak/").text
    assert '<option value="" selected>Kies wie beslist</option>' in page
    client.post(f"{page_of(thread)}afspraak/", agreed(cast, competent_body="none"))
    assert not Agreement.objects.get().needs_local_decision


def test_all_members_in_one_tick(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    form = agreed(cast, everyone="on", executors=[cast.support.pk])
    as_(cast.secretary).post(f"{page_of(thread)}afspraak/", form)
    assert Agreement.objects.get().executors.count() == 6


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Schrijf in één zin wat er afgesproken is."),
        ({"due_on": ""}, "Kies een dag."),
        ({"title": "x" * 10_000}, "200"),
        ({"due_on": "31-02-2027"}, "Dat is geen datum."),
        ({"due_on": "2026-11-01"}, "De uiterste datum valt vóór de vergadering."),
        ({"competent_body": ""}, "Kies wie beslist, of dat er geen lokale beslissing nodig is."),
        ({"competent_body": "parliament"}, "Deze keuze is er niet (meer)."),
        ({"executors": ["x"]}, "Kijk"),
        ({"owner": "999999"}, "Kijk"),
    ],
)
def test_a_wrong_agreement_is_refused_beside_its_field(
    cast: Cast, as_: SignIn, changes: dict[str, object], sentence: str
) -> None:
    thread = cast.thread("open")
    answer = as_(cast.secretary).post(f"{page_of(thread)}afspraak/", agreed(cast, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Agreement.objects.exists()


def test_a_stranger_is_no_executor(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread("open")
    stranger = cast.other_table.seats.first()
    assert stranger is not None
    form = agreed(cast, executors=[stranger.municipality_id])
    assert as_(cast.secretary).post(f"{page_of(thread)}afspraak/", form).status_code == 422


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_the_minutes_and_of_a_new_agreement(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    thread = cast.thread("open", dossier=cast.dossier)
    client = as_(cast.secretary)
    with django_assert_num_queries(23):
        client.get(page_of(thread))
    with django_assert_num_queries(11):
        client.get(f"{page_of(thread)}afspraak/")


def test_a_new_agreement_starts_from_the_charter(cast: Cast, as_: SignIn) -> None:
    settle(
        cast,
        ratification={"way": "reservations", "minimum_present": 3},
        execution={"default_executor": "solva", "local_decision": "college", "follow_up_days": 30},
    )
    thread, client = cast.thread("open"), as_(cast.secretary)
    assert (
        "Zo bekrachtigen we: consensus, met voorbehoud genoteerd."
        in client.get(page_of(thread)).text
    )
    page = client.get(f"{page_of(thread)}afspraak/").text
    assert "Consensus, met voorbehoud genoteerd" in page
    assert "op 20 december 2026" in page
    assert 'value="2026-12-20"' in page
    assert '<option value="college" selected>' in page
    assert f'value="{cast.support.pk}" id="id_executors_' in page
    assert page.count(" checked") == 1
