"""A meeting, its agenda in frozen versions, who was there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.common.dates import spoken
from overlegtafel.governance.models import Charter, GoverningBody, Seat
from overlegtafel.meetings.states import MeetingState, Outcome, Presence
from overlegtafel.proposals.models import Proposal, Treatment


class Meeting(models.Model):
    """One meeting of one table (schema:Event). Its composition is that of its date."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("datum")
    starts_at = models.TimeField("beginuur")
    ends_at = models.TimeField("einduur (verwacht)", null=True, blank=True)
    location = models.CharField("plaats", max_length=200, blank=True)
    proposals_due_on = models.DateField("voorstellen tot", null=True, blank=True)
    moved_from = models.DateField("verplaatst van", null=True, blank=True)
    moved_because = models.CharField("waarom verplaatst", max_length=200, blank=True)
    follows = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        verbose_name="aansluitend op",
    )
    theme = models.CharField("thema", max_length=120, blank=True)
    charter = models.ForeignKey(
        Charter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name="opgeroepen onder",
    )
    state = models.CharField(
        "stand", max_length=12, choices=MeetingState, default=MeetingState.PLANNED
    )
    state_since = models.DateTimeField("in deze stand sinds")

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "held_on"],
                condition=~Q(state="cancelled"),
                name="meetings_one_a_day_per_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body.short_name} {spoken(self.held_on)}"


class AgendaItem(Treatment):
    """One item of one meeting (besluit:Agendapunt), with its minutes and outcome."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField("volgorde")
    late_reason = models.CharField("waarom nog na de uiterste dag", max_length=300, blank=True)
    minutes = models.TextField("verslag", max_length=50_000, blank=True)
    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome, blank=True)
    outcome_note = models.CharField("uitkomst in woorden", max_length=300, blank=True)
    revision = models.PositiveIntegerField("versie", default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("bewaard op", null=True)
    planned_minutes = models.PositiveSmallIntegerField("voorziene minuten", null=True, blank=True)

    is_closed = False
    """Whether this only keeps the place of an item that the reader may not read (R8)."""

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "proposal"], name="meetings_proposal_once_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaVersion(models.Model):
    """An agenda as it was sent: frozen, numbered."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_versions")
    number = models.PositiveSmallIntegerField("versie")
    content = models.JSONField("punten")
    moment = models.JSONField("dag, uur en plaats", default=dict, blank=True)
    convened_at = models.DateTimeField("verstuurd op")
    convened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="meetings_agenda_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"Agenda {self.meeting}, versie {self.number}"


class Attendance(models.Model):
    """A seat at a meeting, as the composition was that day, and whether it was filled."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(
        "aanwezigheid", max_length=10, choices=Presence, default=Presence.UNKNOWN
    )
    holder = models.CharField("wie de zetel vult", max_length=200, blank=True)
    replaced_by = models.CharField("vervangen door", max_length=200, blank=True)

    class Meta:
        ordering = ["seat__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], name="meetings_seat_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=~Q(presence="replaced") | ~Q(replaced_by=""),
                name="meetings_replacement_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_presence_display()}"


class Visit(models.Model):
    """A guest with a yearly quota who is expected at this meeting (R27)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="visits")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="visits")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="meetings_one_visit_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.seat} te gast op {self.meeting}"
