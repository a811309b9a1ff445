"""A package for one municipality's college and council."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from overlegtafel.feedback.states import PackageKind
from overlegtafel.meetings.models import Meeting
from overlegtafel.organizations.models import Organization


class Package(models.Model):
    """What a municipality adds to a package, and which content it chose.

    The rest of its text is composed from what the table wrote, until it is put on an agenda:
    then ``RegionalItem.content`` keeps what was put there. ``own_text`` never leaves the
    municipality. ``month`` is its first day.
    """

    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="packages", verbose_name="bestuur"
    )
    kind = models.CharField("soort", max_length=10, choices=PackageKind)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="packages"
    )
    month = models.DateField("maand", null=True, blank=True)
    own_text = models.TextField("eigen alinea", max_length=20_000, blank=True)
    chosen = models.JSONField("gekozen inhoud", default=list)
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering: ClassVar = ["municipality", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "meeting"],
                condition=Q(meeting__isnull=False),
                name="feedback_one_package_a_meeting",
            ),
            models.UniqueConstraint(
                fields=["municipality", "month"],
                condition=Q(month__isnull=False),
                name="feedback_one_package_a_month",
            ),
            models.CheckConstraint(
                condition=Q(kind="month", month__isnull=False, meeting__isnull=True)
                | Q(kind__in=["before", "after"], month__isnull=True, meeting__isnull=False),
                name="feedback_package_of_a_meeting_or_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_kind_display()}, {self.meeting or self.month}"
