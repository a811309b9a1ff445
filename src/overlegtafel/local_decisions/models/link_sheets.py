"""How the link between a table and one municipality's administration is organised (R10)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from overlegtafel.local_decisions.states import DecisionPlatform
from overlegtafel.organizations.models import Organization

LONGEST_LEAD = 60
"""Working days; more is a slip."""
_LEAD = (MaxValueValidator(LONGEST_LEAD),)


class LinkSheet(models.Model):
    """Who prepares, who hears, how long before college and council, with which software.

    On which days college and council sit is not here: ``meetings.sittings`` keeps that.
    """

    municipality = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="link_sheet"
    )
    prepares = models.CharField("wie bereidt voor", max_length=200, blank=True)
    contacts = models.TextField("contactpersonen", max_length=1000, blank=True)
    receives_reports = models.TextField("wie krijgt verslagen", max_length=1000, blank=True)
    college_lead = models.PositiveSmallIntegerField(
        "werkdagen vóór het college", null=True, blank=True, validators=_LEAD
    )
    council_lead = models.PositiveSmallIntegerField(
        "werkdagen vóór de oproeping van de raad", null=True, blank=True, validators=_LEAD
    )
    platform = models.CharField(
        "beslissoftware",
        max_length=20,
        choices=DecisionPlatform,
        default=DecisionPlatform.UNKNOWN,
    )
    platform_note = models.CharField("naam van het pakket", max_length=100, blank=True)
    note = models.TextField("wat nog nuttig is", max_length=1000, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField("bewaard op")
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering: ClassVar = ["municipality__name"]

    def __str__(self) -> str:
        return f"Linkfiche {self.municipality}"

    @property
    def platform_spoken(self) -> str:
        """The software in words, as the municipality calls it when it said so."""
        return self.platform_note or self.get_platform_display()
