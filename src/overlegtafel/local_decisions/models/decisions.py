"""One row per agreement and municipality: the decision is local (R42)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.local_decisions.states import UNDECIDED, DecisionState, Source
from overlegtafel.organizations.models import Organization

BODY_SPOKEN = {
    CompetentBody.COLLEGE: "het college",
    CompetentBody.COUNCIL: "de gemeenteraad",
    CompetentBody.COLLEGE_AND_COUNCIL: "de gemeenteraad",
    CompetentBody.WELFARE_COUNCIL: "de raad voor maatschappelijk welzijn",
    CompetentBody.STANDING_BUREAU: "het vast bureau",
}
"""The body whose decision closes the row, in words."""


class LocalDecision(models.Model):
    """What one municipality's own college or council does with an agreement."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="local_decisions"
    )
    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="local_decisions"
    )
    competent_body = models.CharField("wie beslist", max_length=20, choices=CompetentBody)
    state = models.CharField(
        "stand", max_length=20, choices=DecisionState, default=DecisionState.UNKNOWN
    )
    state_since = models.DateTimeField("in deze stand sinds")
    college_on = models.DateField("op het college", null=True, blank=True)
    meets_on = models.DateField("zitting", null=True, blank=True)
    published_on = models.DateField("bekendgemaakt op", null=True, blank=True)
    link = models.URLField("link naar de beslissing", max_length=500, blank=True)
    note = models.CharField("nota", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("hoe gemeld", max_length=20, choices=Source, default=Source.ASKED)
    reminded_at = models.DateTimeField("laatst herinnerd", null=True, blank=True)
    carried_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_from",
        verbose_name="overgegaan naar",
    )
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["municipality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "municipality"], name="local_decisions_one_a_municipality"
            ),
            models.CheckConstraint(
                condition=~Q(competent_body=CompetentBody.NONE),
                name="local_decisions_have_a_competent_body",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["on_agenda", "approved", "approved_with_change", "refused"])
                | Q(meets_on__isnull=False),
                name="local_decisions_decided_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(carried_to__isnull=True) | Q(state="not_applicable"),
                name="local_decisions_carried_are_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "state"], name="local_decisions_by_state"),
            models.Index(fields=["municipality", "state"], name="local_decisions_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.reference} {self.municipality}"

    @property
    def body_spoken(self) -> str:
        """The deciding body in words: ``de gemeenteraad``."""
        return BODY_SPOKEN[CompetentBody(self.competent_body)]

    def awaits_answer(self, today: date) -> bool:
        """Whether the municipality still owes an answer: nothing heard, or its sitting is over.

        Planned, on an agenda that must still come, or postponed *is* an answer (R13).
        """
        return self.state == DecisionState.UNKNOWN or self.is_waiting(today)

    def is_overdue(self, today: date) -> bool:
        """Whether the agreement's day is over while nothing was decided there."""
        return self.state in UNDECIDED and self.agreement.due_on < today

    def is_waiting(self, today: date) -> bool:
        """Whether its sitting has passed while nothing was recorded since."""
        return (
            self.state in (DecisionState.PLANNED, DecisionState.ON_AGENDA)
            and self.meets_on is not None
            and self.meets_on < today
        )
