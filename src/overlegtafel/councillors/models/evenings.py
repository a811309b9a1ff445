"""A regional info evening for councillors, and who signed up for it (R69, decision 28)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from overlegtafel.agreements.models import Agreement
from overlegtafel.common.dates import at_hours
from overlegtafel.councillors.states import EveningState, SignUpState
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Organization


class InfoEvening(models.Model):
    """An evening to which the councillors of every member are invited, of every party alike.

    It has no agenda and decides nothing. ``seats`` is empty when everyone fits. ``revision`` rises
    with every change, so that a calendar takes over what moved.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="info_evenings")
    title = models.CharField("titel", max_length=150)
    words = models.TextField("waarover het gaat", max_length=3_000, blank=True)
    dossiers = models.ManyToManyField(Dossier, blank=True, related_name="info_evenings")
    agreements = models.ManyToManyField(Agreement, blank=True, related_name="info_evenings")
    location = models.CharField("plaats", max_length=200)
    held_on = models.DateField("datum")
    starts_at = models.TimeField("beginuur")
    ends_at = models.TimeField("einduur")
    sign_up_until = models.DateField("inschrijven tot en met")
    seats = models.PositiveIntegerField("plaatsen", null=True, blank=True)
    state = models.CharField(
        "stand", max_length=10, choices=EveningState, default=EveningState.PLANNED
    )
    state_since = models.DateTimeField("in deze stand sinds")
    revision = models.PositiveIntegerField("versie", default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("bewaard op")
    invited_at = models.DateTimeField("uitgenodigd op", null=True, blank=True)
    invited = models.PositiveIntegerField("hoeveel raadsleden uitgenodigd", default=0)
    reason = models.CharField("waarom ze niet doorgaat", max_length=300, blank=True)

    class Meta:
        ordering = ["held_on", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="councillors_evening_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(sign_up_until__lte=F("held_on")),
                name="councillors_evening_signed_up_before",
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gt=0), name="councillors_evening_seats"
            ),
            models.CheckConstraint(
                condition=~Q(state=EveningState.CANCELLED) | ~Q(reason=""),
                name="councillors_evening_called_off_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Infoavond {self.title}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Een infoavond blijft bewaard; zeg ze af.")

    @property
    def begins(self) -> datetime:
        """The moment it begins, in Belgium."""
        return timezone.make_aware(datetime.combine(self.held_on, self.starts_at))

    @property
    def ends(self) -> datetime:
        """The moment it ends, in Belgium."""
        return timezone.make_aware(datetime.combine(self.held_on, self.ends_at))

    @property
    def hours(self) -> str:
        """From when to when, as people say it."""
        return at_hours(self.starts_at, self.ends_at)


class EveningSignUp(models.Model):
    """One councillor who signed up: has a place, waits for one, or signed off again.

    ``place`` is the order in which they signed up; who signs up again comes last. ``revision``
    rises with every change, for the calendar.
    """

    evening = models.ForeignKey(InfoEvening, on_delete=models.PROTECT, related_name="sign_ups")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evening_sign_ups"
    )
    municipality = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField("volgorde")
    state = models.CharField("stand", max_length=10, choices=SignUpState)
    since = models.DateTimeField("sinds")
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["evening", "user"], name="councillors_sign_up_once_an_evening"
            ),
            models.UniqueConstraint(
                fields=["evening", "place"], name="councillors_sign_up_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} bij {self.evening}"
