"""The states of one municipality's own decision, and the legal moves."""

from django.db import models

from overlegtafel.common.transitions import Move


class DecisionState(models.TextChoices):
    """Where one municipality stands. Unknown is not "no"."""

    UNKNOWN = "unknown", "Nog niet bekend"
    PLANNED = "planned", "Gepland"
    ON_AGENDA = "on_agenda", "Op de agenda"
    APPROVED = "approved", "Goedgekeurd"
    APPROVED_WITH_CHANGE = "approved_with_change", "Goedgekeurd met wijziging"
    POSTPONED = "postponed", "Uitgesteld"
    REFUSED = "refused", "Niet goedgekeurd"
    NOT_APPLICABLE = "not_applicable", "Niet van toepassing"


S = DecisionState
UNDECIDED = (S.UNKNOWN, S.PLANNED, S.ON_AGENDA, S.POSTPONED)
APPROVALS = (S.APPROVED, S.APPROVED_WITH_CHANGE)
DECIDED = (*APPROVALS, S.REFUSED)
CLOSED = (*DECIDED, S.NOT_APPLICABLE)
MOVES = {
    "plan": Move(UNDECIDED, S.PLANNED, "Plannen"),
    "put_on_agenda": Move(UNDECIDED, S.ON_AGENDA, "Op de agenda"),
    "approve": Move(UNDECIDED, S.APPROVED, "Goedgekeurd"),
    "approve_with_change": Move(UNDECIDED, S.APPROVED_WITH_CHANGE, "Goedgekeurd met wijziging"),
    "postpone": Move(UNDECIDED, S.POSTPONED, "Uitgesteld"),
    "refuse": Move(UNDECIDED, S.REFUSED, "Niet goedgekeurd"),
    "set_aside": Move(UNDECIDED, S.NOT_APPLICABLE, "Niet van toepassing"),
    "correct": Move(CLOSED, S.UNKNOWN, "Registratie rechtzetten"),
}
"""``correct`` takes back a wrong record, with a reason; the log keeps what stood there."""
