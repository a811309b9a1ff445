"""Documents beside what is brought: of a proposal, or of one item after its agenda went out."""

from django.db import models

from overlegtafel.dossiers.models import Document
from overlegtafel.meetings.models.meeting import AgendaItem
from overlegtafel.proposals.models import Proposal


class Annex(models.Model):
    """A document as annex of a proposal, in an order.

    Without ``item`` it goes where the proposal goes. What is added after an agenda went out has
    its ``item``: it shows there, and where the proposal is tabled again.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="annex")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="annexes")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="own_annexes"
    )
    order = models.PositiveSmallIntegerField("volgorde")
    added_on = models.DateField("toegevoegd op")

    class Meta:
        ordering = ["proposal", "order", "id"]

    def __str__(self) -> str:
        return f"{self.document} bij {self.proposal}"
