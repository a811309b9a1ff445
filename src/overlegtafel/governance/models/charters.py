"""The charter (*afsprakennota*) of a table, in versions, and the chair's go-ahead."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.governance.models.bodies import GoverningBody
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.states import CharterState, Task

HOW_QUESTIONS = {
    "agendering": "Hoe gebeurt de agendering?",
    "preparation": "Hoe gebeurt de beleidsvoorbereiding?",
    "ratification": "Hoe gebeurt de bekrachtiging?",
    "execution": "Hoe gebeurt de beleidsuitvoering?",
}
"""The four questions each table answers (R50); each is a text field of the charter."""


class Charter(models.Model):
    """One version of what a table agreed about itself; in force from a day, until the next.

    The words answer the four how-questions, ``rules`` are the same as settings. Once adopted
    it never changes: a new version is made from it.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="charters")
    number = models.PositiveSmallIntegerField("versie")
    state = models.CharField(
        "stand", max_length=8, choices=CharterState, default=CharterState.DRAFT
    )
    ambition = models.TextField("ambitie en landingspunt", blank=True)
    agendering = models.TextField(HOW_QUESTIONS["agendering"], blank=True)
    preparation = models.TextField(HOW_QUESTIONS["preparation"], blank=True)
    ratification = models.TextField(HOW_QUESTIONS["ratification"], blank=True)
    execution = models.TextField(HOW_QUESTIONS["execution"], blank=True)
    rules_document = models.JSONField("instellingen", default=dict)
    is_public = models.BooleanField("openbaar", default=False)
    valid_from = models.DateField("geldig vanaf", null=True, blank=True)
    adopted_on = models.DateField("aangenomen op", null=True, blank=True)
    adopted_at_meeting = models.CharField(
        "aangenomen op de vergadering", max_length=200, blank=True
    )
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_versions"
    )
    from_evaluation = models.ForeignKey(
        "governance.Evaluation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    credit = models.CharField("overgenomen van", max_length=200, blank=True)
    revision = models.PositiveIntegerField("bewaard", default=1)

    class Meta:
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"], name="governance_charter_number_once"
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(state="draft"),
                name="governance_one_draft_charter_a_table",
            ),
            models.UniqueConstraint(
                fields=["body", "valid_from"],
                condition=Q(state="adopted"),
                name="governance_one_charter_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(valid_from__isnull=False, adopted_on__isnull=False),
                name="governance_adopted_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Afsprakennota {self.body.short_name}, versie {self.number}"

    @property
    def rules(self) -> CharterRules:
        """The settings, read and checked."""
        return CharterRules.model_validate(self.rules_document)

    @property
    def answered(self) -> int:
        """How many of the four how-questions are answered in words."""
        return sum(bool(getattr(self, name).strip()) for name in HOW_QUESTIONS)


class Clearance(models.Model):
    """The chair's go-ahead for one thing that staff may only do after the chair.

    Asked by staff, given by a chair; used up by the service that needed it, and taken back when
    what it was given for changes.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.CASCADE, related_name="clearances")
    task = models.CharField("taak", max_length=16, choices=Task)
    subject_type = models.CharField("soort", max_length=60)
    subject_id = models.BigIntegerField("nummer")
    subject_label = models.CharField("waarover", max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("gevraagd op")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField("akkoord op", null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "task", "subject_type", "subject_id"],
                name="governance_one_clearance_a_thing",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True)
                | Q(given_at__isnull=False, given_by__isnull=False),
                name="governance_clearance_given_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()}: {self.subject_label}"
