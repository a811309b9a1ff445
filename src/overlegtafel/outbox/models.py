"""Messages that leave the house, written in the same transaction as what they tell of."""

from django.conf import settings
from django.db import models

from overlegtafel.outbox.topics import Delivery, Topic


class Message(models.Model):
    """One e-mail to one person; sent once, its result kept (decision 15).

    ``message_id`` is what its header carries: what comes back names it, and of a mail that left
    twice a mail program shows one.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Klaar om te verzenden"
        SENDING = "sending", "Wordt verzonden"
        SENT = "sent", "Verzonden"
        FAILED = "failed", "Niet bezorgd"
        UNCERTAIN = "uncertain", "Onzeker"
        BOUNCED = "bounced", "Teruggekomen"
        HELD = "held", "Wacht op het dagoverzicht"
        BUNDLED = "bundled", "In een dagoverzicht verzonden"
        DECLINED = "declined", "Niet verzonden: deze persoon wil hierover geen mail"

    kind = models.CharField("soort", max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    address = models.EmailField("aan")
    reply_to = models.CharField("antwoorden gaan naar", max_length=1000, blank=True)
    subject = models.CharField("onderwerp", max_length=300)
    text = models.TextField("tekst")
    key = models.CharField("sleutel tegen dubbels", max_length=200, unique=True)
    message_id = models.CharField("kenmerk in de mail", max_length=120, blank=True, db_index=True)
    action_label = models.CharField("wat te doen", max_length=100, blank=True)
    action_url = models.CharField("waar dat is", max_length=1000, blank=True)
    again_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sent_again",
        verbose_name="opnieuw verstuurd na",
    )
    bundled_in = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bundled",
        verbose_name="in dagoverzicht",
    )
    state = models.CharField("stand", max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField("gemaakt op")
    claimed_at = models.DateTimeField("in verzending sinds", null=True, blank=True)
    sent_at = models.DateTimeField("verzonden op", null=True)
    bounced_at = models.DateTimeField("teruggekomen op", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    error = models.TextField("fout", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "id"], name="outbox_by_state")]

    def __str__(self) -> str:
        return f"{self.subject} aan {self.address}"


UNDELIVERED = (Message.State.FAILED, Message.State.UNCERTAIN, Message.State.BOUNCED)
"""What someone must look at: it did not arrive, or nobody knows whether it did."""


class Attachment(models.Model):
    """A file that goes with a message, as it was when the message was made."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField("naam", max_length=150)
    media_type = models.CharField("soort bestand", max_length=150)
    content = models.BinaryField("inhoud")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """When one person wants mail about one topic; without a row: at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences"
    )
    topic = models.CharField("onderwerp", max_length=20, choices=Topic)
    delivery = models.CharField("wanneer", max_length=10, choices=Delivery)
    chosen_at = models.DateTimeField("gekozen op")

    class Meta:
        ordering = ["topic"]
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="outbox_one_choice_a_topic")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_topic_display()} {self.get_delivery_display()}"
