"""What a table has released to everyone. A release is a snapshot: it never changes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import Meeting
from overlegtafel.products.models import Statement
from overlegtafel.publication.states import LocalDetail


class Release(models.Model):
    """One released version of a meeting or of an agreement.

    The highest ``number`` is what the public sees. A correction is a next number; going back
    behind closed doors is not possible (R8).
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="releases")
    meeting = models.ForeignKey(
        Meeting, null=True, on_delete=models.PROTECT, related_name="releases"
    )
    agreement = models.ForeignKey(
        Agreement, null=True, on_delete=models.PROTECT, related_name="releases"
    )
    number = models.PositiveSmallIntegerField("versie")
    content = models.JSONField("inhoud")
    local_detail = models.CharField(
        "lokale beslissingen", max_length=20, choices=LocalDetail, default=LocalDetail.NONE
    )
    released_at = models.DateTimeField("vrijgegeven op")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-released_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, agreement__isnull=True)
                | Q(meeting__isnull=True, agreement__isnull=False),
                name="publication_release_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["meeting", "number"], name="publication_meeting_release_once"
            ),
            models.UniqueConstraint(
                fields=["agreement", "number"], name="publication_agreement_release_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting or self.agreement}, vrijgave {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Een vrijgave wordt nooit gewijzigd; maak een nieuwe versie.")
        super().save(*args, **kwargs)


class StatementRelease(models.Model):
    """One released version of a statement that was sent (R16, R22); it never changes.

    It holds no name of a municipality: who may be named is asked when it is read, so that a
    consent that is taken back counts at once.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField("versie")
    content = models.JSONField("inhoud")
    released_at = models.DateTimeField("vrijgegeven op")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-released_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "number"], name="publication_statement_release_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}, vrijgave {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Een vrijgave wordt nooit gewijzigd; maak een nieuwe versie.")
        super().save(*args, **kwargs)
