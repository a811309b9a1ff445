"""What a municipality thinks of an item before the meeting, and on what that rests."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.agreements.states import Basis, SharingState, Stance
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import Organization


class Position(models.Model):
    """One version of one municipality's *standpunt* on one item (R9).

    What stood at the start of the meeting stays: a later change ``is_late``, has the next number
    and points back to what it replaces.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="positions")
    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="positions"
    )
    number = models.PositiveSmallIntegerField("nummer", default=1)
    stance = models.CharField("standpunt", max_length=10, choices=Stance)
    basis = models.CharField("waarop het steunt", max_length=10, choices=Basis)
    based_on = models.DateField("datum", null=True, blank=True)
    reference = models.CharField("kenmerk", max_length=100, blank=True)
    text = models.TextField("toelichting", max_length=10_000, blank=True)
    reservation = models.TextField("voorbehoud", max_length=10_000, blank=True)
    state = models.CharField(
        "stand", max_length=10, choices=SharingState, default=SharingState.INSIDE
    )
    shared_at = models.DateTimeField("gedeeld op", null=True, blank=True)
    is_late = models.BooleanField("na het begin van de vergadering", default=False)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name="vervangt",
    )
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("bewaard op")
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["item", "municipality__name", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "municipality", "number"], name="agreements_one_position_a_number"
            ),
            models.CheckConstraint(
                condition=Q(basis="personal") | Q(based_on__isnull=False),
                name="agreements_mandate_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(stance="reserved") | ~Q(reservation=""),
                name="agreements_reservation_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state="inside") | Q(shared_at__isnull=False),
                name="agreements_position_shared_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Standpunt van {self.municipality}: {self.item}"

    @property
    def is_shared(self) -> bool:
        """Whether the table reads it."""
        return self.state == SharingState.SHARED
