"""Two municipalities go on as one: what is open passes, what was stays."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.agreements.models import Executor
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.queries import seats_on
from overlegtafel.governance.services import appoint
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import decisions_of, progress_of, spoken_state
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.local_decisions.states import DecisionState
from overlegtafel.organizations.mergers import (
    carry_over,
    merge_municipalities,
    register_merged_municipality,
)
from overlegtafel.organizations.models import Organization, PostRole
from overlegtafel.reporting.outcomes import Wanted, entries_of, outcome_matrix

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2027, 1, 1)
DECREE = "Decreet van een later jaar (verzonnen)"


def merged(cast: Cast, *names: str, into: str = "Lede-Zele") -> Organization:
    heir = register_merged_municipality(
        actor=cast.system, name=into, code="41999", effective_on=NEW_YEAR, source=DECREE
    )
    merge_municipalities(
        actor=cast.system,
        predecessors=[cast.towns[name] for name in names],
        successor=heir,
        effective_on=NEW_YEAR,
        source=DECREE,
    )
    return heir


def progress(decision: LocalDecision) -> str:
    return progress_of([decision.agreement_id])[decision.agreement_id].figure


def test_open_decisions_of_both_become_one_with_both_histories(
    cast: Cast, clock: FixedClock
) -> None:
    decisions = cast.thread("decisions").decisions
    lede = decisions["Lede"]
    record_decision(
        actor=cast.officer,
        decision=lede,
        verb="put_on_agenda",
        expected_revision=lede.revision,
        meets_on=date(2026, 12, 17),
    )
    assert progress(lede) == "0 van 5"
    clock.travel_to("2027-01-02 09:00")
    heir = merged(cast, "Lede", "Zele")
    row = LocalDecision.objects.get(agreement=lede.agreement, municipality=heir)
    assert row.state == DecisionState.UNKNOWN
    assert progress(row) == "0 van 4"
    before = {each.municipality.name: each for each in row.carried_from.all()}
    assert set(before) == {"Lede", "Zele"}
    assert [entry.verb for entry in before["Lede"].entries.all()] == [
        "opened",
        "put_on_agenda",
        "carry_over",
    ]
    assert before["Lede"].meets_on == date(2026, 12, 17)


def test_who_reads_it_sees_where_it_went_and_where_it_came_from(
    cast: Cast, clock: FixedClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    decisions = cast.thread("decisions").decisions
    agreement = decisions["Lede"].agreement
    clock.travel_to("2027-01-02 09:00")
    heir = merged(cast, "Lede", "Zele")
    with django_assert_num_queries(1):
        spoken = {row.municipality.name: spoken_state(row) for row in decisions_of(agreement)}
    assert spoken["Lede"] == spoken["Zele"] == "overgegaan naar Lede-Zele bij een fusie"
    assert spoken["Aalst"] == "nog niet bekend"
    matrix = outcome_matrix(cast.system, cast.table, Wanted(), date(2027, 1, 2))
    with django_assert_num_queries(0):
        shown = {place.name: cells[0].decision for place, cells in matrix.rows}
        assert spoken_state(shown["Zele"]) == "overgegaan naar Lede-Zele bij een fusie"
    row = LocalDecision.objects.get(agreement=agreement, municipality=heir)
    with django_assert_num_queries(1):
        told = [(each.decision.municipality.name, each.verb) for each in entries_of(row)]
    assert sorted(told) == [
        ("Lede", "carry_over"),
        ("Lede", "opened"),
        ("Lede-Zele", "carry_over"),
        ("Lede-Zele", "carry_over"),
        ("Zele", "carry_over"),
        ("Zele", "opened"),
    ]


def test_what_was_decided_stays_and_stays_counted(cast: Cast, clock: FixedClock) -> None:
    lede = cast.thread("decisions").decisions["Lede"]
    record_decision(
        actor=cast.officer,
        decision=lede,
        verb="approve",
        expected_revision=lede.revision,
        meets_on=date(2026, 11, 23),
    )
    clock.travel_to("2027-01-02 09:00")
    heir = merged(cast, "Lede", "Zele")
    lede.refresh_from_db()
    assert lede.state == DecisionState.APPROVED
    assert lede.carried_to is None
    assert LocalDecision.objects.get(agreement=lede.agreement, municipality=heir)
    assert progress(lede) == "1 van 5"


def test_one_that_absorbs_another_keeps_its_own_row(cast: Cast, clock: FixedClock) -> None:
    decisions = cast.thread("decisions").decisions
    clock.travel_to("2027-01-02 09:00")
    merge_municipalities(
        actor=cast.system,
        predecessors=[cast.towns["Zele"]],
        successor=cast.towns["Lede"],
        effective_on=NEW_YEAR,
        source=DECREE,
    )
    zele, lede = decisions["Zele"], decisions["Lede"]
    zele.refresh_from_db()
    assert zele.carried_to == lede
    assert progress(lede) == "0 van 4"
    lede.refresh_from_db()
    record_decision(
        actor=cast.fresh(cast.officer),
        decision=lede,
        verb="approve",
        expected_revision=lede.revision,
        meets_on=date(2027, 1, 2),
    )
    assert progress(lede) == "1 van 4"


def test_a_later_merger_passes_nothing_before_its_day(cast: Cast, clock: FixedClock) -> None:
    lede = cast.thread("decisions").decisions["Lede"]
    heir = merged(cast, "Lede", "Zele")
    assert not LocalDecision.objects.filter(municipality=heir).exists()
    clock.travel_to("2026-12-31 23:59")
    assert carry_over(actor=cast.system) == 0
    clock.travel_to("2027-01-01 00:01")
    assert carry_over(actor=cast.system) > 0
    assert carry_over(actor=cast.system) == 0
    assert progress(lede) == "0 van 4"


def test_old_meetings_keep_the_old_seats(cast: Cast) -> None:
    thread = cast.thread("decisions")
    assert thread.meeting is not None
    heir = merged(cast, "Lede", "Zele")
    then = {seat.label for seat in seats_on(cast.table, thread.meeting.held_on)}
    later = {seat.label for seat in seats_on(cast.table, NEW_YEAR)}
    assert {"Lede", "Zele"} <= then
    assert {"Lede", "Zele"} & later == set()
    assert heir.name in later
    [succession] = cast.towns["Lede"].succeeded_by.all()
    assert (succession.successor, succession.effective_on) == (heir, NEW_YEAR)


def test_staff_goes_along_and_mandates_end(cast: Cast, clock: FixedClock) -> None:
    lede = cast.thread("decisions").decisions["Lede"]
    heir = merged(cast, "Lede", "Zele")
    clock.travel_to("2027-01-01 08:00")
    carry_over(actor=cast.system)
    row = LocalDecision.objects.get(agreement=lede.agreement, municipality=heir)
    officer, mayor = cast.fresh(cast.officer), cast.fresh(cast.mayor)
    facts = {"verb": "plan", "expected_revision": row.revision, "meets_on": date(2027, 1, 28)}
    with pytest.raises(NotAllowed):
        record_decision(actor=mayor, decision=row, **facts)
    assert record_decision(actor=officer, decision=row, **facts).state == DecisionState.PLANNED


def test_nobody_reopens_what_passed(cast: Cast, clock: FixedClock) -> None:
    lede = cast.thread("decisions").decisions["Lede"]
    clock.travel_to("2027-01-02 09:00")
    merged(cast, "Lede", "Zele")
    lede.refresh_from_db()
    with pytest.raises(WrongMoment, match="Lede-Zele"):
        record_decision(
            actor=cast.system,
            decision=lede,
            verb="correct",
            expected_revision=lede.revision,
            note="Toch niet.",
        )


def test_execution_that_is_not_done_passes_too(cast: Cast, clock: FixedClock) -> None:
    thread = cast.thread("decisions")
    assert thread.agreement is not None
    Executor.objects.get_or_create(agreement=thread.agreement, organization=cast.towns["Lede"])
    clock.travel_to("2027-01-02 09:00")
    heir = merged(cast, "Lede", "Zele")
    names = set(thread.agreement.executors.values_list("organization__name", flat=True))
    assert heir.name in names
    assert "Lede" not in names
    assert AuditEntry.objects.filter(verb="execution.passed_on").exists()


def test_the_new_mayor_is_asked_of_nobody_else(cast: Cast, clock: FixedClock) -> None:
    lede = cast.thread("decisions").decisions["Lede"]
    heir = merged(cast, "Lede", "Zele")
    clock.travel_to("2027-01-02 09:00")
    appoint(
        actor=cast.system,
        person=cast.mayor.person,
        organization=heir,
        role=PostRole.MAYOR,
        label=f"Burgemeester {heir}",
        valid_from=NEW_YEAR,
    )
    carry_over(actor=cast.system)
    row = LocalDecision.objects.get(agreement=lede.agreement, municipality=heir)
    mayor = cast.fresh(cast.mayor)
    record_decision(actor=mayor, decision=row, verb="postpone", expected_revision=row.revision)
    with pytest.raises(NotAllowed):
        record_decision(
            actor=cast.other_mayor,
            decision=row,
            verb="postpone",
            expected_revision=row.revision + 1,
        )


@pytest.mark.parametrize("who", ["secretary", "chair", "mayor", "other_mayor", "citizen"])
def test_only_the_system_merges(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        merge_municipalities(
            actor=getattr(cast, who),
            predecessors=[cast.towns["Zele"]],
            successor=cast.towns["Lede"],
            effective_on=NEW_YEAR,
            source=DECREE,
        )


def test_nobody_goes_up_in_two(cast: Cast) -> None:
    merged(cast, "Lede", "Zele")
    with pytest.raises(Invalid, match="al eerder"):
        merge_municipalities(
            actor=cast.system,
            predecessors=[cast.towns["Lede"]],
            successor=cast.towns["Aalst"],
            effective_on=NEW_YEAR,
            source=DECREE,
        )


def test_by_command(cast: Cast) -> None:
    out = StringIO()
    codes = [cast.towns["Lede"].code, cast.towns["Zele"].code]
    facts = {"on": NEW_YEAR, "source": DECREE, "stdout": out}
    call_command("merge_municipalities", *codes, into="41999", name="Lede-Zele", **facts)
    assert "Lede, Zele gaan op in Lede-Zele vanaf 1 januari 2027." in out.getvalue()
    with pytest.raises(CommandError, match="NIS-code 99999"):
        call_command("merge_municipalities", "99999", into=codes[0], **facts)
