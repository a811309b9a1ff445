"""A written round: who is asked, what silence means, what may follow from it."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_person
from tests.factories.routes import settle

from overlegtafel.agreements.models import Agreement, RoundReply, WrittenRound
from overlegtafel.agreements.queries.rounds import replies_of, result_of, rounds_of
from overlegtafel.agreements.services import (
    agree_in_round,
    close_round,
    open_round,
    remind_in_round,
    reply_in_round,
)
from overlegtafel.agreements.states import AgreementState, RoundAnswer, RoundOutcome
from overlegtafel.common import clock as product_clock
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.services import end_mandate
from overlegtafel.governance.states import Silence
from overlegtafel.local_decisions.services import open_local_decisions
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.reporting.logbook import log_of

DUE_ON = date(2026, 12, 4)
AFTER = "2026-12-05 09:00"


def charter(cast: Cast, silence: Silence = Silence.NOTHING, allowed: bool = True) -> None:
    """A charter in force that knows written rounds; each holds from a day after the one before."""
    rounds = {"allowed": allowed, "days": 10, "silence": silence}
    day = date(2026, 1, 1 + cast.table.charters.count())
    settle(cast, valid_from=day, ratification={"written_rounds": rounds})


def ask(cast: Cast, item: AgendaItem | None = None) -> WrittenRound:
    """A round about an item that was discussed, open until 4 December."""
    about = item or cast.thread("closed").item
    assert about is not None
    return open_round(
        actor=cast.secretary, item=about, question="Kan de brief zo weg?", due_on=DUE_ON
    )


def reply_of(cast: Cast, written: WrittenRound, town: str) -> RoundReply:
    """The row of one municipality's seat."""
    return replies_of(written).select_related("round__body").get(seat__municipality__name=town)


def answer_all(cast: Cast, written: WrittenRound, *answers: str) -> None:
    """Let the seats answer in the order of the table; the rest stays silent."""
    for reply, answer in zip(replies_of(written), answers, strict=False):
        if answer:
            note = "Eerst de cijfers." if answer == RoundAnswer.RESERVED else ""
            reply_in_round(actor=cast.system, reply=reply, answer=answer, note=note)


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """The cast with a mayor in every seat, and a charter that knows written rounds."""
    for town in ("Aalst", "Lebbeke", "Zele"):
        make_person(cast.system, f"Burgemeester {town}", cast.towns[town], PostRole.MAYOR)
    charter(cast)
    return cast


def test_every_filled_seat_that_counts_is_asked_by_mail(cast: Cast) -> None:
    charter(cast)
    written = ask(cast)
    assert [str(each.seat) for each in replies_of(written)] == ["Lede", "Ninove"]
    mails = Message.objects.filter(kind="round.question")
    assert set(mails.values_list("address", flat=True)) == {cast.mayor.email, cast.chair.email}
    text = mails.get(recipient=cast.mayor).text
    assert "Kan de brief zo weg?" in text
    assert "geldt als geen antwoord" in text
    assert f"/schriftelijke-rondes/{written.pk}/" in text


def test_a_charter_without_written_rounds_refuses_them(cast: Cast) -> None:
    charter(cast, allowed=False)
    with pytest.raises(WrongMoment, match="afsprakennota"):
        ask(cast)


def test_a_round_follows_a_discussion_and_has_a_day_to_come(filled: Cast) -> None:
    with pytest.raises(WrongMoment, match="besproken"):
        ask(filled, filled.thread("convened", held_on=date(2026, 12, 18)).item)
    item = filled.thread("closed").item
    assert item
    with pytest.raises(Invalid) as refusal:
        open_round(
            actor=filled.secretary, item=item, question="Goed?", due_on=product_clock.today()
        )
    assert refusal.value.field == "due_on"
    with pytest.raises(Invalid) as refusal:
        open_round(actor=filled.secretary, item=item, question=" ", due_on=DUE_ON)
    assert refusal.value.field == "question"
    ask(filled, item)
    with pytest.raises(WrongMoment, match="loopt al"):
        ask(filled, item)


@pytest.mark.parametrize("who", ["mayor", "director", "other_secretary", "citizen", "partner"])
def test_only_who_runs_the_table_opens_reminds_closes_and_agrees(filled: Cast, who: str) -> None:
    written, stranger = ask(filled), getattr(filled, who)
    with pytest.raises(NotAllowed):
        open_round(actor=stranger, item=written.item, question="Goed?", due_on=DUE_ON)
    with pytest.raises(NotAllowed):
        remind_in_round(actor=stranger, written=written)
    with pytest.raises(NotAllowed):
        close_round(actor=stranger, written=written, outcome=RoundOutcome.NOT_AGREED)
    with pytest.raises(NotAllowed):
        agree_in_round(actor=stranger, written=written, title="Ja", due_on=DUE_ON, executors=[])


