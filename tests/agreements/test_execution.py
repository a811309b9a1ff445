"""Carrying out what was agreed: who reports, what shows it, who hears of it, what comes back."""

from datetime import date
from typing import Any

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast, Thread

from overlegtafel.agreements import services
from overlegtafel.agreements.models import Agreement, Executor, FollowUp
from overlegtafel.agreements.queries.execution import hearers_of, with_proofs
from overlegtafel.agreements.services.follow_up import TITLE
from overlegtafel.agreements.states import AgreementLevel, ExecutionState
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.chores import chores
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.meetings.services import remove_from_agenda
from overlegtafel.outbox.models import Message

TO_AGENDA = "afspraken voorbij hun dag op de agenda"
TO_MAIL = "afspraken voorbij hun dag gemeld"
NEXT = date(2027, 2, 12)


def executor(thread: Thread, town: str) -> Executor:
    assert thread.agreement is not None
    return thread.agreement.executors.select_related("agreement__body", "organization").get(
        organization__name=town
    )


def finish(cast: Cast, thread: Thread, town: str, **said: Any) -> Executor:
    return services.report_execution(
        actor=cast.secretary, executor=executor(thread, town), verb="finish", **said
    )


def told(kind: str) -> list[tuple[str, str]]:
    rows = (
        Message.objects.filter(kind=kind).order_by("id").values_list("recipient__name", "subject")
    )
    return list(rows)


def test_two_executors_are_each_on_their_own_and_the_whole_follows(cast: Cast) -> None:
    thread = cast.thread("closed")
    finish(cast, thread, "Lede", evidence_link="https://lede.example/1")
    assert executor(thread, "Aalst").state == ExecutionState.OPEN
    assert [subject for _, subject in told("execution.stage")] == [
        "Denderregio: afspraak A-D01 loopt"
    ] * len(told("execution.stage"))
    finish(cast, thread, "Aalst")
    assert told("execution.stage")[-1][1] == "Denderregio: afspraak A-D01 is uitgevoerd"


def test_who_proposed_and_who_executes_hears_each_change_once_and_not_the_own_click(
    cast: Cast,
) -> None:
    thread = cast.thread("closed")
    services.report_execution(actor=cast.director, executor=executor(thread, "Lede"), verb="start")
    assert [who for who, _ in told("execution.stage")] == [
        "Burgemeester Lede",
        "Dossierbehandelaar Lede",
    ]
    finish(cast, thread, "Lede")
    assert len(told("execution.stage")) == 2
    finish(cast, thread, "Aalst")
    assert [who for who, _ in told("execution.stage")[2:]] == [
        "Burgemeester Lede",
        "AD Lede",
        "Dossierbehandelaar Lede",
    ]


def test_who_owns_it_hears_it_and_nobody_who_may_not_read_it(cast: Cast) -> None:
    thread = cast.thread("closed", executors=("Aalst",))
    agreement = thread.agreement
    assert agreement is not None
    agreement.owner = cast.towns["Ninove"]
    assert [each.name for each in hearers_of(agreement)] == [
        "Burgemeester Lede",
        "Dossierbehandelaar Ninove",
    ]
    assert thread.item is not None
    AgendaItem.objects.filter(pk=thread.item.pk).update(openness=Openness.TABLE)
    names = [each.name for each in hearers_of(Agreement.objects.get(pk=agreement.pk))]
    assert "Dossierbehandelaar Ninove" not in names


def test_a_day_that_passed_is_told_once(cast: Cast, clock: FixedClock) -> None:
    cast.thread("closed", due_on=date(2026, 12, 1))
    assert chores[TO_MAIL]() == 0
    clock.travel_to("2026-12-02 07:00")
    assert chores[TO_MAIL]() == 3
    assert chores[TO_MAIL]() == 0
    clock.move(days=1)
    assert chores[TO_MAIL]() == 0
    assert {subject for _, subject in told("execution.late")} == {
        "Denderregio: afspraak A-D01 is voorbij haar dag"
    }


