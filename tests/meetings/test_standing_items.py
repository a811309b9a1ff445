"""Standing items: on every new agenda, taken off without a trace, back the next time."""

from datetime import date

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import make_around, settle

from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers.states import Function
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import (
    cancel_meeting,
    close_meeting,
    convene_meeting,
    open_meeting,
    remove_from_agenda,
    restore_standing_item,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import pool_of
from overlegtafel.proposals.states import ProposalState
from overlegtafel.reporting.meetings import item_lines
from overlegtafel.reporting.proposers import proposers_of

STANDING = [
    {"title": "Goedkeuring verslag"},
    {"title": "Terugkoppeling DADO", "feedback_from": "dado"},
    {"title": "Varia", "summary": "Wat nog leeft."},
]


def titles(meeting: Meeting) -> list[str]:
    """The agenda in order."""
    return list(meeting.items.order_by("order").values_list("title", flat=True))


def with_standing(cast: Cast) -> None:
    """A charter with three standing items."""
    settle(cast, agendering={"standing_items": STANDING})


def test_a_new_agenda_has_them_in_the_charters_order(cast: Cast) -> None:
    make_around(cast)
    with_standing(cast)
    meeting = cast.meeting()
    assert titles(meeting) == ["Goedkeuring verslag", "Terugkoppeling DADO", "Varia"]
    item = meeting.items.get(order=3)
    assert (item.summary, item.brought_by) == ("Wat nog leeft.", cast.table.organization)
    assert item.proposal.is_standing
    assert item.proposal.state == ProposalState.SCHEDULED
    assert not Message.objects.exists()  # the table brings them itself


def test_a_table_without_a_charter_has_none(cast: Cast) -> None:
    assert titles(cast.meeting()) == []


def test_one_that_is_taken_off_leaves_no_proposal_waiting_and_comes_back_next_time(
    cast: Cast,
) -> None:
    with_standing(cast)
    meeting = cast.meeting()
    remove_from_agenda(actor=cast.secretary, item=meeting.items.get(title="Varia"))
    assert titles(meeting) == ["Goedkeuring verslag", "Terugkoppeling DADO"]
    assert not pool_of(cast.table).exists()
    assert titles(cast.meeting(date(2026, 12, 18)))[-1] == "Varia"


def test_one_that_was_taken_off_is_put_back_once(cast: Cast) -> None:
    with_standing(cast)
    meeting = cast.meeting()
    remove_from_agenda(actor=cast.secretary, item=meeting.items.get(title="Varia"))
    restore_standing_item(actor=cast.secretary, meeting=meeting, title="Varia")
    assert titles(meeting)[-1] == "Varia"
    with pytest.raises(WrongMoment, match="staat al op de agenda"):
        restore_standing_item(actor=cast.secretary, meeting=meeting, title="Varia")
    with pytest.raises(Invalid, match="staat niet in de afsprakennota"):
        restore_standing_item(actor=cast.secretary, meeting=meeting, title="Iets anders")
    for stranger in (cast.mayor, cast.other_secretary, cast.partner, cast.citizen):
        with pytest.raises(NotAllowed):
            restore_standing_item(actor=stranger, meeting=meeting, title="Varia")


def test_a_cancelled_meeting_leaves_none_behind(cast: Cast) -> None:
    with_standing(cast)
    meeting = cast.meeting()
    cancel_meeting(actor=cast.secretary, meeting=meeting, reason="Ziekte")
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.WITHDRAWN}
    assert titles(cast.meeting()) == ["Goedkeuring verslag", "Terugkoppeling DADO", "Varia"]


def test_a_deferred_one_is_treated_all_the_same(cast: Cast) -> None:
    settle(cast, agendering={"standing_items": [{"title": "Varia"}]})
    meeting = cast.meeting()
    convene_meeting(actor=cast.secretary, meeting=meeting)
    open_meeting(actor=cast.secretary, meeting=meeting)
    item = meeting.items.get()
    save_minutes(
        actor=cast.secretary,
        item=item,
        minutes="",
        outcome=Outcome.DEFERRED,
        expected_revision=item.revision,
    )
    close_meeting(actor=cast.secretary, meeting=meeting)
    assert Proposal.objects.get().state == ProposalState.TREATED


def test_they_are_nobodys_initiative(cast: Cast) -> None:
    with_standing(cast)
    cast.meeting()
    assert proposers_of(cast.secretary, cast.table, date(2026, 11, 23)).total == 0


def test_one_of_alignment_is_prepared_by_the_secretariat(cast: Cast) -> None:
    standing = {"title": "Opvolging", "function": Function.ALIGNMENT}
    settle(cast, agendering={"standing_items": [standing]})
    meeting = cast.meeting()
    assert meeting.items.get().preparer_label == "het secretariaat"
    convene_meeting(actor=cast.secretary, meeting=meeting)


def test_feedback_names_the_last_meeting_and_what_the_reader_may_see(cast: Cast) -> None:
    """R59: the table's own agreements are fed back to the directors who may read them."""
    around = make_around(cast)
    cast.thread("closed", title="Samen laden", held_on=date(2026, 10, 16))
    cast.thread("closed", title="Te oud", held_on=date(2026, 9, 18))
    standing = [{"title": "Terugkoppeling", "feedback_from": cast.table.slug}]
    charter = settle(cast, around.directors, agendering={"standing_items": standing})
    meeting = cast.meeting(date(2026, 11, 25), around.directors)

    def told(reader: str) -> tuple[date | None, list[str], bool]:
        user = getattr(cast, reader) if hasattr(cast, reader) else around.director_lead
        [line] = item_lines(user, meeting, charter.rules)
        assert line.feedback is not None and line.feedback.meeting is not None
        found = line.feedback
        return (
            line.feedback.meeting.held_on,
            [agreement.title for agreement in found.agreements],
            found.is_open,
        )

    assert told("director") == (date(2026, 10, 16), ["Samen laden"], True)
    assert told("lead of the directors") == (date(2026, 10, 16), [], False)
    assert told("other_mayor") == (date(2026, 10, 16), [], False)
