"""What someone follows."""

from django.conf import settings
from django.db import models

from overlegtafel.dossiers.models import Dossier


class Following(models.Model):
    """A dossier that someone follows. ``told`` holds the agreements that were known or told."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="followings")
    since = models.DateTimeField("volgt sinds")
    told = models.JSONField("gemelde afspraken", default=list)

    class Meta:
        ordering = ["dossier__reference"]
        constraints = [
            models.UniqueConstraint(fields=["user", "dossier"], name="councillors_follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} volgt {self.dossier}"
