"""The terms the house counts with, as dated settings of the site."""

from typing import ClassVar

from django.db import models

from overlegtafel.local_decisions.states import TermKey, TermUnit
from overlegtafel.organizations.models import Sourced


class Term(Sourced):
    """One term from a day on, other than the one the house came with; the latest holds.

    A change is a new row: what was counted before ``valid_from`` keeps the row of its day.
    """

    key = models.CharField("term", max_length=30, choices=TermKey)
    value = models.PositiveSmallIntegerField("aantal")
    unit = models.CharField("eenheid", max_length=12, choices=TermUnit)
    legal_basis = models.CharField("rechtsgrond", max_length=200, blank=True)
    valid_from = models.DateField("geldig vanaf")

    class Meta:
        ordering: ClassVar = ["key", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key", "valid_from"], name="local_decisions_one_term_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value} {self.get_unit_display()}"
