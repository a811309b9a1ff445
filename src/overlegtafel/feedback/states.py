"""The register of article 8: whose agenda, how far an item is, how a period stands."""

from enum import StrEnum

from django.db import models

from overlegtafel.common.transitions import Move


class RegionalOrgan(models.TextChoices):
    """On whose agenda regional work stood. Those of the welfare centre are kept, not counted."""

    COLLEGE = "college", "college"
    COUNCIL = "council", "gemeenteraad"
    STANDING_BUREAU = "standing_bureau", "vast bureau"
    WELFARE_COUNCIL = "welfare_council", "raad voor maatschappelijk welzijn"


class RegionalItemState(models.TextChoices):
    """How far an item on a local agenda is."""

    PLANNED = "planned", "gepland"
    DONE = "done", "gedaan"
    DROPPED = "dropped", "niet doorgegaan"


S = RegionalItemState
MOVES = {
    "plan": Move((S.PLANNED,), S.PLANNED, "Andere dag plannen"),
    "do": Move((S.PLANNED,), S.DONE, "Gedaan"),
    "drop": Move((S.PLANNED, S.DONE), S.DROPPED, "Niet doorgegaan"),
}
"""``drop`` takes a wrong row out of the count, with a reason; the row stays."""


class PackageKind(models.TextChoices):
    """What a package is made of."""

    BEFORE = "before", "de agenda vooraf"
    AFTER = "after", "de terugkoppeling"
    MONTH = "month", "een maand zonder vergadering"


class Sign(StrEnum):
    """How one period stands on a day. Derived, never stored; content is never forced (R110)."""

    DONE = "done"
    PLANNED = "planned"
    AHEAD = "ahead"
    OPEN = "open"
    ORANGE = "orange"
    RED = "red"
