"""Rounds that end early, later versions that ask only who did not decide, versions dropped."""

from datetime import date
from typing import Any

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.drafts import (
    LAST_DAY,
    content,
    draft_of,
    owner_of_draft,
    remark,
    round_of,
    with_cost,
)

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import DomainError, Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.drafting.models import DraftReply, FeedbackRound, MasterDraft
from overlegtafel.drafting.queries import open_replies_of, standing_of_round, unfinished_of
from overlegtafel.drafting.services import (
    answer_remark,
    close_feedback,
    close_past_rounds,
    drop_version,
    finish_draft,
    open_feedback,
    remind_feedback,
    rewrite_draft,
    say_nothing,
    set_columns,
    write_draft,
)
from overlegtafel.drafting.states import DraftState
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.drafts import waiting_drafts
from overlegtafel.reporting.logbook import log_of
from overlegtafel.reporting.turn import next_for_owner

REASON = "De drie grootste besturen zeiden al alles."
TODAY = date(2026, 11, 23)
STRANGERS = ("officer", "other_officer", "councillor", "partner", "other_mayor", "citizen")


def finished(owner: User, draft: MasterDraft) -> MasterDraft:
    """The draft, definitive."""
    draft.refresh_from_db()
    finish_draft(actor=owner, draft=draft, note="", expected_revision=draft.revision)
    draft.refresh_from_db()
    return draft


def approve(cast: Cast, name: str) -> None:
    """One municipality whose council approved."""
    record_decision(
        actor=cast.system,
        decision=LocalDecision.objects.get(municipality=cast.towns[name]),
        verb="approve",
        expected_revision=1,
        meets_on=TODAY,
    )


def second_round(cast: Cast, owner: User, *decided: str) -> FeedbackRound:
    """A round on a version after a definitive one, that some municipalities decided on."""
    draft = rewrite_draft(actor=owner, draft=finished(owner, draft_of(cast, owner)))
    for name in decided:
        approve(cast, name)
    return _asked(owner, draft)


def _asked(owner: User, draft: MasterDraft) -> FeedbackRound:
    draft.refresh_from_db()
    return open_feedback(
        actor=owner, draft=draft, last_day=LAST_DAY, note="", expected_revision=draft.revision
    )


