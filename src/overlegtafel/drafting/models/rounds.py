"""The feedback round on a version: who was asked, what each remarks, what the owner answers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from overlegtafel.drafting.models.masters import DraftVersion, MasterDraft
from overlegtafel.drafting.states import DraftRemarkState, RemarkOutcome
from overlegtafel.organizations.models import Organization


class FeedbackRound(models.Model):
    """The municipalities are asked what they think of one version, until ``last_day`` included.

    ``closing_reason`` is why it was closed before everyone asked had answered or that day was over.
    """

    draft = models.ForeignKey(MasterDraft, on_delete=models.PROTECT, related_name="rounds")
    version = models.OneToOneField(
        DraftVersion, on_delete=models.PROTECT, related_name="feedback_round"
    )
    last_day = models.DateField("opmerkingen tot en met")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("geopend op")
    closed_at = models.DateTimeField("afgesloten op", null=True, blank=True)
    closing_reason = models.CharField("waarom vroeger afgesloten", max_length=300, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(closed_at__isnull=True),
                name="drafting_one_open_round",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="drafting_round_closed_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(closing_reason="") | Q(closed_at__isnull=False),
                name="drafting_reason_of_a_closed_round",
            ),
        ]

    def __str__(self) -> str:
        return f"Feedbackronde over {self.version}"


class DraftReply(models.Model):
    """One municipality in a round: whether it said all it has to say.

    ``nothing_to_say`` is *geen opmerkingen*; else its remarks that were sent are its answer.
    ``had_decided`` when its decision was recorded as the round opened: it may remark, and the
    round does not wait for it.
    """

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="replies")
    municipality = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField("geantwoord op", null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    nothing_to_say = models.BooleanField("geen opmerkingen", default=False)
    had_decided = models.BooleanField("had al beslist", default=False)
    reminded_at = models.DateTimeField("laatst herinnerd op", null=True, blank=True)

    class Meta:
        ordering = ["municipality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "municipality"], name="drafting_one_reply_a_municipality"
            ),
            models.CheckConstraint(
                condition=Q(nothing_to_say=False) | Q(replied_at__isnull=False),
                name="drafting_nothing_to_say_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.round}"

    @property
    def is_awaited(self) -> bool:
        """Whether the round still waits for this municipality."""
        return self.replied_at is None and not self.had_decided


class DraftRemark(models.Model):
    """What one municipality remarks on one clause, and what the owner answers (R105).

    It stays inside the municipality until it is sent; then the owner answers it with a reason.
    """

    round = models.ForeignKey(FeedbackRound, on_delete=models.PROTECT, related_name="remarks")
    municipality = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField("clausule", max_length=40, blank=True)
    text = models.TextField("opmerking", max_length=10_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven op")
    state = models.CharField(
        "stand", max_length=10, choices=DraftRemarkState, default=DraftRemarkState.INSIDE
    )
    sent_at = models.DateTimeField("bezorgd op", null=True, blank=True)
    outcome = models.CharField("antwoord", max_length=14, choices=RemarkOutcome, blank=True)
    reason = models.TextField("reden", max_length=10_000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="inside", sent_at__isnull=True)
                | Q(state="sent", sent_at__isnull=False),
                name="drafting_remark_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state="sent", answered_at__isnull=False),
                name="drafting_only_sent_remarks_answered",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_taken_up") | ~Q(reason=""),
                name="drafting_not_taken_up_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "municipality"], name="drafting_remarks_by_place"),
        ]

    def __str__(self) -> str:
        return f"Opmerking van {self.municipality} bij {self.round.draft}"

    @property
    def is_open(self) -> bool:
        """Whether the owner still has to answer it."""
        return self.state == DraftRemarkState.SENT and not self.outcome
