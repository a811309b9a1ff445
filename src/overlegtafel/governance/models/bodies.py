"""The table: a body of a region. What differs per region is data here, never code."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from overlegtafel.common import clock
from overlegtafel.common.models import Dated
from overlegtafel.governance.states import ADMINISTRATIVE, BodyKind, Involved, Situation
from overlegtafel.organizations.models import Organization


class GoverningBody(Dated):
    """One consultation, as its region calls it (org:OrganizationalCollaboration).

    It has no legal personality and decides nothing: what it makes are *afspraken*.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="governing_body"
    )
    name = models.CharField("naam", max_length=120)
    short_name = models.CharField("korte naam", max_length=30)
    slug = models.SlugField("adresdeel", unique=True)
    kind = models.CharField("soort", max_length=10, choices=BodyKind)
    administrative = models.BooleanField("geeft ambtelijk advies", null=True, blank=True)
    purpose = models.TextField("doel", blank=True)
    rhythm = models.CharField("ritme", max_length=200, blank=True)
    region = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
        verbose_name="referentieregio",
    )
    is_primary = models.BooleanField("hét overleg van de referentieregio", default=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="related_bodies"
    )
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        verbose_name="vergadert aansluitend op",
    )
    support_organizations = models.ManyToManyField(
        Organization, related_name="supports_bodies", blank=True, verbose_name="ondersteund door"
    )
    situation = models.CharField(
        "situatie bij de afbakening", max_length=8, choices=Situation, blank=True
    )
    situation_on = models.DateField("situatie vastgesteld op", null=True, blank=True)
    situation_note = models.TextField("toelichting bij de situatie", blank=True)
    started = models.CharField("gestart in", max_length=40, blank=True)
    aliases = models.JSONField("andere namen", default=list, blank=True)
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, related_name="successors", blank=True
    )
    functions = models.JSONField("toegelaten functies", default=list, blank=True)
    categories = models.JSONField("toegelaten categorieën", default=list, blank=True)
    theme = models.CharField("thema", max_length=120, blank=True)
    composition_review_on = models.DateField("samenstelling herbekijken op", null=True, blank=True)
    agreement_prefix = models.CharField("voorvoegsel van afspraken", max_length=10)
    revision = models.PositiveIntegerField("bewaard", default=1)

    class Meta(Dated.Meta):
        abstract = False
        ordering = ["name"]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(is_primary=True),
                name="governance_one_primary_per_region",
            ),
            models.UniqueConstraint(
                fields=["agreement_prefix"], name="governance_one_agreement_prefix_each"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_sentence(self) -> str:
        """As it is called inside a sentence: ``het overleg Dendertafel``.

        No name tells whether it takes *de* or *het*; a name with its own article keeps it.
        """
        article, _, rest = self.name.partition(" ")
        if article in ("De", "Het") and rest:
            return f"{article.lower()} {rest}"
        return f"het overleg {self.name}"

    @property
    def ended_on(self) -> date | None:
        """The last day of a body that is over; from then on it can only be read (R57)."""
        return self.valid_to if self.valid_to and self.valid_to < clock.today() else None

    @property
    def of_family(self) -> Q:
        """The bodies that belong together: of the same region, above, beside and below."""
        root = self.parent_id or self.pk
        kin = Q(pk=self.pk) | Q(pk=root) | Q(parent=root) | Q(parent=self.pk)
        return kin | Q(region=self.region_id) if self.region_id else kin

    @property
    def is_administrative(self) -> bool:
        """Whether its advice counts as administrative support, else as political (R55).

        As its kind usually is; ``administrative`` is only filled in where a body differs.
        """
        return self.kind in ADMINISTRATIVE if self.administrative is None else self.administrative


class BodyFact(models.Model):
    """One sentence about a table with where it comes from (the register, R23).

    Without a source it shows as "te bevestigen".
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.CASCADE, related_name="facts")
    order = models.PositiveSmallIntegerField("volgorde", default=0)
    text = models.TextField("wat")
    source = models.CharField("bron", max_length=300, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def to_confirm(self) -> bool:
        """Whether nobody showed a source yet."""
        return not self.source


class Involvement(Dated):
    """An organization that is involved without a seat (R67)."""

    body = models.ForeignKey(GoverningBody, on_delete=models.CASCADE, related_name="involvements")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="involvements"
    )
    way = models.CharField("hoe", max_length=8, choices=Involved)
    note = models.CharField("toelichting", max_length=200, blank=True)

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "organization", "way"], name="governance_involved_once_a_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_way_display()}"
