"""The exchange round: how each municipality does it (R6)."""

from django.conf import settings
from django.db import models

from overlegtafel.meetings.models.meeting import AgendaItem
from overlegtafel.organizations.models import Organization


class ExchangeRow(models.Model):
    """What one municipality shares at one item. No row yet is "nog niet gedeeld", no failure.

    For the members of the table, unless ``is_shared``: then also for the officers and aldermen
    of the other members.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="exchange_rows")
    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="exchange_rows"
    )
    approach = models.TextField("hoe we het nu aanpakken", max_length=5_000, blank=True)
    plan = models.TextField("wat we van plan zijn", max_length=5_000, blank=True)
    contact = models.CharField("contact", max_length=200, blank=True)
    is_shared = models.BooleanField("ook buiten de tafel te lezen", default=False)
    revision = models.PositiveIntegerField("versie", default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("bewaard op")

    class Meta:
        ordering = ["item", "municipality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "municipality"], name="meetings_exchange_row_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.item}"
