"""Who prepares what at a table, and which policy domain nobody prepares (R84, R85, R106)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.dossiers.queries import DomainLine, Preparer, domain_lines, preparer_of
from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.charters import current_rules
from overlegtafel.governance.models import GoverningBody
from overlegtafel.proposals.policy import proposals_visible_to
from overlegtafel.proposals.states import ProposalState

_NEVER_SENT = (ProposalState.DRAFT, ProposalState.WITHDRAWN)
_CAME_ON = (ProposalState.SCHEDULED, ProposalState.TREATED)


@dataclass(frozen=True)
class Prepared:
    """An open dossier with who prepares it today."""

    dossier: Dossier
    preparer: Preparer


@dataclass(frozen=True)
class DomainPreparation:
    """A policy domain: who prepares in it, its open dossiers, what was brought and what came on."""

    domain: DomainLine
    dossiers: list[Prepared]
    brought: int
    not_scheduled: int

    @property
    def names(self) -> list[str]:
        """Everyone who prepares in this domain, each once: by the charter, by a dossier."""
        found = [self.domain.preparer, *(each.preparer.words for each in self.dossiers)]
        return list(dict.fromkeys(words for words in found if words))

    @property
    def is_gap(self) -> bool:
        """Whether nobody prepares what is open, or what the charter names (R84)."""
        if self.domain.preparer:
            return False
        unprepared = [each for each in self.dossiers if not each.preparer.words]
        return bool(unprepared) or (not self.dossiers and self.domain.settled is not None)


@dataclass(frozen=True)
class Preparation:
    """The whole overview of a table."""

    domains: list[DomainPreparation]

    @property
    def without(self) -> list[Dossier]:
        """The open dossiers that nobody prepares (R106)."""
        return [
            each.dossier
            for line in self.domains
            for each in line.dossiers
            if not each.preparer.words
        ]

    @property
    def gaps(self) -> list[DomainPreparation]:
        """The domains that nobody prepares."""
        return [line for line in self.domains if line.is_gap]


def preparation_of(actor: User, body: GoverningBody) -> Preparation:
    """Policy domain by policy domain, as far as the actor may see: four queries."""
    lines = domain_lines(actor, body, current_rules(body))
    settled = {line.name: line.preparer for line in lines if line.preparer}
    dossiers: dict[str, list[Prepared]] = defaultdict(list)
    running = dossiers_visible_to(actor).filter(body=body, state=DossierState.OPEN)
    for dossier in running.select_related("owner", "preparer", "parent__preparer").order_by(
        "reference"
    ):
        dossiers[dossier.domain].append(Prepared(dossier, preparer_of(dossier, settled)))
    counted = (
        proposals_visible_to(actor)
        .filter(body=body, dossier__isnull=False)
        .exclude(state__in=_NEVER_SENT)
        .order_by("dossier__domain")
        .values("dossier__domain")
        .annotate(brought=Count("pk"), came_on=Count("pk", filter=Q(state__in=_CAME_ON)))
    )
    counts = {row["dossier__domain"]: (row["brought"], row["came_on"]) for row in counted}
    return Preparation(
        [
            DomainPreparation(line, dossiers[line.name], brought, brought - came_on)
            for line in lines
            for brought, came_on in [counts.get(line.name, (0, 0))]
        ]
    )
