"""A definitive version reaches everyone: who decided keeps its text, who did not takes it over."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast
from tests.factories.drafts import content, owner_of_draft, remark, round_of
from tests.factories.local_drafts import decided, drafts_made, final
from tests.workspace.conftest import SignIn

from overlegtafel.accounts.models import User
from overlegtafel.drafting.local_queries import behind_of, spread_of
from overlegtafel.drafting.models import FeedbackRound, LocalDraft, MasterDraft
from overlegtafel.drafting.services import (
    answer_remark,
    close_feedback,
    finish_draft,
    open_feedback,
    rewrite_draft,
    write_draft,
)
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.turn import spread_in_words

DRAFT = "/tafels/denderregio/afspraken/A-D01/ontwerp/gemeenteraad/"
OWN = "/tafels/denderregio/afspraken/A-D01/besturen/"
DECIDED = "U hebt al beslist; uw tekst blijft"


def rewritten(cast: Cast, owner: User) -> tuple[MasterDraft, dict[str, LocalDraft]]:
    """A next version in the making, after one from which everyone has a draft; Lede decided."""
    drafts = drafts_made(cast, owner)
    decided(cast.officer, drafts["Lede"].decision)
    return rewrite_draft(actor=owner, draft=drafts["Lede"].version.draft), drafts


def changed(owner: User, draft: MasterDraft) -> MasterDraft:
    """The same in other words."""
    return write_draft(
        actor=owner,
        draft=draft,
        content=content(title="Anders"),
        expected_revision=draft.revision,
    )


def sent(cast: Cast, owner: User) -> dict[str, LocalDraft]:
    """That next version, definitive, without a round."""
    draft, drafts = rewritten(cast, owner)
    final(cast, changed(owner, draft))
    return drafts


def _told(cast_email: str) -> Message:
    return Message.objects.filter(kind="draft.definitive", address=cast_email).latest("pk")


def test_without_a_round_everyone_is_mailed_what_there_is_to_do(cast: Cast) -> None:
    sent(cast, owner_of_draft(cast))
    assert "neem versie 2 over" in _told(cast.other_officer.email).text
    lede = _told(cast.officer.email).text
    assert f"{DECIDED}." in lede
    assert "neem versie 2 over" not in lede


def test_the_writer_reads_beforehand_who_gets_which_mail(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft, _ = rewritten(cast, owner)
    changed(owner, draft)
    page = as_(owner).get(f"{DRAFT}definitief/").text
    assert "Aalst, Lebbeke, Ninove, Zele." in page
    assert "Wie al besliste" in page
    assert page.count("Definitieve versie 2: ontwerp bij afspraak A-D01") == 2
    assert "dezelfde als versie" not in page


def test_who_did_not_decide_finds_the_new_version_on_its_table(cast: Cast, as_: SignIn) -> None:
    drafts = sent(cast, owner_of_draft(cast))
    label = "Versie 2: bekijk wat er verandert en neem ze over"
    way = f'href="{OWN}ninove/ontwerp/gemeenteraad/overnemen/"'
    page = as_(cast.other_officer).get("/mijn-tafel/").text
    assert label in page
    assert way in page
    assert way in as_(cast.other_officer).get(DRAFT).text
    assert (
        as_(cast.other_officer).get(f"{OWN}ninove/ontwerp/gemeenteraad/overnemen/").status_code
        == 200
    )
    for who in ("officer", "secretary", "councillor", "partner", "other_mayor", "citizen"):
        assert label not in as_(getattr(cast, who)).get("/mijn-tafel/").text
    decided(cast.other_officer, drafts["Ninove"].decision)
    assert behind_of(cast.fresh(cast.other_officer)) == []


def test_the_page_says_which_version_each_still_has(
    cast: Cast, as_: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    owner = owner_of_draft(cast)
    drafts = sent(cast, owner)
    assert "Vier besturen hebben nog versie 1; één besliste al." in as_(owner).get(DRAFT).text
    with django_assert_num_queries(1):
        spread_of(drafts["Lede"].version.draft)


@pytest.mark.parametrize(
    ("open_on", "decided_", "said"),
    [
        ({5: 10}, 0, "Versie 5 is voor iedereen dezelfde. Elk bestuur beslist zelf."),
        (
            {2: 10},
            4,
            "Versie 5 is de nieuwste. Tien besturen hebben nog versie 2; vier beslisten al.",
        ),
        (
            {5: 1, 2: 1},
            0,
            "Versie 5 is de nieuwste. Eén bestuur heeft versie 5; één bestuur heeft nog versie 2.",
        ),
        ({}, 1, "Versie 5 is de nieuwste. Eén besliste al."),
    ],
)
def test_the_reach_of_a_version_in_words(open_on: dict[int, int], decided_: int, said: str) -> None:
    assert spread_in_words(5, open_on, decided_) == said


def test_who_decided_is_led_to_its_own_text(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    sent(cast, owner)
    lede, own = as_(cast.officer), f"{OWN}lede/ontwerp/gemeenteraad/"
    page = lede.get(DRAFT).text
    assert DECIDED.lower() in page.lower()
    assert f'href="{own}">Lees de tekst van Lede' in page
    assert "Zo ziet het ontwerp van Lede eruit" not in page
    assert lede.get(f"{DRAFT}voorbeeld/")["Location"] == own
    seen = as_(owner).get(f"{DRAFT}voorbeeld/?bestuur=lede").text
    assert "Lede besliste al; zijn tekst blijft." in seen
    assert as_(cast.other_officer).get(f"{DRAFT}voorbeeld/").status_code == 200


def test_a_note_says_too_that_the_text_of_who_decided_stays(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    draft, _ = rewritten(cast, owner)
    round_ = _asked(owner, changed(owner, draft))
    close_feedback(actor=owner, round_=round_, reason="Haast.")
    finish(owner, draft)
    notes = {each.address: each.text for each in Message.objects.filter(kind="draft.answers")}
    assert f"{DECIDED}." in notes[cast.officer.email]
    assert "neem versie 3 over" in notes[cast.other_officer.email]
    early = Message.objects.filter(kind="draft.round_closed_early")
    assert cast.officer.email not in set(early.values_list("address", flat=True))


def test_the_page_says_how_many_mails_an_early_closing_sends(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    draft, _ = rewritten(cast, owner)
    round_ = _asked(owner, changed(owner, draft))
    page = as_(owner).get(f"{DRAFT}feedback/afsluiten/").text
    close_feedback(actor=owner, round_=round_, reason="Haast.")
    number = Message.objects.filter(kind="draft.round_closed_early").count()
    assert number > 1
    assert f"De mail die zij krijgen: {number} mails" in page
    assert "1 besliste al en krijgt geen mail" in page


def test_answers_to_a_mail_go_to_who_writes_the_draft(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_of(cast, owner)
    asked = Message.objects.filter(kind="draft.feedback_asked")
    assert {each.reply_to for each in asked} == {owner.email}


def test_taking_up_without_other_words_is_confirmed(cast: Cast, as_: SignIn) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    said = remark(cast.officer, round_, cast.towns["Lede"])
    close_feedback(actor=owner, round_=round_, reason="Haast.")
    browser, at = as_(owner), f"{DRAFT}opmerkingen/{said.pk}/"
    typed = {"outcome": "taken_up", "reason": "", "new_text": content().clauses[2].text}
    refused = browser.post(at, typed)
    assert refused.status_code == 422
    assert "De tekst wijzigde niet" in refused.text
    assert 'type="checkbox"' in refused.text
    assert browser.post(at, {**typed, "unchanged": "on"}).status_code == 302
    page = browser.get(f"{DRAFT}definitief/").text
    assert "Overgenomen, maar de tekst wijzigde niet" in page
    assert f'href="{at}">Lede: Zes maanden, graag.' in page
    assert "De tekst is dezelfde als versie 1" in page
    assert browser.post(at, {**typed, "new_text": "Zes maanden."}).status_code == 302
    page = browser.get(f"{DRAFT}definitief/").text
    assert "Overgenomen, maar de tekst wijzigde niet" not in page
    assert "De tekst is dezelfde" not in page


def test_a_version_without_changes_is_said_and_the_round_names_its_version(
    cast: Cast, as_: SignIn
) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    close_feedback(actor=owner, round_=round_, reason="Haast.")
    finish(owner, round_.draft)
    draft = MasterDraft.objects.get()
    rewrite_draft(actor=owner, draft=draft)
    page = as_(owner).get(f"{DRAFT}definitief/").text
    assert "De tekst is dezelfde als versie 2" in page
    assert "ze was al definitief" in page
    page = as_(owner).get(DRAFT).text
    assert "Ronde over versie 1" in page
    assert "(ronde over versie 1)" in page


def test_a_remark_with_bullets_stays_one_remark_in_the_note(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    said = remark(cast.officer, round_, cast.towns["Lede"], "Twee vragen:\n- een\n- twee")
    close_feedback(actor=owner, round_=round_, reason="Haast.")
    answer_remark(actor=owner, remark=said, outcome="not_taken_up", reason="Neen.")
    finish(owner, round_.draft)
    text = Message.objects.filter(kind="draft.answers")[0].text
    assert "Lede schreef:\nTwee vragen:\n- een\n- twee\nAntwoord: niet overgenomen: Neen." in text


def _asked(owner: User, draft: MasterDraft) -> FeedbackRound:
    return open_feedback(
        actor=owner,
        draft=draft,
        last_day=date(2026, 12, 10),
        note="",
        expected_revision=draft.revision,
    )


def finish(owner: User, draft: MasterDraft) -> None:
    """Make it definitive as it stands."""
    draft.refresh_from_db()
    finish_draft(actor=owner, draft=draft, note="", expected_revision=draft.revision)
