"""To whom an agenda version went, what changes before the next one, and who read which."""

from django.conf import settings
from django.db import models

from overlegtafel.governance.models import Seat
from overlegtafel.meetings.models.meeting import AgendaVersion, Meeting
from overlegtafel.outbox.models import Message


class AgendaDraft(models.Model):
    """What is prepared on an agenda that was sent: only who leads sees it, until the next version.

    ``entries`` are the items in their new order, each by its proposal: ``proposal`` (its number),
    ``late_reason`` and ``facts`` (what is filled in anew). An item that is left out goes off the
    agenda.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="agenda_draft")
    entries = models.JSONField("punten")
    revision = models.PositiveIntegerField("versie", default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("bewaard op")

    def __str__(self) -> str:
        return f"Aanvulling van de agenda van {self.meeting}"


class AgreedAgenda(models.Model):
    """The agenda that the chair last agreed with, to show what changed when it is asked again.

    Not sent yet, or what was prepared for a next version. ``content`` and ``moment`` are as a
    version keeps them.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="agreed_agenda")
    content = models.JSONField("punten")
    moment = models.JSONField("dag, uur en plaats")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField("akkoord op")

    def __str__(self) -> str:
        return f"Akkoord met de agenda van {self.meeting}"


class Delivery(models.Model):
    """One version of the agenda to who fills one seat. Without ``message`` no mail could go.

    Who fills two seats gets one mail. Sent again is a row more: the newest of a seat tells how it
    stands.
    """

    version = models.ForeignKey(AgendaVersion, on_delete=models.PROTECT, related_name="deliveries")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="deliveries")
    holder = models.CharField("wie de zetel vult", max_length=200, blank=True)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("klaargezet op")

    class Meta:
        ordering = ["version", "seat__order", "id"]

    def __str__(self) -> str:
        return f"{self.version} aan {self.holder or self.seat}"


class AgendaReading(models.Model):
    """The last version of an agenda that someone said to have read: later ones show what is new."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agenda_readings"
    )
    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="readings")
    read_at = models.DateTimeField("gelezen op")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "version"], name="meetings_agenda_version_read_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} las {self.version}"
