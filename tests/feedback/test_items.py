"""Keeping the register: who may, what is refused, what the municipality alone says."""

from datetime import date
from typing import Any

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.feedback.models import RegionalItem
from overlegtafel.feedback.policy import contents_visible_to, regional_items_visible_to
from overlegtafel.feedback.queries import (
    questions_for,
    register_for,
    registers_at,
)
from overlegtafel.feedback.services import (
    answer_counting,
    drop_item,
    finish_item,
    record_item,
    replan_item,
    warn_ahead,
)
from overlegtafel.feedback.states import RegionalOrgan
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.outbox.models import Message

COLLEGE, COUNCIL = RegionalOrgan.COLLEGE, RegionalOrgan.COUNCIL
SOME_DAY = date(2026, 11, 10)


def noted(cast: Cast, **facts: Any) -> RegionalItem:
    usual = {"municipality": cast.towns["Lede"], "organ": COLLEGE, "meets_on": SOME_DAY}
    return record_item(actor=cast.officer, **{**usual, **facts})


def on_council(cast: Cast, day: date = date(2026, 11, 26)) -> LocalDecision:
    decision = cast.thread().decisions["Lede"]
    return record_decision(
        actor=cast.officer,
        decision=decision,
        verb="put_on_agenda",
        expected_revision=decision.revision,
        meets_on=day,
    )


def test_a_day_that_was_is_done_a_day_to_come_is_planned(cast: Cast, clock: FixedClock) -> None:
    assert noted(cast).state == "done"
    planned = noted(cast, meets_on=date(2026, 12, 8))
    assert planned.state == "planned"
    with pytest.raises(WrongMoment, match="8 december 2026 moet nog komen"):
        finish_item(actor=cast.officer, item=planned)
    clock.travel_to("2026-12-08 00:01")
    assert finish_item(actor=cast.officer, item=planned, agenda_reference="12").state == "done"
    with pytest.raises(WrongMoment):
        replan_item(actor=cast.officer, item=planned, meets_on=date(2026, 12, 15))
    verbs = AuditEntry.objects.filter(subject_type="feedback.regionalitem")
    assert [each.verb for each in verbs.order_by("id")] == [
        "regional_item.recorded",
        "regional_item.recorded",
        "regional_item.done",
    ]


@pytest.mark.parametrize(
    "who",
    [
        *("secretary", "chair", "alderman", "councillor", "partner", "citizen"),
        *("other_officer", "other_mayor", "other_secretary"),
    ],
)
def test_only_the_own_municipality_keeps_its_register(cast: Cast, who: str) -> None:
    item, decision = noted(cast, meets_on=date(2026, 12, 8)), on_council(cast)
    actor = getattr(cast, who)
    for attempt in (
        lambda: record_item(
            actor=actor, municipality=cast.towns["Lede"], organ=COLLEGE, meets_on=SOME_DAY
        ),
        lambda: replan_item(actor=actor, item=item, meets_on=SOME_DAY),
        lambda: drop_item(actor=actor, item=item, reason="Fout."),
        lambda: answer_counting(actor=actor, decision=decision, counts=True),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    item.refresh_from_db()
    assert (RegionalItem.objects.count(), item.state) == (1, "planned")


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        *(("mayor", 2), ("director", 2), ("officer", 2), ("alderman", 2)),
        *(("secretary", 2), ("chair", 2)),
        ("councillor", 1),
        *(("other_officer", 0), ("partner", 0), ("citizen", 0)),
        *(("other_mayor", 0), ("other_secretary", 0)),
    ],
)
def test_who_sees_which_rows(cast: Cast, who: str, rows: int) -> None:
    noted(cast)
    noted(cast, organ=COUNCIL)
    dropped = noted(cast, organ=COUNCIL, meets_on=date(2026, 6, 1))
    drop_item(actor=cast.officer, item=dropped, reason="Fout.")
    seen = regional_items_visible_to(getattr(cast, who)).exclude(state="dropped")
    assert seen.count() == rows
    leads = who in ("secretary", "chair")
    assert contents_visible_to(getattr(cast, who)).exclude(state="dropped").count() == (
        0 if leads else rows
    )


