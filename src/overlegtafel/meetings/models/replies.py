"""What a seat answered to the invitation, and who may read one meeting in its place (R134)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.meetings.models.meeting import Attendance
from overlegtafel.meetings.states import Acting, ReplyAnswer, ReplyWay


class Reply(models.Model):
    """The answer that holds now; what it was before is in the log."""

    attendance = models.OneToOneField(Attendance, on_delete=models.CASCADE, related_name="reply")
    answer = models.CharField("antwoord", max_length=10, choices=ReplyAnswer)
    way = models.CharField("hoe", max_length=6, choices=ReplyWay)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField("geantwoord op")

    def __str__(self) -> str:
        return f"{self.attendance.seat}: {self.get_answer_display()}"


class Replacement(models.Model):
    """Someone who takes one seat at one meeting, and may read that meeting only.

    Not deleted but revoked. ``user`` is only known when they read along.
    """

    attendance = models.ForeignKey(
        Attendance, on_delete=models.CASCADE, related_name="replacements"
    )
    name = models.CharField("naam", max_length=150)
    acting = models.CharField("als", max_length=10, choices=Acting)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replacements",
    )
    named_at = models.DateTimeField("aangeduid op")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"],
                condition=Q(revoked_at__isnull=True),
                name="meetings_one_replacement_a_seat",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """Name and as what: ``An Peeters, schepen``."""
        if self.acting == Acting.OTHER:
            return self.name
        return f"{self.name}, {self.get_acting_display()}"