def _addresses(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_the_owner_closes_early_with_a_reason_that_the_silent_are_told(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    say_nothing(actor=cast.officer, round_=round_, municipality=cast.towns["Lede"])
    close_feedback(actor=owner, round_=round_, reason=f"  {REASON} ")
    assert round_.closing_reason == REASON
    assert round_.closed_at is not None
    told = Message.objects.filter(kind="draft.round_closed_early")
    assert cast.other_officer.email in _addresses("draft.round_closed_early")
    assert cast.officer.email not in _addresses("draft.round_closed_early")
    assert REASON in told[0].text
    assert "donderdag 10 december 2026" in told[0].text
    logged = log_of(cast.secretary, cast.table).get(verb="draft.round_closed")
    assert logged.reason == REASON
    with pytest.raises(WrongMoment, match="afgesloten"):
        remark(cast.other_officer, round_, cast.towns["Ninove"])


def test_after_an_early_closing_only_remarks_that_came_need_an_answer(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    sent = remark(cast.officer, round_, cast.towns["Lede"])
    close_feedback(actor=owner, round_=round_, reason=REASON)
    with pytest.raises(WrongMoment, match="zonder antwoord"):
        finished(owner, round_.draft)
    answer_remark(actor=owner, remark=sent, outcome="taken_up")
    assert finished(owner, round_.draft).state == DraftState.FINAL
    assert cast.other_officer.email in _addresses("draft.answers")


def test_who_leads_closes_early_too_and_nobody_else(cast: Cast) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    for who in STRANGERS:
        with pytest.raises(NotAllowed):
            close_feedback(actor=getattr(cast, who), round_=round_, reason=REASON)
    close_feedback(actor=cast.secretary, round_=round_, reason=REASON)
    assert round_.closing_reason == REASON


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 301])
def test_closing_early_asks_a_reason_of_one_sentence(cast: Cast, reason: str) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    with pytest.raises(Invalid) as refusal:
        close_feedback(actor=owner, round_=round_, reason=reason)
    assert refusal.value.field == "reason"
    assert not Message.objects.filter(kind="draft.round_closed_early").exists()
    round_.refresh_from_db()
    assert round_.closed_at is None


def test_a_round_that_ends_on_its_own_says_no_reason(cast: Cast, clock: FixedClock) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    clock.travel_to("2026-12-11 09:00")
    assert close_past_rounds() == 1
    round_.refresh_from_db()
    assert round_.closing_reason == ""
    assert not Message.objects.filter(kind="draft.round_closed_early").exists()


def test_a_reason_is_not_kept_when_everyone_answered_meanwhile(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    for town in cast.towns.values():
        say_nothing(actor=cast.system, round_=round_, municipality=town)
    close_feedback(actor=owner, round_=round_, reason=REASON)
    assert round_.closing_reason == ""


def test_a_first_version_asks_everyone_also_who_decided(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    approve(cast, "Lede")
    round_ = _asked(owner, draft)
    assert standing_of_round(round_).asked == 5
    assert not Message.objects.filter(kind="draft.new_version").exists()


def test_a_later_version_asks_only_who_did_not_decide_yet(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = second_round(cast, owner, "Lede", "Ninove")
    standing = standing_of_round(round_)
    assert (standing.asked, standing.replied, standing.decided) == (3, 0, 2)
    assert cast.officer.email not in _addresses("draft.feedback_asked")
    assert "ad.lebbeke@example.org" in _addresses("draft.feedback_asked")
    told = Message.objects.get(kind="draft.new_version", address=cast.officer.email)
    assert "U hebt al beslist; uw tekst blijft." in told.text
    logged = log_of(cast.secretary, cast.table).get(verb="draft.round_opened")
    assert logged.changes["municipalities"][1] == ["Aalst", "Lebbeke", "Zele"]
    assert logged.changes["decided"][1] == ["Lede", "Ninove"]


def test_the_round_does_not_wait_for_who_decided_but_hears_them(
    cast: Cast, clock: FixedClock
) -> None:
    owner = owner_of_draft(cast)
    round_ = second_round(cast, owner, "Lede")
    sent = remark(cast.officer, round_, cast.towns["Lede"])
    clock.travel_to("2026-11-30 10:00")
    assert remind_feedback(actor=owner, round_=round_) == 4
    assert cast.officer.email not in _addresses("draft.feedback_reminder")
    for name in ("Aalst", "Lebbeke", "Ninove", "Zele"):
        say_nothing(actor=cast.system, round_=round_, municipality=cast.towns[name])
    standing = standing_of_round(round_)
    assert (standing.asked, standing.replied, standing.silent) == (4, 4, 0)
    assert (standing.remarked, standing.nothing, standing.unanswered) == (1, 4, 1)
    close_feedback(actor=owner, round_=round_)
    with pytest.raises(WrongMoment, match="zonder antwoord"):
        finished(owner, round_.draft)
    answer_remark(actor=owner, remark=sent, outcome="not_taken_up", reason="Te laat.")
    assert finished(owner, round_.draft).state == DraftState.FINAL
    assert cast.officer.email in _addresses("draft.answers")


def test_who_decided_is_not_asked_at_its_table_but_still_finds_the_round(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    second_round(cast, owner, "Lede")
    assert waiting_drafts(cast.officer, TODAY) == []
    assert [each[0] for each in waiting_drafts(cast.other_officer, TODAY)] == ["draft_reply"]
    lede = cast.towns["Lede"]
    assert [each.had_decided for each in open_replies_of(cast.officer, lede, TODAY)] == [True]
    assert len(open_replies_of(cast.alderman, lede, TODAY)) == 1
    assert open_replies_of(cast.officer, lede, date(2026, 12, 11)) == []
    for who in ("other_officer", "councillor", "secretary", "partner", "other_mayor", "citizen"):
        assert open_replies_of(getattr(cast, who), lede, TODAY) == []


def test_a_decision_during_the_round_changes_nothing_of_who_was_asked(cast: Cast) -> None:
    round_ = second_round(cast, owner_of_draft(cast), "Lede")
    approve(cast, "Ninove")
    assert standing_of_round(round_).asked == 4
    assert DraftReply.objects.get(round=round_, municipality=cast.towns["Ninove"]).is_awaited


def test_when_all_decided_there_is_nobody_to_ask(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    with pytest.raises(Invalid, match="Elk bestuur heeft al beslist"):
        second_round(cast, owner, *cast.towns)
    assert not FeedbackRound.objects.exists()


def dropping(cast: Cast, owner: User) -> tuple[MasterDraft, dict[str, Any]]:
    """A definitive draft that is written again, and what it was."""
    draft = set_columns(
        actor=owner,
        draft=draft_of(cast, owner, with_cost()),
        content=with_cost(),
        values={"lede": {"plaatsen": " 1 200 "}},
        expected_revision=2,
    )
    draft = finished(owner, draft)
    was = _shown(draft)
    draft = rewrite_draft(actor=owner, draft=draft)
    draft = write_draft(
        actor=owner,
        draft=draft,
        content=content(title="Heel iets anders"),
        expected_revision=draft.revision,
    )
    set_columns(
        actor=owner,
        draft=draft,
        content=draft.words,
        values={},
        expected_revision=draft.revision,
    )
    return MasterDraft.objects.get(), was


def _shown(draft: MasterDraft) -> dict[str, Any]:
    return {
        name: getattr(draft, name)
        for name in ("state", "state_since", "content", "values_by_place")
    }


def test_a_version_in_the_making_is_dropped_and_the_earlier_one_stands_as_it_was(
    cast: Cast, clock: FixedClock
) -> None:
    owner = owner_of_draft(cast)
    draft, was = dropping(cast, owner)
    assert _shown(draft) != was
    clock.travel_to("2026-11-24 10:00")
    draft = drop_version(actor=owner, draft=draft, expected_revision=draft.revision)
    assert _shown(draft) == was
    assert draft.versions.get().is_final
    logged = log_of(cast.secretary, cast.table).get(verb="draft.version_dropped")
    assert logged.changes["title"] == ["Heel iets anders", "Regiomobiliteit: uniforme clausule"]
    with pytest.raises(WrongMoment):
        drop_version(actor=owner, draft=draft, expected_revision=draft.revision)


def test_only_the_owner_or_who_leads_drops_a_version(cast: Cast) -> None:
    draft, _ = dropping(cast, owner_of_draft(cast))
    for who in STRANGERS:
        with pytest.raises(NotAllowed):
            drop_version(actor=getattr(cast, who), draft=draft, expected_revision=draft.revision)
    with pytest.raises(Stale):
        drop_version(actor=cast.secretary, draft=draft, expected_revision=draft.revision - 1)
    drop_version(actor=cast.secretary, draft=draft, expected_revision=draft.revision)
    assert MasterDraft.objects.get().state == DraftState.FINAL


def test_what_was_sent_or_never_definitive_is_not_dropped(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    draft = draft_of(cast, owner)
    with pytest.raises(WrongMoment, match="nog niet verstuurd"):
        drop_version(actor=owner, draft=draft, expected_revision=draft.revision)
    round_ = _asked(owner, rewrite_draft(actor=owner, draft=finished(owner, draft)))
    for close in (False, True):
        if close:
            close_feedback(actor=owner, round_=round_, reason=REASON)
        draft.refresh_from_db()
        with pytest.raises(DomainError, match="nog niet verstuurd"):
            drop_version(actor=owner, draft=draft, expected_revision=draft.revision)
    assert MasterDraft.objects.get().state == DraftState.ANSWERING


def test_the_owner_reads_what_comes_next_with_figures(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    assert _next(owner) == "Feedbackronde over uw ontwerp volgen: 0 van 5 antwoordden"
    for name in ("Aalst", "Lebbeke", "Ninove", "Zele"):
        say_nothing(actor=cast.system, round_=round_, municipality=cast.towns[name])
    assert _next(owner).endswith("4 van 5 antwoordden")
    sent = remark(cast.officer, round_, cast.towns["Lede"])
    assert _next(owner) == "Alle 5 antwoordden: sluit de ronde af en handel de opmerkingen af"
    close_feedback(actor=owner, round_=round_)
    assert _next(owner) == "Opmerkingen bij uw ontwerp beantwoorden: nog 1"
    answer_remark(actor=owner, remark=sent, outcome="taken_up")
    assert _next(owner) == "Alles is beantwoord: maak uw ontwerp definitief"
    finished(owner, round_.draft)
    assert unfinished_of(owner) == []
    assert unfinished_of(cast.other_officer) == []


def _next(owner: User) -> str:
    _kind, label, *_ = next(e for e in waiting_drafts(owner, TODAY) if e[0] == "draft_answers")
    return label


def test_nobody_had_remarks_and_one_alone_was_asked_are_said_in_words() -> None:
    draft = MasterDraft(state=DraftState.IN_FEEDBACK)
    said = next_for_owner(draft, asked=1, replied=1, unanswered=0)
    assert (
        said == "Het gevraagde bestuur antwoordde: sluit de ronde af en maak het ontwerp definitief"
    )
    said = next_for_owner(draft, asked=3, replied=1, unanswered=0)
    assert said.endswith("1 van 3 antwoordde")
