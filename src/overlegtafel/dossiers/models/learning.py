"""What a dossier teaches about the way of working: findings of a test case, lessons."""

from django.conf import settings
from django.db import models

from overlegtafel.dossiers.models.dossier import Dossier
from overlegtafel.governance.models import Charter, SharedPiece


class Finding(models.Model):
    """What a test case showed of the version of the charter it tests (R117)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="findings")
    charter = models.ForeignKey(
        Charter, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    text = models.TextField("bevinding")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("genoteerd op")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Bevinding bij {self.dossier}"


class Lesson(models.Model):
    """What was learned from a dossier that stopped (R123).

    Of the region itself, unless ``piece`` released it to the others and was not taken back.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="lessons")
    what = models.TextField("wat er gebeurde")
    why = models.TextField("waardoor")
    next_time = models.TextField("wat we volgende keer doen")
    piece = models.OneToOneField(
        SharedPiece, null=True, blank=True, on_delete=models.PROTECT, related_name="lesson"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("genoteerd op")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Les uit {self.dossier}"

    @property
    def is_shared(self) -> bool:
        """Whether the other regions read it."""
        return self.piece is not None and self.piece.withdrawn_at is None
