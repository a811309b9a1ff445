"""Random walks: whoever tries whatever, in whatever order, the figures and the log stay whole."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.cast import Cast

from overlegtafel.accounts.models import User
from overlegtafel.agreements.services import record_agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import DomainError
from overlegtafel.local_decisions.services import open_local_decisions, record_decision
from overlegtafel.local_decisions.states import MOVES as DECISION_MOVES
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import (
    approve_minutes,
    cancel_meeting,
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    remove_from_agenda,
    save_minutes,
)
from overlegtafel.meetings.states import Outcome
from overlegtafel.proposals.services import (
    postpone_proposal,
    refuse_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from overlegtafel.reporting.integrity import CHECKS

ACTORS = ("secretary", "chair", "mayor", "director", "officer", "councillor", "other_secretary")


class World:
    """One proposal, one meeting, and everything anyone may try with them."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.proposal = cast.proposal(submitted=False)
        self.meeting = cast.meeting()

    def steps(self, actor: User) -> dict[str, Callable[[], object]]:
        """What can be tried; each reads its rows afresh, as a request does."""
        proposal, meeting = self.proposal, self.meeting
        proposal.refresh_from_db()
        meeting.refresh_from_db()
        item = meeting.items.select_related("proposal", "meeting").first()
        made = item.agreements.select_related("item__meeting", "body").first() if item else None
        row = made.local_decisions.order_by("id").first() if made else None
        steps: dict[str, Callable[[], object]] = {
            "submit": lambda: submit_proposal(actor=actor, proposal=proposal),
            "return": lambda: return_proposal(actor=actor, proposal=proposal, answer="Waarom?"),
            "refuse": lambda: refuse_proposal(actor=actor, proposal=proposal, answer="Neen."),
            "postpone": lambda: postpone_proposal(actor=actor, proposal=proposal, until=None),
            "withdraw": lambda: withdraw_proposal(actor=actor, proposal=proposal),
            "place": lambda: place_on_agenda(actor=actor, meeting=meeting, proposal=proposal),
            "convene": lambda: convene_meeting(actor=actor, meeting=meeting),
            "open": lambda: open_meeting(actor=actor, meeting=meeting),
            "close": lambda: close_meeting(actor=actor, meeting=meeting),
            "approve": lambda: approve_minutes(actor=actor, meeting=meeting),
            "cancel": lambda: cancel_meeting(actor=actor, meeting=meeting, reason="Ziekte"),
        }
        if item is not None:
            steps["remove"] = lambda: remove_from_agenda(actor=actor, item=item)
            steps["agree"] = lambda: record_agreement(
                actor=actor,
                item=item,
                title="Samen",
                due_on=date(2026, 12, 31),
                competent_body=CompetentBody.COUNCIL,
                executors=[(self.cast.towns["Lede"], "")],
            )
            for outcome in (Outcome.AGREEMENT, Outcome.DEFERRED):
                steps[f"minutes {outcome}"] = lambda outcome=outcome: save_minutes(
                    actor=actor,
                    item=item,
                    minutes="Besproken.",
                    outcome=outcome,
                    expected_revision=item.revision,
                )
        if made is not None:
            steps["ask"] = lambda: open_local_decisions(actor=actor, agreement=made)
        if row is not None:
            for verb in DECISION_MOVES:
                steps[verb] = lambda verb=verb: record_decision(
                    actor=actor,
                    decision=row,
                    verb=verb,
                    expected_revision=row.revision,
                    meets_on=date(2026, 11, 20),
                    note="nota",
                )
        return steps


_USUAL = ("submit", "place", "convene", "open", "agree", "minutes agreement", "close", "ask")
WALKS = st.lists(st.tuples(st.sampled_from(ACTORS), st.integers(0, 40)), min_size=3, max_size=25)


@given(start=st.integers(0, len(_USUAL)), walk=WALKS)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_tried_the_figures_and_the_log_stay_whole(
    cast: Cast, start: int, walk: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        world = World(cast)
        for name in _USUAL[:start]:
            world.steps(cast.mayor if name == "submit" else cast.secretary)[name]()
        for who, which in walk:
            steps = world.steps(getattr(cast, who))
            name = sorted(steps)[which % len(steps)]
            before = AuditEntry.objects.count()
            try:
                with transaction.atomic():
                    steps[name]()
            except DomainError:
                assert AuditEntry.objects.count() == before
            else:
                assert AuditEntry.objects.count() > before
        differences = {label: list(check()) for label, check in CHECKS}
        assert {label: found for label, found in differences.items() if found} == {}
        assert Meeting.objects.filter(pk=world.meeting.pk).exists()
        transaction.set_rollback(True)
