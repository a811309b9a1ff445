"""The common draft that the owner writes for all, and its versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.drafting.content import DraftContent
from overlegtafel.drafting.states import DraftState
from overlegtafel.local_decisions.models import BODY_SPOKEN


class MasterDraft(models.Model):
    """One common draft decision: for an agreement and one of the bodies that decide it (R104).

    ``content`` is what is being written (``DraftContent``), ``values_by_place`` what the own
    columns hold: per municipality (slug) and column, as typed.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="master_drafts")
    deciding_body = models.CharField("wie beslist", max_length=20, choices=CompetentBody)
    state = models.CharField("stand", max_length=12, choices=DraftState, default=DraftState.WRITING)
    state_since = models.DateTimeField("in deze stand sinds")
    content = models.JSONField("tekst", default=dict)
    values_by_place = models.JSONField("waarden per bestuur", default=dict, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField("gestart op")
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["agreement", "deciding_body"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "deciding_body"], name="drafting_one_master_a_body"
            ),
            models.CheckConstraint(
                condition=~Q(deciding_body__in=["none", "college_and_council", ""]),
                name="drafting_master_for_one_body",
            ),
        ]

    def __str__(self) -> str:
        return f"Ontwerp bij {self.agreement.reference} voor {self.body_spoken}"

    @property
    def body_spoken(self) -> str:
        """The deciding body in words: ``de gemeenteraad``."""
        return BODY_SPOKEN[CompetentBody(self.deciding_body)]

    @property
    def words(self) -> DraftContent:
        """What is being written, as a typed document."""
        return DraftContent.model_validate(self.content)


class DraftVersion(models.Model):
    """A version that was sent out: its words and values never change.

    ``figures`` holds, per municipality (slug), what its fields of number and money held that day:
    inhabitants, share, own columns; ``values_by_place`` the own columns as the owner typed them.
    Nobody but the owner reads another municipality's.
    """

    draft = models.ForeignKey(MasterDraft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("versie")
    content = models.JSONField("tekst")
    figures = models.JSONField("waarden per bestuur", default=dict, blank=True)
    values_by_place = models.JSONField("waarden zoals ingevuld", default=dict, blank=True)
    note = models.CharField("wat is er nieuw", max_length=300, blank=True)
    is_final = models.BooleanField("definitief", default=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField("verstuurd op")

    class Meta:
        ordering = ["draft", "number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="drafting_one_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="drafting_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.draft}, versie {self.number}"

    @property
    def words(self) -> DraftContent:
        """What was sent, as a typed document."""
        return DraftContent.model_validate(self.content)
