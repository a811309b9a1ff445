"""A feedback round: what is asked, what stays inside, what is answered, what all are told."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_person
from tests.factories.drafts import LAST_DAY, draft_of, owner_of_draft, remark, round_of

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import DomainError, Invalid, NotAllowed, WrongMoment
from overlegtafel.drafting.models import DraftRemark, DraftReply, FeedbackRound
from overlegtafel.drafting.policy import remarks_visible_to
from overlegtafel.drafting.queries import standing_of_round
from overlegtafel.drafting.services import (
    answer_remark,
    close_feedback,
    close_past_rounds,
    finish_draft,
    open_feedback,
    remind_feedback,
    say_nothing,
    send_remark,
    withdraw_draft_remark,
)
from overlegtafel.drafting.states import DraftState, RemarkOutcome
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.logbook import log_of

SECRET = "Wij vertrouwen dit niet."
AFTER = "2026-12-11 09:00"


def answer_all(cast: Cast, round_: FeedbackRound, *, but: str = "") -> None:
    """Every municipality but one says it has nothing to remark."""
    for name, town in cast.towns.items():
        if name != but:
            say_nothing(actor=cast.system, round_=round_, municipality=town)


def closed(cast: Cast, owner: User, round_: FeedbackRound) -> FeedbackRound:
    """The round, ended because everyone answered."""
    answer_all(cast, round_, but="Lede")
    return close_feedback(actor=owner, round_=round_)


def test_opening_sends_a_version_and_asks_directors_and_officers(cast: Cast) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    assert (round_.version.number, round_.version.is_final) == (1, False)
    mails = Message.objects.filter(kind="draft.feedback_asked")
    asked = {"director", "officer", "other_officer"}
    addresses = {getattr(cast, each).email for each in asked}
    assert set(mails.values_list("address", flat=True)) == addresses | {"ad.lebbeke@example.org"}
    assert "donderdag 10 december 2026" in mails[0].text
    assert "blijft binnen uw bestuur" in mails[0].text
    assert DraftReply.objects.filter(round=round_).count() == 5
    assert log_of(cast.secretary, cast.table).filter(verb="draft.round_opened").exists()


def test_a_round_has_a_day_to_come(cast: Cast) -> None:
    draft = draft_of(cast, owner_of_draft(cast))
    with pytest.raises(Invalid) as refusal:
        open_feedback(
            actor=cast.system,
            draft=draft,
            last_day=date(2026, 11, 23),
            note="",
            expected_revision=draft.revision,
        )
    assert refusal.value.field == "last_day"
    assert not FeedbackRound.objects.exists()


def test_an_internal_remark_never_leaves_its_municipality(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    inside = remark(cast.alderman, round_, cast.towns["Lede"], SECRET, send=False)
    for own in (cast.mayor, cast.director, cast.officer, cast.alderman):
        assert remarks_visible_to(own).get() == inside
    for other in (
        *(owner, cast.secretary, cast.chair, cast.other_officer, cast.councillor),
        *(cast.partner, cast.other_mayor, cast.other_secretary, cast.citizen),
    ):
        assert not remarks_visible_to(other).exists()
    closed(cast, owner, _lede_has_nothing(cast, round_))
    finish_draft(actor=owner, draft=round_.draft, note="", expected_revision=_revision(round_))
    assert not remarks_visible_to(owner).exists()
    assert not [each for each in Message.objects.all() if SECRET in each.text]
    log = log_of(cast.secretary, cast.table)
    assert not [each for each in log if SECRET in str(each.changes)]
    assert AuditEntry.objects.filter(verb="draft_remark.written", body_id=None).count() == 1


def _lede_has_nothing(cast: Cast, round_: FeedbackRound) -> FeedbackRound:
    say_nothing(actor=cast.officer, round_=round_, municipality=cast.towns["Lede"])
    return round_


def _revision(round_: FeedbackRound) -> int:
    round_.draft.refresh_from_db()
    return round_.draft.revision


def test_what_is_sent_is_the_owners_to_read_and_the_neighbours_later(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    sent = remark(cast.officer, round_, cast.towns["Lede"])
    assert remarks_visible_to(owner).get() == sent
    assert remarks_visible_to(cast.secretary).get() == sent
    assert not remarks_visible_to(cast.other_officer).exists()
    closed(cast, owner, round_)
    assert not remarks_visible_to(cast.other_officer).exists()
    answer_remark(actor=owner, remark=sent, outcome=RemarkOutcome.TAKEN_UP)
    finish_draft(actor=owner, draft=round_.draft, note="", expected_revision=_revision(round_))
    assert remarks_visible_to(cast.other_officer).get() == sent
    for stranger in (cast.other_mayor, cast.partner, cast.citizen, cast.councillor):
        assert not remarks_visible_to(stranger).exists()


def test_an_alderman_remarks_inside_but_does_not_send(cast: Cast) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    inside = remark(cast.alderman, round_, cast.towns["Lede"], send=False)
    with pytest.raises(NotAllowed):
        send_remark(actor=cast.alderman, remark=inside)
    with pytest.raises(NotAllowed):
        remark(cast.alderman, round_, cast.towns["Lede"])
    sent = send_remark(actor=cast.officer, remark=inside)
    with pytest.raises(WrongMoment):
        send_remark(actor=cast.officer, remark=sent)
    with pytest.raises(WrongMoment):
        withdraw_draft_remark(actor=cast.alderman, remark=sent)
    assert DraftReply.objects.get(municipality=cast.towns["Lede"]).replied_at is not None


@pytest.mark.parametrize(
    "who", ["other_officer", "councillor", "partner", "other_mayor", "secretary", "citizen"]
)
def test_nobody_remarks_for_another_municipality(cast: Cast, who: str) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    actor, lede = getattr(cast, who), cast.towns["Lede"]
    inside = remark(cast.officer, round_, lede, send=False)
    for attempt in (
        lambda: remark(actor, round_, lede, send=False),
        lambda: send_remark(actor=actor, remark=inside),
        lambda: withdraw_draft_remark(actor=actor, remark=inside),
        lambda: say_nothing(actor=actor, round_=round_, municipality=lede),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert DraftRemark.objects.get().state == "inside"


def test_one_takes_back_only_ones_own_remark(cast: Cast) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    inside = remark(cast.alderman, round_, cast.towns["Lede"], send=False)
    with pytest.raises(NotAllowed):
        withdraw_draft_remark(actor=cast.officer, remark=inside)
    withdraw_draft_remark(actor=cast.alderman, remark=inside)
    assert not DraftRemark.objects.exists()


def test_nothing_to_say_is_an_answer_until_something_is_sent(cast: Cast) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    lede = cast.towns["Lede"]
    say_nothing(actor=cast.officer, round_=round_, municipality=lede)
    assert standing_of_round(round_).silent == 4
    remark(cast.officer, round_, lede)
    assert not DraftReply.objects.get(municipality=lede).nothing_to_say
    with pytest.raises(WrongMoment, match="bezorgde al"):
        say_nothing(actor=cast.officer, round_=round_, municipality=lede)


def test_after_the_last_day_nobody_remarks_and_the_house_closes_the_round(
    cast: Cast, clock: FixedClock
) -> None:
    round_ = round_of(cast, owner_of_draft(cast))
    remark(cast.officer, round_, cast.towns["Lede"])
    clock.travel_to(f"{LAST_DAY.isoformat()} 23:00")
    assert close_past_rounds() == 0
    clock.travel_to(AFTER)
    with pytest.raises(WrongMoment, match="10 december 2026"):
        remark(cast.officer, round_, cast.towns["Lede"])
    assert close_past_rounds() == 1
    assert close_past_rounds() == 0
    round_.draft.refresh_from_db()
    assert round_.draft.state == DraftState.ANSWERING
    told = Message.objects.get(kind="draft.round_closed")
    assert told.address == "ad.lebbeke@example.org"
    assert "is afgelopen. Eén opmerking wacht op uw antwoord." in told.text


def test_a_round_ends_early_without_a_reason_only_when_everyone_answered(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    with pytest.raises(Invalid, match="Niet elk bestuur") as refusal:
        close_feedback(actor=owner, round_=round_, reason="  ")
    assert refusal.value.field == "reason"
    answer_all(cast, round_)
    close_feedback(actor=owner, round_=round_)
    with pytest.raises(WrongMoment, match="al afgesloten"):
        close_feedback(actor=owner, round_=round_)


def test_a_draft_becomes_final_only_when_every_remark_has_an_answer(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    first = remark(cast.officer, round_, cast.towns["Lede"])
    second = remark(cast.officer, round_, cast.towns["Lede"], "Schrap dit.", clause="")
    with pytest.raises(DomainError):
        finish_draft(actor=owner, draft=round_.draft, note="", expected_revision=_revision(round_))
    closed(cast, owner, round_)
    for left, each in ((2, first), (1, second)):
        with pytest.raises(WrongMoment, match="zonder antwoord"):
            finish_draft(
                actor=owner, draft=round_.draft, note="", expected_revision=_revision(round_)
            )
        assert standing_of_round(round_).unanswered == left
        answer_remark(actor=owner, remark=each, outcome="not_taken_up", reason="Te laat.")
    version = finish_draft(
        actor=owner, draft=round_.draft, note="", expected_revision=_revision(round_)
    )
    assert (version.number, version.is_final) == (2, True)
    with pytest.raises(WrongMoment, match="al aan iedereen bezorgd"):
        answer_remark(actor=owner, remark=first, outcome="taken_up")


def test_not_taking_up_needs_a_reason(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    sent = remark(cast.officer, round_of(cast, owner), cast.towns["Lede"])
    with pytest.raises(Invalid) as refusal:
        answer_remark(actor=owner, remark=sent, outcome="not_taken_up", reason="  ")
    assert refusal.value.field == "reason"
    with pytest.raises(Invalid):
        answer_remark(actor=owner, remark=sent, outcome="misschien")


@pytest.mark.parametrize("who", ["officer", "other_officer", "partner", "other_mayor", "citizen"])
def test_only_the_owner_answers(cast: Cast, who: str) -> None:
    sent = remark(cast.officer, round_of(cast, owner_of_draft(cast)), cast.towns["Lede"])
    with pytest.raises(NotAllowed):
        answer_remark(actor=getattr(cast, who), remark=sent, outcome="taken_up")


def test_an_internal_remark_is_not_answered(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    inside = remark(cast.officer, round_of(cast, owner), cast.towns["Lede"], send=False)
    with pytest.raises(NotAllowed):
        answer_remark(actor=owner, remark=inside, outcome="taken_up")


def test_what_is_taken_up_enters_the_new_version(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    sent = remark(cast.officer, round_, cast.towns["Lede"])
    with pytest.raises(WrongMoment, match="feedbackronde afgesloten"):
        answer_remark(actor=owner, remark=sent, outcome="taken_up", new_text="Zes maanden.")
    closed(cast, owner, round_)
    answer_remark(actor=owner, remark=sent, outcome="taken_up", new_text="Zes maanden.")
    version = finish_draft(
        actor=owner, draft=round_.draft, note="Een jaar", expected_revision=_revision(round_)
    )
    clause = version.words.clause("a1")
    assert clause is not None
    assert clause.text == "Zes maanden."
    assert "drie maanden" in str(round_.version.content)


def test_all_are_told_every_remark_with_its_answer(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    sent = remark(cast.officer, round_, cast.towns["Lede"])
    closed(cast, owner, round_)
    answer_remark(actor=owner, remark=sent, outcome="not_taken_up", reason="De wet zegt drie.")
    finish_draft(actor=owner, draft=round_.draft, note="", expected_revision=_revision(round_))
    notes = Message.objects.filter(kind="draft.answers")
    assert cast.other_officer.email in set(notes.values_list("address", flat=True))
    text = notes[0].text
    assert "ARTIKEL 1. PROEFTIJD" in text
    assert (
        "Lede schreef: Zes maanden, graag.\nAntwoord: niet overgenomen: De wet zegt drie." in text
    )
    assert "alle opmerkingen (1)" in text


def test_only_who_is_silent_is_reminded_and_not_more_often_than_the_term(
    cast: Cast, clock: FixedClock
) -> None:
    owner = owner_of_draft(cast)
    round_ = round_of(cast, owner)
    say_nothing(actor=cast.officer, round_=round_, municipality=cast.towns["Lede"])
    assert remind_feedback(actor=owner, round_=round_) == 0
    clock.travel_to("2026-11-30 10:00")
    assert remind_feedback(actor=owner, round_=round_) == 4
    assert remind_feedback(actor=owner, round_=round_) == 0
    mails = Message.objects.filter(kind="draft.feedback_reminder")
    assert cast.officer.email not in set(mails.values_list("address", flat=True))
    assert cast.other_officer.email in set(mails.values_list("address", flat=True))
    with pytest.raises(NotAllowed):
        remind_feedback(actor=cast.officer, round_=round_)
    assert log_of(cast.secretary, cast.table).filter(verb="draft.round_reminded").count() == 1


def test_a_next_round_waits_for_the_answers_of_the_one_before(cast: Cast) -> None:
    owner = owner_of_draft(cast)
    make_person(cast.system, "AD Zele", cast.towns["Zele"], PostRole.DIRECTOR)
    round_ = round_of(cast, owner)
    sent = remark(cast.officer, round_, cast.towns["Lede"])
    closed(cast, owner, round_)
    asked = {
        "actor": owner,
        "draft": round_.draft,
        "last_day": LAST_DAY,
        "note": "",
    }
    with pytest.raises(WrongMoment, match="vorige ronde"):
        open_feedback(**asked, expected_revision=_revision(round_))  # type: ignore[arg-type]
    answer_remark(actor=owner, remark=sent, outcome="taken_up")
    again = open_feedback(**asked, expected_revision=_revision(round_))  # type: ignore[arg-type]
    assert again.version.number == 2
    assert remarks_visible_to(cast.other_officer).get() == sent
    assert Message.objects.filter(kind="draft.answers").exists()
