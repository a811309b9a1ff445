"""A joint statement: its text, to whom, who supports it, when it left, what was answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.dossiers.models import Document
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models.base import Frozen, Product, Spoken
from overlegtafel.products.states import SUPPORTING, Backing, FollowUpKind, StatementState


class Statement(Product, Frozen):
    """One version of a *standpunt* that a table sends (R22).

    From sending on, what left is in ``frozen``; a correction is a next version that
    ``replaces`` it.
    """

    state = models.CharField(
        "stand", max_length=10, choices=StatementState, default=StatementState.DRAFT
    )
    number = models.PositiveSmallIntegerField("versie", default=1)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name="vervangt",
    )
    sent_on = models.DateField("verzonden op", null=True, blank=True)
    answer_due_on = models.DateField("antwoord verwacht tegen", null=True, blank=True)
    answered_on = models.DateField("antwoord ontvangen op", null=True, blank=True)
    answer = models.TextField("antwoord", max_length=20_000, blank=True)
    answer_document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="document met het antwoord",
    )

    class Meta(Product.Meta):
        abstract = False
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(sent_on__isnull=False) & ~Q(checksum="")),
                name="products_statement_sent_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_on__isnull=False),
                name="products_statement_answered_on_a_day",
            ),
        ]


class Addressee(models.Model):
    """To whom a statement goes; without an address it is sent by post, or by hand."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="addressees")
    order = models.PositiveSmallIntegerField("volgorde")
    name = models.CharField("naam", max_length=200)
    office = models.CharField("functie of dienst", max_length=200, blank=True)
    email = models.EmailField("e-mailadres", blank=True)

    class Meta:
        ordering = ["statement", "order", "id"]

    def __str__(self) -> str:
        return f"{self.name}{f', {self.office}' if self.office else ''}"


class Support(Spoken):
    """Whether one municipality supports a statement, and whether it may be named in public.

    ``is_named`` is given by the municipality itself only, and only means something for who
    supports it: who does not is never named.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="supports")
    municipality = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    backing = models.CharField("steun", max_length=10, choices=Backing)
    reservation = models.TextField("voorbehoud", max_length=5_000, blank=True)
    is_named = models.BooleanField("mag openbaar genoemd worden", default=False)

    class Meta:
        ordering = ["statement", "municipality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "municipality"], name="products_one_support_a_municipality"
            ),
            models.CheckConstraint(
                condition=~Q(backing="reserved") | ~Q(reservation=""),
                name="products_reservation_in_words",
            ),
            models.CheckConstraint(
                condition=Q(is_named=False) | Q(backing__in=list(SUPPORTING)),
                name="products_only_supporters_are_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.get_backing_display()}"


class FollowUp(models.Model):
    """What was done about a statement after it left: a reminder, a talk."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField("soort", max_length=10, choices=FollowUpKind)
    done_on = models.DateField("op")
    text = models.TextField("in woorden", max_length=5_000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        ordering = ["done_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.statement}"
