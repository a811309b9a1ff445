"""What councillors ask and follow, and the letter that goes to every council after a meeting."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.models import Agreement
from overlegtafel.councillors.states import OPEN, LetterState, QuestionState
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import Meeting
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


class CouncilLetter(models.Model):
    """The letter to the councils of all members after one meeting: one text for all (R69).

    ``content`` is empty until it is sent; from then on it is what was sent, and never changes.
    """

    body = models.ForeignKey(
        GoverningBody, on_delete=models.PROTECT, related_name="council_letters"
    )
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="council_letter")
    opening = models.TextField("inleiding", max_length=5_000, blank=True)
    closing = models.TextField("slot", max_length=5_000, blank=True)
    state = models.CharField("stand", max_length=5, choices=LetterState, default=LetterState.DRAFT)
    revision = models.PositiveIntegerField("versie", default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("bewaard op")
    content = models.JSONField("brief", default=dict, blank=True)
    is_public = models.BooleanField("voor iedereen", default=False)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_to = models.PositiveIntegerField("aan hoeveel raadsleden", default=0)

    class Meta:
        ordering = ["-meeting__held_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | Q(state=LetterState.DRAFT, sent_at__isnull=True),
                name="councillors_letter_sent_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"Raadsbrief {self.meeting}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Een raadsbrief blijft bewaard.")
