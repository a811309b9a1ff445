"""A meeting's states, an item's outcomes, a seat's presence."""

from django.db import models

from overlegtafel.common.transitions import Move


class MeetingState(models.TextChoices):
    """From a date in the calendar to an approved report."""

    PLANNED = "planned", "Gepland"
    CONVENED = "convened", "Opgeroepen"
    IN_SESSION = "in_session", "Aan de gang"
    REPORTED = "reported", "Verslag in concept"
    APPROVED = "approved", "Verslag goedgekeurd"
    CANCELLED = "cancelled", "Geannuleerd"


S = MeetingState
MOVES = {
    "convene": Move((S.PLANNED,), S.CONVENED, "Oproepen"),
    "open": Move((S.CONVENED,), S.IN_SESSION, "Vergadering openen"),
    "close": Move((S.IN_SESSION,), S.REPORTED, "Verslag afsluiten"),
    "approve": Move((S.REPORTED,), S.APPROVED, "Verslag goedkeuren"),
    "reopen": Move((S.APPROVED,), S.REPORTED, "Verslag heropenen"),
    "cancel": Move((S.PLANNED, S.CONVENED), S.CANCELLED, "Annuleren"),
}
HELD = (S.REPORTED, S.APPROVED)
WRITABLE = (S.IN_SESSION, S.REPORTED)
"""While minutes and presence may be written. An approved report is frozen in a version: reopening
makes a next one."""


class RemarkState(models.TextChoices):
    """What became of a remark on a concept report (R133)."""

    OPEN = "open", "nog niet beantwoord"
    ACCEPTED = "accepted", "verwerkt in het verslag"
    ANSWERED = "answered", "beantwoord"


REMARK_MOVES = {
    "accept": Move((RemarkState.OPEN,), RemarkState.ACCEPTED, "Opmerking verwerken"),
    "answer": Move((RemarkState.OPEN,), RemarkState.ANSWERED, "Opmerking beantwoorden"),
}


class LocalOrgan(models.TextChoices):
    """A member's own body whose days the year calendar keeps free."""

    COLLEGE = "college", "college"
    COUNCIL = "council", "gemeenteraad"


class Outcome(models.TextChoices):
    """What came of an item. The table never makes a *besluit*."""

    NOTED = "noted", "kennisname"
    AGREEMENT = "agreement", "afspraak"
    POSITION = "position", "standpunt"
    DEFERRED = "deferred", "verdaagd"
    REFERRED = "referred", "doorverwezen"


class Presence(models.TextChoices):
    """Whether a seat was filled at a meeting."""

    UNKNOWN = "unknown", "nog niet bekend"
    PRESENT = "present", "aanwezig"
    REPLACED = "replaced", "vervangen"
    EXCUSED = "excused", "verontschuldigd"
    ABSENT = "absent", "afwezig"


class ReplyAnswer(models.TextChoices):
    """What the holder of a seat answers to an invitation (R134)."""

    YES = "yes", "komt"
    NO = "no", "komt niet"
    REPLACED = "replaced", "laat zich vervangen"


class ReplyWay(models.TextChoices):
    """How an answer came in."""

    LINK = "link", "via de link in de mail"
    SITE = "site", "aangemeld"
    TOLD = "told", "doorgegeven aan het secretariaat"


class Acting(models.TextChoices):
    """As what someone takes a mayor's seat for one meeting."""

    MAYOR = "mayor", "waarnemend burgemeester"
    ALDERMAN = "alderman", "schepen"
    OTHER = "other", "iemand anders"


class Turn(models.TextChoices):
    """A seat that is filled or left in the course of a meeting."""

    ARRIVED = "arrived", "kwam aan bij"
    LEFT = "left", "vertrok na"
