"""What the writing of minutes keeps beside the text: who is at it, time spent, polls."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.common.dates import hour
from overlegtafel.meetings.models.meeting import AgendaItem, Attendance


class WritingTurn(models.Model):
    """One person at one item's minutes: seen until when, and what the log does not say yet.

    Text is saved as it is typed, but the log gets one line per turn: ``before`` holds the texts
    from before ``since``, and is ``None`` once all is in the log. ``page`` is the open page that
    saved last, with its own count of saves (``number``) and what it then sent: a page that never
    got its answer goes on from there.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="writing_turns")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("laatst gezien op")
    since = models.DateTimeField("sinds", null=True, blank=True)
    before = models.JSONField("tekst ervoor", null=True, blank=True)
    page = models.CharField("pagina", max_length=40, blank=True)
    number = models.PositiveIntegerField("hoeveelste keer", default=0)
    sent = models.TextField("laatst ontvangen", max_length=50_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "writer"], name="meetings_one_turn_a_writer")
        ]

    def __str__(self) -> str:
        return f"{self.writer} bij {self.item}"


class ItemTime(models.Model):
    """A stretch in which the meeting was at this item. Resumed items have several."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="times")
    started_at = models.DateTimeField("begonnen op")
    ended_at = models.DateTimeField("afgerond op", null=True, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(ended_at__isnull=True), name="meetings_item_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at")),
                name="meetings_time_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}, vanaf {hour(self.started_at)}"


class Poll(models.Model):
    """An indicative question put to the table: it shows, and binds nobody.

    ``options`` are the answers one could give; ``counts`` how many gave each, when hands were
    counted. With names, the answers are ``PollAnswer`` rows and ``counts`` is empty.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="polls")
    question = models.CharField("vraag", max_length=300)
    options = models.JSONField("antwoorden")
    counts = models.JSONField("aantallen", default=list)
    held_at = models.DateTimeField("gehouden op")
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["held_at", "id"]

    def __str__(self) -> str:
        return f"Peiling: {self.question}"


class PollAnswer(models.Model):
    """What one seat answered; ``option`` is the place in the poll's ``options``."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="+")
    option = models.PositiveSmallIntegerField("antwoord")

    class Meta:
        ordering = ["attendance__seat__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "attendance"], name="meetings_one_answer_a_seat"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendance.seat}: {self.poll.options[self.option]}"
