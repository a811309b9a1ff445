"""How much of the local decisions goes out with a released agreement."""

from django.db import models

from overlegtafel.meetings.states import MeetingState

RELEASABLE = (
    MeetingState.CONVENED,
    MeetingState.IN_SESSION,
    MeetingState.REPORTED,
    MeetingState.APPROVED,
)
"""From being convened on, a meeting may be released."""


INTERNAL_ITEM = "Een punt met interne gevolgen"
"""What everyone reads instead of an item of a dossier with internal effects (R109)."""


class LocalDetail(models.TextChoices):
    """What the public sees of who decided what."""

    NONE = "none", "geen lokale beslissingen"
    FIGURES = "figures", "alleen het aantal"
    PER_MUNICIPALITY = "per_municipality", "de stand per bestuur"
