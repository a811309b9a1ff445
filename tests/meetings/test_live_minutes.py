"""Minutes saved as they are typed: merged when two write, one line in the log per turn."""

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.services import broken_links
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.meetings import services
from overlegtafel.meetings.models import AgendaItem, ItemTime, Poll
from overlegtafel.meetings.services.minutes import Origin, Texts, Written
from overlegtafel.meetings.states import Outcome

NOTHING = Texts("", "", "")


def item_of(thread: Thread) -> AgendaItem:
    """The thread's item as it is stored."""
    assert thread.item is not None
    return AgendaItem.objects.select_related("meeting__body").get(pk=thread.item.pk)


def write(
    actor: User,
    thread: Thread,
    minutes: str,
    base: Texts = NOTHING,
    revision: int = 0,
    outcome: str = "",
    note: str = "",
    **page: object,
) -> Written:
    """Type something that started from ``base``."""
    return services.write_minutes(
        actor=actor,
        item=item_of(thread),
        texts=Texts(minutes, outcome, note),
        origin=Origin(base, revision, **page),  # type: ignore[arg-type]
    )


def saved_lines() -> list[AuditEntry]:
    """What the log says of the minutes."""
    return list(AuditEntry.objects.filter(verb="minutes.saved").order_by("id"))


def test_text_is_stored_with_a_new_revision(cast: Cast) -> None:
    thread = cast.thread("open")
    written = write(cast.secretary, thread, "Eerste zin.", revision=1)
    assert written.together.is_settled and not written.together.merged
    assert (written.item.minutes, written.item.revision) == ("Eerste zin.", 2)
    assert written.item.saved_by == cast.secretary


def test_what_did_not_change_is_no_new_revision(cast: Cast) -> None:
    thread = cast.thread("open")
    write(cast.secretary, thread, "Zin.", revision=1)
    again = write(cast.secretary, thread, "Zin.", Texts("Zin.", "", ""), revision=2)
    assert again.item.revision == 2


def test_two_secretaries_at_different_places_both_keep_their_words(cast: Cast) -> None:
    thread = cast.thread("open")
    base = Texts("Inleiding.\n\nSlot.", "", "")
    write(cast.secretary, thread, base.minutes, revision=1)
    write(cast.second_secretary, thread, "Inleiding.\n\nSlot, door Bea.", base, revision=2)
    written = write(cast.secretary, thread, "Inleiding, door An.\n\nSlot.", base, revision=2)
    assert written.together.merged and written.together.is_settled
    assert written.item.minutes == "Inleiding, door An.\n\nSlot, door Bea."


def test_the_same_line_rewritten_twice_is_stored_by_nobody_and_shows_both(cast: Cast) -> None:
    thread = cast.thread("open")
    base = Texts("Wij wachten.", "", "")
    write(cast.secretary, thread, base.minutes, revision=1)
    write(cast.second_secretary, thread, "Wij beginnen.", base, revision=2)
    written = write(cast.secretary, thread, "Wij wachten af.", base, revision=2)
    assert not written.together.is_settled
    assert written.together.texts.minutes == "Wij beginnen.\nWij wachten af."
    assert item_of(thread).minutes == "Wij beginnen."
    theirs = Texts("Wij beginnen.", "", "")
    chosen = write(cast.secretary, thread, "Wij beginnen nu.", theirs, written.item.revision)
    assert chosen.item.minutes == "Wij beginnen nu."


def test_two_different_outcomes_ask_a_choice(cast: Cast) -> None:
    thread = cast.thread("open")
    write(cast.second_secretary, thread, "", revision=1, outcome=Outcome.DEFERRED)
    written = write(cast.secretary, thread, "Tekst.", revision=1, outcome=Outcome.NOTED)
    assert written.together.chosen == ("outcome",)
    assert item_of(thread).outcome == Outcome.DEFERRED
    same = write(cast.secretary, thread, "Tekst.", revision=1, outcome=Outcome.DEFERRED)
    assert same.together.is_settled


