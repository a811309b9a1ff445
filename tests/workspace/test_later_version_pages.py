"""The pages of a round that ends early, of a later version, and of a version that is dropped."""

from datetime import date

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.factories.drafts import LAST_DAY, content, draft_of, owner_of_draft, remark, round_of
from tests.workspace.conftest import SignIn

from overlegtafel.accounts.models import User
from overlegtafel.drafting.models import DraftReply, FeedbackRound, MasterDraft
from overlegtafel.drafting.services import (
    close_feedback,
    finish_draft,
    open_feedback,
    rewrite_draft,
    say_nothing,
    write_draft,
)
from overlegtafel.drafting.states import DraftState
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import record_decision

AGREEMENT = "/tafels/denderregio/afspraken/A-D01/"
DRAFT = f"{AGREEMENT}ontwerp/gemeenteraad/"
CLOSE, DROP = f"{DRAFT}feedback/afsluiten/", f"{DRAFT}nieuwe-versie/laten-vallen/"
REASON = "De drie grootste besturen zeiden al alles."
DECIDED = "U hebt al beslist; uw tekst blijft"


def rewritten(cast: Cast, owner: User) -> MasterDraft:
    """A draft that was definitive and of which a next version is written."""
    draft = draft_of(cast, owner)
    finish_draft(actor=owner, draft=draft, note="", expected_revision=draft.revision)
    return rewrite_draft(actor=owner, draft=draft)


def approve(cast: Cast, name: str) -> None:
    """One municipality whose council approved."""
    record_decision(
        actor=cast.system,
        decision=LocalDecision.objects.get(municipality=cast.towns[name]),
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 23),
    )


def asked_again(owner: User, draft: MasterDraft) -> FeedbackRound:
    """A round on the version that is being written."""
    return open_feedback(
        actor=owner, draft=draft, last_day=LAST_DAY, note="", expected_revision=draft.revision
    )


def test_closing_early_asks_why_and_the_round_says_so(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    remark(cast.officer, round_, cast.towns["Lede"])
    browser = as_(owner)
    assert "Vroeger afsluiten" in browser.get(DRAFT).text
    page = browser.get(CLOSE).text
    assert "1 van 5 antwoordde" in page
    assert "<li>Ninove</li>" in page
    assert "<li>Lede</li>" not in page
    refused = browser.post(CLOSE, {"reason": ""})
    assert refused.status_code == 422
    assert "Schrijf waarom u vroeger afsluit." in refused.text
    told = browser.post(CLOSE, {"reason": REASON}, follow=True).text
    assert REASON in told
    assert "1 van 5 antwoordde" in told
    for reader, address in (
        (owner, DRAFT),
        (cast.other_officer, DRAFT),
        (cast.other_officer, f"{DRAFT}feedback/ninove/"),
    ):
        assert REASON in as_(reader).get(address).text
    assert browser.get(CLOSE).status_code == 409


def test_a_reason_that_is_too_long_comes_back_as_typed(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_of(cast, owner)
    refused = as_(owner).post(CLOSE, {"reason": "y" * 301})
    assert refused.status_code == 422
    assert "y" * 301 in refused.text
    assert MasterDraft.objects.get().state == DraftState.IN_FEEDBACK


def test_when_everyone_answered_the_round_closes_without_a_question(
    cast: Cast, as_: SignIn
) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    for town in cast.towns.values():
        say_nothing(actor=cast.system, round_=round_, municipality=town)
    browser = as_(owner)
    assert "Vroeger afsluiten" not in browser.get(DRAFT).text
    assert "Waarom sluit u vroeger af?" not in browser.get(CLOSE).text
    assert "vroeger afgesloten" not in browser.post(CLOSE, follow=True).text
    assert MasterDraft.objects.get().state == DraftState.ANSWERING


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("officer", 403), ("other_officer", 403)),
        *(("partner", 404), ("other_mayor", 404), ("citizen", 404)),
    ],
)
def test_nobody_else_closes_early_or_drops_a_version(
    cast: Cast, as_: SignIn, who: str, status: int
) -> None:
    owner = owner_of_draft(cast)
    draft = rewritten(cast, owner)
    browser = as_(getattr(cast, who))
    typed = {"revision": draft.revision, "reason": REASON}
    assert browser.get(DROP).status_code == status
    assert browser.post(DROP, typed).status_code == status
    asked_again(owner, draft)
    assert browser.get(CLOSE).status_code == status
    assert browser.post(CLOSE, typed).status_code == status
    assert MasterDraft.objects.get().state == DraftState.IN_FEEDBACK


