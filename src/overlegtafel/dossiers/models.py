"""The dossier: what lives on between meetings. It is pointed at by proposals, items, agreements."""

from django.db import models

from overlegtafel.dossiers.states import DossierState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization


class Dossier(models.Model):
    """One subject that the table follows (dossier:Dossier)."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="dossiers")
    reference = models.CharField("nummer", max_length=20)
    title = models.CharField("titel", max_length=200)
    summary = models.TextField("samenvatting", blank=True)
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name="eigenaar",
    )
    owner_label = models.CharField("eigenaar in woorden", max_length=200, blank=True)
    preparer_label = models.CharField("voorbereid door", max_length=200, blank=True)
    domain = models.CharField("beleidsdomein", max_length=80)
    is_internal = models.BooleanField("heeft interne effecten in elk bestuur", default=False)
    is_test_case = models.BooleanField("testcase van de werking", default=False)
    state = models.CharField(
        "stand", max_length=10, choices=DossierState, default=DossierState.OPEN
    )
    closing_note = models.TextField("waarom afgerond of stopgezet", blank=True)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="dossiers_one_reference")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def owned_by(self) -> str:
        """Who owns the dossier, in words."""
        return self.owner_label or str(self.owner or "")
