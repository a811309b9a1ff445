"""An expert who is invited to one item, and to nothing else (R7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.meetings.models.meeting import AgendaItem


class GuestInvitation(models.Model):
    """A guest at one item. The link in the mail opens that item until its last day.

    Revoked, never deleted. The last day follows from the meeting and the charter
    (``meetings.guests.last_day_of``).
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="guests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guest_invitations"
    )
    name = models.CharField("naam", max_length=150)
    organization = models.CharField("organisatie", max_length=150, blank=True)
    starts_at = models.TimeField("verwacht van", null=True, blank=True)
    ends_at = models.TimeField("verwacht tot", null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField("uitgenodigd op")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"],
                condition=Q(revoked_at__isnull=True),
                name="meetings_one_invitation_a_guest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organization})" if self.organization else self.name
