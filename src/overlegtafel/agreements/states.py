"""An agreement's states, who decides it locally, and an executor's progress."""

from django.db import models

from overlegtafel.common.transitions import Move


class AgreementState(models.TextChoices):
    """Written during the meeting; in force once the minutes close. Then it never changes."""

    DRAFT = "draft", "In opmaak"
    CONFIRMED = "confirmed", "Gemaakt"


MOVES = {"confirm": Move((AgreementState.DRAFT,), AgreementState.CONFIRMED, "Bekrachtigen")}


class CompetentBody(models.TextChoices):
    """Which local body decides. The table never does (R42)."""

    NONE = "none", "geen lokale beslissing nodig"
    COLLEGE = "college", "college van burgemeester en schepenen"
    COUNCIL = "council", "gemeenteraad"
    COLLEGE_AND_COUNCIL = "college_and_council", "college en gemeenteraad"
    WELFARE_COUNCIL = "welfare_council", "raad voor maatschappelijk welzijn"
    STANDING_BUREAU = "standing_bureau", "vast bureau"


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
