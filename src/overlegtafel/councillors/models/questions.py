"""What councillors ask: answered once, for the councillors of every member."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement
from overlegtafel.councillors.states import OPEN, QuestionState
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization


class CouncillorQuestion(models.Model):
    """A question about a table, one of its dossiers or agreements: answered once, for all (R68).

    Others read ``from_words`` ("een raadslid van Lede"), never who asked. Without ``owner`` it is
    the secretariat's. ``fingerprint`` keeps the same question of one person on one day single.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="questions")
    dossier = models.ForeignKey(
        Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    municipality = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("vraag", max_length=3_000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions"
    )
    asked_at = models.DateTimeField("gesteld op")
    fingerprint = models.CharField("controlegetal", max_length=64, unique=True)
    due_on = models.DateField("antwoord uiterlijk op")
    state = models.CharField(
        "stand", max_length=10, choices=QuestionState, default=QuestionState.ASKED
    )
    state_since = models.DateTimeField("in deze stand sinds")
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="wie antwoordt",
    )
    answer = models.TextField("antwoord", max_length=10_000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier__isnull=True) | Q(agreement__isnull=True),
                name="councillors_question_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.MERGED, merged_into__isnull=False)
                | (~Q(state=QuestionState.MERGED) & Q(merged_into__isnull=True)),
                name="councillors_merged_with_a_question",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*OPEN, QuestionState.MERGED]) | ~Q(answer=""),
                name="councillors_answered_or_declined_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Vraag van {self.from_words}"

    @property
    def from_words(self) -> str:
        """Who asked, as others read it."""
        return f"een raadslid van {self.municipality.name}"

    @property
    def about_words(self) -> str:
        """What it is about."""
        if self.agreement is not None:
            return self.agreement.title
        return self.dossier.title if self.dossier is not None else self.body.name

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in OPEN
