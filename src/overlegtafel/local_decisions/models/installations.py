"""A new college in a municipality, and the running agreements it confirms again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement
from overlegtafel.common.dates import spoken
from overlegtafel.local_decisions.states import ReconfirmationState
from overlegtafel.organizations.models import Organization


class Installation(models.Model):
    """The day on which a new college took up its term. Who sits in it are mandates, dated."""

    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="installations"
    )
    installed_on = models.DateField("geïnstalleerd op")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        ordering = ["-installed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "installed_on"], name="installations_one_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {spoken(self.installed_on)}"


class Reconfirmation(models.Model):
    """What a new college says of one agreement that was running when it came.

    The agreement itself and what was decided in the old term never change by it.
    """

    installation = models.ForeignKey(
        Installation, on_delete=models.PROTECT, related_name="reconfirmations"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="reconfirmations"
    )
    state = models.CharField(
        "stand", max_length=10, choices=ReconfirmationState, default=ReconfirmationState.ASKED
    )
    note = models.CharField("toelichting", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("geantwoord op", null=True)

    class Meta:
        ordering = ["agreement__due_on", "agreement__reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["installation", "agreement"], name="reconfirmations_once_a_term"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(answered_at__isnull=False),
                name="reconfirmations_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.reference} {self.installation}"
