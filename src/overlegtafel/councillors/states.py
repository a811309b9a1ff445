"""Where a question, a letter to the councils and an info evening stand, and their legal moves."""

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


class EveningState(models.TextChoices):
    """A regional info evening: written down, then councillors are invited (R69)."""

    PLANNED = "planned", "Gepland, nog niemand uitgenodigd"
    INVITED = "invited", "Raadsleden uitgenodigd"
    CANCELLED = "cancelled", "Gaat niet door"


EVENING_MOVES = {
    "invite": Move((EveningState.PLANNED,), EveningState.INVITED, "Raadsleden uitnodigen"),
    "cancel": Move(
        (EveningState.PLANNED, EveningState.INVITED), EveningState.CANCELLED, "Afzeggen"
    ),
}


class SignUpState(models.TextChoices):
    """Whether a councillor who signed up for an info evening has a place."""

    COMING = "coming", "Ingeschreven"
    WAITING = "waiting", "Op de wachtlijst"
    OFF = "off", "Uitgeschreven"


SIGN_UP_MOVES = {
    "take": Move((SignUpState.OFF,), SignUpState.COMING, "Inschrijven"),
    "wait": Move((SignUpState.OFF,), SignUpState.WAITING, "Op de wachtlijst zetten"),
    "move_up": Move((SignUpState.WAITING,), SignUpState.COMING, "Een plaats geven"),
    "sign_off": Move((SignUpState.COMING, SignUpState.WAITING), SignUpState.OFF, "Uitschrijven"),
}
