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
    IN_PROGRESS = "in_progress", "Loopt"
    DONE = "done", "Uitgevoerd"


E = ExecutionState
EXECUTION_MOVES = {
    "start": Move((E.OPEN,), E.IN_PROGRESS, "Starten"),
    "finish": Move((E.OPEN, E.IN_PROGRESS), E.DONE, "Uitgevoerd melden"),
    "resume": Move((E.DONE,), E.IN_PROGRESS, "Loopt toch nog"),
}


class AgreementLevel(models.TextChoices):
    """How far an agreement reaches (R47); nothing while nobody said so."""

    STRATEGIC = "strategic", "strategisch"
    OPERATIONAL = "operational", "operationeel"


class Stance(models.TextChoices):
    """What a municipality thinks of an item before it is discussed (R9)."""

    FOR = "for", "voor"
    RESERVED = "reserved", "voor, met voorbehoud"
    AGAINST = "against", "tegen"
    NONE = "none", "nog geen standpunt"


class Basis(models.TextChoices):
    """On what a position rests: how far the mayor speaks for the municipality (R9)."""

    PERSONAL = "personal", "persoonlijk"
    DISCUSSED = "discussed", "besproken in het college"
    COLLEGE = "college", "collegebesluit"
    COUNCIL = "council", "raadsbesluit"


MANDATED = (Basis.COLLEGE, Basis.COUNCIL)
"""What counts as speaking with a mandate: the own college or council said so. That the college
spoke of it gives none.
"""


class SharingState(models.TextChoices):
    """A position or a remark stays inside the municipality until it is shared, for good."""

    INSIDE = "inside", "Binnen het bestuur"
    SHARED = "shared", "Gedeeld"


SHARING_MOVES = {
    "share": Move((SharingState.INSIDE,), SharingState.SHARED, "Delen met de tafel"),
}


class RoundState(models.TextChoices):
    """A written round goes on until the secretariat closes it with its outcome (R53)."""

    OPEN = "open", "Loopt"
    CLOSED = "closed", "Afgesloten"


ROUND_MOVES = {
    "close": Move((RoundState.OPEN,), RoundState.CLOSED, "Afsluiten met een uitkomst"),
}


class RoundAnswer(models.TextChoices):
    """What one seat answers in a written round; no reply is no value."""

    YES = "yes", "akkoord"
    RESERVED = "reserved", "akkoord, met voorbehoud"
    NO = "no", "niet akkoord"


class RoundOutcome(models.TextChoices):
    """What came of a written round. The table never makes a *besluit*."""

    AGREED = "agreed", "akkoord"
    RESERVED = "reserved", "akkoord, met voorbehoud genoteerd"
    NOT_AGREED = "not_agreed", "geen akkoord"
    TO_TABLE = "to_table", "naar de volgende vergadering"


AGREEING = (RoundOutcome.AGREED, RoundOutcome.RESERVED)
"""The outcomes that an agreement may be made of."""
