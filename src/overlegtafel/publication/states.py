"""How much of the local decisions goes out with a released agreement."""

from django.db import models


class LocalDetail(models.TextChoices):
    """What the public sees of who decided what."""

    NONE = "none", "geen lokale beslissingen"
    FIGURES = "figures", "alleen het aantal"
    PER_MUNICIPALITY = "per_municipality", "de stand per bestuur"
