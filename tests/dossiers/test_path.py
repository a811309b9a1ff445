"""The way of a dossier through exchange, alignment and policy (R2, R3)."""

from datetime import date

import pytest
from tests.factories.cast import MEETING_DAY, Cast
from tests.factories.routes import settle

from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers.models import Dossier, FunctionStep
from overlegtafel.dossiers.path import EARLY, function_now
from overlegtafel.dossiers.services import close_dossier, open_dossier, take_step
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.meetings.services import (
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import draft_proposal, submit_proposal
from overlegtafel.reporting.dossiers import dossier_thread

TODAY = date(2026, 11, 23)


def path_of(dossier: Dossier) -> list[str]:
    """The functions a dossier came into, as they went."""
    return [step.to_function for step in dossier.steps.all()]


def bring(cast: Cast, function: Function, dossier: Dossier | None) -> Proposal:
    """A draft with that function in a dossier."""
    return draft_proposal(
        actor=cast.mayor,
        body=cast.table,
        title=f"Punt over {function.label}",
        summary="Eén zin.",
        function=function,
        category=Category.PROJECT,
        reasons=(Reason.CHALLENGE,),
        brought_by=cast.towns["Lede"],
        dossier=dossier,
        expected_decision="council",
        preparer_label="SOLVA",
    )


def treat(cast: Cast, held_on: date, *functions: Function, outcome: str = Outcome.NOTED) -> None:
    """A meeting that treats items with these functions in the cast's dossier."""
    meeting = cast.meeting(held_on)
    items = []
    for function in functions:
        proposal = submit_proposal(actor=cast.mayor, proposal=bring(cast, function, cast.dossier))
        items.append(place_on_agenda(actor=cast.secretary, meeting=meeting, proposal=proposal))
    convene_meeting(actor=cast.secretary, meeting=meeting)
    open_meeting(actor=cast.secretary, meeting=meeting)
    for item in items:
        save_minutes(
            actor=cast.secretary,
            item=item,
            minutes="Besproken.",
            outcome=outcome,
            expected_revision=item.revision,
        )
    close_meeting(actor=cast.secretary, meeting=meeting)


def test_three_meetings_are_three_steps(cast: Cast) -> None:
    settle(cast, function_model="steps")
    days = [date(2026, 9, 18), date(2026, 10, 16), MEETING_DAY]
    for day, function in zip(days, Function, strict=True):
        treat(cast, day, function)
    assert path_of(cast.dossier) == ["exchange", "alignment", "policy"]
    assert [step.taken_on for step in cast.dossier.steps.all()] == days
    events = dossier_thread(cast.mayor, cast.dossier).events
    assert [(each.subject, each.detail.partition(":")[0]) for each in events] == [
        ("2026-09-18", "Naar uitwisseling"),
        ("2026-10-16", "Naar afstemming"),
        ("2026-11-20", "Naar beleid"),
    ]


def test_a_deferred_item_is_no_step(cast: Cast) -> None:
    treat(cast, MEETING_DAY, Function.EXCHANGE, outcome=Outcome.DEFERRED)
    assert path_of(cast.dossier) == []


def test_treating_the_same_function_again_is_no_new_step(cast: Cast) -> None:
    treat(cast, date(2026, 10, 16), Function.ALIGNMENT)
    treat(cast, MEETING_DAY, Function.ALIGNMENT)
    assert path_of(cast.dossier) == ["alignment"]


def test_going_back_stays_visible_with_its_reason(cast: Cast) -> None:
    for function in (Function.EXCHANGE, Function.ALIGNMENT):
        take_step(actor=cast.secretary, dossier=cast.dossier, function=function, taken_on=TODAY)
    with pytest.raises(Invalid) as refused:
        take_step(
            actor=cast.secretary, dossier=cast.dossier, function=Function.EXCHANGE, taken_on=TODAY
        )
    assert refused.value.field == "reason"
    back = take_step(
        actor=cast.secretary,
        dossier=cast.dossier,
        function=Function.EXCHANGE,
        taken_on=TODAY,
        reason="De cijfers klopten niet.",
    )
    assert back.goes_back
    assert path_of(cast.dossier) == ["exchange", "alignment", "exchange"]
    told = [each.title for each in dossier_thread(cast.mayor, cast.dossier).events]
    assert "Terug naar uitwisseling" in told


def test_treating_it_in_an_earlier_function_goes_back_with_the_item_as_reason(cast: Cast) -> None:
    treat(cast, date(2026, 10, 16), Function.ALIGNMENT)
    treat(cast, MEETING_DAY, Function.EXCHANGE)
    last = FunctionStep.objects.latest("id")
    assert last.goes_back
    assert "Punt over uitwisseling" in last.reason


def test_early_policy_is_refused_where_functions_are_steps(cast: Cast) -> None:
    settle(cast, function_model="steps")
    with pytest.raises(WrongMoment) as refused:
        take_step(
            actor=cast.secretary,
            dossier=cast.dossier,
            function=Function.POLICY,
            taken_on=TODAY,
            reason="Het moet vooruit.",
        )
    assert refused.value.sentence == EARLY
    assert path_of(cast.dossier) == []


def test_the_same_move_is_allowed_where_they_overlap(cast: Cast) -> None:
    settle(cast, function_model="overlapping")
    take_step(actor=cast.secretary, dossier=cast.dossier, function=Function.POLICY, taken_on=TODAY)
    assert function_now(cast.dossier) == "policy"


def test_the_chair_may_go_before_alignment_with_a_reason(cast: Cast) -> None:
    settle(cast, function_model="steps")
    facts = {"dossier": cast.dossier, "function": Function.POLICY, "taken_on": TODAY}
    with pytest.raises(Invalid) as refused:
        take_step(actor=cast.chair, **facts)  # type: ignore[arg-type]
    assert refused.value.field == "reason"
    step = take_step(actor=cast.chair, reason="De oproep sluit morgen.", **facts)  # type: ignore[arg-type]
    assert step.is_override
    assert submit_proposal(
        actor=cast.mayor, proposal=bring(cast, Function.POLICY, cast.dossier)
    ).submitted_at


def test_a_proposal_is_held_to_the_same_rule_in_the_same_words(cast: Cast) -> None:
    settle(cast, function_model="steps")
    early = bring(cast, Function.POLICY, cast.dossier)
    with pytest.raises(WrongMoment) as refused:
        submit_proposal(actor=cast.mayor, proposal=early)
    assert refused.value.sentence == EARLY
    take_step(
        actor=cast.secretary, dossier=cast.dossier, function=Function.ALIGNMENT, taken_on=TODAY
    )
    early.refresh_from_db()
    assert submit_proposal(actor=cast.mayor, proposal=early).submitted_at


def test_policy_without_a_dossier_has_no_path_to_hold_it_to(cast: Cast) -> None:
    settle(cast, function_model="steps")
    free = bring(cast, Function.POLICY, None)
    assert submit_proposal(actor=cast.mayor, proposal=free).submitted_at


@pytest.mark.parametrize("who", ["mayor", "director", "officer", "other_secretary", "partner"])
def test_who_does_not_run_the_table_takes_no_step(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        take_step(
            actor=getattr(cast, who),
            dossier=cast.dossier,
            function=Function.EXCHANGE,
            taken_on=TODAY,
        )


def test_a_step_is_not_taken_twice_tomorrow_or_in_what_is_closed(cast: Cast) -> None:
    facts = {"actor": cast.secretary, "dossier": cast.dossier, "function": Function.EXCHANGE}
    take_step(taken_on=TODAY, **facts)  # type: ignore[arg-type]
    with pytest.raises(WrongMoment, match="al in uitwisseling"):
        take_step(taken_on=TODAY, **facts)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        take_step(taken_on=date(2026, 12, 1), **facts | {"function": Function.ALIGNMENT})  # type: ignore[arg-type]
    close_dossier(actor=cast.secretary, dossier=cast.dossier, verb="complete", note="Klaar.")
    with pytest.raises(WrongMoment, match="weer op"):
        take_step(taken_on=TODAY, **facts | {"function": Function.ALIGNMENT})  # type: ignore[arg-type]


def test_each_dossier_has_its_own_path(cast: Cast) -> None:
    other = open_dossier(actor=cast.secretary, body=cast.table, title="Ander", domain="wonen")
    take_step(actor=cast.secretary, dossier=other, function=Function.ALIGNMENT, taken_on=TODAY)
    assert path_of(cast.dossier) == []
