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
    assert "checked" not in page.text
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
    with django_assert_num_queries(9):
        assert "misschien</" not in bring(client, page.html).text
    with django_assert_num_queries(9):
        assert bring(client, page.but(more=more).html).text.count("misschien</") == 3
