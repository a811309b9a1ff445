"""All states and moves are tables; the reference is generated from them."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from tests.conftest import REFERENCE_MOMENT
from tests.factories.cast import MEETING_DAY, Cast
from tests.factories.drafts import draft_of, remark, round_of
from tests.factories.new_college import new_college_of
from tests.factories.products import joint_of, statement_of
from tests.factories.routes import settle

from overlegtafel.agreements.services import open_round, take_position
from overlegtafel.common.errors import WrongMoment
from overlegtafel.common.transitions import claim
from overlegtafel.councillors.models import (
    CouncilLetter,
    CouncillorQuestion,
    EveningSignUp,
    InfoEvening,
)
from overlegtafel.feedback.services import record_item
from overlegtafel.feedback.states import RegionalOrgan
from overlegtafel.governance.services import draft_charter, open_start_path
from overlegtafel.governance.services.evaluations import open_evaluation
from overlegtafel.governance.states import Situation
from overlegtafel.local_decisions.models import LocalDecision, Reconfirmation
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import remark_on_report
from overlegtafel.proposals.models import Proposal
from overlegtafel.reporting.states_reference import MACHINES, Machine, states_markdown

PAIRS = [
    pytest.param(machine, verb, state, id=f"{machine.name}-{verb}-{state}")
    for machine in MACHINES
    for verb in machine.moves
    for state in machine.states.values
]


def test_the_reference_of_states_is_true(repository: Path) -> None:
    written = (repository / "docs" / "reference" / "states.md").read_text(encoding="utf-8")
    assert written == states_markdown(), "run: manage.py write_states"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_but_the_first_can_be_reached(machine: Machine) -> None:
    first, *others = machine.states.values
    reached, waiting = {first}, [first]
    while waiting:
        here = waiting.pop()
        for move in machine.moves.values():
            if here in move.sources and move.target not in reached:
                reached.add(move.target)
                waiting.append(move.target)
    assert set(others) <= reached


def _remark(cast: Cast) -> models.Model:
    item = cast.thread("closed").item
    assert item is not None
    return remark_on_report(actor=cast.mayor, item=item, text="Het waren er vijf.")


def _position(cast: Cast) -> models.Model:
    item = cast.thread("convened").item
    assert item is not None
    return take_position(
        actor=cast.mayor,
        item=item,
        municipality=cast.towns["Lede"],
        stance="for",
        basis="personal",
        expected_revision=0,
    )


def _round(cast: Cast) -> models.Model:
    settle(cast, ratification={"written_rounds": {"allowed": True}})
    item = cast.thread("closed").item
    assert item is not None
    return open_round(actor=cast.secretary, item=item, question="Goed?", due_on=date(2026, 12, 4))


def _reconfirmation(cast: Cast) -> models.Model:
    cast.thread("decisions")
    return Reconfirmation.objects.get(pk=new_college_of(cast))


def asked(cast: Cast, mark: str = "a") -> dict[str, Any]:
    """A councillor's question, as it is kept."""
    return {
        "body": cast.table,
        "municipality": cast.towns["Lede"],
        "text": "Waarom?",
        "asked_by": cast.councillor,
        "asked_at": REFERENCE_MOMENT,
        "state_since": REFERENCE_MOMENT,
        "fingerprint": mark,
        "due_on": MEETING_DAY,
    }


def _evening(cast: Cast) -> InfoEvening:
    return InfoEvening.objects.create(
        body=cast.table,
        title="Wat spraken we af?",
        location="Dendermonde",
        held_on=MEETING_DAY,
        starts_at=time(19, 30),
        ends_at=time(21, 30),
        sign_up_until=MEETING_DAY,
        state_since=REFERENCE_MOMENT,
        saved_by=cast.secretary,
        saved_at=REFERENCE_MOMENT,
    )


def _sign_up(cast: Cast) -> models.Model:
    return EveningSignUp.objects.create(
        evening=_evening(cast),
        user=cast.councillor,
        municipality=cast.towns["Lede"],
        place=1,
        state="coming",
        since=REFERENCE_MOMENT,
    )


def _draft(cast: Cast) -> models.Model:
    return draft_of(cast, cast.secretary)


def _draft_remark(cast: Cast) -> models.Model:
    round_ = round_of(cast, cast.secretary)
    return remark(cast.officer, round_, cast.towns["Lede"], send=False)


def _regional_item(cast: Cast) -> models.Model:
    return record_item(
        actor=cast.officer,
        municipality=cast.towns["Lede"],
        organ=RegionalOrgan.COLLEGE,
        meets_on=date(2026, 12, 8),
    )


