"""Who brings something to the table, over twelve months (R100): a figure, never a ranking."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, standing_of
from overlegtafel.governance.queries import seats_on
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.states import ProposalState

PERIOD = timedelta(days=365)
_BANDS = ((0, "niets"), (2, "één of twee"), (5, "drie tot vijf"), (None, "zes of meer"))


@dataclass(frozen=True)
class Proposers:
    """What one's own organizations brought, and how it is spread, without names.

    ``kinds`` are figures by kind of bringer. ``named`` is there for who leads the table only:
    each member with its figure, who brought nothing last.
    """

    total: int
    own: list[tuple[str, int]]
    spread: list[tuple[str, int]]
    kinds: list[tuple[str, int]]
    named: list[tuple[Organization, int]]


def proposers_of(actor: User, body: GoverningBody, today: date) -> Proposers:
    """The distribution over the members of today, of what was sent in the last twelve months.

    Standing items and what was sent on from another table are nobody's initiative here.
    """
    figures = dict(
        Proposal.objects.filter(
            body=body, submitted_at__date__gt=today - PERIOD, is_standing=False, origin=None
        )
        .exclude(Q(state=ProposalState.WITHDRAWN) | Q(state=ProposalState.DRAFT))
        .values_list("brought_by")
        .annotate(number=Count("pk"))
        .order_by()
    )
    towns = [seat.municipality for seat in seats_on(body, today) if seat.counts]
    members = {town.pk: town for town in towns if town}
    ours = standing_of(actor).local_circle
    known = Organization.objects.in_bulk(figures)
    spread = Counter(_band(figures.get(pk, 0)) for pk in members)
    named = sorted(
        ((town, figures.get(town.pk, 0)) for town in members.values()),
        key=lambda row: (-row[1], row[0].name),
    )
    return Proposers(
        total=sum(figures.values()),
        own=[(town.name, figures.get(pk, 0)) for pk, town in members.items() if pk in ours],
        spread=[(words, spread[words]) for _, words in _BANDS if spread[words]],
        kinds=_kinds(body, figures, known, set(members)),
        named=named if can_lead(actor, body.pk) else [],
    )


def _band(number: int) -> str:
    return next(words for most, words in _BANDS if most is None or number <= most)


def _kinds(
    body: GoverningBody,
    figures: dict[int, int],
    known: dict[int, Organization],
    members: set[int],
) -> list[tuple[str, int]]:
    """The same figures by kind of bringer; what they add up to is the total."""
    counted: Counter[str] = Counter()
    house = (Classification.INTERMUNICIPAL, Classification.MAYORS_CONSULTATION)
    for pk, number in figures.items():
        if pk in members:
            counted["lokale besturen"] += number
        elif known[pk].classification == Classification.PARTNER:
            counted["partners"] += number
        elif pk == body.organization_id or known[pk].classification in house:
            counted["secretariaat en wie ondersteunt"] += number
        else:
            counted["andere"] += number
    return counted.most_common()
