"""One item about regional work on the agenda of one municipality's own body."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.common.dates import spoken
from overlegtafel.feedback.models.packages import Package
from overlegtafel.feedback.states import RegionalItemState, RegionalOrgan
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.organizations.models import Organization


class RegionalItem(models.Model):
    """A row of the register of article 8, with its proof (R110).

    Proof is a day with an agenda number, a link, or the package that was put there. ``counts``
    says whether the municipality lets it count; of a council item that comes from a regional
    dossier (``decision``) only the municipality can say so. ``content`` is the frozen text of
    the package.
    """

    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="regional_items"
    )
    organ = models.CharField("op de agenda van", max_length=20, choices=RegionalOrgan)
    meets_on = models.DateField("zitting")
    state = models.CharField("stand", max_length=10, choices=RegionalItemState)
    state_since = models.DateTimeField("in deze stand sinds")
    counts = models.BooleanField("telt mee", default=True)
    title = models.CharField("wat er op de agenda stond", max_length=200, blank=True)
    agenda_reference = models.CharField("nummer op de agenda", max_length=60, blank=True)
    link = models.URLField("link naar de agenda of de beslissing", max_length=500, blank=True)
    package = models.ForeignKey(
        Package, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    decision = models.ForeignKey(
        LocalDecision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="regional_items",
    )
    content = models.JSONField("tekst zoals op de agenda gezet", default=dict, blank=True)
    note = models.CharField("waarom niet doorgegaan", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["meets_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["package", "organ"],
                condition=Q(package__isnull=False) & ~Q(state="dropped"),
                name="feedback_package_once_an_organ",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(decision__isnull=False) & ~Q(state="dropped"),
                name="feedback_decision_answered_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "meets_on"], name="feedback_items_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.get_organ_display()} {spoken(self.meets_on)}"
