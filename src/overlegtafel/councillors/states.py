"""Where a councillor's question and a letter to the councils stand, and their legal moves."""

from django.db import models

from overlegtafel.common.transitions import Move


class QuestionState(models.TextChoices):
    """From asked to one answer for the councillors of every member (R68)."""

    ASKED = "asked", "Gesteld"
    ASSIGNED = "assigned", "Toegewezen"
    ANSWERED = "answered", "Beantwoord"
    DECLINED = "declined", "Niet beantwoord"
    MERGED = "merged", "Samengevoegd"


Q = QuestionState
OPEN = (Q.ASKED, Q.ASSIGNED)
QUESTION_MOVES = {
    "assign": Move(OPEN, Q.ASSIGNED, "Toewijzen"),
    "answer": Move(OPEN, Q.ANSWERED, "Beantwoorden"),
    "decline": Move(OPEN, Q.DECLINED, "Niet beantwoorden"),
    "merge": Move(OPEN, Q.MERGED, "Samenvoegen"),
}


class LetterState(models.TextChoices):
    """A letter to the councils follows what it tells of until it is sent (R137)."""

    DRAFT = "draft", "Ontwerp"
    SENT = "sent", "Verstuurd"


LETTER_MOVES = {"send": Move((LetterState.DRAFT,), LetterState.SENT, "Versturen")}
