"""Who sees, prepares and handles proposals."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.dossiers.policy import PREPARING
from overlegtafel.governance.charters import rules_of_all
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.governance.policy import BRINGING, may, standing_of
from overlegtafel.governance.standing import Standing
from overlegtafel.governance.states import Does, Function, Openness, Task
from overlegtafel.organizations.models import PostRole
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.states import POOL, PREPARABLE, ProposalState


def proposals_visible_to(actor: User) -> QuerySet[Proposal]:
    """One's own, those of one's organization, and what was sent to a table one is insider of.

    Sent is also: on its way there over a body on its route, before and after that body. A
    partner sees no one else's (R96), but for the one it prepares, once sent (R85). A draft is
    seen by who made it, by the leading people of the organization that brings it (mayor,
    director), and by the chair who is asked whether it may be brought (R90).
    """
    if actor.is_system:
        return Proposal.objects.all()
    standing = standing_of(actor)
    ours = standing.organizations([PostRole.MAYOR, PostRole.DIRECTOR])
    sent = ~Q(state__in=[ProposalState.DRAFT, ProposalState.WITHDRAWN])
    over = Passage.objects.all()
    inside = Q(body__in=standing.closed_of) | Q(
        pk__in=over.filter(body__in=standing.closed_of).values("proposal")
    )
    if members := standing.insider_of - standing.closed_of:
        along = Q(body__in=members) | Q(pk__in=over.filter(body__in=members).values("proposal"))
        inside |= along & ~_stays_at_table(members)
    return Proposal.objects.filter(
        Q(proposer=actor)
        | Q(brought_by__in=ours)
        | _asked_of(standing)
        | (sent & (inside | _prepared_by(standing)))
    )


def _stays_at_table(bodies: frozenset[int]) -> Q:
    """What only the table itself reads, by its own level or that of the charter of today (R8)."""
    own = Q(openness=Openness.TABLE)
    for body, rules in rules_of_all(bodies, clock.today()).items():
        functions = [
            each.value
            for each in Function
            if getattr(rules.visibility, each.value) == Openness.TABLE
        ]
        if functions:
            own |= Q(openness="", body=body, function__in=functions)
    return own


def _asked_of(standing: Standing) -> Q:
    """What staff asks a chair the go-ahead for, before it is sent."""
    asked = Clearance.objects.filter(
        body__in=standing.chairs, task__in=BRINGING, subject_type=Proposal._meta.label_lower
    )
    return Q(body__in=standing.chairs, pk__in=asked.values("subject_id"))


def _prepared_by(standing: Standing) -> Q:
    """What someone's organization prepares: who works on it there, and its partner here."""
    return Q(prepared_by__in=standing.organizations(PREPARING)) | Q(
        body__in=standing.partner_of, prepared_by__in=standing.partner_for
    )


def prepared_visible_to(actor: User) -> QuerySet[Proposal]:
    """What may still be prepared, and the actor's organization prepares (R85)."""
    return Proposal.objects.filter(_prepared_by(standing_of(actor)), state__in=PREPARABLE)


def prepares(actor: User, proposal: Proposal) -> bool:
    """Whether the actor works on it for the organization that prepares it."""
    standing, organization = standing_of(actor), proposal.prepared_by_id
    if actor.is_system or organization is None:
        return actor.is_system
    here = proposal.body_id in standing.partner_of and organization in standing.partner_for
    return here or standing.holds(organization, *PREPARING)


def can_prepare(actor: User, proposal: Proposal) -> bool:
    """Whether the actor may write its note now: who prepares it, while it is open.

    Not while it is a draft, which only who brings it sees.
    """
    going = proposal.state in PREPARABLE and proposal.body.ended_on is None
    return going and prepares(actor, proposal)


def only_prepares(actor: User, proposal: Proposal) -> bool:
    """Whether the actor reads it for its preparation alone, and nothing of the table around it."""
    standing = standing_of(actor)
    bodies = {proposal.body_id, *(each.body_id for each in proposal.passages.all())}
    inside = bool(bodies & standing.insider_of)
    return not (actor.is_system or inside or can_edit(actor, proposal))


def can_edit(actor: User, proposal: Proposal) -> bool:
    """Whether the actor may rewrite, send or withdraw it: who brought it, or leads them."""
    standing = standing_of(actor)
    return (
        actor.is_system
        or proposal.proposer_id == actor.pk
        or standing.holds(proposal.brought_by_id, PostRole.MAYOR, PostRole.DIRECTOR)
    )


def holder_of(proposal: Proposal) -> GoverningBody:
    """Which body has it now: one on its route, or its own table."""
    passage = proposal.passage_now
    return passage.body if passage else proposal.body


def is_ready(proposal: Proposal) -> bool:
    """Whether it went its whole way, so that it may stand on an agenda."""
    return proposal.state in POOL and proposal.passage_now is None


def can_screen(actor: User, proposal: Proposal) -> bool:
    """Whether the actor answers it now: who does so for the body that has it (R94)."""
    return may(actor, holder_of(proposal), Task.SCREEN)


def can_pull(actor: User, proposal: Proposal) -> bool:
    """Whether the actor may take it past a body that keeps it: who chairs its table."""
    passage = proposal.passage_now
    return (
        passage is not None
        and proposal.body.ended_on is None
        and (actor.is_system or proposal.body_id in standing_of(actor).chairs)
    )


def is_asked_for_advice(proposal: Proposal) -> bool:
    """Whether the body that has it only advises: it can't refuse, postpone or send it on."""
    passage = proposal.passage_now
    return passage is not None and passage.does == Does.ADVISES