@pytest.mark.parametrize(
    "who", ["councillor", "partner", "citizen", "other_mayor", "other_officer"]
)
def test_who_may_not_open_a_register(cast: Cast, who: str) -> None:
    with pytest.raises(NotVisible):
        register_for(getattr(cast, who), cast.towns["Lede"], 2026)


@pytest.mark.parametrize("who", ["mayor", "director", "officer", "other_secretary", "citizen"])
def test_only_who_leads_the_table_sees_all_its_members(cast: Cast, who: str) -> None:
    with pytest.raises(NotVisible):
        registers_at(getattr(cast, who), cast.table, 2026)


def test_a_council_item_of_a_regional_dossier_counts_only_when_the_municipality_says_so(
    cast: Cast,
) -> None:
    decision, lede = on_council(cast), cast.towns["Lede"]
    assert [each.pk for each in questions_for([lede], 2026)] == [decision.pk]
    assert register_for(cast.officer, lede, 2026).council_figure == "0 (minstens 2)"
    row = answer_counting(actor=cast.director, decision=decision, counts=True)
    assert (row.state, row.counts, row.meets_on) == ("planned", True, date(2026, 11, 26))
    assert list(questions_for([lede], 2026)) == []
    with pytest.raises(WrongMoment):
        answer_counting(actor=cast.director, decision=decision, counts=False)


def test_an_answer_of_no_is_kept_and_not_counted(cast: Cast) -> None:
    decision, lede = on_council(cast, date(2026, 11, 23)), cast.towns["Lede"]
    decision = record_decision(
        actor=cast.officer,
        decision=decision,
        verb="approve",
        expected_revision=decision.revision,
        meets_on=date(2026, 11, 23),
    )
    row = answer_counting(actor=cast.director, decision=decision, counts=False)
    assert (row.state, row.counts) == ("done", False)
    assert register_for(cast.officer, lede, 2026).council_figure == "0 (minstens 2)"
    assert list(questions_for([lede], 2026)) == []


def test_what_cannot_be_laid_down_is_said_in_words(cast: Cast) -> None:
    with pytest.raises(Invalid, match="https"):
        noted(cast, link="http://lede.example/agenda")
    item = noted(cast)
    with pytest.raises(Invalid, match="waarom"):
        drop_item(actor=cast.officer, item=item, reason=" ")
    with pytest.raises(Invalid, match="gemeente"):
        record_item(actor=cast.system, municipality=cast.support, organ=COLLEGE, meets_on=SOME_DAY)


def test_warnings_leave_ahead_of_time_and_never_twice(cast: Cast, clock: FixedClock) -> None:
    noted(cast, meets_on=date(2026, 3, 26), organ=COUNCIL)
    noted(cast, meets_on=date(2026, 10, 15), organ=COUNCIL)
    ours = Message.objects.filter(kind="regional_item.warned", recipient=cast.officer)
    clock.travel_to("2026-11-20 08:00")
    warn_ahead(actor=cast.system)
    assert ours.count() == 0
    for moment, mails in (
        ("2026-11-21 08:00", 1),
        ("2026-11-22 08:00", 1),
        ("2026-11-28 08:00", 2),
        ("2026-11-29 08:00", 2),
        ("2026-12-01 08:00", 2),
    ):
        clock.travel_to(moment)
        warn_ahead(actor=cast.system)
        assert ours.count() == mails, moment
    assert [each.subject for each in ours.order_by("id")] == [
        "Regiowerking op het college: november nog te doen",
        "Regiowerking op het college: november: geen punt vastgelegd",
    ]
    with pytest.raises(NotAllowed):
        warn_ahead(actor=cast.secretary)


def test_what_is_done_warns_nobody(cast: Cast) -> None:
    noted(cast)
    noted(cast, organ=COUNCIL, meets_on=date(2026, 3, 26))
    noted(cast, organ=COUNCIL, meets_on=date(2026, 10, 15))
    warn_ahead(actor=cast.system)
    assert not Message.objects.filter(recipient__in=[cast.officer, cast.director]).filter(
        kind="regional_item.warned"
    )
    assert Message.objects.filter(
        kind="regional_item.warned", recipient=cast.other_officer
    ).exists()
