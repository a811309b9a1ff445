"""How far a pack is."""

from django.db import models

from overlegtafel.common.transitions import Move


class PackState(models.TextChoices):
    """From asked to readable; only a ready pack is ever served."""

    WAITING = "waiting", "Wacht om gemaakt te worden"
    MAKING = "making", "Wordt gemaakt"
    READY = "ready", "Klaar"
    FAILED = "failed", "Mislukt"


S = PackState
PACK_MOVES = {
    "begin": Move((S.WAITING,), S.MAKING, "Beginnen"),
    "finish": Move((S.MAKING,), S.READY, "Klaarzetten"),
    "fail": Move((S.MAKING,), S.FAILED, "Opgeven"),
    "again": Move((S.FAILED, S.MAKING, S.READY), S.WAITING, "Opnieuw proberen"),
}
"""``again`` from making: its maker fell away. From ready: its file is gone."""
