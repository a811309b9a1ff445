"""The fixed vocabularies of a consultation table."""

from django.db import models


class BodyKind(models.TextChoices):
    """What kind of table a body is."""

    MAYORS = "mayors", "burgemeestersoverleg"
    DIRECTORS = "directors", "overleg van algemeen directeurs"
    STEERING = "steering", "stuurgroep of dagelijks bestuur"
    FORUM = "forum", "ander regionaal forum"


class SeatCategory(models.TextChoices):
    """Why someone has a seat; whether the seat counts is a fact of the seat itself."""

    MAYOR = "mayor", "burgemeester"
    DIRECTOR = "director", "algemeen directeur"
    PROVINCE = "province", "streekgedeputeerde"
    DELEGATE = "delegate", "afgevaardigde"
    GUEST = "guest", "gast"


SHORT_SEATS = {SeatCategory.PROVINCE: "Gedeputeerde"}
"""What a seat of a category is called where its full label has no room."""


class TableRole(models.TextChoices):
    """What a person does for a table beside (or without) having a seat."""

    SUPPORT = "support", "secretariaat"
    CHAIR = "chair", "voorzitter"
    PARTNER = "partner", "partner"
