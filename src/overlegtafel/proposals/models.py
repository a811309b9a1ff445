"""What someone wants the table to talk about. A proposal may be tabled, postponed, tabled again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.states import ProposalState


class Treatment(models.Model):
    """What a proposal and the agenda item made from it have in common."""

    title = models.CharField("titel", max_length=200)
    summary = models.TextField("in één zin, of meer", max_length=10_000, blank=True)
    reason_information = models.BooleanField(Reason.INFORMATION.label, default=False)
    reason_challenge = models.BooleanField(Reason.CHALLENGE.label, default=False)
    reason_political = models.BooleanField(Reason.POLITICAL.label, default=False)
    category = models.CharField("categorie", max_length=12, choices=Category, blank=True)
    function = models.CharField("functie", max_length=10, choices=Function)
    dossier = models.ForeignKey(
        Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    brought_by = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="aangebracht door",
    )
    brought_by_label = models.CharField("aangebracht door, in woorden", max_length=200, blank=True)
    preparer_label = models.CharField("voorbereid door", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def reasons(self) -> list[str]:
        """The reasons that hold, as labels."""
        return [str(reason.label) for reason in Reason if getattr(self, reason.value)]

    @property
    def brought_by_words(self) -> str:
        """Who brought it, in words."""
        return self.brought_by_label or str(self.brought_by)


_HAS_REASON = (
    Q(reason_information=True) | Q(reason_challenge=True) | Q(reason_political=True)
) & ~Q(category="")


class Proposal(Treatment):
    """One thing brought to one table."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="proposals")
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals"
    )
    state = models.CharField(
        "stand", max_length=10, choices=ProposalState, default=ProposalState.DRAFT
    )
    state_since = models.DateTimeField("in deze stand sinds")
    submitted_at = models.DateTimeField("eerst ingediend op", null=True, blank=True)
    answer = models.TextField("antwoord van het secretariaat", blank=True)
    postponed_until = models.DateField("uitgesteld tot", null=True, blank=True)
    revision = models.PositiveIntegerField("versie", default=1)
    form_key = models.CharField("sleutel van het formulier", max_length=40, null=True)  # noqa: DJ001

    class Meta:
        ordering = ["-state_since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposer", "form_key"], name="proposals_one_for_each_form"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | _HAS_REASON,
                name="proposals_sent_with_reason_and_category",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="proposals_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "refused"]) | ~Q(answer=""),
                name="proposals_sent_back_with_answer",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="proposals_by_body_state")]

    def __str__(self) -> str:
        return self.title
