"""What several models share. No domain words here."""

from datetime import date

from django.db import models
from django.db.models import F, Q


def valid_on(day: date, prefix: str = "") -> Q:
    """The filter for rows that hold on ``day``; ``valid_to`` is the last day, inclusive."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class Dated(models.Model):
    """A fact that holds from ``valid_from`` to ``valid_to``, both inclusive, open when empty."""

    valid_from = models.DateField("geldig vanaf", null=True, blank=True)
    valid_to = models.DateField("geldig tot en met", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_period_in_order",
            )
        ]
