"""Reads about proposals."""

from collections.abc import Collection

from django.db.models import BigIntegerField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import GoverningBody, Involvement, RoleGrant, Seat
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.rules import Theme
from overlegtafel.governance.states import PlatformRole
from overlegtafel.organizations.models import Classification, Membership, Organization
from overlegtafel.proposals.models import Passage, Proposal
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.states import POOL, ProposalState

WITH_WAY = Prefetch("passages", Passage.objects.select_related("body", "done_by"))
"""The route of each proposal, in order: one query more, however many."""


def open_passages() -> QuerySet[Passage]:
    """The passages of the proposal around that are still to be left, the first one first."""
    return Passage.objects.filter(proposal=OuterRef("pk"), left_at__isnull=True).order_by("order")


def _held_by() -> Coalesce:
    """The body that has a proposal now: the first open one on its route, or its table."""
    return Coalesce(
        Subquery(open_passages().values("body_id")[:1], output_field=BigIntegerField()),
        F("body_id"),
        output_field=BigIntegerField(),
    )


def is_back() -> Q:
    """Postponed until a day that has come (R94)."""
    return Q(state=ProposalState.POSTPONED, postponed_until__lte=clock.today())


def is_away() -> Q:
    """Postponed until a day that is still to come."""
    return Q(state=ProposalState.POSTPONED, postponed_until__gt=clock.today())


def proposals_of(actor: User, body: GoverningBody) -> QuerySet[Proposal]:
    """What the actor may see of a table's proposals, newest change first."""
    return (
        proposals_visible_to(actor)
        .filter(body=body)
        .select_related("brought_by", "proposer", "dossier", "body")
        .order_by("-state_since", "-id")
    )


