"""A dossier's states and legal moves."""

from django.db import models

from overlegtafel.common.transitions import Move
from overlegtafel.governance.states import Category as Category
from overlegtafel.governance.states import Function as Function


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


class Reason(models.TextChoices):
    """The three reasons to bring something to the table (R49); one or more."""

    INFORMATION = "reason_information", "Er is regionale info"
    CHALLENGE = "reason_challenge", "Er stelt zich een uitdaging"
    POLITICAL = "reason_political", "Er moet politiek gewogen worden"


class PreparerKind(models.TextChoices):
    """What kind of organization prepares a dossier (R83, R85)."""

    IGS_EXPERT = "igs_expert", "expert van een intergemeentelijk samenwerkingsverband"
    LOCAL_GOVERNMENT = "local_government", "lokaal bestuur"
    IOED = "ioed", "intergemeentelijke onroerenderfgoeddienst (IOED)"
    WELFARE = "welfare", "welzijnsvereniging"
    PARTNER = "partner", "regionale partner buiten de overheid"


class FileKind(models.TextChoices):
    """What a file is, seen in its content; only these are taken in."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PPTX = "pptx", "PowerPoint"
    ODT = "odt", "OpenDocument-tekst"
    ODS = "ods", "OpenDocument-rekenblad"
    ODP = "odp", "OpenDocument-presentatie"
    PNG = "png", "PNG-beeld"
    JPEG = "jpg", "JPEG-beeld"
    TEXT = "txt", "tekst"
    CSV = "csv", "CSV"
