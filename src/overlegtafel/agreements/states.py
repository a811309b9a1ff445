"""An agreement's states, who decides it locally, and an executor's progress."""

from django.db import models

from overlegtafel.common.transitions import Move
from overlegtafel.governance.states import CompetentBody as CompetentBody


class AgreementState(models.TextChoices):
    """Written during the meeting; in force once the minutes close. Then it never changes."""

    DRAFT = "draft", "In opmaak"
    CONFIRMED = "confirmed", "Gemaakt"


MOVES = {"confirm": Move((AgreementState.DRAFT,), AgreementState.CONFIRMED, "Bekrachtigen")}


class ExecutionState(models.TextChoices):
    """How far one executor is."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "Lopend"
    DONE = "done", "Uitgevoerd"


E = ExecutionState
EXECUTION_MOVES = {
    "start": Move((E.OPEN,), E.IN_PROGRESS, "Starten"),
    "finish": Move((E.OPEN, E.IN_PROGRESS), E.DONE, "Uitgevoerd melden"),
    "resume": Move((E.DONE,), E.IN_PROGRESS, "Toch nog lopend"),
}
