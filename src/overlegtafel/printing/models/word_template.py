"""A region's own Word file, from which its reports are made."""

from django.conf import settings
from django.db import models

from overlegtafel.governance.models import GoverningBody


class WordTemplate(models.Model):
    """The Word template of one table; what it was before is in the log."""

    body = models.OneToOneField(
        GoverningBody, on_delete=models.PROTECT, related_name="word_template"
    )
    name = models.CharField("bestandsnaam", max_length=120)
    content = models.BinaryField("bestand")
    uploaded_at = models.DateTimeField("geplaatst op")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.name} ({self.body.short_name})"
