"""The pages of a common draft: writing it without scripts, remarking on a phone, answering."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_person, make_town
from tests.factories.drafts import (
    content,
    draft_of,
    owner_of_draft,
    remark,
    round_of,
    with_cost,
)
from tests.workspace.conftest import SignIn

from overlegtafel.audit.remember import forget
from overlegtafel.drafting.models import DraftRemark, FeedbackRound, MasterDraft
from overlegtafel.drafting.services import close_feedback, say_nothing
from overlegtafel.governance.services import add_seat
from overlegtafel.organizations.models import PostRole

AGREEMENT = "/tafels/denderregio/afspraken/A-D01/"
DRAFT = f"{AGREEMENT}ontwerp/gemeenteraad/"
SECRET = "Dit blijft onder ons."


def closed(cast: Cast, owner: object, round_: FeedbackRound) -> None:
    """The round, over because everyone answered."""
    for reply in round_.replies.filter(replied_at=None).select_related("municipality"):
        say_nothing(actor=cast.system, round_=round_, municipality=reply.municipality)
    close_feedback(actor=cast.system, round_=round_)


def test_the_owner_goes_from_the_agreement_to_a_round_by_forms_alone(
    cast: Cast, as_: SignIn
) -> None:
    owner = owner_of_draft(cast)
    cast.thread(dossier=cast.dossier)
    browser = as_(owner)
    assert "Ontwerp beginnen" in browser.get(AGREEMENT).text
    browser.post(f"{DRAFT}beginnen/")
    page = browser.get(f"{DRAFT}schrijven/").text
    shown = browser.get(f"{DRAFT}voorbeeld/").text
    assert "Denderregio Burgemeestersoverleg" in shown
    assert "de tekst waaraan geschreven wordt" in shown
    assert "Artikel 1" in page
    added = browser.post(f"{DRAFT}schrijven/wijzigen/", {"verb": "add", "kind": "article"})
    assert added["Location"].endswith("/schrijven/clausule/article_1/")
    revision = MasterDraft.objects.get().revision
    typed = {"kind": "article", "heading": "Slot", "text": "In {{gemeente}}.", "revision": revision}
    assert browser.post(added["Location"], typed).status_code == 302
    browser.post(f"{DRAFT}schrijven/wijzigen/", {"verb": "up", "clause": "article_1"})
    browser.post(f"{DRAFT}schrijven/wijzigen/", {"verb": "remove", "clause": "grond"})
    keys = [each.key for each in MasterDraft.objects.get().words.clauses]
    assert keys == ["feiten", "motivering", "article_1", "artikel_1"]
    stale = browser.post(added["Location"], typed | {"text": "Mijn woorden."})
    assert stale.status_code == 422
    assert "Mijn woorden." in stale.text
    opening = browser.get(f"{DRAFT}feedback/openen/").text
    assert "Uw opmerkingen gevraagd" in opening
    asked = {"last_day": "2026-12-10", "note": "", "revision": MasterDraft.objects.get().revision}
    assert browser.post(f"{DRAFT}feedback/openen/", asked).status_code == 302
    assert "nog niet antwoordden" in browser.get(DRAFT).text
    assert browser.get(f"{DRAFT}schrijven/").status_code == 409


def test_an_unknown_field_is_named_before_anything_leaves(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    first = content().clauses[2].model_copy(update={"text": "In {{gemente}}."})
    draft = draft_of(cast, owner, content(clauses=(first,)))
    browser = as_(owner)
    assert "Dit veld bestaat niet" in browser.get(f"{DRAFT}schrijven/").text
    opening = browser.get(f"{DRAFT}feedback/openen/").text
    assert "{{gemente}} bestaat niet" in opening
    assert "Versturen en opmerkingen vragen" not in opening
    asked = {"last_day": "2026-12-10", "note": "", "revision": draft.revision}
    assert browser.post(f"{DRAFT}feedback/openen/", asked).status_code == 422


def test_a_file_is_first_read_and_then_taken_over(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    browser, address = as_(owner), f"{DRAFT}velden/inlezen/"

    def send(text: str) -> object:
        file = SimpleUploadedFile("velden.csv", text.encode("cp1252"))
        return browser.post(address, {"file": file, "revision": draft.revision})

    broken = send("bestuur;Bijdrage in €\nAalst;10\nLede;1.2.3\nZele;5\n")
    assert broken.status_code == 422  # type: ignore[attr-defined]
    assert "Rij 3 (Lede), kolom “Bijdrage in €”" in broken.text  # type: ignore[attr-defined]
    read = send("bestuur;Bijdrage in €\nAalst;1.000,5\nLede;2\n")
    assert "Niet in het bestand: Lebbeke, Ninove, Zele." in read.text  # type: ignore[attr-defined]
    assert "Verdeling bewaren" not in read.text  # type: ignore[attr-defined]
    assert MasterDraft.objects.get().values_by_place == {}
    taken = {
        "verb": "take",
        "text": "bestuur;Bijdrage in €\nAalst;1.000,5\nLede;2\n",
        "revision": draft.revision,
    }
    assert browser.post(address, taken).status_code == 302
    assert MasterDraft.objects.get().values_by_place["aalst"] == {"bijdrage_in": "1.000,5"}
    assert "1.000,50 euro" in browser.get(f"{DRAFT}velden/").text


def test_an_amount_is_shared_on_the_page_and_told_when_it_can_not_be(
    cast: Cast, as_: SignIn
) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    browser = as_(owner)
    typed = {"amount": "100,00", "key": "equal", "column": "", "revision": draft.revision}
    assert browser.post(f"{DRAFT}velden/", typed).status_code == 302
    page = browser.get(f"{DRAFT}velden/").text
    assert page.count("20,00 euro") == 5
    assert "Samen: 100,00 euro." in page
    typed |= {"key": "inhabitants", "revision": MasterDraft.objects.get().revision}
    browser.post(f"{DRAFT}velden/", typed)
    assert "verdeelsleutel niet gekend" in browser.get(f"{DRAFT}velden/").text
    wrong = browser.post(f"{DRAFT}velden/", typed | {"amount": "12.34"})
    assert wrong.status_code == 422
    assert "Schrijf een bedrag als 12.500,00." in wrong.text
    typed |= {"amount": "", "revision": MasterDraft.objects.get().revision}
    empty = browser.post(f"{DRAFT}velden/", typed, follow=True)
    assert "Er wordt geen bedrag verdeeld." in empty.text


def test_a_municipality_reads_its_own_values_and_no_others(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_of(cast, owner, with_cost("100.03"))
    own = as_(cast.officer).get(f"{DRAFT}voorbeeld/").text
    assert "in Lede." in own
    assert as_(cast.officer).get(f"{DRAFT}voorbeeld/?bestuur=ninove").status_code == 404
    assert "in Ninove." in as_(owner).get(f"{DRAFT}voorbeeld/?bestuur=ninove").text
    assert as_(cast.officer).get(f"{DRAFT}velden/").status_code == 403


def test_what_stays_inside_shows_to_the_own_municipality_alone(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_of(cast, owner)
    page, lede = f"{DRAFT}feedback/lede/", as_(cast.officer)
    lede.post(page, {"a1-text": SECRET, "keep": "a1"})
    lede.post(page, {"a1-text": "Zes maanden.", "send": "a1"})
    assert SECRET in as_(cast.alderman).get(page).text
    for other in (owner, cast.secretary, cast.chair):
        text = as_(other).get(f"{DRAFT}opmerkingen/").text
        assert "Zes maanden." in text
        assert SECRET not in text
        assert as_(other).get(page).status_code == 403
    neighbour = as_(cast.other_officer).get(f"{DRAFT}opmerkingen/").text
    assert "Zes maanden." not in neighbour
    inside = DraftRemark.objects.get(text=SECRET)
    assert as_(owner).get(f"{DRAFT}opmerkingen/{inside.pk}/").status_code == 404
    act = f"{DRAFT}feedback/ninove/{inside.pk}/"
    assert as_(cast.other_officer).post(act, {"verb": "send"}).status_code == 404


def test_typed_text_comes_back_when_a_remark_is_refused(
    cast: Cast, as_: SignIn, clock: FixedClock
) -> None:
    round_of(cast, owner_of_draft(cast))
    typed = {"a1-text": "x" * 10_001, "keep": "a1"}
    refused = as_(cast.officer).post(f"{DRAFT}feedback/lede/", typed)
    assert refused.status_code == 422
    assert "x" * 10_001 in refused.text
    assert 'class="more mt-4" open' in refused.text


def test_what_was_typed_beside_other_clauses_is_kept_inside(cast: Cast, as_: SignIn) -> None:
    round_of(cast, owner_of_draft(cast))
    page, lede = f"{DRAFT}feedback/lede/", as_(cast.officer)
    typed = {"geheel-text": "Goede tekst.", "a1-text": "Zes maanden.", "a2-text": ""}
    refused = lede.post(page, typed | {"send": "a2"})
    assert refused.status_code == 422
    assert "Schrijf uw opmerking." in refused.text
    assert "Goede tekst." in refused.text
    assert "Zes maanden." in refused.text
    assert not DraftRemark.objects.exists()
    told = lede.post(page, typed | {"send": "a1"}, follow=True).text
    assert "Wat u elders op de pagina schreef, is intern bewaard." in told
    found = DraftRemark.objects.order_by("text").values_list("clause", "text", "state")
    assert list(found) == [("", "Goede tekst.", "inside"), ("a1", "Zes maanden.", "sent")]
    assert lede.post(page, typed | {"send": "elders"}).status_code == 404


def test_no_remarks_takes_one_click_from_my_table(cast: Cast, as_: SignIn) -> None:
    round_of(cast, owner_of_draft(cast))
    lede = as_(cast.officer)
    assert "Opmerkingen bij een ontwerp" in lede.get("/mijn-tafel/").text
    assert "Geen opmerkingen" in lede.get(DRAFT).text
    lede.post(f"{DRAFT}feedback/lede/geen-opmerkingen/")
    forget()
    assert "Opmerkingen bij een ontwerp" not in lede.get("/mijn-tafel/").text


def test_who_has_no_remarks_is_told_first_that_a_colleague_wrote_one(
    cast: Cast, as_: SignIn
) -> None:
    round_of(cast, owner_of_draft(cast))
    page, lede = f"{DRAFT}feedback/lede/", as_(cast.officer)
    assert "Toch geen opmerkingen" not in lede.get(page).text
    lede.post(page, {"a1-text": "Past dit in ons meerjarenplan?", "keep": "a1"})
    text = lede.get(page).text
    assert text.index("1 opmerking is nog intern") < text.index(">Toch geen opmerkingen<")


def test_the_owner_answers_one_after_the_other_and_makes_it_definitive(
    cast: Cast, as_: SignIn
) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    first = remark(cast.officer, round_, cast.towns["Lede"])
    second = remark(cast.officer, round_, cast.towns["Lede"], "Schrap dit.", clause="a2")
    closed(cast, owner, round_)
    browser = as_(owner)
    assert "Opmerkingen bij uw ontwerp beantwoorden" in browser.get("/mijn-tafel/").text
    answer = {"outcome": "taken_up", "reason": "", "new_text": "Zes maanden.", "verb": "next"}
    went = browser.post(f"{DRAFT}opmerkingen/{first.pk}/", answer)
    assert went["Location"].endswith(f"/opmerkingen/{second.pk}/")
    refused = browser.post(
        f"{DRAFT}opmerkingen/{second.pk}/", {"outcome": "not_taken_up", "reason": ""}
    )
    assert refused.status_code == 422
    assert "Schrijf waarom u dit niet overneemt." in refused.text
    assert "nog geen antwoord" in browser.get(f"{DRAFT}definitief/").text
    browser.post(
        f"{DRAFT}opmerkingen/{second.pk}/", {"outcome": "not_taken_up", "reason": "Nodig."}
    )
    typed = {"note": "Zes maanden", "revision": MasterDraft.objects.get().revision}
    assert "Antwoord: niet overgenomen: Nodig." in browser.get(f"{DRAFT}definitief/").text
    assert browser.post(f"{DRAFT}definitief/", typed).status_code == 302
    told = as_(cast.other_officer).get(f"{DRAFT}opmerkingen/").text
    assert "Nodig." in told
    assert "Schrap dit." in told
    compared = as_(cast.officer).get(f"{DRAFT}versies/").text
    assert "<del>" in compared
    assert "definitief" in compared


@pytest.mark.parametrize("who", ["other_mayor", "other_secretary", "partner", "citizen"])
def test_a_draft_does_not_exist_for_who_is_outside(cast: Cast, as_: SignIn, who: str) -> None:
    round_of(cast, owner_of_draft(cast))
    browser = as_(getattr(cast, who))
    for address in (DRAFT, f"{DRAFT}opmerkingen/", f"{DRAFT}versies/", f"{DRAFT}voorbeeld/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"{DRAFT}beginnen/").status_code == 404


def grown(cast: Cast, more: int) -> FeedbackRound:
    """A round at a table with so many more municipalities, each with a remark."""
    towns = [make_town(f"Gemeente {each:02}", f"99{each:03}") for each in range(more)]
    for town in towns:
        type(town).objects.filter(pk=town.pk).update(slug=town.name.lower().replace(" ", "-"))
        add_seat(actor=cast.system, body=cast.table, category="mayor", municipality=town)
        make_person(cast.system, f"AD {town.name}", town, PostRole.DIRECTOR)
    round_ = round_of(cast, owner_of_draft(cast))
    for town in towns:
        remark(cast.system, round_, town)
    remark(cast.officer, round_, cast.towns["Lede"])
    return round_


COSTS = {
    "": 15,
    "opmerkingen/": 15,
    "voorbeeld/": 9,
    "versies/": 8,
    "feedback/lede/": 11,
    "schrijven/": 8,
    "velden/": 9,
}
"""Page of a draft: how many queries it takes, at either size."""


@pytest.mark.parametrize("more", [1, 33], ids=["few", "38"])
def test_the_pages_cost_the_same_with_few_and_with_38_municipalities(
    cast: Cast, as_: SignIn, more: int
) -> None:
    round_ = grown(cast, more)
    owner = make_person(cast.system, "HR Lebbeke", cast.towns["Lebbeke"], PostRole.STAFF)
    browser, officer = as_(owner), as_(cast.officer)
    during = ("", "opmerkingen/", "voorbeeld/", "versies/")
    seen = {address: queries_of(browser, DRAFT + address) for address in during}
    seen["feedback/lede/"] = queries_of(officer, f"{DRAFT}feedback/lede/")
    closed(cast, owner, round_)
    for address in ("schrijven/", "velden/"):
        seen[address] = queries_of(browser, DRAFT + address)
    assert seen == COSTS


def queries_of(browser: Client, address: str) -> int:
    """How many queries a page takes once what is remembered is known."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    return len(captured)