def test_who_fills_the_seat_answers_and_nobody_else(filled: Cast) -> None:
    written = ask(filled)
    reply = reply_of(filled, written, "Lede")
    for who in ("director", "chair", "secretary", "other_mayor", "citizen"):
        with pytest.raises(NotAllowed):
            reply_in_round(actor=getattr(filled, who), reply=reply, answer=RoundAnswer.YES)
    with pytest.raises(Invalid) as refusal:
        reply_in_round(actor=filled.mayor, reply=reply, answer=RoundAnswer.RESERVED)
    assert refusal.value.field == "note"
    reply_in_round(actor=filled.mayor, reply=reply, answer=RoundAnswer.NO, note="Te vroeg.")
    reply_in_round(actor=filled.mayor, reply=reply, answer=RoundAnswer.YES)
    assert (reply.answer, reply.note, reply.replied_by) == ("yes", "", filled.mayor)
    entry = log_of(filled.secretary, filled.table).filter(verb="round.replied").first()
    assert entry and entry.changes == {"answer": ["no", "yes"], "note": ["Te vroeg.", ""]}


def test_the_next_mayor_answers_for_the_seat(filled: Cast) -> None:
    written = ask(filled)
    end_mandate(
        actor=filled.system, mandate=filled.mayor.person.mandates.get(), on=date(2026, 11, 22)
    )
    successor = make_person(
        filled.system, "Nieuwe burgemeester", filled.towns["Lede"], PostRole.MAYOR
    )
    reply = reply_of(filled, written, "Lede")
    with pytest.raises(NotAllowed):
        reply_in_round(actor=filled.fresh(filled.mayor), reply=reply, answer=RoundAnswer.YES)
    reply_in_round(actor=successor, reply=reply, answer=RoundAnswer.YES)
    assert reply.replied_by == successor


def test_after_the_last_day_nobody_answers(filled: Cast, clock: FixedClock) -> None:
    written = ask(filled)
    clock.travel_to("2026-12-04 23:30")
    reply_in_round(
        actor=filled.mayor, reply=reply_of(filled, written, "Lede"), answer=RoundAnswer.YES
    )
    clock.travel_to(AFTER)
    with pytest.raises(WrongMoment, match="4 december 2026"):
        reply_in_round(
            actor=filled.chair, reply=reply_of(filled, written, "Ninove"), answer=RoundAnswer.YES
        )


def test_a_reminder_goes_once_a_day_to_who_did_not_answer(filled: Cast, clock: FixedClock) -> None:
    written = ask(filled)
    reply_in_round(
        actor=filled.mayor, reply=reply_of(filled, written, "Lede"), answer=RoundAnswer.YES
    )
    assert remind_in_round(actor=filled.secretary, written=written) == 4
    assert remind_in_round(actor=filled.secretary, written=written) == 0
    clock.move(days=1)
    assert remind_in_round(actor=filled.secretary, written=written) == 4
    told = Message.objects.filter(kind="round.reminder")
    assert not told.filter(recipient=filled.mayor).exists()


def test_a_round_closes_when_everyone_answered_or_the_last_day_is_over(
    filled: Cast, clock: FixedClock
) -> None:
    written = ask(filled)
    answer_all(filled, written, *["yes"] * 4)
    with pytest.raises(WrongMoment, match="Niet iedereen"):
        close_round(actor=filled.secretary, written=written, outcome=RoundOutcome.AGREED)
    answer_all(filled, written, *["yes"] * 5)
    close_round(actor=filled.secretary, written=written, outcome=RoundOutcome.AGREED)
    with pytest.raises(WrongMoment):
        close_round(actor=filled.secretary, written=written, outcome=RoundOutcome.AGREED)
    with pytest.raises(WrongMoment, match="afgesloten"):
        answer_all(filled, written, "no")
    assert Message.objects.filter(kind="round.outcome").count() == 5


YES, RESERVED, NO, NONE = "yes", "reserved", "no", ""
RESULTS = [
    (Silence.NOTHING, (YES, YES, YES, YES, YES), "agreed", "5 van 5 akkoord"),
    (
        Silence.NOTHING,
        (YES, YES, RESERVED, YES, YES),
        "reserved",
        "5 van 5 akkoord, 1 met voorbehoud",
    ),
    (Silence.NOTHING, (YES, NO, YES, YES, YES), "not_agreed", "4 van 5 akkoord, 1 niet akkoord"),
    (
        Silence.NOTHING,
        (YES, YES, YES, YES, NONE),
        None,
        "4 van 5 akkoord; één antwoordde niet, en dat geldt als geen antwoord",
    ),
    (
        Silence.AGREES,
        (YES, NONE, NONE, YES, YES),
        "agreed",
        "5 van 5 akkoord; 2 antwoordden niet, en dat geldt als akkoord",
    ),
    (
        Silence.TO_TABLE,
        (YES, YES, YES, YES, NONE),
        "to_table",
        "4 van 5 akkoord; één antwoordde niet, en dat brengt het punt naar de volgende vergadering",
    ),
]