GROWTH: dict[str, Callable[[Cast], models.Model]] = {
    "RegionalItem": _regional_item,
    "MasterDraft": _draft,
    "DraftRemark": _draft_remark,
    "Reconfirmation": _reconfirmation,
    "Position": _position,
    "WrittenRound": _round,
    "ReportRemark": _remark,
    "Statement": statement_of,
    "JointAgreement": lambda cast: joint_of(cast, opened=False),
    "Charter": lambda cast: draft_charter(actor=cast.secretary, body=cast.table),
    "StartPath": lambda cast: open_start_path(
        actor=cast.secretary, body=cast.table, situation=Situation.STARTED
    ),
    "CouncillorQuestion": lambda cast: CouncillorQuestion.objects.create(**asked(cast)),
    "CouncilLetter": lambda cast: CouncilLetter.objects.create(
        body=cast.table,
        meeting=cast.meeting(),
        saved_by=cast.secretary,
        saved_at=REFERENCE_MOMENT,
    ),
    "InfoEvening": _evening,
    "EveningSignUp": _sign_up,
    "Evaluation": lambda cast: open_evaluation(
        actor=cast.secretary,
        body=cast.table,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 11, 1),
    ),
}

ENDED: dict[str, dict[str, object]] = {
    "Statement": {"sent_on": MEETING_DAY, "answered_on": MEETING_DAY, "checksum": "x"},
    "JointAgreement": {"opened_on": MEETING_DAY, "checksum": "x"},
    "Reconfirmation": {"answered_at": REFERENCE_MOMENT},
    "ReportRemark": {"answered_at": REFERENCE_MOMENT, "answer": "Zo was het."},
    "Position": {"shared_at": REFERENCE_MOMENT},
    "DraftRemark": {"sent_at": REFERENCE_MOMENT},
    "WrittenRound": {"closed_at": REFERENCE_MOMENT, "outcome": "agreed"},
    "Charter": {"valid_from": MEETING_DAY, "adopted_on": MEETING_DAY},
    "CouncillorQuestion": {"answer": "Zo is het."},
    "CouncilLetter": {"sent_at": REFERENCE_MOMENT},
    "InfoEvening": {"reason": "De spreker is ziek."},
    "Evaluation": {
        "next_on": MEETING_DAY,
        "closed_at": REFERENCE_MOMENT,
        "conclusions": ["Niets wijzigen"],
    },
}
"""What an adopted charter and a closed evaluation can't do without."""


def row_of(machine: Machine, cast: Cast, state: str) -> models.Model:
    """A real row, put in a state."""
    if machine.name in GROWTH:
        row: models.Model = GROWTH[machine.name](cast)
    elif machine.name == "Dossier":
        row = cast.dossier
    elif machine.name == "Proposal":
        row = cast.proposal()
    else:
        thread = cast.thread()
        assert thread.agreement is not None
        rows: dict[str, models.Model | None] = {
            "Meeting": thread.meeting,
            "Agreement": thread.agreement,
            "Executor": thread.agreement.executors.first(),
            "LocalDecision": thread.decisions["Lede"],
        }
        found = rows[machine.name]
        assert found is not None
        row = found
    facts: dict[str, object] = {"state": state}
    if isinstance(row, Proposal):
        facts |= {"answer": "Kunt u dit toelichten?"}
        if state == "combined":
            facts["combined_into"] = cast.proposal(title="Waar het in opgaat")
    elif isinstance(row, LocalDecision):
        facts["meets_on"] = MEETING_DAY
    elif machine.name in ENDED and state != machine.states.values[0]:
        facts |= ENDED[machine.name]
    elif machine.name == "Executor":
        facts["done_on"] = MEETING_DAY if state == "done" else None
    if state == "merged":
        facts["merged_into"] = CouncillorQuestion.objects.create(**asked(cast, "b"))
    type(row)._default_manager.filter(pk=row.pk).update(**facts)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(("machine", "verb", "state"), PAIRS)
def test_a_verb_works_from_its_sources_and_from_nowhere_else(
    cast: Cast, machine: Machine, verb: str, state: str
) -> None:
    row = row_of(machine, cast, state)
    move = machine.moves[verb]
    facts: dict[str, object] = {}
    if machine.name == "Executor":
        facts["done_on"] = MEETING_DAY if move.target == "done" else None
    elif machine.name == "Proposal" and verb == "combine":
        facts["combined_into"] = cast.proposal(title="Waar het in opgaat")
    elif machine.name in ENDED:
        facts = dict(ENDED[machine.name])
    if verb == "merge":
        facts["merged_into"] = CouncillorQuestion.objects.create(**asked(cast, "c"))
    if state in move.sources:
        assert claim(row, machine.moves, verb, **facts) == state
        row.refresh_from_db()
        assert row.state == move.target  # type: ignore[attr-defined]
    else:
        with pytest.raises(WrongMoment):
            claim(row, machine.moves, verb, **facts)
        row.refresh_from_db()
        assert row.state == state  # type: ignore[attr-defined]


def test_an_approved_report_changes_only_by_reopening_it(cast: Cast) -> None:
    [meetings] = [machine for machine in MACHINES if machine.name == "Meeting"]
    assert isinstance(row_of(meetings, cast, "approved"), Meeting)
    from_approved = [verb for verb, move in meetings.moves.items() if "approved" in move.sources]
    assert from_approved == ["reopen"]
