"""The dossier: what lives on between meetings. It is pointed at by proposals, items, agreements."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from overlegtafel.common import clock
from overlegtafel.dossiers.states import DossierState, PreparerKind
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.organizations.models import Organization


class Dossier(models.Model):
    """One subject that the table follows (dossier:Dossier).

    Its owner is a municipality, a company or a partner (R103); its preparer one of five kinds,
    for a period (R85). A sub-dossier hangs under one ``parent``, never deeper (R108).
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="dossiers")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name="deel van",
    )
    reference = models.CharField("nummer", max_length=20)
    title = models.CharField("titel", max_length=200)
    summary = models.TextField("samenvatting", blank=True)
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name="eigenaar",
    )
    owner_label = models.CharField("eigenaar in woorden", max_length=200, blank=True)
    owner_contact = models.CharField("contact bij de eigenaar", max_length=200, blank=True)
    owner_since = models.DateField("eigenaar sinds", null=True, blank=True)
    preparer = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="voorbereider",
    )
    preparer_kind = models.CharField(
        "soort voorbereider", max_length=16, choices=PreparerKind, blank=True
    )
    preparer_label = models.CharField("voorbereid door", max_length=200, blank=True)
    preparer_contact = models.CharField("contact bij de voorbereider", max_length=200, blank=True)
    preparer_from = models.DateField("bereidt voor vanaf", null=True, blank=True)
    preparer_until = models.DateField("bereidt voor tot en met", null=True, blank=True)
    domain = models.CharField("beleidsdomein", max_length=80)
    is_internal = models.BooleanField("heeft interne effecten in elk bestuur", default=False)
    is_test_case = models.BooleanField("testcase van de werking", default=False)
    charter = models.ForeignKey(
        Charter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="test_cases",
        verbose_name="test de afsprakennota",
    )
    state = models.CharField(
        "stand", max_length=10, choices=DossierState, default=DossierState.OPEN
    )
    closing_note = models.TextField("waarom afgerond of stopgezet", blank=True)
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="dossiers_one_reference"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="dossiers_not_part_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(charter__isnull=True) | Q(is_test_case=True),
                name="dossiers_charter_of_a_test_case",
            ),
            models.CheckConstraint(
                condition=Q(preparer_from__isnull=True)
                | Q(preparer_until__isnull=True)
                | Q(preparer_until__gte=F("preparer_from")),
                name="dossiers_preparer_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def owned_by(self) -> str:
        """Who owns the dossier, in words."""
        return self.owner_label or str(self.owner or "")

    @property
    def prepared_by(self) -> str:
        """Who prepares it by its own arrangement, in words, also when that is over."""
        named = [str(self.preparer)] if self.preparer else []
        return ": ".join([*named, *([self.preparer_label] if self.preparer_label else [])])

    def is_prepared_on(self, day: date) -> bool:
        """Whether its own arrangement holds on a day."""
        return (
            bool(self.prepared_by)
            and (self.preparer_from is None or self.preparer_from <= day)
            and (self.preparer_until is None or self.preparer_until >= day)
        )

    @property
    def own_preparer(self) -> str:
        """Who prepares it today by its own arrangement; empty when nobody, or no longer."""
        return self.prepared_by if self.is_prepared_on(clock.today()) else ""


class HandOver(models.Model):
    """An owner that passed a dossier on, with the reason: never changed (R103)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="hand_overs")
    from_owner = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_label = models.CharField("van, in woorden", max_length=200, blank=True)
    to_owner = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_label = models.CharField("naar, in woorden", max_length=200, blank=True)
    handed_on = models.DateField("overgedragen op")
    reason = models.TextField("waarom")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("genoteerd op")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.from_words or 'niemand'} aan {self.to_words}"

    @property
    def from_words(self) -> str:
        """Who passed it on, in words."""
        return self.from_label or str(self.from_owner or "")

    @property
    def to_words(self) -> str:
        """Who took it over, in words."""
        return self.to_label or str(self.to_owner or "")


class CoPreparer(models.Model):
    """Who in one municipality helps to prepare a dossier (R107)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="co_preparers")
    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="bestuur"
    )
    who = models.CharField("wie", max_length=200)

    class Meta:
        ordering = ["municipality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "municipality"], name="dossiers_one_co_preparer_a_municipality"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.who}"
