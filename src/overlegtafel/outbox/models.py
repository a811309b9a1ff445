"""Messages that leave the house, written in the same transaction as what they tell of."""

from django.conf import settings
from django.db import models


class Message(models.Model):
    """One e-mail to one person; sent once, its result kept."""

    class State(models.TextChoices):
        PENDING = "pending", "Klaar om te verzenden"
        SENT = "sent", "Verzonden"
        FAILED = "failed", "Niet bezorgd"

    kind = models.CharField("soort", max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    address = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=300)
    text = models.TextField("tekst")
    key = models.CharField("sleutel tegen dubbels", max_length=200, unique=True)
    state = models.CharField("stand", max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField("gemaakt op")
    sent_at = models.DateTimeField("verzonden op", null=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    error = models.TextField("fout", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "id"], name="outbox_by_state")]

    def __str__(self) -> str:
        return f"{self.subject} aan {self.address}"
