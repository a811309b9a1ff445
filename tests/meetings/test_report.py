"""The report after the meeting: read, remarked, approved at the next meeting, rarely reopened."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread
from tests.factories.routes import settle

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportItem, ReportVersion
from overlegtafel.meetings.reports import checksum_of, content_of, readable_report
from overlegtafel.meetings.services import (
    accept_remark,
    answer_remark,
    approve_minutes,
    cancel_meeting,
    close_meeting,
    convene_meeting,
    remark_on_report,
    reopen_report,
    save_minutes,
    send_concept,
)
from overlegtafel.meetings.states import MeetingState, Outcome
from overlegtafel.outbox.models import Message

NEXT = date(2026, 12, 18)
LATER = date(2027, 1, 15)


def reported(cast: Cast) -> Thread:
    """A meeting of 20 November whose minutes are closed."""
    thread = cast.thread("closed")
    assert thread.meeting is not None
    assert thread.item is not None
    return thread


def titles(meeting: Meeting) -> list[str]:
    """The agenda in order."""
    return list(meeting.items.order_by("order").values_list("title", flat=True))


def told(kind: str) -> list[str]:
    """Who gets a mail of a kind."""
    return sorted(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def held(cast: Cast, meeting: Meeting) -> AgendaItem:
    """A next meeting in session; its first item is that of the report."""
    convene_meeting(actor=cast.secretary, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.IN_SESSION)
    return meeting.items.select_related("meeting__body").get(order=1)


def test_the_members_are_asked_to_read_the_concept_until_a_day(cast: Cast) -> None:
    meeting = reported(cast).meeting
    reading = send_concept(actor=cast.secretary, meeting=meeting, remarks_until=date(2026, 12, 4))
    assert told("report.concept") == ["Burgemeester Lede", "Burgemeester Ninove"]
    assert sorted(reading.recipients) == sorted([cast.mayor.pk, cast.chair.pk])
    mail = Message.objects.filter(kind="report.concept").first()
    assert mail is not None
    assert "tot en met vrijdag 4 december 2026" in mail.text
    assert mail.text.count("http") == 1
    assert AuditEntry.objects.get(verb="report.sent").actor == cast.secretary


def test_a_concept_goes_out_for_days_that_still_come_by_who_runs_the_table(cast: Cast) -> None:
    meeting = reported(cast).meeting
    with pytest.raises(Invalid, match="nog moet komen"):
        send_concept(actor=cast.secretary, meeting=meeting, remarks_until=date(2026, 11, 1))
    for actor in (cast.mayor, cast.other_secretary, cast.citizen):
        with pytest.raises(NotAllowed):
            send_concept(actor=actor, meeting=meeting, remarks_until=date(2026, 12, 4))
    assert not Message.objects.filter(kind="report.concept").exists()


def test_a_member_remarks_and_what_comes_late_is_marked(cast: Cast, clock: FixedClock) -> None:
    thread = reported(cast)
    send_concept(actor=cast.secretary, meeting=thread.meeting, remarks_until=date(2026, 12, 4))
    in_time = remark_on_report(actor=cast.mayor, item=thread.item, text="Dat zei ik niet.")
    clock.travel_to("2026-12-05 10:00")
    late = remark_on_report(actor=cast.director, item=thread.item, text="Nog iets.")
    assert [in_time.is_late, late.is_late] == [False, True]


def test_who_reads_no_concept_remarks_nothing(cast: Cast) -> None:
    item = reported(cast).item
    for actor in (cast.officer, cast.alderman, cast.other_mayor, cast.citizen, cast.partner):
        with pytest.raises(NotAllowed):
            remark_on_report(actor=actor, item=item, text="Ik ook.")
    with pytest.raises(Invalid):
        remark_on_report(actor=cast.mayor, item=item, text="  ")


def test_an_accepted_remark_corrects_the_minutes_as_a_change_in_the_log(cast: Cast) -> None:
    thread = reported(cast)
    remark = remark_on_report(actor=cast.mayor, item=thread.item, text="Het waren er vijf.")
    item = AgendaItem.objects.select_related("meeting__body").get(pk=thread.item.pk)
    remark.item = item
    accept_remark(
        actor=cast.secretary,
        remark=remark,
        minutes="Vijf burgemeesters delen de vraag.",
        expected_revision=item.revision,
    )
    item.refresh_from_db()
    assert item.minutes == "Vijf burgemeesters delen de vraag."
    assert item.outcome == Outcome.AGREEMENT
    entry = AuditEntry.objects.filter(verb="minutes.saved").latest("id")
    assert entry.changes["minutes"] == [
        "De burgemeesters delen de vraag.",
        "Vijf burgemeesters delen de vraag.",
    ]
    assert told("report.remark_answered") == ["Burgemeester Lede"]
    with pytest.raises(WrongMoment):
        answer_remark(actor=cast.secretary, remark=remark, answer="Toch niet.")


def test_a_remark_is_answered_in_words_or_with_another_text_and_by_the_secretary(
    cast: Cast,
) -> None:
    thread = reported(cast)
    item = AgendaItem.objects.select_related("meeting__body").get(pk=thread.item.pk)
    remark = remark_on_report(actor=cast.mayor, item=item, text="Anders.")
    with pytest.raises(Invalid, match="Pas de tekst"):
        accept_remark(
            actor=cast.secretary, remark=remark, minutes=item.minutes, expected_revision=1
        )
    with pytest.raises(Stale):
        accept_remark(actor=cast.secretary, remark=remark, minutes="x", expected_revision=99)
    with pytest.raises(NotAllowed):
        answer_remark(actor=cast.mayor, remark=remark, answer="Ja.")
    remark.refresh_from_db()
    answer_remark(actor=cast.secretary, remark=remark, answer="Zo is het gezegd.")
    remark.refresh_from_db()
    assert (remark.state, remark.answer) == ("answered", "Zo is het gezegd.")


def test_the_report_is_the_first_item_of_the_next_meeting_also_when_that_is_planned_later(
    cast: Cast,
) -> None:
    reported(cast)
    assert titles(cast.meeting(NEXT)) == ["Goedkeuring van het verslag van 20 november 2026"]


def test_closing_puts_the_report_before_what_is_on_the_next_agenda(cast: Cast) -> None:
    settle(cast, agendering={"standing_items": [{"title": "Varia"}]})
    following = cast.meeting(NEXT)
    thread = cast.thread("agreed")
    for item in thread.meeting.items.filter(outcome=""):
        AgendaItem.objects.filter(pk=item.pk).update(outcome=Outcome.NOTED)
    close_meeting(actor=cast.secretary, meeting=thread.meeting)
    assert titles(following) == ["Goedkeuring van het verslag van 20 november 2026", "Varia"]
    assert following.items.get(order=1).proposal.is_standing


def test_several_reports_wait_in_the_order_of_their_meetings(cast: Cast) -> None:
    reported(cast)
    cast.thread("closed", held_on=date(2026, 11, 19), title="Fietssnelweg")
    meeting = cast.meeting(NEXT)
    assert titles(meeting) == [
        "Goedkeuring van het verslag van 19 november 2026",
        "Goedkeuring van het verslag van 20 november 2026",
    ]
    cancel_meeting(actor=cast.secretary, meeting=meeting, reason="Ziekte")
    assert len(titles(cast.meeting(LATER))) == 2


def test_a_report_stands_on_one_coming_agenda_only(cast: Cast) -> None:
    reported(cast)
    cast.meeting(NEXT)
    assert titles(cast.meeting(LATER)) == []


def test_one_click_at_the_meeting_freezes_the_report_and_sends_it(cast: Cast) -> None:
    meeting = reported(cast).meeting
    item = held(cast, cast.meeting(NEXT))
    expected = content_of(meeting)
    approve_minutes(actor=cast.secretary, meeting=meeting, item=item)
    version = ReportVersion.objects.get(meeting=meeting)
    assert (version.number, version.approved_in) == (1, item.meeting)
    assert version.content == expected
    assert version.checksum == checksum_of(version.content)
    item.refresh_from_db()
    assert item.outcome == Outcome.NOTED
    assert item.outcome_note == "Het verslag van 20 november 2026 is goedgekeurd."
    assert told("report.approved") == ["Burgemeester Lede", "Burgemeester Ninove"]


def test_a_report_that_is_put_off_comes_back_on_the_agenda_after(cast: Cast) -> None:
    reported(cast)
    item = held(cast, cast.meeting(NEXT))
    later = cast.meeting(LATER)
    save_minutes(
        actor=cast.secretary,
        item=item,
        minutes="",
        outcome=Outcome.DEFERRED,
        expected_revision=item.revision,
    )
    close_meeting(actor=cast.secretary, meeting=item.meeting)
    assert titles(later) == [
        "Goedkeuring van het verslag van 20 november 2026",
        "Goedkeuring van het verslag van 18 december 2026",
    ]


def test_closing_without_approving_puts_the_report_off_by_itself(cast: Cast) -> None:
    reported(cast)
    item = held(cast, cast.meeting(NEXT))
    later = cast.meeting(LATER)
    close_meeting(actor=cast.secretary, meeting=item.meeting)
    item.refresh_from_db()
    assert item.outcome == Outcome.DEFERRED
    assert len(titles(later)) == 2


def test_approving_between_two_meetings_takes_it_off_the_next_agenda(cast: Cast) -> None:
    meeting = reported(cast).meeting
    following = cast.meeting(NEXT)
    approve_minutes(actor=cast.secretary, meeting=meeting)
    assert titles(following) == []
    assert not ReportItem.objects.exists()


def test_the_charter_may_keep_approval_for_the_meeting(cast: Cast) -> None:
    settle(cast, ratification={"approve_between": False})
    meeting = reported(cast).meeting
    with pytest.raises(WrongMoment, match="volgende vergadering"):
        approve_minutes(actor=cast.secretary, meeting=meeting)
    item = held(cast, cast.meeting(NEXT))
    approve_minutes(actor=cast.secretary, meeting=meeting, item=item)
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.APPROVED


def test_another_item_or_an_agenda_that_is_not_in_session_approves_nothing(cast: Cast) -> None:
    thread = reported(cast)
    following = cast.meeting(NEXT)
    with pytest.raises(WrongMoment):
        approve_minutes(
            actor=cast.secretary, meeting=thread.meeting, item=following.items.get(order=1)
        )
    with pytest.raises(Invalid):
        approve_minutes(actor=cast.secretary, meeting=thread.meeting, item=thread.item)
    for actor in (cast.mayor, cast.other_secretary):
        with pytest.raises(NotAllowed):
            approve_minutes(actor=actor, meeting=thread.meeting)


def test_reopening_needs_a_reason_tells_who_had_it_and_makes_a_version_that_points_back(
    cast: Cast,
) -> None:
    thread = reported(cast)
    meeting = approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    with pytest.raises(Invalid):
        reopen_report(actor=cast.secretary, meeting=meeting, reason=" ")
    with pytest.raises(NotAllowed):
        reopen_report(actor=cast.mayor, meeting=meeting, reason="Zomaar.")
    reopen_report(actor=cast.secretary, meeting=meeting, reason="Verkeerd bedrag bij punt 1.")
    assert told("report.reopened") == ["Burgemeester Lede", "Burgemeester Ninove"]
    assert AuditEntry.objects.get(verb="report.reopened").reason == "Verkeerd bedrag bij punt 1."
    item = AgendaItem.objects.select_related("meeting__body").get(pk=thread.item.pk)
    save_minutes(
        actor=cast.secretary,
        item=item,
        minutes="Verbeterd.",
        outcome="",
        expected_revision=item.revision,
    )
    approve_minutes(actor=cast.secretary, meeting=meeting)
    first, second = ReportVersion.objects.filter(meeting=meeting)
    assert (second.number, second.replaces) == (2, first)
    assert first.reopening.reason == "Verkeerd bedrag bij punt 1."
    assert first.content["items"][0]["minutes"] == "De burgemeesters delen de vraag."
    assert second.content["items"][0]["minutes"] == "Verbeterd."


def test_the_wider_circle_reads_only_what_is_approved_also_while_it_is_being_corrected(
    cast: Cast,
) -> None:
    thread = reported(cast)
    with pytest.raises(NotVisible):
        readable_report(cast.officer, thread.meeting)
    meeting = approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    reopen_report(actor=cast.secretary, meeting=meeting, reason="Een fout.")
    AgendaItem.objects.filter(pk=thread.item.pk).update(minutes="Nog niet klaar.")
    content, version = readable_report(cast.officer, meeting)
    assert (version.number if version else 0) == 1
    assert content["items"][0]["minutes"] == "De burgemeesters delen de vraag."
    content, version = readable_report(cast.mayor, meeting)
    assert version is None
    assert content["items"][0]["minutes"] == "Nog niet klaar."
    for stranger in (cast.other_mayor, cast.citizen, cast.partner):
        with pytest.raises(NotVisible):
            readable_report(stranger, meeting)


def test_an_item_of_the_table_itself_is_without_words_for_others(cast: Cast) -> None:
    thread = reported(cast)
    AgendaItem.objects.filter(pk=thread.item.pk).update(openness=Openness.TABLE)
    meeting = approve_minutes(actor=cast.secretary, meeting=thread.meeting)
    for reader, words in ((cast.mayor, True), (cast.director, False), (cast.officer, False)):
        content, _ = readable_report(reader, meeting)
        assert ("burgemeesters delen" in str(content)) is words
        assert ("A-D" in str(content["items"])) is words


def test_the_charter_closes_the_words_of_a_function(cast: Cast) -> None:
    settle(cast, visibility={"alignment": "members"})
    meeting = approve_minutes(actor=cast.secretary, meeting=reported(cast).meeting)
    assert "burgemeesters delen" in str(readable_report(cast.director, meeting))
    assert "burgemeesters delen" not in str(readable_report(cast.officer, meeting))


def test_what_hangs_on_an_internal_dossier_stays_with_members_and_directors(cast: Cast) -> None:
    cast.dossier.is_internal = True
    cast.dossier.save()
    meeting = cast.thread("closed", dossier=cast.dossier).meeting
    approve_minutes(actor=cast.secretary, meeting=meeting)
    assert "burgemeesters delen" in str(readable_report(cast.mayor, meeting))
    assert "burgemeesters delen" not in str(readable_report(cast.officer, meeting))


def test_an_item_without_report_says_so(cast: Cast) -> None:
    thread = reported(cast)
    AgendaItem.objects.filter(pk=thread.item.pk).update(no_report=True, minutes="")
    [item] = content_of(thread.meeting)["items"]
    assert item["minutes"] == "Van dit punt is er geen verslag."
    [agreement] = item["agreements"]
    assert agreement["executors"] == ["Aalst", "Lede"]
    assert agreement["local_decision"] == "gemeenteraad"
