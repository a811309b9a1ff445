"""One municipality's own draft: its text of a final version, and what it made of that itself."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting.models.masters import DraftVersion
from overlegtafel.local_decisions.models import BODY_SPOKEN, LocalDecision


class LocalDraft(models.Model):
    """The draft decision of one municipality for one of its bodies (R43, R104, R21).

    ``content`` is the common text filled for this municipality, as it was in ``version``: it holds
    nothing of another. ``own`` is what the municipality writes instead, ``adopted`` what its body
    adopted; both by the key of a clause, with only what it says otherwise.
    """

    decision = models.ForeignKey(
        LocalDecision, on_delete=models.PROTECT, related_name="local_drafts"
    )
    body = models.CharField("wie beslist", max_length=20, choices=CompetentBody)
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="local_drafts")
    content = models.JSONField("gemeenschappelijke tekst, ingevuld")
    own = models.JSONField("eigen tekst", default=dict, blank=True)
    adopted = models.JSONField("aangenomen tekst", default=dict, blank=True)
    adopted_at = models.DateTimeField("aangenomen tekst vastgelegd op", null=True, blank=True)
    made_at = models.DateTimeField("gemaakt op")
    changed_at = models.DateTimeField("laatst gewijzigd op", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["decision__municipality__name", "body"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "body"], name="drafting_one_local_draft"),
            models.CheckConstraint(
                condition=~Q(body__in=["none", "college_and_council", ""]),
                name="drafting_local_draft_for_one_body",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True) | Q(adopted_at__gte=F("made_at")),
                name="drafting_adopted_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"Ontwerp {self.decision} voor {self.body_spoken}"

    @property
    def body_spoken(self) -> str:
        """The body that decides, in words: ``de gemeenteraad``."""
        return BODY_SPOKEN[CompetentBody(self.body)]
