"""The pages of a municipality's own draft: read, copy, take along, say otherwise, take over."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.factories.cast import Cast
from tests.factories.drafts import owner_of_draft, with_cost
from tests.factories.local_drafts import SAID_OTHERWISE, again, decided, drafts_made, next_final
from tests.printing.word_files import make_docx, paragraphs_of

from overlegtafel.accounts.models import User
from overlegtafel.drafting.models import LocalDraft

BASE = "/tafels/denderregio/afspraken/A-D01/"
LEDE = f"{BASE}besturen/lede/"
DRAFT = f"{LEDE}ontwerp/gemeenteraad/"


def browser(user: User) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def lede(cast: Cast) -> LocalDraft:
    """The draft of Lede, one of five."""
    return drafts_made(cast)["Lede"]


def say(cast: Cast, text: str = SAID_OTHERWISE, revision: int = 1, **more: str) -> HttpResponse:
    """The officer types an article otherwise."""
    sent = {"text": text, "revision": str(revision), **more}
    return browser(cast.officer).post(f"{DRAFT}tekst/a1/", sent)


def test_the_decision_page_leads_to_the_draft_and_its_files(cast: Cast, lede: LocalDraft) -> None:
    page = browser(cast.alderman).get(LEDE)
    assert "Ontwerp voor de gemeenteraad" in page.text
    assert DRAFT in page.text
    for kind in ("docx", "pdf", "html"):
        assert f"{DRAFT}bestand.{kind}" in page.text
    assert "Ontwerp voor de gemeenteraad" not in browser(cast.other_officer).get(LEDE).text


def test_each_field_stands_there_to_copy(cast: Cast, lede: LocalDraft) -> None:
    page = browser(cast.officer).get(DRAFT).text
    assert page.count("data-copy=") == 6
    assert "De proeftijd bedraagt drie maanden in Lede." in page
    assert "Ninove" not in page
    assert "Anders schrijven" in page
    assert "Anders schrijven" not in browser(cast.secretary).get(DRAFT).text


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "txt"])
def test_every_file_comes_under_a_name_that_says_whose_it_is(
    cast: Cast, lede: LocalDraft, kind: str
) -> None:
    answer = browser(cast.officer).get(f"{DRAFT}bestand.{kind}")
    assert answer.status_code == 200
    assert f'"Ontwerp A-D01 Lede gemeenteraad.{kind}"' in answer["Content-Disposition"]
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-cache"


def test_all_of_it_comes_as_one_zip(cast: Cast, lede: LocalDraft) -> None:
    answer = browser(cast.officer).get(f"{LEDE}ontwerpen.zip")
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        assert len(packed.namelist()) == 4
    assert browser(cast.other_officer).get(f"{LEDE}ontwerpen.zip").status_code == 404
    assert browser(cast.officer).get(f"{DRAFT}bestand.exe").status_code == 404


def test_saying_it_otherwise_shows_the_difference(cast: Cast, lede: LocalDraft) -> None:
    assert say(cast).status_code == 302
    page = browser(cast.secretary).get(DRAFT).text
    assert "<strong>wijkt af</strong> op 1 plaats" in page
    assert "<del>" in page and "drie</del>" in page and "zes</ins>" in page
    assert say(cast, revision=2, verb="common").status_code == 302
    assert "zoals afgesproken" in browser(cast.secretary).get(DRAFT).text


def test_after_saving_one_stands_where_one_was_and_finds_what_differs(
    cast: Cast, lede: LocalDraft
) -> None:
    assert say(cast)["Location"] == f"{DRAFT}#deel-a1"
    page = browser(cast.officer).get(DRAFT).text
    assert '<a href="#deel-a1">Artikel 1' in page
    assert 'id="deel-a1"' in page
    assert "Naar een veld (6)" in page


def test_who_saved_first_is_not_overwritten(cast: Cast, lede: LocalDraft) -> None:
    say(cast)
    answer = say(cast, "Negen maanden.")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Negen maanden." in page and SAID_OTHERWISE in page
    assert 'name="revision" value="2"' in page
    too_long = say(cast, "a" * 20_001, revision=2)
    assert too_long.status_code == 422 and "korter" in too_long.content.decode()


def test_a_new_version_is_looked_at_and_taken_over_with_one_click(
    cast: Cast, lede: LocalDraft
) -> None:
    say(cast)
    officer = browser(cast.officer)
    assert officer.get(f"{DRAFT}overnemen/").status_code == 409
    words = with_cost("137.03")
    clauses = [
        each.model_copy(update={"text": "Het blijft voorgoed."}) if each.key == "a2" else each
        for each in words.clauses
    ]
    next_final(cast, again(lede), words.model_copy(update={"clauses": tuple(clauses)}))
    assert "Nieuwe versie beschikbaar: versie 2" in officer.get(DRAFT).text
    assert "nieuwe versie beschikbaar" in officer.get(LEDE).text
    page = officer.get(f"{DRAFT}overnemen/").text
    assert "voorgoed" in page
    assert officer.post(f"{DRAFT}overnemen/", {"revision": "2"}).status_code == 302
    page = officer.get(DRAFT).text
    assert "Versie 2 van het gemeenschappelijke ontwerp" in page and SAID_OTHERWISE in page


def test_what_was_adopted_is_recorded_beside_what_was_agreed(cast: Cast, lede: LocalDraft) -> None:
    officer = browser(cast.officer)
    assert officer.get(f"{DRAFT}aangenomen/").status_code == 409
    decided(cast.officer, lede.decision, "approve_with_change")
    assert "Vastleggen wat er aangenomen is" in officer.get(LEDE).text
    assert "Vastleggen wat er aangenomen is" not in browser(cast.secretary).get(LEDE).text
    assert officer.get(f"{DRAFT}tekst/a1/").status_code == 409
    form = {f"tekst_{number}": text for number, text in enumerate(_texts(lede))}
    form["tekst_3"] = SAID_OTHERWISE
    assert officer.post(f"{DRAFT}aangenomen/", form | {"revision": "1"}).status_code == 302
    for reader in (cast.secretary, cast.other_officer):
        page = browser(reader).get(DRAFT).text
        assert "Aangenomen tekst, <strong>wijkt af</strong> op 1 plaats" in page
    assert browser(cast.councillor).get(DRAFT).status_code == 404


def _texts(draft: LocalDraft) -> list[str]:
    return [draft.content["title"], *(each["text"] for each in draft.content["clauses"])]


def test_the_owner_sees_all_and_what_differs(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    drafts_made(cast, owner)
    say(cast)
    page = browser(owner).get(f"{BASE}ontwerpen/").text
    assert "5 van 5 ontwerpen gemaakt; 1 wijkt af." in page
    assert "Alle ontwerpen als één zip klaarzetten" in page
    assert browser(owner).post(f"{BASE}ontwerpen/", {"verb": "bundle"}).status_code == 302
    assert "wordt gemaakt" in browser(owner).get(f"{BASE}ontwerpen/").text
    assert f"{BASE}ontwerpen/" in browser(owner).get(BASE).text
    assert f"{BASE}ontwerpen/" not in browser(cast.officer).get(BASE).text


def test_missing_drafts_are_asked_and_made_behind_the_page(cast: Cast, lede: LocalDraft) -> None:
    LocalDraft.objects.exclude(pk=lede.pk).delete()
    secretary = browser(cast.secretary)
    assert "Ontbrekende ontwerpen maken (4)" in secretary.get(f"{BASE}ontwerpen/").text
    answer = secretary.post(f"{BASE}ontwerpen/", {"verb": "make"}, follow=True)
    assert "De ontwerpen worden gemaakt" in answer.text


def test_without_a_definitive_version_the_page_says_what_will_come(cast: Cast) -> None:
    cast.thread("decisions")
    page = browser(cast.secretary).get(f"{BASE}ontwerpen/").text
    assert "Nog geen definitieve versie" in page
    assert browser(cast.secretary).post(f"{BASE}ontwerpen/").status_code == 409
    assert browser(cast.officer).get(DRAFT).status_code == 404


def test_a_municipality_keeps_its_own_word_template(cast: Cast, lede: LocalDraft) -> None:
    officer, page = browser(cast.officer), "/besturen/lede/ontwerpsjabloon/"
    file = SimpleUploadedFile("lede.docx", make_docx("Lede stelt voor: {{ titel }}"))
    assert officer.post(page, {"file": file}).status_code == 302
    assert "lede.docx" in officer.get(page).text
    made = officer.get(f"{DRAFT}bestand.docx").content
    assert paragraphs_of(made) == ["Lede stelt voor: Regiomobiliteit: uniforme clausule"]
    assert paragraphs_of(officer.get(f"{page}proef/").content)[0].startswith("Lede stelt voor")
    broken = SimpleUploadedFile("x.docx", make_docx("{%p for x in artikelen %}"))
    refused = officer.post(page, {"file": broken})
    assert refused.status_code == 422 and "nergens gesloten" in refused.text
    assert officer.post(page, {"verb": "drop"}).status_code == 302
    assert "Geen eigen sjabloon" in officer.get(page).text
    assert officer.get(f"{page}niets/").status_code == 404


def test_a_table_has_a_template_for_who_has_none(cast: Cast, lede: LocalDraft) -> None:
    secretary, page = browser(cast.secretary), "/tafels/denderregio/ontwerpsjabloon/"
    file = SimpleUploadedFile("tafel.docx", make_docx("Tafel: {{ bestuur }}"))
    assert secretary.post(page, {"file": file}).status_code == 302
    made = browser(cast.officer).get(f"{DRAFT}bestand.docx").content
    assert paragraphs_of(made) == ["Tafel: Lede"]
    assert secretary.get(f"{page}sjabloon/").content[:2] == b"PK"
