"""The page on which a municipality reads its own publication in: looked at, then recorded."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.local_drafts import decided, drafts_made
from tests.factories.publications import ADDRESS, published, read_in_this_process
from tests.workspace.conftest import SignIn

from overlegtafel.drafting.models import LocalDraft
from overlegtafel.local_decisions.models import LocalDecision

SITTING = date(2026, 11, 20)
"""The day of the sitting on the page."""
PAGE = "/besturen/lede/beslissingen/publicatie/"


@pytest.fixture
def lede(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> LocalDraft:
    read_in_this_process(monkeypatch)
    return drafts_made(cast)["Lede"]


def bring(client: Client, html: bytes, address: str = ADDRESS) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("b.html", html), "address": address})


def confirm(client: Client, page: Any, **typed: str) -> Any:
    sent = {"looked_at": page.context["looked_at"], **typed}
    return client.post(PAGE, {name.replace("__", "-"): sent[name] for name in sent}, follow=True)


def cell(draft: LocalDraft) -> LocalDecision:
    return LocalDecision.objects.get(pk=draft.decision_id)


def test_first_one_sees_what_would_happen_then_it_happens(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client = as_(cast.officer)
    assert "Webpagina, alleen HTML" in client.get(PAGE).text
    page = bring(client, published(lede).html)
    assert page.status_code == 200
    assert "1 beslissing op deze pagina heeft met onze afspraken te maken, 1 niet." in page.text
    assert "Nog niet bekend → Goedgekeurd, zitting 20 november 2026" in page.text
    assert 'name="rij1-take" id="id_rij1-take" checked' in page.text.replace(" aria-", " ")
    assert cell(lede).revision == 1
    done = confirm(client, page, rij1__take="on")
    assert "Gelezen en vastgelegd: A-D01 goedgekeurd door de gemeenteraad" in done.text
    assert (cell(lede).state, cell(lede).link) == ("approved", ADDRESS)
    history = client.get("/tafels/denderregio/afspraken/A-D01/besturen/lede/").text
    assert f"<b>{cast.officer}</b>: goedgekeurd" in history
    assert "(gelezen in een publicatie, publicatie.lede.example)" in history
    assert f"gelezen in een publicatie van de gemeenteraad van {lede.decision.municipality}" in (
        client.get("/tafels/denderregio/afspraken/A-D01/stand/").text
    )


def test_a_row_in_doubt_is_not_chosen_and_may_be(cast: Cast, lede: LocalDraft, as_: SignIn) -> None:
    client = as_(cast.officer)
    title = lede.decision.agreement.title
    page = bring(client, published(lede).but(block="", title=title).html)
    assert "misschien</" in page.text
    assert "Alleen de titel lijkt erop; er is geen verwijzing." in page.text
    assert 'id="id_rij1-take" checked' not in page.text
    nothing = confirm(client, page)
    assert nothing.status_code == 422
    assert "Duid aan wat u vastlegt." in nothing.text
    assert cell(lede).revision == 1
    confirm(client, nothing, rij1__take="on")
    assert cell(lede).state == "approved"


def test_a_correction_needs_its_reason_and_keeps_what_was_typed(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client = as_(cast.officer)
    decided(cast.officer, lede.decision, "refuse", on=SITTING)
    page = bring(client, published(lede).html)
    assert "rechtzetting" in page.text
    assert "Waarom zet u dit recht?" in page.text
    refused = confirm(client, page, rij1__take="on", rij1__reason="  ")
    assert refused.status_code == 422
    assert "A-D01: Schrijf waarom u de registratie rechtzet." in refused.text
    assert cell(lede).state == "refused"
    confirm(client, refused, rij1__take="on", rij1__reason="Verkeerde rij aangeduid.")
    assert (cell(lede).state, cell(lede).source) == ("approved", "published")
    assert "Verkeerde rij aangeduid." in [each.note for each in cell(lede).entries.all()]


def test_what_was_changed_is_written_by_the_officer(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client = as_(cast.officer)
    page = bring(client, published(lede).saying("Goedgekeurd met wijziging").html)
    assert "Wat wijzigde er?" in page.text
    assert confirm(client, page, rij1__take="on").status_code == 422
    confirm(client, page, rij1__take="on", rij1__reason="Proeftijd zes maanden.")
    assert (cell(lede).state, cell(lede).note) == ("approved_with_change", "Proeftijd zes maanden.")


def test_a_vote_that_does_not_say_so_may_have_changed_the_text(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client = as_(cast.officer)
    page = bring(client, published(lede).html)
    assert "Met de tekst van het ontwerp?" in page.text
    asked = {"rij1__take": "on", "rij1__how": "changed", "rij1__published_on": "2026-11-23"}
    without = confirm(client, page, **asked)
    assert without.status_code == 422
    assert "A-D01: Schrijf in één zin wat er wijzigde." in without.text
    assert 'value="2026-11-23"' in without.text
    words = {"rij1__change": "Proeftijd zes maanden."}
    at_odds = confirm(client, page, **{**asked, "rij1__how": "unchanged"}, **words)
    assert "A-D01: Kies “Met wijziging”, of maak dit leeg." in at_odds.text
    assert cell(lede).revision == 1
    confirm(client, without, **asked, **words)
    told = cell(lede)
    assert (told.state, told.note) == ("approved_with_change", "Proeftijd zes maanden.")
    assert (told.meets_on, told.published_on) == (SITTING, date(2026, 11, 23))


def test_the_day_of_publication_is_as_the_page_gives_it_or_as_it_is_typed(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client = as_(cast.officer)
    page = bring(client, published(lede).but(published="2026-11-21").html)
    assert 'name="rij1-published_on" value="2026-11-21"' in page.text
    for day, sentence in (
        ("2026-11-19", "A-D01: Bekendgemaakt kan pas na de zitting."),
        ("2027-01-01", "A-D01: Deze dag moet nog komen."),
    ):
        refused = confirm(client, page, rij1__take="on", rij1__published_on=day)
        assert (refused.status_code, sentence in refused.text) == (422, True)
    confirm(client, page, rij1__take="on", rij1__how="unchanged", rij1__published_on="")
    assert (cell(lede).state, cell(lede).published_on) == ("approved", None)


def test_a_page_of_another_site_than_before_is_told(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client, html = as_(cast.officer), published(lede).html
    first = bring(client, html)
    assert "De vorige keer" not in first.text
    confirm(client, first, rij1__take="on")
    assert "De vorige keer" not in bring(client, html, f"{ADDRESS}?2").text
    other = bring(client, html, "https://www.ninove.example/lijst").text
    assert "De vorige keer las u een publicatie van <b>publicatie.lede.example</b> in" in other
    assert "nu van <b>www.ninove.example</b>" in other


def test_a_page_without_its_address_is_not_chosen_again(
    cast: Cast, lede: LocalDraft, as_: SignIn, clock: FixedClock
) -> None:
    client = as_(cast.officer)
    assert "nodig, tenzij de browser het in de pagina zette" in client.get(PAGE).text
    html = published(lede).html.decode().replace("utf-8", "windows-1252").encode("cp1252")
    page = bring(client, html, "")
    assert (page.status_code, "We hebben <b>b.html</b> nog" in page.text) == (422, True)
    kept = {"kept": page.context["kept"]}
    again = client.post(PAGE, {**kept, "address": "http://lede.example/"})
    assert "We hebben <b>b.html</b> nog" in again.text
    read = client.post(PAGE, {**kept, "address": ADDRESS})
    assert read.status_code == 200
    assert "Nog niet bekend → Goedgekeurd, zitting 20 november 2026" in read.text
    other = {**kept, "file": SimpleUploadedFile("c.html", b"%PDF-1.7"), "address": ADDRESS}
    assert "Dit is een PDF." in client.post(PAGE, other).text
    assert client.post(PAGE, {"kept": kept["kept"][:-2], "address": ADDRESS}).status_code == 404
    assert as_(cast.director).post(PAGE, {**kept, "address": ADDRESS}).status_code == 409


def test_a_page_that_cannot_be_read_leads_to_doing_it_oneself(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    page = bring(as_(cast.officer), b"<html><body><h1>Besluitenlijst</h1>")
    there = '<a href="/besturen/lede/beslissingen/">Open beslissingen vastleggen</a>'
    assert f"Lukt het niet, leg de uitkomst dan zelf vast: {there}." in page.text


def test_what_someone_recorded_meanwhile_is_told_and_stays(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client = as_(cast.officer)
    page = bring(client, published(lede).html)
    decided(cast.officer, lede.decision, "refuse", on=SITTING)
    answer = confirm(client, page, rij1__take="on")
    assert answer.status_code == 409
    assert "Eén beslissing is niet vastgelegd" in answer.text
    assert cell(lede).state == "refused"


def test_what_was_looked_at_is_for_one_person_one_municipality_and_one_day(
    cast: Cast, lede: LocalDraft, as_: SignIn, clock: FixedClock
) -> None:
    page = bring(as_(cast.officer), published(lede).html)
    assert confirm(as_(cast.director), page, rij1__take="on").status_code == 409
    altered = as_(cast.officer).post(PAGE, {"looked_at": page.context["looked_at"][:-2]})
    assert altered.status_code == 404
    clock.travel_to("2026-11-24 10:00")
    assert confirm(as_(cast.officer), page, rij1__take="on").status_code == 409
    assert cell(lede).revision == 1


def test_what_cannot_be_read_says_why_and_keeps_the_address(
    cast: Cast, lede: LocalDraft, as_: SignIn
) -> None:
    client = as_(cast.officer)
    for html, address, sentence in (
        (b"%PDF-1.7", ADDRESS, "Dit is een PDF."),
        (b"<html><body>x", ADDRESS, "een programma kan lezen (RDFa)"),
        (published(lede).html, "", "Plak het adres van de pagina"),
        (published(lede).html, "http://lede.example/", "begint met https://"),
    ):
        page = bring(client, html, address)
        assert page.status_code == 422, sentence
        assert sentence in page.text
        assert f'value="{address}"' in page.text or not address
    without = client.post(PAGE, {"address": ADDRESS})
    assert (without.status_code, "Kies de bewaarde pagina." in without.text) == (422, True)


def test_words_of_a_page_never_become_markup(cast: Cast, lede: LocalDraft, as_: SignIn) -> None:
    title = "&lt;img src=x onerror=alert(1)&gt; Regiomobiliteit"
    page = bring(as_(cast.officer), published(lede).but(title=title).html)
    assert "<img src=x" not in page.text
    assert "&lt;img src=x" in page.text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("secretary", 403), ("chair", 403), ("alderman", 403), ("councillor", 403)),
        *(("other_officer", 404), ("other_mayor", 404), ("partner", 404), ("citizen", 404)),
    ],
)
def test_only_the_own_people_read_a_publication_in(
    cast: Cast, lede: LocalDraft, as_: SignIn, who: str, status: int
) -> None:
    looked_at = bring(as_(cast.officer), published(lede).html).context["looked_at"]
    client = as_(getattr(cast, who))
    assert client.get(PAGE).status_code == status
    assert bring(client, published(lede).html).status_code == status
    sent = {"looked_at": looked_at, "rij1-take": "on"}
    assert client.post(PAGE, sent).status_code == status
    assert cell(lede).revision == 1


def test_a_citizen_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).status_code == 302


def test_reading_costs_the_same_for_one_decision_and_for_many(
    cast: Cast, lede: LocalDraft, as_: SignIn, django_assert_num_queries: Any
) -> None:
    client, page = as_(cast.officer), published(lede)
    names = ("straatlampen", "fietsroutes", "strooizout")
    for day, name in enumerate(names, start=1):
        cast.thread(title=f"Afspraak rond {name}", held_on=date(2026, 10, day))
    more = "".join(
        page.but(block="", title=f"Afspraak rond {name}").treatment(name) for name in names
    )
    bring(client, page.html)
    with django_assert_num_queries(10):
        assert "misschien</" not in bring(client, page.html).text
    with django_assert_num_queries(10):
        assert bring(client, page.but(more=more).html).text.count("misschien</") == 3
