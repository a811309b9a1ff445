"""The role sheet is a promise: whoever tries whatever, it goes through exactly when promised.

Hypothesis writes charters and lets people try services, each brought to its right moment first
(``tests/factories/stage.py``). What then decides is the role sheet that everyone reads, asked for
the person who tries; and after every move it is clear who has what is open.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import REFERENCE_MOMENT, FixedClock
from tests.factories.cast import Cast
from tests.factories.routes import settle
from tests.factories.services_agenda_versions import AGENDA_VERSIONS
from tests.factories.services_feedback import FEEDBACK
from tests.factories.services_horizon import HORIZON
from tests.factories.services_minutes import MINUTES
from tests.factories.services_new_college import NEW_COLLEGE
from tests.factories.services_of_councillors import COUNCILLORS
from tests.factories.services_of_couplings import COUPLINGS
from tests.factories.services_of_documents import DOCUMENTS
from tests.factories.services_of_drafts import DRAFTS
from tests.factories.services_of_execution import EXECUTION
from tests.factories.services_of_governance import GOVERNANCE
from tests.factories.services_of_local_drafts import LOCAL_DRAFTS
from tests.factories.services_of_positions import POSITIONS
from tests.factories.services_of_reports import REPORTS
from tests.factories.services_of_the_day import DAY
from tests.factories.services_planning import PLANNING
from tests.factories.services_products import PRODUCTS
from tests.factories.services_table import INNER, THREAD
from tests.factories.services_year import YEAR
from tests.factories.stage import Attempt, Row, Stage, make_stage

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import ExecutionState
from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.remember import forget
from overlegtafel.common import clock
from overlegtafel.common.errors import DomainError, Invalid, NotAllowed, NotVisible, WrongMoment
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.role_sheet import role_sheet
from overlegtafel.governance.services import ask_clearance, give_clearance
from overlegtafel.governance.states import (
    Authority,
    FunctionModel,
    Intake,
    Late,
    SupportMode,
    Task,
)
from overlegtafel.local_decisions.states import UNDECIDED
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.states import OPEN
from overlegtafel.reporting.turn import turn_of_agreement, turn_of_meeting, turn_of_proposal

SERVICES: dict[str, Row] = (
    THREAD
    | GOVERNANCE
    | MINUTES
    | YEAR
    | REPORTS
    | DAY
    | DOCUMENTS
    | DRAFTS
    | LOCAL_DRAFTS
    | HORIZON
    | FEEDBACK
    | POSITIONS
    | AGENDA_VERSIONS
    | COUNCILLORS
    | COUPLINGS
    | EXECUTION
    | PLANNING
    | NEW_COLLEGE
    | PRODUCTS
)
PROMISED = {name: row for name, row in SERVICES.items() if row.task is not None}
APPS = (
    *("governance", "proposals", "meetings", "agreements", "local_decisions"),
    *("publication", "dossiers", "horizon", "feedback", "products", "councillors", "drafting"),
)
PEOPLE = (
    *("secretary", "second_secretary", "chair", "mayor", "director", "officer", "alderman"),
    *("councillor", "partner", "guest_mayor", "guest_director", "other_mayor"),
    *("other_secretary", "citizen", "dado", "steering"),
)
BRINGS = "brengt punten aan"

ROUTES = st.lists(
    st.sampled_from(
        [
            {"body": body, "does": does}
            for body in ("dado", "stuurgroep", "bestaat-niet")
            for does in ("advises", "screens")
        ]
    ),
    max_size=3,
)
CHARTERS = st.fixed_dictionaries(
    {
        "function_model": st.sampled_from(FunctionModel.values),
        "agendering": st.fixed_dictionaries(
            {
                "intake": st.lists(st.sampled_from(Intake.values), unique=True),
                "cut_off_days": st.integers(0, 40),
                "late": st.sampled_from(Late.values),
                "route": ROUTES,
                "standing_items": st.sampled_from([[], [{"title": "Rondvraag"}]]),
            }
        ),
        "support": st.fixed_dictionaries(
            {
                "mode": st.sampled_from(SupportMode.values),
                "tasks": st.dictionaries(
                    st.sampled_from(Task.values), st.sampled_from(Authority.values)
                ),
            }
        ),
    }
)
STAFF_FIRST = st.one_of(st.sampled_from(PEOPLE[:2]), st.sampled_from(PEOPLE))
MOVES = st.lists(st.tuples(STAFF_FIRST, st.sampled_from(sorted(PROMISED))), min_size=3, max_size=8)
PROFILE = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a move takes long to bring about; these are short
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def promise(actor: User, body: GoverningBody, row: Row) -> Authority:
    """What the role sheet says to this person of this task: the most of all their parts."""
    assert row.task is not None
    found = {Authority.NEVER}
    for part in role_sheet(actor, body, clock.today()):
        for words, tasks in part.promises if part.is_mine else []:
            if row.task.label in tasks:
                found |= {each for each in Authority if each.label == words}
            if row.as_member and words == BRINGS:
                found.add(Authority.ALONE)
    return next(each for each in Authority if each in found)


def outcome_of(call: Callable[[User], object], actor: User) -> DomainError | None:
    """Why it is refused, or nothing when it went through; each leaves its trace, or none."""
    before = AuditEntry.objects.count()
    try:
        with transaction.atomic():
            call(actor)
    except DomainError as refusal:
        assert AuditEntry.objects.count() == before
        return refusal
    return None


def try_move(stage: Stage, who: str, name: str) -> None:
    """Bring a service to its moment, let someone try it, hold it against the role sheet."""
    row = PROMISED[name]
    actor = stage.actor(who)
    try:
        with transaction.atomic():
            attempt = row.prepare(stage, actor)
    except DomainError as refusal:
        assert isinstance(refusal, NotAllowed | Invalid), (who, name, refusal)
        assert promise(stage.actor(who), stage.table, row) == Authority.NEVER, (who, name)
        return
    if attempt is not None:
        hold_promise(stage, stage.actor(who), row, attempt, (who, name))


def hold_promise(
    stage: Stage, actor: User, row: Row, attempt: Attempt, tried: tuple[str, str]
) -> None:
    """Alone works; after the chair works after the chair; never does not."""
    body, task = attempt.body or stage.table, row.task
    assert task is not None
    promised = promise(actor, body, row)
    refusal = outcome_of(attempt.call, actor)
    if promised == Authority.NEVER:
        assert isinstance(refusal, refusals(row, attempt)), (tried, refusal)
        return
    if promised == Authority.ALONE or row.asks_later:
        assert refusal is None, (tried, refusal)
        return
    assert isinstance(refusal, WrongMoment), (tried, refusal)
    if row.at_once:
        return
    ask_clearance(actor=actor, body=body, task=task, subject=attempt.subject)
    assert isinstance(outcome_of(attempt.call, actor), WrongMoment), tried
    give_clearance(actor=stage.actor("chair"), body=body, task=task, subject=attempt.subject)
    assert outcome_of(attempt.call, actor) is None, tried


def refusals(row: Row, attempt: Attempt) -> tuple[type[DomainError], ...]:
    """How a service says no: also "not in this name", and "it lies with another body now"."""
    said: list[type[DomainError]] = [NotAllowed, NotVisible]
    if row.task in (Task.PROPOSE_OWN, Task.PROPOSE_FOR):
        said.append(Invalid)
    if attempt.body is not None:
        said.append(WrongMoment)
    return tuple(said)


def hold_turns() -> None:
    """Whatever is open lies with someone, and something follows."""
    proposals = Proposal.objects.filter(state__in=OPEN).select_related("body", "brought_by")
    meetings = Meeting.objects.exclude(state__in=[MeetingState.APPROVED, MeetingState.CANCELLED])
    turns: list[Any] = [turn_of_proposal(each) for each in proposals]
    turns += [turn_of_meeting(each) for each in meetings.select_related("body")]
    for agreement in Agreement.objects.select_related("body"):
        rows, executors = list(agreement.local_decisions.all()), list(agreement.executors.all())
        waits = agreement.state == "draft" or (agreement.needs_local_decision and not rows)
        waits = waits or any(each.state in UNDECIDED for each in rows)
        if waits or any(each.state != ExecutionState.DONE for each in executors):
            turns.append(turn_of_agreement(agreement, rows, executors))
    assert all(turn and turn.sentence and turn.next_step for turn in turns)


@contextmanager
def back_to_the_start(clock: FixedClock) -> Iterator[None]:
    """Whatever is made or tried within is gone after, and it is the first day again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    clock.moment = REFERENCE_MOMENT
    forget()


