"""An agreement and who carries it out."""

from django.db import models
from django.db.models import Q

from overlegtafel.agreements.states import (
    AgreementLevel,
    AgreementState,
    CompetentBody,
    ExecutionState,
)
from overlegtafel.dossiers.models import Document
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.models import Proposal


class Agreement(models.Model):
    """One *afspraak*, made on one agenda item."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="agreements")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField("nummer", max_length=20)
    title = models.CharField("afspraak", max_length=200)
    text = models.TextField("tekst", max_length=20_000, blank=True)
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_agreements",
        verbose_name="trekker",
    )
    due_on = models.DateField("uiterlijk")
    competent_body = models.CharField(
        "wie beslist lokaal", max_length=20, choices=CompetentBody, default=CompetentBody.NONE
    )
    state = models.CharField(
        "stand", max_length=10, choices=AgreementState, default=AgreementState.DRAFT
    )
    level = models.CharField("niveau", max_length=12, choices=AgreementLevel, blank=True)
    confirmed_at = models.DateTimeField("gemaakt op", null=True, blank=True)
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="agreements_one_reference"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(confirmed_at__isnull=False),
                name="agreements_confirmed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def needs_local_decision(self) -> bool:
        """Whether each municipality has to decide it."""
        return self.competent_body != CompetentBody.NONE


class AgreementDomain(models.Model):
    """One policy domain that an agreement touches; with several it crosses sectors (R47)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField("beleidsdomein", max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"], name="agreements_domain_once_an_agreement"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Executor(models.Model):
    """An organization that carries the agreement out, with its own progress (R12)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="executors")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="executions"
    )
    note = models.CharField("wie of wat", max_length=200, blank=True)
    state = models.CharField(
        "voortgang", max_length=12, choices=ExecutionState, default=ExecutionState.OPEN
    )
    done_on = models.DateField("uitgevoerd op", null=True, blank=True)
    evidence = models.CharField("waaruit dat blijkt", max_length=300, blank=True)
    evidence_link = models.URLField("link naar het bewijs", max_length=500, blank=True)
    evidence_document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="document als bewijs",
    )

    class Meta:
        ordering = ["organization__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization"], name="agreements_executor_once"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="agreements_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}{f' ({self.note})' if self.note else ''}"


class FollowUp(models.Model):
    """The item that brought what is past its day to one meeting's agenda; once a meeting (R12)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="follow_up")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="follow_up")

    def __str__(self) -> str:
        return f"{self.proposal} ({self.meeting})"