def test_what_is_done_in_time_or_long_past_is_not_told(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("closed", due_on=date(2026, 12, 1), executors=("Lede",))
    cast.thread("closed", title="Oud", held_on=date(2026, 11, 13), due_on=date(2026, 11, 13))
    finish(cast, thread, "Lede")
    clock.travel_to("2026-12-02 07:00")
    assert chores[TO_MAIL]() == 0


def test_late_agreements_come_on_the_next_agenda_once(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("closed", due_on=date(2026, 12, 1))
    meeting, later = cast.meeting(NEXT), cast.meeting(date(2027, 4, 16))
    assert not FollowUp.objects.exists()
    clock.travel_to("2026-12-02 07:00")
    assert chores[TO_AGENDA]() == 1
    item = meeting.items.get(title=TITLE)
    assert "A-D01, uiterlijk 1 december 2026" in item.summary
    assert thread.agreement is not None and thread.agreement.title not in item.summary
    assert not later.items.filter(title=TITLE).exists()
    assert chores[TO_AGENDA]() == 0
    remove_from_agenda(actor=cast.secretary, item=item)
    assert chores[TO_AGENDA]() == 0


def test_a_meeting_that_is_planned_later_gets_them_at_once(cast: Cast, clock: FixedClock) -> None:
    cast.thread("closed", due_on=date(2026, 12, 1))
    clock.travel_to("2026-12-02 07:00")
    assert cast.meeting(NEXT).items.filter(title=TITLE).exists()


def test_nothing_late_brings_nothing(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("closed", due_on=date(2026, 12, 1), executors=("Lede",))
    finish(cast, thread, "Lede")
    clock.travel_to("2026-12-02 07:00")
    meeting = cast.meeting(NEXT)
    assert not meeting.items.filter(title=TITLE).exists()
    assert not Meeting.objects.filter(follow_up__isnull=False).exists()


@pytest.mark.parametrize("who", ["alderman", "councillor", "partner", "other_mayor", "citizen"])
def test_who_has_no_part_in_it_reports_and_proves_nothing(cast: Cast, who: str) -> None:
    thread = cast.thread("closed")
    actor, row = getattr(cast, who), finish(cast, thread, "Lede")
    with pytest.raises(NotAllowed):
        services.report_execution(actor=actor, executor=executor(thread, "Aalst"), verb="start")
    with pytest.raises(NotAllowed):
        services.prove_execution(actor=actor, executor=row, evidence="Foto")
    with pytest.raises(NotAllowed):
        services.classify_agreement(
            actor=actor, agreement=row.agreement, level=AgreementLevel.STRATEGIC, domains=["x"]
        )


def test_proof_comes_later_too(cast: Cast) -> None:
    thread = cast.thread("closed")
    row = executor(thread, "Lede")
    with pytest.raises(WrongMoment):
        services.prove_execution(actor=cast.officer, executor=row, evidence="Foto")
    row = finish(cast, thread, "Lede")
    with pytest.raises(Invalid):
        services.prove_execution(actor=cast.officer, executor=row)
    with pytest.raises(Invalid) as refused:
        services.prove_execution(
            actor=cast.officer, executor=row, evidence_link="http://lede.example"
        )
    assert refused.value.field == "evidence_link"
    services.prove_execution(actor=cast.officer, executor=row, evidence="Ondertekend contract")
    assert executor(thread, "Lede").evidence == "Ondertekend contract"
    entry = AuditEntry.objects.get(verb="execution.proven")
    assert entry.changes["evidence"] == ["", "Ondertekend contract"]


def test_an_agreement_without_preparation_or_proof_is_found(cast: Cast) -> None:
    thread = cast.thread("closed", executors=("Lede",))
    assert thread.agreement is not None and thread.item is not None
    found = with_proofs(Agreement.objects.all()).get()
    assert (found.is_prepared, found.unproven, found.unfinished) == (False, 0, 1)
    row = finish(cast, thread, "Lede")
    AgendaItem.objects.filter(pk=thread.item.pk).update(note="Nota")
    found = with_proofs(Agreement.objects.all()).get()
    assert (found.is_prepared, found.unproven, found.unfinished) == (True, 1, 0)
    services.prove_execution(actor=cast.officer, executor=row, evidence="Contract")
    assert with_proofs(Agreement.objects.all()).get().unproven == 0


def test_level_and_domains_are_said_without_touching_the_text(cast: Cast) -> None:
    thread = cast.thread("closed")
    agreement = thread.agreement
    assert agreement is not None
    services.classify_agreement(
        actor=cast.secretary,
        agreement=agreement,
        level=AgreementLevel.STRATEGIC,
        domains=["mobiliteit", "  welzijn ", "mobiliteit", ""],
    )
    assert agreement.level == AgreementLevel.STRATEGIC
    assert [each.name for each in agreement.domains.all()] == ["mobiliteit", "welzijn"]
    services.classify_agreement(
        actor=cast.chair, agreement=agreement, level="", domains=["welzijn"]
    )
    assert [each.name for each in agreement.domains.all()] == ["welzijn"]
