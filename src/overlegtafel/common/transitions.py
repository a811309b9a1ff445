"""Legal moves as data, and the one statement that claims them.

A state machine is a table ``verb -> Move(sources, target)``. ``claim`` moves a row by a
conditional UPDATE, so of two people who act at once exactly one succeeds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from overlegtafel.common.errors import WrongMoment


@dataclass(frozen=True)
class Move:
    """From any of ``sources`` to ``target``; ``label`` is the verb as users read it (Dutch)."""

    sources: tuple[str, ...]
    target: str
    label: str


Moves = Mapping[str, Move]


def claim(row: models.Model, moves: Moves, verb: str, **facts: Any) -> str:
    """Move ``row`` by ``verb`` and write ``facts`` with it; return the state it came from.

    Raises ``WrongMoment`` when the row is in no source state of the verb (any more). The
    in-memory ``row`` is updated to match. Must run inside the service's transaction.
    """
    move = moves[verb]
    manager = type(row)._default_manager
    before = manager.select_for_update().values_list("state", flat=True).get(pk=row.pk)
    claimed = manager.filter(pk=row.pk, state=before, state__in=move.sources).update(
        state=move.target, **facts
    )
    if not claimed:
        label = dict(row._meta.get_field("state").flatchoices)[before]  # type: ignore[union-attr]
        raise WrongMoment(f"“{move.label}” kan niet meer: dit is intussen {str(label).lower()}.")
    for name, value in {"state": move.target, **facts}.items():
        setattr(row, name, value)
    return str(before)


def allows(moves: Moves, verb: str, state: str) -> bool:
    """Whether ``verb`` may be done in ``state``."""
    return state in moves[verb].sources