@given(charter=CHARTERS, moves=MOVES)
@PROFILE
def test_a_move_goes_through_exactly_when_the_role_sheet_promises_it(
    cast: Cast, clock: FixedClock, charter: dict[str, Any], moves: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        stage = make_stage(cast, clock.travel_to)
        settle(cast, **charter)
        for who, name in moves:
            with back_to_the_start(clock):
                try_move(stage, who, name)
                hold_turns()
        transaction.set_rollback(True)
    forget()


@pytest.mark.parametrize("authority", [Authority.AFTER_CHAIR, Authority.NEVER])
def test_every_service_keeps_the_promise_to_the_secretariat(
    cast: Cast, clock: FixedClock, authority: Authority
) -> None:
    stage = make_stage(cast, clock.travel_to)
    tasks = dict.fromkeys(Task.values, authority)
    route = [{"body": "dado", "does": "advises"}, {"body": "stuurgroep", "does": "screens"}]
    agendering = {"route": route, "standing_items": [{"title": "Rondvraag"}]}
    settle(cast, agendering=agendering, support={"tasks": tasks})
    for name in PROMISED:
        with back_to_the_start(clock):
            try_move(stage, "secretary", name)
            hold_turns()


def test_who_has_nothing_to_do_with_the_table_can_do_nothing(cast: Cast, clock: FixedClock) -> None:
    stage = make_stage(cast, clock.travel_to)
    settle(cast, agendering={"route": [{"body": "dado", "does": "advises"}]})
    for name, row in SERVICES.items():
        with back_to_the_start(clock):
            for who in ("other_mayor", "other_secretary", "citizen"):
                try:
                    attempt = row.prepare(stage, stage.actor(who))
                except NotAllowed:
                    continue
                break
            for who in ("other_mayor", "other_secretary", "citizen") if attempt else ():
                refusal = outcome_of(attempt.call, stage.actor(who))
                assert isinstance(refusal, NotAllowed | NotVisible), (who, name, refusal)


def services_of(app: str) -> set[str]:
    """The functions of an app that act for someone: every one that takes an ``actor`` by name."""
    package = import_module(f"overlegtafel.{app}.services")
    parts = [package]
    for part in iter_modules(getattr(package, "__path__", [])):
        parts.append(import_module(f"{package.__name__}.{part.name}"))
    found = set()
    for module in parts:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = str(function.__module__).startswith(package.__name__)
            asked = inspect.signature(function).parameters.get("actor")
            keyword = asked is not None and asked.kind == inspect.Parameter.KEYWORD_ONLY
            if own and keyword and not name.startswith("_"):
                found.add(f"{app}.{name}")
    return found


@pytest.mark.parametrize("app", APPS)
def test_every_service_says_which_task_it_does(app: str) -> None:
    listed = {name.partition(" (")[0] for name in SERVICES} | INNER
    assert services_of(app) == {name for name in listed if name.startswith(f"{app}.")}


def test_every_task_has_a_service() -> None:
    assert {row.task for row in PROMISED.values()} == set(Task)
