"""Asking for local decisions, and recording one's own."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.workspace.conftest import SignIn
from tests.workspace.sizes import SIZES, resize

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.local_decisions.states import DecisionState

PAGE = "/tafels/denderregio/afspraken/A-D01/"
OPEN = f"{PAGE}lokale-beslissingen/"
LEDE = f"{PAGE}besturen/lede/"


def typed(**changes: object) -> dict[str, object]:
    """A sound record, with changes."""
    sound: dict[str, object] = {"verb": "approve", "meets_on": "2026-11-20", "revision": 1}
    return sound | changes


def test_all_members_are_ticked_and_the_body_is_named(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed")
    page = as_(cast.secretary).get(OPEN).text
    assert page.count("checked") == 5
    assert "een beslissing van de gemeenteraad van elk bestuur" in page
    assert not LocalDecision.objects.exists()


def test_only_the_ticked_ones_are_asked(cast: Cast, as_: SignIn) -> None:
    cast.thread("closed")
    chosen = [cast.towns["Lede"].pk, cast.towns["Zele"].pk]
    answer = as_(cast.secretary).post(OPEN, {"only": chosen}, follow=True)
    assert "De lokale beslissingen zijn geopend: 2 besturen." in answer.text
    assert "Aalst: niet gevraagd" in answer.text
    assert LocalDecision.objects.count() == 2
    assert as_(cast.secretary).post(OPEN, {"only": chosen}).status_code == 409


@pytest.mark.parametrize("only", [[], ["x"], ["999999"], ["9" * 30], ["\0"]])
def test_nobody_or_a_stranger_is_not_asked(cast: Cast, as_: SignIn, only: list[str]) -> None:
    cast.thread("closed")
    assert as_(cast.secretary).post(OPEN, {"only": only}).status_code == 422
    assert not LocalDecision.objects.exists()


def test_a_draft_or_one_without_local_decision_asks_nobody(cast: Cast, as_: SignIn) -> None:
    cast.thread("agreed")
    assert as_(cast.secretary).get(OPEN).status_code == 409
    cast.thread("closed", competent_body=CompetentBody.NONE, held_on=date(2026, 10, 16))
    second = OPEN.replace("A-D01", "A-D02")
    assert as_(cast.secretary).get(second).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("mayor", 403), ("other_secretary", 404)])
def test_who_may_not_ask(cast: Cast, as_: SignIn, who: str, status: int) -> None:
    cast.thread("closed")
    answer = as_(getattr(cast, who)).post(OPEN, {"only": [cast.towns["Lede"].pk]})
    assert answer.status_code == status
    assert not LocalDecision.objects.exists()


def test_the_own_officer_records(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    form = typed(
        college_on="2026-11-10",
        published_on="2026-11-20",
        link="https://lede.example/beslissing/1",
        note="ongewijzigd",
    )
    answer = as_(cast.officer).post(LEDE, form, follow=True)
    words = "goedgekeurd door de gemeenteraad op 20 november 2026"
    assert f"Vastgelegd: Lede, {words}." in answer.text
    row = thread.decisions["Lede"]
    row.refresh_from_db()
    assert (row.state, row.link) == (DecisionState.APPROVED, "https://lede.example/beslissing/1")
    page = as_(cast.officer).get(LEDE).text
    assert "stand: Nog niet bekend → Goedgekeurd" in page
    assert "Dossierbehandelaar Lede" in page
    assert "bekendgemaakt op: 20 november 2026" in page


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("other_officer", 200, 403),
        ("alderman", 200, 403),
        ("secretary", 200, 403),
        ("chair", 200, 403),
        ("other_mayor", 404, 404),
        ("councillor", 404, 404),
        ("partner", 404, 404),
    ],
)
def test_only_the_own_municipality_records(
    cast: Cast, as_: SignIn, who: str, reads: int, writes: int
) -> None:
    thread = cast.thread()
    client = as_(getattr(cast, who))
    page = client.get(LEDE)
    assert page.status_code == reads
    assert 'name="verb"' not in page.text
    assert client.post(LEDE, typed()).status_code == writes
    thread.decisions["Lede"].refresh_from_db()
    assert thread.decisions["Lede"].state == DecisionState.UNKNOWN


def test_what_was_not_asked_is_not_found(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    assert as_(cast.officer).get(f"{PAGE}besturen/tielt/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verb": ""}, "Dit veld is verplicht."),
        ({"verb": "correct"}, "Deze keuze is er niet (meer)."),
        ({"verb": "decide"}, "Deze keuze is er niet (meer)."),
        ({"meets_on": ""}, "Kies de datum waarop beslist werd."),
        ({"meets_on": "2026-12-24"}, "Een beslissing kan niet in de toekomst liggen."),
        ({"meets_on": "2026-11-19"}, "Deze zitting (19 november 2026) valt vóór de vergadering"),
        ({"meets_on": "2026-11-19"}, "die de afspraak maakte (20 november 2026)."),
        ({"meets_on": "19 brumaire"}, "Dat is geen datum."),
        ({"published_on": "2026-11-01"}, "Bekendgemaakt kan pas na de zitting."),
        ({"verb": "approve_with_change"}, "Schrijf in één zin wat er wijzigde."),
        ({"link": "http://lede.example/"}, "Het adres moet met https:// beginnen."),
        ({"link": "javascript:alert(1)"}, "Dat is geen volledig adres."),
        ({"note": "x" * 10_000}, "300"),
        ({"revision": ""}, "Dit veld is verplicht."),
    ],
)
def test_a_wrong_record_is_refused_and_kept(
    cast: Cast, as_: SignIn, changes: dict[str, object], sentence: str
) -> None:
    thread = cast.thread()
    answer = as_(cast.officer).post(LEDE, typed(college_on="2026-11-10", **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="2026-11-10"' in answer.text
    thread.decisions["Lede"].refresh_from_db()
    assert thread.decisions["Lede"].state == DecisionState.UNKNOWN


def test_a_stale_record_keeps_what_was_typed(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    record_decision(
        actor=cast.director,
        decision=thread.decisions["Lede"],
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 11, 26),
    )
    client = as_(cast.officer)
    answer = client.post(LEDE, typed(note="mijn nota"))
    assert answer.status_code == 409
    assert "AD Lede legde intussen vast: op de agenda" in answer.text
    assert "op de agenda van de gemeenteraad op 26 november 2026" in answer.text
    assert "mijn nota" in answer.text
    assert client.post(LEDE, typed(note="mijn nota", revision=2)).status_code == 302


def test_a_closed_row_is_put_right_at_once_with_a_reason(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    client = as_(cast.officer)
    client.post(LEDE, typed(note="unaniem", published_on="2026-11-20"))
    page = client.get(LEDE).text
    assert 'value="2026-11-20"' in page
    assert 'value="unaniem"' in page
    right = typed(verb="refuse", revision=2, meets_on="2026-11-21", note="te duur")
    refused = client.post(LEDE, right)
    assert refused.status_code == 422
    assert "Schrijf waarom u de registratie rechtzet." in refused.text
    assert client.post(LEDE, right | {"reason": "verkeerde zitting"}).status_code == 302
    row = thread.decisions["Lede"]
    row.refresh_from_db()
    assert (row.state, row.meets_on, row.note) == ("refused", date(2026, 11, 21), "te duur")
    assert [each.verb for each in row.entries.order_by("number")] == [
        "opened",
        "approve",
        "correct",
    ]
    page = client.get(LEDE).text
    assert "stand: Goedgekeurd → Niet goedgekeurd" in page
    assert "Reden: verkeerde zitting" in page
    assert "rechtgezet, niet goedgekeurd" in page


def test_a_slip_in_the_note_is_put_right_and_nothing_is_no_correction(
    cast: Cast, as_: SignIn
) -> None:
    row = cast.thread().decisions["Lede"]
    client = as_(cast.officer)
    client.post(LEDE, typed(note="unanim"))
    slip = typed(note="unaniem", revision=2, reason="tikfout")
    assert client.post(LEDE, slip).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.note, row.revision) == ("approved", "unaniem", 3)
    again = client.post(LEDE, slip | {"revision": 3})
    assert again.status_code == 422
    assert "Dit staat er al zo: er is niets rechtgezet." in again.text
    row.refresh_from_db()
    assert row.revision == 3


def test_the_reason_stays_in_the_history(cast: Cast, as_: SignIn) -> None:
    row = cast.thread().decisions["Lede"]
    client = as_(cast.officer)
    client.post(LEDE, typed(note="unaniem"))
    back = {"verb": "correct", "revision": 2, "reason": "verkeerd punt"}
    assert client.post(LEDE, back).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.meets_on, row.note) == ("unknown", None, "")
    assert "verkeerd punt" not in as_(cast.other_officer).get(f"{PAGE}stand/").text
    told = as_(cast.mayor).get("/mijn-tafel/").text
    assert "Lede zette een registratie recht" in told
    assert "legde vast: nog niet bekend" not in told


def test_who_only_reads_puts_nothing_right(cast: Cast, as_: SignIn) -> None:
    row = cast.thread().decisions["Lede"]
    as_(cast.officer).post(LEDE, typed())
    wrong = typed(verb="refuse", revision=2, reason="zomaar")
    for who, status in (("secretary", 403), ("other_officer", 403), ("other_mayor", 404)):
        assert as_(getattr(cast, who)).post(LEDE, wrong).status_code == status
    row.refresh_from_db()
    assert row.state == DecisionState.APPROVED


def test_who_decided_meanwhile_is_named_and_no_code_is_shown(cast: Cast, as_: SignIn) -> None:
    row = cast.thread().decisions["Lede"]
    record_decision(
        actor=cast.director,
        decision=row,
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
    )
    answer = as_(cast.officer).post(LEDE, typed(verb="refuse", note="mijn nota"))
    assert answer.status_code == 409
    words = "AD Lede legde intussen vast: goedgekeurd door de gemeenteraad op 20 november 2026."
    assert f"{words} Kijk na." in answer.text
    assert "mijn nota" in answer.text
    assert "geldige keuze" not in answer.text
    assert "refuse is" not in answer.text


def test_a_choice_that_is_no_more_is_told_without_its_code(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    answer = as_(cast.officer).post(LEDE, typed(verb="correct"))
    assert answer.status_code == 422
    assert "Deze keuze is er niet (meer). Kijk na en kies opnieuw." in answer.text
    assert "correct is" not in answer.text


def test_a_publication_says_a_day_or_a_link_and_something_new(cast: Cast, as_: SignIn) -> None:
    row = cast.thread().decisions["Lede"]
    client = as_(cast.officer)
    client.post(LEDE, typed())
    empty = client.post(LEDE, {"verb": "publish", "revision": 2})
    assert empty.status_code == 422
    assert "Vul de dag van de bekendmaking in, of de link." in empty.text
    told = {"verb": "publish", "revision": 2, "published_on": "2026-11-20"}
    assert client.post(LEDE, told).status_code == 302
    assert "Deze dag en deze link staan er al." in client.post(LEDE, told | {"revision": 3}).text
    mixed = told | {"revision": 3, "link": "https://lede.example/1", "note": "en dit ook"}
    assert "U wijzigde meer dan de bekendmaking" in client.post(LEDE, mixed).text
    row.refresh_from_db()
    assert row.revision == 3
    entry = AuditEntry.objects.filter(verb="local_decision.publication_noted").get()
    assert list(entry.changes) == ["published_on"]


def test_the_publication_is_added_later(cast: Cast, as_: SignIn) -> None:
    thread = cast.thread()
    client = as_(cast.officer)
    client.post(LEDE, typed(note="ongewijzigd"))
    later: dict[str, object] = {"verb": "publish", "revision": 2, "published_on": "2026-11-22"}
    early = client.post(LEDE, later | {"published_on": "2026-11-01"})
    assert early.status_code == 422
    assert "Bekendgemaakt kan pas na de zitting." in early.text
    link = {"link": "https://lede.example/beslissing/1"}
    assert client.post(LEDE, later | link).status_code == 302
    row = thread.decisions["Lede"]
    row.refresh_from_db()
    assert (row.state, row.note) == (DecisionState.APPROVED, "ongewijzigd")
    assert row.published_on == date(2026, 11, 22)
    assert "vulde de bekendmaking aan" in client.get(LEDE).text
    stale = client.post(LEDE, later | {"revision": 2})
    assert stale.status_code == 409
    assert "Het is bekendgemaakt" in stale.text


def test_the_college_has_one_date_only(cast: Cast, as_: SignIn) -> None:
    row = cast.thread(competent_body=CompetentBody.COLLEGE).decisions["Lede"]
    LocalDecision.objects.filter(pk=row.pk).update(college_on=date(2026, 11, 20))
    page = as_(cast.officer).get(LEDE).text
    assert 'name="college_on"' not in page
    assert "Datum van de zitting (college)" in page
    assert "Op het college" not in as_(cast.alderman).get(LEDE).text
    assert as_(cast.officer).post(LEDE, typed(college_on="2026-11-01")).status_code == 302
    row.refresh_from_db()
    assert (row.meets_on, row.college_on) == (date(2026, 11, 20), date(2026, 11, 20))


def test_the_publication_is_folded_away_until_it_is_at_hand(cast: Cast, as_: SignIn) -> None:
    cast.thread()
    client = as_(cast.officer)
    closed, opened = (
        '<details class="more"><summary>Al bekend',
        '<details class="more" open><summary>Al',
    )
    assert closed in client.get(LEDE).text
    assert opened in client.post(LEDE, typed(meets_on="", link="https://lede.example/1")).text
    assert opened in client.post(LEDE, typed(published_on="ooit")).text
    client.post(LEDE, typed())
    assert opened in client.get(LEDE).text


@pytest.mark.parametrize("members", SIZES)
def test_queries_of_the_decision_pages(
    cast: Cast,
    as_: SignIn,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    resize(cast, members)
    cast.thread("closed", executors=["Lede"])
    client = as_(cast.secretary)
    with django_assert_num_queries(10):
        client.get(OPEN)
    everyone = cast.table.seats.filter(valid_to=None).values_list("municipality_id", flat=True)
    client.post(OPEN, {"only": list(everyone)})
    officer = as_(cast.officer)
    with django_assert_num_queries(13):
        officer.get(LEDE)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verb": "plan", "meets_on": "2026-12-10", "published_on": "2026-12-11"}, "pas nadat er"),
        ({"published_on": "2026-11-24"}, "Deze dag moet nog komen."),
    ],
)
def test_nothing_is_published_before_it_is_decided(
    cast: Cast, as_: SignIn, changes: dict[str, str], sentence: str
) -> None:
    cast.thread()
    answer = as_(cast.officer).post(LEDE, typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://lede.example/", "//lede.example"])
def test_the_service_itself_takes_a_safe_link_only(cast: Cast, link: str) -> None:
    row = cast.thread().decisions["Lede"]
    with pytest.raises(Invalid):
        record_decision(
            actor=cast.officer, decision=row, verb="plan", expected_revision=1, link=link
        )
