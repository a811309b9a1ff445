"""Access for a municipality's own decision system, and what it already reported (R42, R43)."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

from overlegtafel.common import clock
from overlegtafel.local_decisions.models.decisions import LocalDecision
from overlegtafel.local_decisions.states import TokenScope
from overlegtafel.organizations.models import Organization


class ReportingToken(models.Model):
    """One coupling: a system that reads or reports for one municipality, until a day.

    The secret itself is shown once and never kept: ``digest`` is the SHA-256 of it, ``hint`` its
    last four characters, so that people can tell two apart.
    """

    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="reporting_tokens"
    )
    name = models.CharField("naam", max_length=80)
    scope = models.CharField("wat het mag", max_length=10, choices=TokenScope)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField("eindigt op", max_length=4)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("gemaakt op")
    expires_on = models.DateField("geldig tot en met")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    last_used_at = models.DateTimeField("laatst gebruikt", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="local_decisions_one_token_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def works_on(self, day: date) -> bool:
        """Whether it opens anything on this day."""
        return self.revoked_at is None and day <= self.expires_on

    @property
    def works(self) -> bool:
        """Whether it opens anything today."""
        return self.works_on(clock.today())

    @property
    def reports(self) -> bool:
        """Whether it may report outcomes."""
        return self.scope == TokenScope.REPORT


class IdempotencyKey(models.Model):
    """What was answered to a report, so that the same one sent twice happens once.

    ``fingerprint`` is the SHA-256 of what was asked; the same key with something else in it is
    refused. Kept for a while (``services.drop_old_keys``), then the key may come back.
    """

    token = models.ForeignKey(ReportingToken, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    decision = models.ForeignKey(LocalDecision, on_delete=models.CASCADE, related_name="+")
    answer = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="local_decisions_one_key_a_token")
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="local_decisions_keys_by_age")
        ]

    def __str__(self) -> str:
        return f"{self.token}: {self.key}"
