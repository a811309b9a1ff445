"""Agreeing between meetings: a question to every member, with a last day to answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models.agreement import Agreement
from overlegtafel.agreements.states import RoundAnswer, RoundOutcome, RoundState
from overlegtafel.governance.models import GoverningBody, Seat
from overlegtafel.governance.states import Silence
from overlegtafel.meetings.models import AgendaItem


class WrittenRound(models.Model):
    """One *schriftelijke ronde* on an item that was discussed (R53).

    ``silence`` is what the charter said of no reply when the round was opened; a later charter
    changes nothing for it. ``agreement`` is what was made of it.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="rounds")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="rounds")
    question = models.TextField("vraag", max_length=10_000)
    due_on = models.DateField("antwoorden tot en met")
    silence = models.CharField("wie niet antwoordt", max_length=10, choices=Silence)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("geopend op")
    state = models.CharField("stand", max_length=10, choices=RoundState, default=RoundState.OPEN)
    outcome = models.CharField("uitkomst", max_length=12, choices=RoundOutcome, blank=True)
    outcome_note = models.CharField("uitkomst in woorden", max_length=300, blank=True)
    closed_at = models.DateTimeField("afgesloten op", null=True, blank=True)
    agreement = models.OneToOneField(
        Agreement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="written_round",
        verbose_name="afspraak",
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="open"), name="agreements_one_open_round"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="agreements_round_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Schriftelijke ronde: {self.item}"


class RoundReply(models.Model):
    """What one seat answered; empty as long as there is no reply."""

    round = models.ForeignKey(WrittenRound, on_delete=models.CASCADE, related_name="replies")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="round_replies")
    answer = models.CharField("antwoord", max_length=10, choices=RoundAnswer, blank=True)
    note = models.TextField("in woorden", max_length=10_000, blank=True)
    replied_at = models.DateTimeField("geantwoord op", null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["seat__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="agreements_one_reply_a_seat"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(replied_at__isnull=False, replied_by__isnull=False),
                name="agreements_replied_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(answer="reserved") | ~Q(note=""),
                name="agreements_reply_reservation_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_answer_display() or 'geen antwoord'}"
