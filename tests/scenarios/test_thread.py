"""The whole thread, from proposal to "3 van 5", through the services."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.agreements.services import record_agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.services import broken_links
from overlegtafel.common.errors import Invalid, NotAllowed, Stale, WrongMoment
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.services import add_seat, appoint
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import progress_of
from overlegtafel.local_decisions.services import note_publication, record_decision
from overlegtafel.meetings.services import (
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.models import Message
from overlegtafel.proposals.services import propose
from overlegtafel.reporting.feedback import feedback_for
from overlegtafel.reporting.turn import Turn, turn_of_agreement

TODAY = date(2026, 11, 23)


def test_one_agreement_becomes_a_decision_of_each_member(cast: Cast) -> None:
    thread = cast.thread()
    assert thread.agreement is not None
    assert sorted(thread.decisions) == ["Aalst", "Lebbeke", "Lede", "Ninove", "Zele"]

    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 23),
    )
    progress = progress_of([thread.agreement.pk])[thread.agreement.pk]
    assert progress.spoken(TODAY) == "1 van 5 keurden goed · loopt"

    decisions = list(thread.agreement.local_decisions.select_related("municipality"))
    turn = turn_of_agreement(thread.agreement, decisions, [])
    assert turn is not None
    assert turn.sentence == "Bij vier gemeenteraden, tot 31 december 2026."


def test_the_feedback_list_names_what_is_asked_of_one_municipality(cast: Cast) -> None:
    cast.thread()
    [feedback] = feedback_for(cast.director, cast.towns["Lede"], TODAY)
    assert [(ask.what, ask.due_on) for ask in feedback.asks] == [
        ("Een beslissing van de gemeenteraad", date(2026, 12, 31)),
        ("De afspraak uitvoeren", date(2026, 12, 31)),
    ]


def test_guests_get_no_decision_to_take(cast: Cast) -> None:
    guest = cast.towns["Zele"]
    cast.table.seats.filter(municipality=guest).update(valid_to=date(2026, 1, 1))
    add_seat(
        actor=cast.secretary,
        body=cast.table,
        category="guest",
        municipality=guest,
    )
    assert "Zele" not in cast.thread().decisions


def test_an_old_meeting_keeps_its_old_composition(cast: Cast) -> None:
    thread = cast.thread("closed")
    cast.table.seats.filter(municipality=cast.towns["Zele"]).update(valid_to=date(2026, 11, 21))
    assert thread.meeting is not None
    assert thread.meeting.attendances.count() == 5


def test_minutes_cannot_close_while_an_agreement_has_no_executor(cast: Cast) -> None:
    thread = cast.thread("agreed", executors=())
    assert thread.meeting is not None
    with pytest.raises(Invalid, match="kies minstens één uitvoerder"):
        close_meeting(actor=cast.secretary, meeting=thread.meeting)
    thread.meeting.refresh_from_db()
    assert thread.meeting.state == "in_session"


def test_minutes_cannot_close_while_an_item_has_no_outcome(cast: Cast) -> None:
    thread = cast.thread("open")
    assert thread.meeting is not None
    with pytest.raises(Invalid, match="kies een uitkomst"):
        close_meeting(actor=cast.secretary, meeting=thread.meeting)


def test_a_deferred_item_goes_back_to_the_pool(cast: Cast) -> None:
    thread = cast.thread("open")
    assert thread.item is not None
    assert thread.meeting is not None
    save_minutes(
        actor=cast.secretary,
        item=thread.item,
        minutes="",
        outcome=Outcome.DEFERRED,
        expected_revision=1,
    )
    close_meeting(actor=cast.secretary, meeting=thread.meeting)
    thread.proposal.refresh_from_db()
    assert thread.proposal.state == "postponed"


def test_the_second_writer_of_the_same_minutes_is_told(cast: Cast) -> None:
    thread = cast.thread("open")
    assert thread.item is not None
    seen = thread.item.revision
    for actor, text in ((cast.secretary, "Eerste tekst"), (cast.second_secretary, "Tweede")):
        call = {"item": thread.item, "minutes": text, "outcome": "", "expected_revision": seen}
        if actor is cast.secretary:
            save_minutes(actor=actor, **call)
        else:
            with pytest.raises(Stale):
                save_minutes(actor=actor, **call)
    thread.item.refresh_from_db()
    assert thread.item.minutes == "Eerste tekst"


def test_only_the_own_municipality_records(cast: Cast) -> None:
    thread = cast.thread()
    for stranger in (cast.other_officer, cast.secretary, cast.councillor, cast.other_mayor):
        with pytest.raises(NotAllowed):
            record_decision(
                actor=stranger,
                decision=thread.decisions["Lede"],
                verb="plan",
                expected_revision=1,
            )


@pytest.mark.parametrize(
    ("verb", "facts", "sentence"),
    [
        ("approve", {}, "Kies de datum waarop beslist werd."),
        ("approve", {"meets_on": date(2026, 12, 24)}, "niet in de toekomst"),
        ("put_on_agenda", {}, "Kies de datum van de zitting."),
        ("approve_with_change", {"meets_on": TODAY}, "wat er wijzigde"),
        ("plan", {"published_on": TODAY}, "pas nadat er beslist is"),
        ("make_up_a_verb", {}, "Kies wat er gebeurde."),
    ],
)
def test_an_impossible_record_is_refused_with_a_reason(
    cast: Cast, verb: str, facts: dict[str, date], sentence: str
) -> None:
    thread = cast.thread()
    with pytest.raises(Invalid, match=sentence):
        record_decision(
            actor=cast.officer,
            decision=thread.decisions["Lede"],
            verb=verb,
            expected_revision=1,
            **facts,
        )


def test_a_wrong_record_is_put_right_with_a_reason_and_stays_in_the_log(cast: Cast) -> None:
    decision = cast.thread().decisions["Lede"]
    record_decision(
        actor=cast.officer,
        decision=decision,
        verb="approve",
        expected_revision=1,
        meets_on=TODAY,
    )
    with pytest.raises(WrongMoment):
        record_decision(
            actor=cast.officer,
            decision=decision,
            verb="refuse",
            expected_revision=2,
            meets_on=TODAY,
        )
    record_decision(
        actor=cast.officer,
        decision=decision,
        verb="correct",
        expected_revision=2,
        note="Verkeerd punt aangeduid",
    )
    entry = AuditEntry.objects.filter(verb="local_decision.recorded").latest("id")
    assert entry.changes["state"] == ["approved", "unknown"]
    assert entry.reason == "Verkeerd punt aangeduid"


def test_an_agreement_is_written_only_while_the_meeting_is_open(cast: Cast) -> None:
    thread = cast.thread("convened")
    assert thread.item is not None
    with pytest.raises(WrongMoment):
        record_agreement(
            actor=cast.secretary, item=thread.item, title="Te vroeg", due_on=date(2026, 12, 1)
        )


def test_each_step_leaves_one_line_in_an_unbroken_log(cast: Cast) -> None:
    thread = cast.thread()
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=TODAY,
    )
    verbs = list(AuditEntry.objects.filter(body_id=cast.table.pk).values_list("verb", flat=True))
    steps = [
        "proposal.drafted",
        "proposal.submitted",
        "meeting.planned",
        "proposal.scheduled",
        "agenda.item_placed",
        "meeting.convened",
        "meeting.opened",
        "agreement.recorded",
        "minutes.outcome_set",
        "minutes.saved",
        "proposal.treated",
        "meeting.closed",
        "agreement.confirmed",
        "local_decisions.opened",
        "local_decision.recorded",
    ]
    assert verbs[-len(steps) :] == steps
    assert list(broken_links()) == []


def test_an_altered_log_line_is_found(cast: Cast) -> None:
    cast.thread("proposed")
    last = AuditEntry.objects.latest("id")
    AuditEntry.objects.filter(pk=last.pk).update(reason="achteraf bijgeschreven")
    assert list(broken_links()) == [f"logregel {last.pk}: inhoud is gewijzigd"]


def test_a_removed_log_line_is_found(cast: Cast) -> None:
    cast.thread("proposed")
    AuditEntry.objects.filter(pk=AuditEntry.objects.latest("id").pk).delete()
    assert list(broken_links()) == ["einde van het logboek: laatste regels ontbreken"]


def test_nobody_is_invited_to_a_day_that_is_past(cast: Cast) -> None:
    cast.thread("convened")
    assert not Message.objects.filter(kind="meeting.invitation").exists()
    entry = AuditEntry.objects.get(verb="meeting.convened")
    assert entry.changes["invited"] == [None, 0]


def test_members_with_a_login_are_invited_once(cast: Cast) -> None:
    cast.thread("convened", held_on=TODAY)
    invited = Message.objects.filter(kind="meeting.invitation").order_by("address")
    assert [message.recipient.name for message in invited if message.recipient] == [
        "Burgemeester Lede",
        "Burgemeester Ninove",
    ]


def test_director_and_officers_hear_once_that_a_decision_is_asked(cast: Cast) -> None:
    appoint(
        actor=cast.system,
        person=cast.director.person,
        organization=cast.towns["Lede"],
        role=PostRole.OFFICER,
        label="Ook dossierbehandelaar",
    )
    cast.thread()
    messages = list(Message.objects.filter(kind="local_decision.asked"))
    told = [message.recipient for message in messages]
    assert len(told) == 3
    assert set(told) == {cast.director, cast.officer, cast.other_officer}
    for message in messages:
        assert message.recipient is not None
        assert message.text.startswith(f"Dag {message.recipient.name},\n\n")
        assert "Gevraagd: een beslissing van de gemeenteraad, uiterlijk" in message.text


def test_the_message_names_the_college_with_its_article(cast: Cast) -> None:
    cast.thread(competent_body=CompetentBody.COLLEGE)
    message = Message.objects.filter(kind="local_decision.asked").first()
    assert message is not None
    assert "een beslissing van het college, uiterlijk" in message.text


@pytest.mark.parametrize("verb", ["approve", "approve_with_change", "refuse"])
def test_nobody_decides_before_the_table_agreed(cast: Cast, verb: str) -> None:
    decision = cast.thread().decisions["Lede"]
    with pytest.raises(Invalid, match=r"19 november 2026.*20 november 2026") as refusal:
        record_decision(
            actor=cast.officer,
            decision=decision,
            verb=verb,
            expected_revision=1,
            meets_on=date(2026, 11, 19),
            note="nota",
        )
    assert refusal.value.field == "meets_on"
    assert not AuditEntry.objects.filter(verb="local_decision.recorded").exists()


def test_what_was_already_planned_for_an_earlier_day_may_be_said(cast: Cast) -> None:
    decision = cast.thread().decisions["Lede"]
    saved = record_decision(
        actor=cast.officer,
        decision=decision,
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 11, 19),
    )
    assert saved.state == "on_agenda"


def test_nobody_is_named_while_all_wait_since_the_same_day(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread()
    assert thread.agreement is not None

    def turn() -> Turn:
        assert thread.agreement is not None
        rows = list(thread.agreement.local_decisions.select_related("municipality"))
        found = turn_of_agreement(thread.agreement, rows, [])
        assert found is not None
        return found

    LocalDecision.objects.filter(municipality=cast.towns["Zele"]).update(
        state_since=clock.move(minutes=-30)
    )
    assert (turn().longest, turn().longest_slug) == ("", "")
    LocalDecision.objects.filter(municipality=cast.towns["Zele"]).update(
        state_since=clock.move(days=-1)
    )
    assert (turn().longest, turn().longest_slug) == ("Zele", "zele")
    assert turn().since == date(2026, 11, 22)


def test_an_exchange_is_complete_with_a_title_and_one_sentence(cast: Cast) -> None:
    proposal = propose(
        actor=cast.mayor,
        body=cast.table,
        title="Hoe doet u het met laadpalen?",
        summary="Wij zoeken voorbeelden.",
        function=Function.EXCHANGE,
        brought_by=cast.towns["Lede"],
    )
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert proposal.reasons == ["Er is regionale info"]
    assert proposal.category == "information"


def test_what_asks_more_of_the_table_names_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid, match="aanleiding"):
        propose(
            actor=cast.mayor,
            body=cast.table,
            title="Samen laadpalen kopen",
            summary="Eén bestek voor allen.",
            function=Function.POLICY,
            brought_by=cast.towns["Lede"],
        )


def test_publication_is_added_to_a_decision_without_touching_its_stand(cast: Cast) -> None:
    decision = cast.thread().decisions["Lede"]
    with pytest.raises(WrongMoment):
        note_publication(
            actor=cast.officer, decision=decision, expected_revision=1, published_on=TODAY
        )
    record_decision(
        actor=cast.officer,
        decision=decision,
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 20),
    )
    with pytest.raises(Invalid, match="pas na de zitting"):
        note_publication(
            actor=cast.officer,
            decision=decision,
            expected_revision=2,
            published_on=date(2026, 11, 19),
        )
    noted = note_publication(
        actor=cast.officer,
        decision=decision,
        expected_revision=2,
        published_on=TODAY,
        link="https://raad.lede.example/2026/11",
    )
    assert (noted.state, noted.published_on) == ("approved", TODAY)


def test_a_meeting_opens_on_its_own_day(cast: Cast) -> None:
    meeting = cast.meeting(date(2026, 12, 18))
    place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=cast.proposal())
    convene_meeting(actor=cast.secretary, meeting=meeting)
    with pytest.raises(WrongMoment, match="op de dag zelf"):
        open_meeting(actor=cast.secretary, meeting=meeting)
