"""A dossier's states and legal moves."""

from django.db import models

from overlegtafel.common.transitions import Move


class DossierState(models.TextChoices):
    """Where a dossier stands; what happens inside it is derived from items and agreements."""

    OPEN = "open", "Loopt"
    COMPLETED = "completed", "Afgerond"
    STOPPED = "stopped", "Stopgezet"


MOVES = {
    "complete": Move((DossierState.OPEN,), DossierState.COMPLETED, "Afronden"),
    "stop": Move((DossierState.OPEN,), DossierState.STOPPED, "Stopzetten"),
    "reopen": Move((DossierState.COMPLETED, DossierState.STOPPED), DossierState.OPEN, "Heropenen"),
}


class Function(models.TextChoices):
    """The three functions of a consultation (R1)."""

    EXCHANGE = "exchange", "uitwisseling"
    ALIGNMENT = "alignment", "afstemming"
    POLICY = "policy", "beleid"


class Category(models.TextChoices):
    """The four categories of agenda items (R101), in the words of the source."""

    INFORMATION = "information", "Informatie- en kennisdoorstroming"
    STEERING = "steering", "Aansturen en regisseren van intergemeentelijke samenwerkingsverbanden"
    PROJECT = "project", "Regionale projectontwikkeling en opvolging"
    STRATEGY = "strategy", "Strategie, standpuntbepaling en belangenbehartiging"


class Reason(models.TextChoices):
    """The three reasons to bring something to the table (R49); one or more."""

    INFORMATION = "reason_information", "Er is regionale info"
    CHALLENGE = "reason_challenge", "Er stelt zich een uitdaging"
    POLITICAL = "reason_political", "Er moet politiek gewogen worden"
