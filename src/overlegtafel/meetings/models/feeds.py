"""The secret addresses under which people follow meetings in their own calendar."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.governance.models import GoverningBody


class CalendarFeed(models.Model):
    """One subscription of one person: to one table, or to all of the own meetings.

    The address holds a signature over ``serial``: a new serial makes every older address worthless.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    body = models.ForeignKey(
        GoverningBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
        verbose_name="overleg",
    )
    serial = models.PositiveIntegerField("hoeveelste adres", default=1)
    renewed_at = models.DateTimeField("adres van")

    class Meta:
        ordering = ["body__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "body"],
                condition=Q(body__isnull=False),
                name="meetings_one_feed_a_table",
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(body__isnull=True),
                name="meetings_one_feed_of_all",
            ),
        ]

    def __str__(self) -> str:
        return f"Kalender van {self.owner}: {self.body or 'alle eigen vergaderingen'}"