@pytest.mark.parametrize(("silence", "answers", "outcome", "words"), RESULTS)
def test_the_result_follows_from_the_replies_and_the_charter(
    filled: Cast,
    clock: FixedClock,
    silence: Silence,
    answers: tuple[str, ...],
    outcome: str | None,
    words: str,
) -> None:
    charter(filled, silence)
    written = ask(filled)
    answer_all(filled, written, *answers)
    clock.travel_to(AFTER)
    result = result_of(written, replies_of(written))
    assert result.outcome == outcome
    assert result.spoken(product_clock.today()) == words
    for tried in RoundOutcome:
        less = {"not_agreed", "to_table"} | ({"reserved"} if outcome in ("agreed", None) else set())
        allowed = tried == outcome or tried in less or outcome is None
        if allowed:
            continue
        with pytest.raises(Invalid) as refusal:
            close_round(actor=filled.secretary, written=written, outcome=tried)
        assert refusal.value.field == "outcome"


def test_silence_that_is_no_agreement_is_accounted_for_in_words(
    filled: Cast, clock: FixedClock
) -> None:
    written = ask(filled)
    answer_all(filled, written, YES, YES, YES, YES)
    clock.travel_to(AFTER)
    with pytest.raises(Invalid, match="stilzwijgen telt hier niet als akkoord") as refusal:
        close_round(actor=filled.secretary, written=written, outcome=RoundOutcome.AGREED)
    assert refusal.value.field == "outcome_note"
    closed = close_round(
        actor=filled.secretary,
        written=written,
        outcome=RoundOutcome.AGREED,
        outcome_note="Eén bestuur onthoudt zich.",
    )
    assert closed.outcome == RoundOutcome.AGREED


def test_nobody_answering_is_never_an_agreement(filled: Cast, clock: FixedClock) -> None:
    written = ask(filled)
    clock.travel_to(AFTER)
    with pytest.raises(Invalid, match="Niemand antwoordde"):
        close_round(
            actor=filled.secretary, written=written, outcome=RoundOutcome.AGREED, outcome_note="Ja"
        )


def test_a_later_charter_changes_nothing_for_an_open_round(filled: Cast, clock: FixedClock) -> None:
    written = ask(filled)
    charter(filled, Silence.AGREES)
    written.refresh_from_db()
    assert result_of(written, replies_of(written)).agreeing == 0


def test_a_round_may_lead_to_an_agreement_in_force(filled: Cast) -> None:
    written = ask(filled)
    facts = {
        "actor": filled.secretary,
        "written": written,
        "title": "De brief vertrekt",
        "due_on": date(2027, 1, 31),
        "competent_body": "college",
    }
    lede = [(filled.towns["Lede"], "")]
    with pytest.raises(WrongMoment, match="afgesloten"):
        agree_in_round(**facts, executors=lede)
    answer_all(filled, written, *[YES] * 5)
    close_round(actor=filled.secretary, written=written, outcome=RoundOutcome.AGREED)
    with pytest.raises(Invalid) as refusal:
        agree_in_round(**facts, executors=[])
    assert refusal.value.field == "executors"
    made = agree_in_round(**facts, executors=lede)
    assert (made.state, made.item, made.reference) == (
        AgreementState.CONFIRMED,
        written.item,
        "A-D02",
    )
    assert made.written_round == written
    assert len(open_local_decisions(actor=filled.secretary, agreement=made)) == 5
    with pytest.raises(WrongMoment, match="al een afspraak"):
        agree_in_round(**facts, executors=lede)
    assert Agreement.objects.filter(item=written.item).count() == 2


def test_a_round_without_agreement_gives_no_afspraak(filled: Cast) -> None:
    written = ask(filled)
    answer_all(filled, written, *[NO] * 5)
    close_round(actor=filled.secretary, written=written, outcome=RoundOutcome.NOT_AGREED)
    with pytest.raises(WrongMoment):
        agree_in_round(
            actor=filled.secretary,
            written=written,
            title="Toch",
            due_on=DUE_ON,
            executors=[(filled.towns["Lede"], "")],
        )


def test_a_round_is_read_inside_the_table_only(filled: Cast) -> None:
    written = ask(filled)
    for name in ("secretary", "chair", "mayor", "director"):
        assert list(rounds_of(getattr(filled, name), filled.table)) == [written], name
    for name in ("officer", "alderman", "councillor", "partner", "other_mayor", "citizen"):
        assert not rounds_of(getattr(filled, name), filled.table).exists(), name