def test_who_is_not_signed_in_signs_in_first(cast: Cast) -> None:
    rewritten(cast, owner_of_draft(cast))
    for address in (CLOSE, DROP):
        assert "/account/login/" in Client().get(address)["Location"]


def test_a_new_version_is_dropped_after_reading_what_is_lost(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = rewritten(cast, owner)
    browser = as_(owner)
    assert "U wijzigde nog niets" in browser.get(DROP).text
    old = draft.revision
    clauses = (*content().clauses[:3], content().clauses[3].model_copy(update={"text": "Weg."}))
    write_draft(actor=owner, draft=draft, content=content(clauses=clauses), expected_revision=old)
    assert "Nieuwe versie laten vallen" in browser.get(DRAFT).text
    page = browser.get(DROP).text
    assert "<ins>" in page
    assert "Weg</ins>" in page
    assert browser.post(DROP, {"revision": old}).status_code == 409
    revision = MasterDraft.objects.get().revision
    told = browser.post(DROP, {"revision": revision}, follow=True).text
    assert "de vorige staat er weer" in told
    assert "Weg." not in told
    assert "Nieuwe versie schrijven" in told
    assert browser.get(DROP).status_code == 409


def test_the_owner_sees_before_sending_who_is_asked_and_who_is_only_told(
    cast: Cast, as_: SignIn
) -> None:
    owner = owner_of_draft(cast)
    draft = rewritten(cast, owner)
    approve(cast, "Lede")
    approve(cast, "Ninove")
    page = as_(owner).get(f"{DRAFT}feedback/openen/").text
    assert "gaat naar 3 besturen; 2 beslisten al en worden alleen verwittigd" in page
    assert "Lede, Ninove. Hun tekst blijft" in page
    asked_again(owner, draft)
    page = as_(owner).get(DRAFT).text
    assert "0 van 3 antwoordden" in page
    assert "2 beslisten al" in page
    assert page.count("besliste al<") == 2


def test_who_decided_reads_that_its_text_stays_and_may_remark(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = rewritten(cast, owner)
    approve(cast, "Lede")
    asked_again(owner, draft)
    lede = as_(cast.officer)
    assert DECIDED.lower() in lede.get(DRAFT).text.lower()
    assert "Geen opmerkingen<" not in lede.get(DRAFT).text
    page = lede.get(f"{DRAFT}feedback/lede/").text
    assert DECIDED in page
    assert "Geen opmerkingen<" not in page
    lede.post(f"{DRAFT}feedback/lede/", {"a1-text": "Zes maanden.", "send": "a1"})
    assert DraftReply.objects.get(municipality=cast.towns["Lede"]).replied_at is not None
    assert "Zes maanden." in as_(owner).get(f"{DRAFT}opmerkingen/").text


def test_a_municipality_reaches_the_round_from_its_own_pages(cast: Cast, as_: SignIn) -> None:
    round_of(cast, owner_of_draft(cast))
    way = f'href="{DRAFT}feedback/lede/"'
    for who in ("officer", "alderman"):
        browser = as_(getattr(cast, who))
        assert way in browser.get(f"{AGREEMENT}besturen/lede/").text
        assert way in browser.get("/besturen/lede/").text
    assert way in as_(cast.officer).get("/mijn-tafel/").text
    assert "binnen uw bestuur" in as_(cast.alderman).get("/besturen/lede/").text
    for who in ("other_officer", "secretary"):
        assert way not in as_(getattr(cast, who)).get(f"{AGREEMENT}besturen/lede/").text
    assert way not in as_(cast.councillor).get("/besturen/lede/").text


def test_the_decision_page_says_how_the_own_answer_stands(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = rewritten(cast, owner)
    approve(cast, "Lede")
    round_ = asked_again(owner, draft)
    own = f"{AGREEMENT}besturen/"
    assert DECIDED in as_(cast.officer).get(f"{own}lede/").text
    other = as_(cast.other_officer)
    assert "vraagt wat Ninove ervan vindt" in other.get(f"{own}ninove/").text
    say_nothing(actor=cast.other_officer, round_=round_, municipality=cast.towns["Ninove"])
    assert "Ninove meldde: geen opmerkingen." in other.get(f"{own}ninove/").text


def test_the_owners_table_says_what_comes_next(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    for town in cast.towns.values():
        say_nothing(actor=cast.system, round_=round_, municipality=town)
    page = as_(owner).get("/mijn-tafel/").text
    assert "Alle 5 antwoordden: sluit de ronde af en maak het ontwerp definitief" in page
    assert "Alle 5 antwoordden" not in as_(cast.other_officer).get("/mijn-tafel/").text


def test_the_owner_skips_a_remark_and_comes_back_to_it(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    first, second, third = (
        remark(cast.officer, round_, cast.towns["Lede"], text, clause=clause)
        for text, clause in (("Alles goed.", ""), ("Zes maanden.", "a1"), ("Schrap dit.", "a2"))
    )
    close_feedback(actor=owner, round_=round_, reason=REASON)
    browser = as_(owner)
    listed = browser.get(f"{DRAFT}opmerkingen/").text
    assert f'href="{DRAFT}opmerkingen/{first.pk}/">Beantwoord de volgende: Lede' in listed
    page = browser.get(f"{DRAFT}opmerkingen/{first.pk}/").text
    assert f'href="{DRAFT}opmerkingen/{second.pk}/">Overslaan' in page
    answer = {"outcome": "taken_up", "reason": "", "verb": "next"}
    went = browser.post(f"{DRAFT}opmerkingen/{second.pk}/", answer)
    assert went["Location"].endswith(f"/{third.pk}/")
    went = browser.post(f"{DRAFT}opmerkingen/{third.pk}/", answer)
    assert went["Location"].endswith(f"/{first.pk}/")
    assert "Overslaan" not in browser.get(went["Location"]).text
    went = browser.post(f"{DRAFT}opmerkingen/{first.pk}/", answer)
    assert went["Location"] == f"{DRAFT}opmerkingen/"
    assert "Beantwoord de volgende" not in browser.get(f"{DRAFT}opmerkingen/").text


def test_the_owner_writes_one_clause_after_the_other(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    browser, at = as_(owner), f"{DRAFT}schrijven/clausule/"
    page = browser.get(f"{at}a1/").text
    assert "Bewaren, dan Artikel 2" in page
    assert "Vorige: Juridische grond" in page
    typed = {"kind": "article", "heading": "Proeftijd", "text": "Zes maanden."}
    typed |= {"revision": str(draft.revision), "verb": "next"}
    assert browser.post(f"{at}a1/", typed)["Location"] == f"{at}a2/"
    last = browser.get(f"{at}a2/").text
    assert "Bewaren, dan" not in last
    typed |= {"text": "Het blijft zo.", "revision": str(draft.revision + 1)}
    assert browser.post(f"{at}a2/", typed)["Location"] == f"{DRAFT}schrijven/#c-a2"


def test_a_later_version_shows_what_changed_beside_each_clause(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    assert "sinds versie" not in as_(cast.officer).get(f"{DRAFT}feedback/lede/").text.lower()
    close_feedback(actor=owner, round_=round_, reason=REASON)
    first, _ground, article, last = content().clauses
    new = article.model_copy(update={"text": "De proeftijd bedraagt zes maanden in {{gemeente}}."})
    added = last.model_copy(update={"key": "a9", "text": "Nieuw."})
    draft = write_draft(
        actor=owner,
        draft=MasterDraft.objects.get(),
        content=content(clauses=(first, new, last, added)),
        expected_revision=MasterDraft.objects.get().revision,
    )
    asked_again(owner, draft)
    lede = as_(cast.officer)
    page = lede.get(f"{DRAFT}feedback/lede/").text
    assert "Sinds versie 1 zijn 2 clausules nieuw of gewijzigd; weg is: Juridische grond." in page
    assert "gewijzigd sinds versie 1" in page
    assert "nieuw sinds versie 1" in page
    assert "drie</del>" in page
    assert "zes</ins>" in page
    assert "Opmerkingen bij een nieuwe versie (2) van een ontwerp" in lede.get("/mijn-tafel/").text
