"""The letter that goes to every council after a meeting."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.councillors.states import LetterState
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import Meeting


class CouncilLetter(models.Model):
    """The letter to the councils of all members after one meeting: one text for all (R69).

    ``content`` is empty until it is sent; from then on it is what was sent, and never changes.
    """

    body = models.ForeignKey(
        GoverningBody, on_delete=models.PROTECT, related_name="council_letters"
    )
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="council_letter")
    opening = models.TextField("inleiding", max_length=5_000, blank=True)
    closing = models.TextField("slot", max_length=5_000, blank=True)
    state = models.CharField("stand", max_length=5, choices=LetterState, default=LetterState.DRAFT)
    revision = models.PositiveIntegerField("versie", default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("bewaard op")
    content = models.JSONField("brief", default=dict, blank=True)
    is_public = models.BooleanField("voor iedereen", default=False)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_to = models.PositiveIntegerField("aan hoeveel raadsleden", default=0)

    class Meta:
        ordering = ["-meeting__held_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | Q(state=LetterState.DRAFT, sent_at__isnull=True),
                name="councillors_letter_sent_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"Raadsbrief {self.meeting}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Een raadsbrief blijft bewaard.")
