"""The way of a proposal over other bodies to its table (R34), as the charter of that day says."""

from django.db import transaction
from django.db.models import Max

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.charters import rules_under
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import standing_in
from overlegtafel.governance.rules import RouteStep
from overlegtafel.governance.states import Does
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.notifications import tell_holder, tell_proposer
from overlegtafel.proposals.queries import current_passage
from overlegtafel.proposals.services.moves import forget_way, hold, leave, move
from overlegtafel.proposals.states import ADVICE, PassageOutcome


def lay_route(actor: User, proposal: Proposal) -> None:
    """Make the passages of a proposal that was sent for the first time; the first one has it.

    A body that is over hands on to the one it went up in. One that the charter names but that
    is not there, or is over without a successor, is left out and the log says so: a proposal
    never waits for nobody.
    """
    steps = _steps(proposal)
    bodies = standing_in(step.body for step in steps)
    found = [(step, bodies[step.body]) for step in steps if step.body in bodies]
    way = [(step, body) for step, body in found if body.ended_on is None]
    gone = [step.body for step in steps if step.body not in {each.body for each, _ in way}]
    way = [
        (step, body)
        for number, (step, body) in enumerate(way)
        if body.pk not in {proposal.body_id, *(each.pk for _, each in way[:number])}
    ]
    now = clock.now()
    Passage.objects.bulk_create(
        Passage(
            proposal=proposal,
            body=body,
            order=order,
            does=step.does,
            arrived_at=now if order == 1 else None,
        )
        for order, (step, body) in enumerate(way, 1)
    )
    if way:
        step, first = way[0]
        tell_holder(actor, proposal, first, Does(step.does))
    if gone:
        record(
            "proposal.route_shortened",
            proposal,
            actor=actor,
            changes={"passage": (", ".join(gone), None)},
            body_id=proposal.body_id,
        )


def _steps(proposal: Proposal) -> tuple[RouteStep, ...]:
    """The charter's route, after the bodies whose advice it asks in the dossier's domain (R52)."""
    rules = rules_under(proposal.charter)
    route = rules.agendering.route
    domain = rules.domain(proposal.dossier.domain) if proposal.dossier else None
    if domain is None or proposal.function == Function.EXCHANGE:
        return route
    known = {step.body for step in route}
    asked = [RouteStep(body=slug, does=Does.ADVISES) for slug in domain.advice if slug not in known]
    return (*asked, *route)


@transaction.atomic
def advise(*, actor: User, passage: Passage, outcome: PassageOutcome, advice: str) -> Proposal:
    """Give the advice of the body that has it; it goes on to the next, with the advice.

    Remarks and an unfavourable advice say why. Raises ``NotAllowed``, ``WrongMoment``,
    ``Invalid``.
    """
    proposal = _here(actor, passage, Does.ADVISES)
    _check_advice(outcome, advice)
    return _go_on(actor, proposal, passage, PassageOutcome(outcome), advice, "proposal.advised")


def note_advice(
    *, actor: User, proposal: Proposal, body: GoverningBody, outcome: PassageOutcome, advice: str
) -> Passage:
    """Write down an advice that a body gave by another way, for a proposal that is already here.

    Called inside the transaction of the meeting's service, which has authorised the actor; the
    log keeps who wrote it down. Raises ``Invalid``.
    """
    _check_advice(outcome, advice)
    now = clock.now()
    last = proposal.passages.aggregate(last=Max("order"))["last"] or 0
    passage = Passage.objects.create(
        proposal=proposal,
        body=body,
        order=last + 1,
        does=Does.ADVISES,
        arrived_at=now,
        outcome=outcome,
        advice=advice,
        left_at=now,
        done_by=actor,
    )
    record(
        "proposal.advice_noted",
        proposal,
        actor=actor,
        changes={"passage": (None, f"{body.short_name}: {PassageOutcome(outcome).label}")},
        body_id=proposal.body_id,
    )
    forget_way(proposal)
    return passage


def _check_advice(outcome: str, advice: str) -> None:
    if outcome not in ADVICE:
        raise Invalid("Kies een advies.", field="advice_outcome")
    if outcome != PassageOutcome.IN_FAVOUR and not advice.strip():
        raise Invalid("Schrijf het advies.", field="advice")


@transaction.atomic
def pass_on(*, actor: User, passage: Passage, advice: str = "") -> Proposal:
    """Accept it for the body that screens on the way; it goes on to the next, with a remark.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    proposal = _here(actor, passage, Does.SCREENS)
    return _go_on(actor, proposal, passage, PassageOutcome.PASSED, advice, "proposal.passed")


@transaction.atomic
def pull_past(*, actor: User, passage: Passage, reason: str) -> Proposal:
    """Take it past a body that keeps it, with the reason: who chairs the proposal's own table.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    proposal = Proposal.objects.select_for_update().get(pk=passage.proposal_id)
    if not actor.is_system and proposal.body_id not in standing_of(actor).chairs:
        raise NotAllowed("Alleen de voorzitter van het overleg wacht niet langer op een orgaan.")
    _refuse_gone(proposal, passage)
    if not reason.strip():
        raise Invalid("Schrijf waarom u niet langer wacht.", field="pull_reason")
    return _go_on(actor, proposal, passage, PassageOutcome.SKIPPED, reason, "proposal.pulled")


def _here(actor: User, passage: Passage, does: Does) -> Proposal:
    """The proposal at this passage, kept there. Raises ``NotAllowed``, ``WrongMoment``."""
    proposal = Proposal.objects.select_related("body").get(pk=passage.proposal_id)
    hold(actor, proposal, advising=does == Does.ADVISES)
    _refuse_gone(proposal, passage)
    if passage.does != does:
        raise WrongMoment(f"{passage.body.name} doet iets anders: {passage.get_does_display()}.")
    return proposal


def _refuse_gone(proposal: Proposal, passage: Passage) -> None:
    now_at = current_passage(proposal)
    if now_at is None or now_at.pk != passage.pk:
        where = now_at.body.name if now_at else proposal.body.name
        raise WrongMoment(f"Dit voorstel ligt nu bij {where}.")


def _go_on(
    actor: User,
    proposal: Proposal,
    passage: Passage,
    outcome: PassageOutcome,
    advice: str,
    verb: str,
) -> Proposal:
    said = f"{passage.body.short_name}: {outcome.label}"
    move(
        actor,
        proposal,
        "pass",
        reason=advice if outcome == PassageOutcome.SKIPPED else "",
        logged_as=verb,
        told={"passage": (None, said)},
        postponed_until=None,
    )
    leave(actor, passage, outcome, advice)
    following = current_passage(proposal)
    if following is not None:
        Passage.objects.filter(pk=following.pk).update(arrived_at=clock.now())
    there = following.body.name if following else f"het secretariaat van {proposal.body.name}"
    tell_holder(
        actor,
        proposal,
        following.body if following else proposal.body,
        Does(following.does) if following else None,
    )
    tell_proposer(
        actor, proposal, f"Uw voorstel ging verder: {said}. Het ligt nu bij {there}.", advice, said
    )
    return proposal
