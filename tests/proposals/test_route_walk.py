"""Random routes, random moves: the turn is never empty, and a verb is refused as policy says."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.cast import Cast
from tests.factories.routes import Around, make_around, route, settle

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import DomainError
from overlegtafel.common.transitions import allows
from overlegtafel.governance.rules import SIMPLE
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import place_on_agenda, remove_from_agenda
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.policy import (
    can_edit,
    can_pull,
    can_screen,
    is_asked_for_advice,
    is_ready,
)
from overlegtafel.proposals.services import (
    advise,
    combine_proposals,
    pass_on,
    postpone_proposal,
    pull_past,
    refer_proposal,
    refuse_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from overlegtafel.proposals.states import MOVES, OPEN, PassageOutcome, ProposalState
from overlegtafel.reporting.flow import steps_of_proposal
from overlegtafel.reporting.proposals import other_end_of
from overlegtafel.reporting.turn import turn_of_proposal

STEPS = st.sampled_from(
    [("dado", "advises"), ("dado", "screens"), ("stuurgroep", "advises"), ("stuurgroep", "screens")]
)
ROUTES = st.lists(STEPS, max_size=4)
ACTORS = ("secretary", "chair", "mayor", "director", "partner", "other_secretary", "dado", "steer")
VERBS = (
    *("submit", "return", "postpone", "refuse", "withdraw", "refer", "combine"),
    *("advise", "pass", "pull", "place", "remove"),
)
WALKS = st.lists(
    st.tuples(st.sampled_from(ACTORS), st.sampled_from(VERBS)), min_size=4, max_size=20
)


class World:
    """One proposal on a random route, and whatever anyone tries with it."""

    def __init__(self, cast: Cast, around: Around, steps: list[tuple[str, str]]) -> None:
        settle(cast, **route(*steps))
        self.cast, self.around = cast, around
        self.first = cast.proposal(submitted=False)
        self.other = cast.proposal(title="Ander voorstel")
        self.meeting: Meeting = cast.meeting(date(2026, 12, 18))

    def actor(self, name: str) -> User:
        """Someone of the cast, or who leads a body on the route."""
        leads = {"dado": self.around.director_lead, "steer": self.around.steering_lead}
        return leads[name] if name in leads else getattr(self.cast, name)

    def proposal(self) -> Proposal:
        """The proposal as a request reads it."""
        return Proposal.objects.select_related("body").get(pk=self.first.pk)

    def attempt(self, actor: User, verb: str) -> Callable[[], object]:
        """The service that a verb stands for."""
        proposal = self.proposal()
        passage = proposal.passage_now or Passage(proposal=proposal, body=proposal.body, order=99)
        both = {"actor": actor, "proposal": proposal}
        item = self.meeting.items.select_related("proposal", "meeting").first()
        return {
            "submit": lambda: submit_proposal(**both),
            "return": lambda: return_proposal(**both, answer="Waarom?"),
            "postpone": lambda: postpone_proposal(**both, until=date(2026, 12, 1)),
            "refuse": lambda: refuse_proposal(**both, answer="Neen."),
            "withdraw": lambda: withdraw_proposal(**both),
            "refer": lambda: refer_proposal(**both, to_body=self.around.steering, reason="Daar."),
            "combine": lambda: combine_proposals(actor=actor, into=self.other, others=[proposal]),
            "advise": lambda: advise(
                actor=actor, passage=passage, outcome=PassageOutcome.IN_FAVOUR, advice=""
            ),
            "pass": lambda: pass_on(actor=actor, passage=passage),
            "pull": lambda: pull_past(actor=actor, passage=passage, reason="Dringend."),
            "place": lambda: place_on_agenda(actor=actor, meeting=self.meeting, proposal=proposal),
            "remove": lambda: remove_from_agenda(actor=actor, item=item) if item else self.fail(),
        }[verb]

    def fail(self) -> None:
        """There is no item to take off."""
        raise DomainError

    def may(self, actor: User, verb: str) -> bool:
        """What policy and the table of moves say, asked without the services."""
        proposal = self.proposal()
        advising, leads = is_asked_for_advice(proposal), actor in self.leads()
        answers = can_screen(actor, proposal)
        on_way = proposal.passage_now is not None and allows(MOVES, "pass", proposal.state)
        if verb in ("submit", "withdraw"):
            return can_edit(actor, proposal) and allows(MOVES, verb, proposal.state)
        if verb == "return":
            return answers and allows(MOVES, verb, proposal.state)
        if verb == "combine":
            other = Proposal.objects.get(pk=self.other.pk)
            beside = can_screen(actor, other) and not is_asked_for_advice(other)
            here = answers and not advising and allows(MOVES, verb, proposal.state)
            return here and beside
        if verb in ("postpone", "refuse", "refer"):
            return answers and not advising and allows(MOVES, verb, proposal.state)
        if verb == "advise":
            return answers and on_way and advising
        if verb == "pass":
            return answers and on_way and not advising
        if verb == "pull":
            return on_way and can_pull(actor, proposal)
        if verb == "place":
            return leads and is_ready(proposal)
        return leads and proposal.state == ProposalState.SCHEDULED

    def leads(self) -> tuple[User, ...]:
        """Who runs the table itself."""
        return self.cast.secretary, self.cast.chair


@given(steps=ROUTES, walk=WALKS)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_turn_is_never_empty_and_policy_holds(
    cast: Cast, steps: list[tuple[str, str]], walk: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        world = World(cast, make_around(cast), steps)
        for who, verb in [("mayor", "submit"), *walk]:
            actor, before = world.actor(who), AuditEntry.objects.count()
            expected = world.may(actor, verb)
            attempt = world.attempt(actor, verb)
            try:
                with transaction.atomic():
                    attempt()
            except DomainError:
                assert not expected, (who, verb)
                assert AuditEntry.objects.count() == before
            else:
                assert expected, (who, verb)
                assert AuditEntry.objects.count() > before
            look(world)
        transaction.set_rollback(True)


def look(world: World) -> None:
    """What each page says of the proposal now."""
    proposal = world.proposal()
    turn = turn_of_proposal(proposal)
    if proposal.state in OPEN:
        assert turn is not None
        assert turn.sentence
        assert turn.since
        assert turn.next_step
        states = [step.state for step in steps_of_proposal(proposal, SIMPLE, None)]
        assert states.count("now") == 1
    elif proposal.state in (ProposalState.REFERRED, ProposalState.COMBINED):
        assert other_end_of(world.cast.mayor, proposal).words
    else:
        assert turn is None
