"""A common draft's states, its feedback round, and the answer to a remark."""

from django.db import models

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.common.transitions import Move


class DraftState(models.TextChoices):
    """Where the owner's common draft is (R104, R105)."""

    WRITING = "writing", "In opmaak"
    IN_FEEDBACK = "in_feedback", "Feedbackronde loopt"
    ANSWERING = "answering", "Opmerkingen beantwoorden"
    FINAL = "final", "Definitief"


S = DraftState
MOVES = {
    "open_round": Move((S.WRITING, S.ANSWERING), S.IN_FEEDBACK, "Feedbackronde openen"),
    "close_round": Move((S.IN_FEEDBACK,), S.ANSWERING, "Feedbackronde afsluiten"),
    "finish": Move((S.WRITING, S.ANSWERING), S.FINAL, "Definitief maken"),
    "rewrite": Move((S.FINAL,), S.WRITING, "Nieuwe versie schrijven"),
    "drop": Move((S.WRITING,), S.FINAL, "Nieuwe versie laten vallen"),
}
"""``drop`` only gives up what was written after a definitive version and not sent yet."""
WRITABLE = (S.WRITING, S.ANSWERING)
"""When the text is in the owner's hands; during a round all read the same words."""


class ClauseKind(models.TextChoices):
    """The parts of a draft decision, in the order a decision has them."""

    FACTS = "facts", "Feiten en context"
    LEGAL_GROUND = "legal_ground", "Juridische grond"
    MOTIVATION = "motivation", "Motivering"
    ARTICLE = "article", "Artikel"
    ANNEX = "annex", "Bijlage"


class ColumnKind(models.TextChoices):
    """What an own column holds for each municipality."""

    TEXT = "text", "tekst"
    NUMBER = "number", "getal"
    AMOUNT = "amount", "bedrag in euro"


class CostKey(models.TextChoices):
    """By what an amount is shared over the municipalities (peers part 4, row 19)."""

    INHABITANTS = "inhabitants", "volgens inwoners"
    EQUAL = "equal", "gelijk"
    COLUMN = "column", "volgens een eigen kolom"


class DraftRemarkState(models.TextChoices):
    """A remark stays inside its municipality until it is sent to the owner, for good."""

    INSIDE = "inside", "Binnen het bestuur"
    SENT = "sent", "Bezorgd aan de trekker"


REMARK_MOVES = {
    "send": Move((DraftRemarkState.INSIDE,), DraftRemarkState.SENT, "Bezorgen aan de trekker"),
}


class RemarkOutcome(models.TextChoices):
    """What the owner does with a remark; no answer yet is no value."""

    TAKEN_UP = "taken_up", "overgenomen"
    NOT_TAKEN_UP = "not_taken_up", "niet overgenomen"


B = CompetentBody
DECIDING: dict[CompetentBody, tuple[CompetentBody, ...]] = {
    B.NONE: (),
    B.COLLEGE: (B.COLLEGE,),
    B.COUNCIL: (B.COUNCIL,),
    B.COLLEGE_AND_COUNCIL: (B.COLLEGE, B.COUNCIL),
    B.WELFARE_COUNCIL: (B.WELFARE_COUNCIL,),
    B.STANDING_BUREAU: (B.STANDING_BUREAU,),
}
"""The single bodies that each get a text of their own."""
