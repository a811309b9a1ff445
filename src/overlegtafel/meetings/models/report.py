"""The report after the meeting: sent to be read, remarks on it, and frozen once approved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.meetings.models.meeting import AgendaItem, Meeting
from overlegtafel.meetings.states import RemarkState


class Reading(models.Model):
    """A concept report that went to the members, with the last day for their remarks (R133).

    A report that was reopened may be sent to be read once more; the newest one counts.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="readings")
    remarks_until = models.DateField("opmerkingen tot en met")
    sent_at = models.DateTimeField("verstuurd op")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recipients = models.JSONField("aan wie", default=list)

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"Conceptverslag {self.meeting}"


class ReportRemark(models.Model):
    """What a member remarks on the concept minutes of one item, and what was answered.

    ``is_late`` says that it came after the last day of the reading it is about.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="report_remarks")
    reading = models.ForeignKey(
        Reading, null=True, on_delete=models.PROTECT, related_name="remarks"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("opmerking", max_length=5_000)
    is_late = models.BooleanField("na de termijn", default=False)
    state = models.CharField("stand", max_length=10, choices=RemarkState, default=RemarkState.OPEN)
    answer = models.TextField("antwoord", max_length=5_000, blank=True)
    written_at = models.DateTimeField("geschreven op")
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["item__order", "written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="meetings_remark_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="meetings_remark_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"


class ReportVersion(models.Model):
    """An approved report as it was that moment: never changed, a correction is the next one.

    ``checksum`` is the SHA-256 over ``content`` (``meetings.reports.checksum_of``).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="report_versions")
    number = models.PositiveSmallIntegerField("versie")
    content = models.JSONField("verslag")
    checksum = models.CharField("controlegetal", max_length=64)
    approved_at = models.DateTimeField("goedgekeurd op")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_in = models.ForeignKey(
        Meeting,
        null=True,
        on_delete=models.PROTECT,
        related_name="approved_reports",
        verbose_name="goedgekeurd op de vergadering",
    )
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    recipients = models.JSONField("aan wie", default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="meetings_report_version_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1, replaces__isnull=True)
                | Q(number__gt=1, replaces__isnull=False),
                name="meetings_report_version_points_back",
            ),
        ]

    def __str__(self) -> str:
        return f"Verslag {self.meeting}, versie {self.number}"


class Reopening(models.Model):
    """Why an approved version was opened again, by whom: the next version replaces it."""

    version = models.OneToOneField(
        ReportVersion, on_delete=models.PROTECT, related_name="reopening"
    )
    reason = models.CharField("waarom", max_length=500)
    reopened_at = models.DateTimeField("heropend op")
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="meetings_report_reopened_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} heropend: {self.reason}"


class ReportItem(models.Model):
    """The agenda item on which a next meeting approves the report of an earlier one."""

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="report_item")
    report_of = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="report_items")

    class Meta:
        ordering = ["item__meeting__held_on"]

    def __str__(self) -> str:
        return f"{self.item}"
