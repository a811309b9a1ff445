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


class Source(models.TextChoices):
    """How what stands there reached the table. Never more certain than who said it."""

    ASKED = "asked", "gevraagd door het overleg"
    DECLARED = "declared", "ingevuld door het bestuur"
    BY_LINK = "by_link", "via de link in een mail"
    IMPORTED = "imported", "ingelezen uit een bestand van het bestuur"
    API = "api", "gemeld door het systeem van het bestuur"
    PUBLISHED = "published", "gelezen in een publicatie"
    CARRIED_OVER = "carried_over", "overgenomen bij een fusie of nieuwe bestuursperiode"


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
CORRECTIONS = {
    verb: Move(CLOSED, move.target, "Registratie rechtzetten") for verb, move in MOVES.items()
}
"""With a reason, what is closed is put right at once: another stand, or a slip in date or note."""
CARRYING = {"carry_over": Move(UNDECIDED, S.NOT_APPLICABLE, "Overgegaan bij een fusie")}
"""What only a merger does: the successor decides what its predecessor had not decided yet."""


class ReconfirmationState(models.TextChoices):
    """What a new college says of an agreement of before (asked at its installation)."""

    ASKED = "asked", "Nog te bevestigen"
    CONFIRMED = "confirmed", "Opnieuw bevestigd"
    QUESTIONED = "questioned", "Te bespreken"


R = ReconfirmationState
RECONFIRMATION_MOVES = {
    "confirm": Move((R.ASKED, R.QUESTIONED), R.CONFIRMED, "Opnieuw bevestigen"),
    "question": Move((R.ASKED, R.CONFIRMED), R.QUESTIONED, "Opnieuw bespreken"),
}


class TermKey(models.TextChoices):
    """Each dated term the house counts with; its value is a setting, never in code (R10)."""

    COUNCIL_CONVOCATION = "council_convocation", "Oproeping van de gemeenteraad"
    COUNCILLOR_ITEMS = "councillor_items", "Punten van raadsleden"
    COUNCIL_MINUTES = "council_minutes", "Notulen ter beschikking van de raadsleden"
    PUBLICATION = "publication", "Bekendmaking van een beslissing"
    COMPLAINT = "complaint", "Klacht bij de toezichthoudende overheid"
    ENTRY_INTO_FORCE = "entry_into_force", "Inwerkingtreding van een reglement"
    COLLEGE_LEAD = "college_lead", "Stukken klaar voor het college"
    COUNCIL_LEAD = "council_lead", "Stukken klaar voor de oproeping van de raad"
    ARTICLE_8_COLLEGE_PERIOD = "article_8_college_period", "Regiowerking op het college: telperiode"
    ARTICLE_8_COLLEGE_MINIMUM = "article_8_college_minimum", "Regiowerking op het college: minstens"
    ARTICLE_8_COUNCIL_PERIOD = "article_8_council_period", "Regiowerking op de raad: telperiode"
    ARTICLE_8_COUNCIL_MINIMUM = "article_8_council_minimum", "Regiowerking op de raad: minstens"
    ARTICLE_8_ORANGE = "article_8_orange", "Regiowerking op het college: oranje vóór het einde"
    ARTICLE_8_RED = "article_8_red", "Regiowerking op het college: rood vóór het einde"
    ARTICLE_8_COUNCIL_ORANGE = (
        "article_8_council_orange",
        "Regiowerking op de raad: oranje vóór het einde",
    )
    ARTICLE_8_COUNCIL_RED = (
        "article_8_council_red",
        "Regiowerking op de raad: rood vóór het einde",
    )
    REMINDER_INTERVAL = "reminder_interval", "Herinnering: niet vaker dan om de"
    COUNCILLOR_ANSWER = "councillor_answer", "Antwoord op een vraag van een raadslid"
    OUTCOME_LINK = "outcome_link", "Geldigheid van een link om een uitkomst te melden"


class TermUnit(models.TextChoices):
    """In what a term counts."""

    DAYS = "days", "dagen"
    WORKING_DAYS = "working_days", "werkdagen"
    MONTHS = "months", "maanden"
    YEARS = "years", "jaren"
    TIMES = "times", "keer"


class TokenScope(models.TextChoices):
    """What a municipality lets its own decision system do."""

    READ = "read", "lezen wat aan uw bestuur gevraagd is"
    REPORT = "report", "lezen, en de uitkomst melden"


class DecisionPlatform(models.TextChoices):
    """With which software a municipality makes and publishes its decisions."""

    UNKNOWN = "unknown", "nog niet gekend"
    LBLODWEB = "lblodweb", "LBLODWeb (Remmicom)"
    ECHO = "echo", "ECHO (Cipal Schaubroeck)"
    ONLINE_SMART_CITIES = "onlinesmartcities", "eBesluitvorming (Green Valley)"
    MEETINGBURGER = "meetingburger", "MeetingBurger"
    GELINKT_NOTULEREN = "gelinkt_notuleren", "Gelinkt Notuleren (ABB)"
    OTHER = "other", "een ander pakket"
