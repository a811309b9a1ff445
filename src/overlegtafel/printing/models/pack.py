"""One pack: a file for everyone who may read exactly the same."""

from django.conf import settings
from django.db import models

from overlegtafel.meetings.models import Meeting
from overlegtafel.printing.states import PackState


class Pack(models.Model):
    """The agenda of a meeting with its annexes as one PDF and one ZIP.

    ``fingerprint`` is a SHA-256 over everything that is in it, so whoever may read the same shares
    the file, and a change in what one may read never finds an older file. ``places`` holds the
    page of each item (``item-<id>``) and annex (``annex-<key>``).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="packs")
    version = models.PositiveSmallIntegerField("agendaversie", help_text="0 voor een concept")
    fingerprint = models.CharField("vingerafdruk", max_length=64)
    state = models.CharField("stand", max_length=8, choices=PackState, default=PackState.WAITING)
    state_since = models.DateTimeField("in deze stand sinds")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    alive_at = models.DateTimeField("laatste teken van leven", null=True)
    done = models.PositiveSmallIntegerField("bijlagen verwerkt", default=0)
    total = models.PositiveSmallIntegerField("bijlagen", default=0)
    problem = models.CharField("wat er misliep", max_length=300, blank=True)
    pages = models.PositiveIntegerField("bladzijden", default=0)
    size = models.PositiveBigIntegerField("grootte in bytes", default=0)
    zip_size = models.PositiveBigIntegerField("grootte van de zip in bytes", default=0)
    places = models.JSONField("waar wat staat", default=dict)

    class Meta:
        ordering = ["meeting", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "fingerprint"], name="printing_one_pack_per_content"
            )
        ]

    def __str__(self) -> str:
        return f"Bundel {self.meeting}, versie {self.version}"
