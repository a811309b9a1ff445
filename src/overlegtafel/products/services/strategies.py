"""A regional strategy: its words, its goals, the agreement by which each adopts it (R15, R19)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, NotVisible, Stale
from overlegtafel.common.text import from_word
from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.dossiers.policy import can_see
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import Function
from overlegtafel.products.linking import (
    NOWHERE,
    Origin,
    checked_document,
    checked_origin,
    typed,
)
from overlegtafel.products.models import Strategy, StrategyGoal
from overlegtafel.products.policy import require_writer, strategies_visible_to

MOST_GOALS = 30


@dataclass(frozen=True)
class Goal:
    """One goal and the dossiers that work at it."""

    title: str
    dossiers: tuple[Dossier, ...] = field(default=())


@transaction.atomic
def draft_strategy(
    *,
    actor: User,
    body: GoverningBody,
    title: str,
    text: str = "",
    goals: Sequence[Goal] = (),
    origin: Origin = NOWHERE,
    document: Document | None = None,
    function: str = Function.POLICY,
    effective_on: date | None = None,
) -> Strategy:
    """Write a strategy down.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    links = checked_origin(actor, body, origin)
    require_writer(actor, body, links["dossier"])
    strategy = Strategy.objects.create(
        body=body,
        **links,
        **_content(title, text, function, effective_on),
        document=checked_document(actor, links["dossier"], document),
        written_by=actor,
        written_at=clock.now(),
    )
    said = _set_goals(actor, strategy, goals)
    record(
        "strategy.drafted",
        strategy,
        actor=actor,
        changes={"title": (None, strategy.title), "goals": (None, said)},
        body_id=body.pk,
    )
    return strategy


@transaction.atomic
def change_strategy(
    *,
    actor: User,
    strategy: Strategy,
    expected_revision: int,
    title: str,
    text: str = "",
    goals: Sequence[Goal] = (),
    agreement: Agreement | None = None,
    document: Document | None = None,
    function: str = Function.POLICY,
    effective_on: date | None = None,
) -> Strategy:
    """Write it otherwise, or say by which agreement it is adopted.

    Raises ``NotVisible``, ``NotAllowed``, ``WrongMoment``, ``Stale``, ``Invalid``.
    """
    if not strategies_visible_to(actor).filter(pk=strategy.pk).exists():
        raise NotVisible
    require_writer(actor, strategy.body, strategy.dossier)
    current = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if current.revision != expected_revision:
        raise Stale
    origin = Origin(strategy.dossier, strategy.item, agreement)
    facts = _content(title, text, function, effective_on)
    facts["agreement"] = checked_origin(actor, strategy.body, origin)["agreement"]
    facts["document"] = checked_document(actor, strategy.dossier, document)
    changes = {
        n: (str(getattr(current, n) or ""), str(v or ""))
        for n, v in facts.items()
        if getattr(current, n) != v
    }
    Strategy.objects.filter(pk=strategy.pk).update(revision=F("revision") + 1, **facts)
    strategy.refresh_from_db()
    changes["goals"] = ("", "; ".join(_set_goals(actor, strategy, goals)))
    record("strategy.changed", strategy, actor=actor, changes=changes, body_id=strategy.body_id)
    return strategy


def _content(title: str, text: str, function: str, effective_on: date | None) -> dict[str, Any]:
    if function not in Function.values:
        raise Invalid("Kies een functie.", field="function")
    return {
        "title": typed(title, "title", "Schrijf hoe de strategie heet.", 200),
        "text": typed(from_word(text), "text", "", 40_000),
        "function": function,
        "effective_on": effective_on,
    }


def _set_goals(actor: User, strategy: Strategy, goals: Sequence[Goal]) -> list[str]:
    if len(goals) > MOST_GOALS:
        raise Invalid(f"Hoogstens {MOST_GOALS} doelen.", field="goals")
    strategy.goals.all().delete()
    for order, goal in enumerate(goals, 1):
        for dossier in goal.dossiers:
            if dossier.body_id != strategy.body_id or not can_see(actor, dossier):
                raise Invalid("Kies dossiers van dit overleg.", field="goals")
        made = StrategyGoal.objects.create(
            strategy=strategy,
            order=order,
            title=typed(goal.title, "goals", "Schrijf het doel.", 300),
        )
        made.dossiers.set(goal.dossiers)
    return [goal.title for goal in goals]
