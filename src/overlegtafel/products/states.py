"""The vocabularies of what a table makes beside agreements, and their tables of legal moves."""

from django.db import models

from overlegtafel.common.transitions import Move


class StatementState(models.TextChoices):
    """A statement is written, then sent; what left never changes (R22)."""

    DRAFT = "draft", "In opmaak"
    SENT = "sent", "Verzonden, antwoord verwacht"
    ANSWERED = "answered", "Beantwoord"
    CLOSED = "closed", "Opvolging afgesloten"


S = StatementState
STATEMENT_MOVES = {
    "send": Move((S.DRAFT,), S.SENT, "Versturen"),
    "answer": Move((S.SENT,), S.ANSWERED, "Antwoord vastleggen"),
    "close": Move((S.SENT, S.ANSWERED), S.CLOSED, "Opvolging afsluiten"),
}


class Backing(models.TextChoices):
    """Whether a municipality supports a statement; no row is not known (R22)."""

    SUPPORTS = "supports", "steunt"
    RESERVED = "reserved", "steunt, met voorbehoud"
    OPPOSES = "opposes", "steunt niet"
    ABSTAINS = "abstains", "onthoudt zich"


SUPPORTING = (Backing.SUPPORTS, Backing.RESERVED)
"""Who may be named in public, and then only with the own consent."""


class Voice(models.TextChoices):
    """Who said it: the municipality itself, or who wrote down what it said at the table."""

    OWN = "own", "vastgelegd door het bestuur zelf"
    NOTED = "noted", "genoteerd door het secretariaat, zoals gezegd aan tafel"


class FollowUpKind(models.TextChoices):
    """What was done about a statement after it left."""

    REMINDED = "reminded", "herinnering"
    NOTE = "note", "opvolging"


class JointState(models.TextChoices):
    """A joint agreement is written, then lies open to be signed; its text never changes then."""

    DRAFT = "draft", "In opmaak"
    OPEN = "open", "Ligt ter ondertekening"


JOINT_MOVES = {
    "open": Move((JointState.DRAFT,), JointState.OPEN, "Ter ondertekening leggen"),
}


class ExampleUse(models.TextChoices):
    """What a municipality does with the examples of a dossier (R20); no row is not known."""

    EXAMPLE = "example", "gebruikt een voorbeeld"
    OWN_TEXT = "own_text", "eigen tekst"
    NOT_YET = "not_yet", "nog niet"