def proposal_of(actor: User, body: GoverningBody, pk: int) -> Proposal:
    """One proposal of a table. Raises ``NotVisible``."""
    found = proposals_of(actor, body).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def proposal_at(actor: User, slug: str, pk: int) -> Proposal:
    """One proposal under the address of its table, with its route.

    Also for who may not open that table: who brought it before it was sent on, and the bodies
    on its route. Raises ``NotVisible``.
    """
    found = (
        proposals_visible_to(actor)
        .filter(body__slug=slug, pk=pk)
        .select_related(
            "brought_by",
            "proposer",
            "dossier",
            "charter",
            "body__region",
            "body__organization",
            "body__parent",
            "origin__body",
            "combined_into__body",
        )
        .prefetch_related(WITH_WAY)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def current_passage(proposal: Proposal) -> Passage | None:
    """The body on its route that has it now, read afresh; ``None`` when its table has it."""
    return (
        Passage.objects.filter(proposal=proposal, left_at__isnull=True)
        .select_related("body")
        .order_by("order")
        .first()
    )


def waiting_at(body_ids: Collection[int]) -> QuerySet[Proposal]:
    """What waits now for an answer of one of these bodies, as table or on the route."""
    here = _held_by()
    return (
        Proposal.objects.filter(state__in=POOL)
        .exclude(Q(state=ProposalState.POSTPONED) & ~is_back())
        .annotate(held_by=here)
        .filter(held_by__in=body_ids)
    )


def passing_by(actor: User, body: GoverningBody) -> QuerySet[Proposal]:
    """The proposals of other tables that come or came over this body, with their route."""
    here = Passage.objects.filter(body=body, arrived_at__isnull=False).values("proposal")
    return (
        proposals_visible_to(actor)
        .filter(pk__in=here)
        .exclude(body=body)
        .select_related("brought_by", "body")
        .prefetch_related(WITH_WAY)
        .order_by("-state_since", "-id")
    )


def pool_of(body: GoverningBody) -> QuerySet[Proposal]:
    """What may be placed on an agenda now, oldest first: it went its way, and it is time."""
    return (
        Proposal.objects.filter(~is_away(), ~Exists(open_passages()), body=body, state__in=POOL)
        .select_related("brought_by", "dossier")
        .order_by("state_since", "id")
    )


def under_way(body: GoverningBody) -> QuerySet[Proposal]:
    """What will be in the pool later: still at a body on its route, or postponed to a later day.

    ``held_at`` is the name of the body that has it now; ``None`` for what is only postponed.
    """
    here = open_passages().values("body__name")[:1]
    return (
        Proposal.objects.filter(is_away() | Exists(open_passages()), body=body, state__in=POOL)
        .annotate(held_at=Subquery(here))
        .order_by("state_since", "id")
    )


def refer_targets(body: GoverningBody) -> QuerySet[GoverningBody]:
    """The tables something may be sent on to: up, down or across (R31).

    Those of the same region, above or below, and those that share a member; none that is over.
    """
    today = clock.today()
    towns = Seat.objects.filter(valid_on(today), body=body, municipality__isnull=False)
    shared = Seat.objects.filter(valid_on(today), municipality__in=towns.values("municipality"))
    near = Q(parent=body) | Q(pk=body.parent_id) | Q(pk__in=shared.values("body"))
    if body.region_id:
        near |= Q(region=body.region_id)
    return GoverningBody.objects.filter(valid_on(today), near).exclude(pk=body.pk).order_by("name")


def tables_to_tell(proposal: Proposal) -> QuerySet[GoverningBody]:
    """The tables that may still be told of it, each once; never where it came from (R72)."""
    known = Proposal.objects.filter(origin=proposal).values("body")
    found = refer_targets(proposal.body).exclude(pk__in=known)
    return found.exclude(pk=proposal.origin.body_id) if proposal.origin else found


def combinable_with(proposal: Proposal) -> QuerySet[Proposal]:
    """The other proposals of its table that the same body has now."""
    passage = proposal.passage_now
    holder = passage.body_id if passage else proposal.body_id
    here = _held_by()
    return (
        Proposal.objects.filter(body=proposal.body_id, state__in=POOL, is_standing=False)
        .exclude(pk=proposal.pk)
        .annotate(held_by=here)
        .filter(held_by=holder)
        .select_related("brought_by")
        .order_by("title", "id")
    )


def platforms_of(theme: Theme) -> list[tuple[str, PlatformRole]]:
    """The platforms of a theme by their names, with what each does: one query."""
    slugs = [each.platform for each in theme.platforms]
    names = dict(GoverningBody.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return [(names.get(each.platform, each.platform), each.role) for each in theme.platforms]


def preparer_named(actor: User, body: GoverningBody, words: str) -> Organization | None:
    """The one preparer whose name these words are, or begin with before a colon."""
    name = words.partition(":")[0].strip()
    found = list(preparers_for(actor, body).filter(name__iexact=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


def preparers_for(actor: User, body: GoverningBody) -> QuerySet[Organization]:
    """Who may prepare something for this table (R85): its members, their companies, partners.

    Partners are those involved here; a partner finds only itself among them.
    """
    today = clock.today()
    towns = Seat.objects.filter(valid_on(today), body=body, municipality__isnull=False)
    companies = Membership.objects.filter(
        valid_on(today),
        member__in=towns.values("municipality"),
        group__classification=Classification.INTERMUNICIPAL,
    )
    standing = standing_of(actor)
    partners = Q(pk__in=standing.partner_for)
    if actor.is_system or body.pk in standing.circle_of:
        grants = RoleGrant.objects.filter(valid_on(today), body=body, organization__isnull=False)
        involved = Involvement.objects.filter(valid_on(today), body=body)
        partners |= Q(pk__in=grants.values("organization")) | Q(
            pk__in=involved.values("organization")
        )
    return (
        Organization.objects.filter(
            Q(pk__in=towns.values("municipality"))
            | Q(pk__in=companies.values("group"))
            | Q(supports_bodies=body)
            | (partners & Q(classification=Classification.PARTNER))
        )
        .order_by("classification", "name")
        .distinct()
    )
