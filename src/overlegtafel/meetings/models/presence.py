"""Who came later or left earlier: facts by item, from which presence per item follows."""

from django.conf import settings
from django.db import models

from overlegtafel.meetings.models.meeting import AgendaItem, Attendance
from overlegtafel.meetings.states import Turn


class PresenceMark(models.Model):
    """A seat that was filled from an item on (``arrived``), or empty after one (``left``).

    Who was there at which item is derived from these (``meetings.presence``), never stored.
    """

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="marks")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="presence_marks")
    turn = models.CharField("wat", max_length=8, choices=Turn)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField("genoteerd op")

    class Meta:
        ordering = ["noted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "item", "turn"], name="meetings_presence_mark_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendance.seat} {self.get_turn_display()} punt {self.item.order}"
