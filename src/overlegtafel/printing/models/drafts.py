"""Own Word templates for draft decisions, and all drafts of an agreement as one file."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.printing.states import PackState


class DraftTemplate(models.Model):
    """The Word template for draft decisions of one table, or of one municipality.

    A municipality's own goes before the table's. What it was before is in the log.
    """

    body = models.OneToOneField(
        GoverningBody, null=True, on_delete=models.PROTECT, related_name="draft_template"
    )
    municipality = models.OneToOneField(
        Organization, null=True, on_delete=models.PROTECT, related_name="draft_template"
    )
    name = models.CharField("bestandsnaam", max_length=120)
    content = models.BinaryField("bestand")
    uploaded_at = models.DateTimeField("geplaatst op")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=True, municipality__isnull=False)
                | Q(body__isnull=False, municipality__isnull=True),
                name="printing_draft_template_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.body or self.municipality})"


class DraftBundle(models.Model):
    """All local drafts of one agreement as a ZIP, a folder per municipality.

    ``fingerprint`` is a SHA-256 over what is in it: a change never finds an older file.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="draft_bundles")
    fingerprint = models.CharField("vingerafdruk", max_length=64)
    state = models.CharField("stand", max_length=8, choices=PackState, default=PackState.WAITING)
    state_since = models.DateTimeField("in deze stand sinds")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    alive_at = models.DateTimeField("laatste teken van leven", null=True)
    done = models.PositiveSmallIntegerField("ontwerpen verwerkt", default=0)
    total = models.PositiveSmallIntegerField("ontwerpen", default=0)
    problem = models.CharField("wat er misliep", max_length=300, blank=True)
    size = models.PositiveBigIntegerField("grootte in bytes", default=0)

    class Meta:
        ordering = ["agreement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "fingerprint"], name="printing_one_draft_bundle"
            )
        ]

    def __str__(self) -> str:
        return f"Ontwerpen bij {self.agreement}"