def test_an_agreement_made_meanwhile_keeps_its_outcome(cast: Cast) -> None:
    thread = cast.thread("open")
    services.mark_agreed(actor=cast.secretary, item=item_of(thread))
    written = write(cast.secretary, thread, "Tekst.", revision=1)
    assert (written.item.minutes, written.item.outcome) == ("Tekst.", Outcome.AGREEMENT)


def test_a_page_that_never_got_its_answer_goes_on_from_what_it_sent(cast: Cast) -> None:
    thread = cast.thread("open")
    write(cast.secretary, thread, "Eerste", revision=1, page="p", number=1)
    written = write(cast.secretary, thread, "Eerste zin.", revision=1, page="p", number=2)
    assert written.item.minutes == "Eerste zin."
    write(cast.second_secretary, thread, "Eerste zin.\nVan Bea.", Texts("Eerste zin.", "", ""))
    later = write(
        cast.secretary, thread, "Eerste zin.\nVan An.", revision=1, page="p", number=3, answered=1
    )
    assert later.together.is_settled
    assert later.item.minutes == "Eerste zin.\nVan Bea.\nVan An."


def test_the_log_gets_one_line_per_turn(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("open")
    base = NOTHING
    for words in ("Een", "Een twee", "Een twee drie"):
        write(cast.secretary, thread, words, base, revision=item_of(thread).revision)
        base = Texts(words, "", "")
    assert saved_lines() == []
    write(cast.second_secretary, thread, "Een twee drie vier", base, item_of(thread).revision)
    [line] = saved_lines()
    assert (line.actor, line.changes) == (cast.secretary, {"minutes": ["", "Een twee drie"]})
    clock.move(minutes=6)
    last = Texts("Een twee drie vier", "", "")
    write(cast.second_secretary, thread, "Vijf", last, item_of(thread).revision)
    assert saved_lines()[-1].changes == {"minutes": ["Een twee drie", "Vijf"]}
    assert list(broken_links()) == []


def test_closing_puts_the_last_turn_in_the_log(cast: Cast) -> None:
    thread = cast.thread("open")
    write(cast.secretary, thread, "Tekst.", revision=1, outcome=Outcome.NOTED)
    write(cast.secretary, thread, "Meer.", Texts("Tekst.", Outcome.NOTED, ""), revision=2)
    assert thread.meeting is not None
    services.close_meeting(actor=cast.secretary, meeting=thread.meeting)
    assert [line.changes["minutes"] for line in saved_lines()] == [
        ["", "Tekst."],
        ["Tekst.", "Meer."],
    ]
    assert not item_of(thread).writing_turns.exists()


def test_a_button_closes_the_own_turn(cast: Cast) -> None:
    thread = cast.thread("open")
    write(cast.secretary, thread, "Getypt.", revision=1)
    services.save_minutes(
        actor=cast.secretary,
        item=item_of(thread),
        minutes="Getypt en bewaard.",
        outcome="",
        expected_revision=2,
    )
    assert [line.changes for line in saved_lines()] == [{"minutes": ["", "Getypt en bewaard."]}]


@pytest.mark.parametrize("who", ["mayor", "officer", "partner", "other_mayor", "citizen"])
def test_only_who_runs_the_table_writes(cast: Cast, who: str) -> None:
    thread, actor = cast.thread("open"), getattr(cast, who)
    with pytest.raises(NotAllowed):
        write(actor, thread, "Van mij.", revision=1)
    with pytest.raises(NotAllowed):
        services.join_writing(actor=actor, item=item_of(thread))
    with pytest.raises(NotAllowed):
        services.start_item(actor=actor, item=item_of(thread))
    with pytest.raises(NotAllowed):
        services.withhold_minutes(actor=actor, item=item_of(thread), withheld=True)
    with pytest.raises(NotAllowed):
        services.hold_poll(
            actor=actor, item=item_of(thread), question="?", options=["ja", "nee"], counts=[1, 2]
        )
    assert item_of(thread).minutes == ""


def test_an_approved_report_takes_no_more_words(cast: Cast) -> None:
    thread = cast.thread("closed")
    assert thread.meeting is not None
    services.approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    with pytest.raises(WrongMoment):
        write(cast.secretary, thread, "Nog iets.", revision=2)


def test_no_report_of_an_item(cast: Cast) -> None:
    thread = cast.thread("open")
    services.withhold_minutes(actor=cast.secretary, item=item_of(thread), withheld=True)
    assert item_of(thread).no_report
    with pytest.raises(Invalid, match="komt er geen verslag"):
        write(cast.secretary, thread, "Toch iets.", revision=1)
    write(cast.secretary, thread, "", revision=1, outcome=Outcome.NOTED)
    assert item_of(thread).outcome == Outcome.NOTED
    services.withhold_minutes(actor=cast.chair, item=item_of(thread), withheld=False)
    write(cast.secretary, thread, "Toch iets.", Texts("", Outcome.NOTED, ""))
    with pytest.raises(Invalid, match="Er staat al tekst"):
        services.withhold_minutes(actor=cast.chair, item=item_of(thread), withheld=True)


def test_one_item_runs_at_a_time(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("open")
    services.start_item(actor=cast.secretary, item=item_of(thread))
    with pytest.raises(WrongMoment, match="loopt al"):
        services.start_item(actor=cast.secretary, item=item_of(thread))
    clock.move(minutes=12)
    services.stop_item(actor=cast.secretary, item=item_of(thread))
    with pytest.raises(WrongMoment, match="loopt niet"):
        services.stop_item(actor=cast.secretary, item=item_of(thread))
    clock.move(minutes=5)
    services.start_item(actor=cast.secretary, item=item_of(thread))
    clock.move(minutes=3)
    write(cast.secretary, thread, "Kort.", revision=1, outcome=Outcome.NOTED)
    assert thread.meeting is not None
    services.close_meeting(actor=cast.secretary, meeting=thread.meeting)
    lasted = [time.ended_at - time.started_at for time in ItemTime.objects.all() if time.ended_at]
    assert [each.total_seconds() / 60 for each in lasted] == [12, 3]


def test_planned_minutes_stay_within_reason(cast: Cast) -> None:
    thread = cast.thread("open")
    services.plan_time(actor=cast.secretary, item=item_of(thread), minutes=20)
    assert item_of(thread).planned_minutes == 20
    with pytest.raises(Invalid):
        services.plan_time(actor=cast.secretary, item=item_of(thread), minutes=0)


@pytest.mark.parametrize(
    ("options", "counts"),
    [(["ja"], [3]), (["ja", "ja"], [1, 2]), (["ja", "nee"], [1]), (["ja", "nee"], [1, -2])],
)
def test_a_poll_that_makes_no_sense(cast: Cast, options: list[str], counts: list[int]) -> None:
    thread = cast.thread("open")
    with pytest.raises(Invalid):
        services.hold_poll(
            actor=cast.secretary,
            item=item_of(thread),
            question="Samen?",
            options=options,
            counts=counts,
        )
    assert not Poll.objects.exists()


def test_a_poll_with_names_and_its_removal(cast: Cast) -> None:
    thread = cast.thread("open")
    assert thread.meeting is not None
    seats = list(thread.meeting.attendances.values_list("pk", flat=True))
    poll = services.hold_poll(
        actor=cast.secretary,
        item=item_of(thread),
        question="Samen?",
        options=["ja", "nee"],
        answers={seats[0]: 0, seats[1]: 1},
    )
    assert [str(each) for each in poll.answers.all()] == ["Aalst: ja", "Lebbeke: nee"]
    with pytest.raises(Invalid, match="aan tafel"):
        services.hold_poll(
            actor=cast.secretary,
            item=item_of(thread),
            question="Samen?",
            options=["ja", "nee"],
            answers={0: 0},
        )
    services.remove_poll(actor=cast.secretary, poll=poll)
    removed = AuditEntry.objects.get(verb="minutes.poll_removed")
    assert removed.changes["question"] == ["Samen?", None]
