"""The log: who did what, when, with old and new value. Rows are only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One thing that was done. ``digest`` covers this row and the one before it."""

    at = models.DateTimeField("tijdstip")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door"
    )
    verb = models.CharField("handeling", max_length=60)
    subject_type = models.CharField("soort", max_length=60)
    subject_id = models.BigIntegerField("nummer")
    subject_label = models.CharField("waarover", max_length=300)
    body_id = models.BigIntegerField("overleg", null=True)
    changes = models.JSONField("oud en nieuw", default=dict)
    reason = models.TextField("reden", blank=True)
    capacity = models.CharField("namens", max_length=200, blank=True)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["body_id", "id"], name="audit_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Het logboek wordt nooit gewijzigd.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Uit het logboek wordt nooit iets gewist.")


class ChainHead(models.Model):
    """The last digest; locking this one row keeps the chain in order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_one_chain_head")
        ]

    def __str__(self) -> str:
        return self.digest[:12]
