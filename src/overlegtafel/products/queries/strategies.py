"""Strategies: their goals, and how far the members adopted them."""

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.policy import dossiers_visible_to
from overlegtafel.governance.models import GoverningBody
from overlegtafel.products.models import Strategy, StrategyGoal
from overlegtafel.products.policy import strategies_visible_to


def strategy_of(actor: User, body: GoverningBody, pk: int) -> Strategy:
    """One strategy. Raises ``NotVisible``."""
    found = (
        strategies_visible_to(actor)
        .filter(body=body, pk=pk)
        .select_related(
            "body__region",
            "dossier__owner",
            "dossier__body",
            "item__meeting__body",
            "agreement__item__meeting",
            "document",
        )
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def goals_of(actor: User, strategy: Strategy) -> list[tuple[StrategyGoal, list[Dossier]]]:
    """Each goal with the dossiers that the actor sees: three queries."""
    goals = list(strategy.goals.all())
    links = StrategyGoal.dossiers.through.objects.filter(strategygoal__in=goals)
    pairs = list(links.values_list("strategygoal_id", "dossier_id"))
    seen = {
        each.pk: each for each in dossiers_visible_to(actor).filter(pk__in=[d for _, d in pairs])
    }
    return [(goal, [seen[d] for g, d in pairs if g == goal.pk and d in seen]) for goal in goals]
