"""What aldermen, officers and the management team of one municipality say of an item."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.states import SharingState
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import Organization, PostRole


class Remark(models.Model):
    """One *opmerking* inside a municipality's own preparation, until its mayor shares it (R40)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="remarks")
    municipality = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("als", max_length=20, choices=PostRole)
    text = models.TextField("opmerking", max_length=10_000)
    written_at = models.DateTimeField("geschreven op")
    state = models.CharField(
        "stand", max_length=10, choices=SharingState, default=SharingState.INSIDE
    )
    shared_at = models.DateTimeField("gedeeld op", null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="inside") | Q(shared_at__isnull=False),
                name="agreements_remark_shared_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Opmerking in {self.municipality}: {self.item}"

    @property
    def is_shared(self) -> bool:
        """Whether the table reads it."""
        return self.state == SharingState.SHARED
