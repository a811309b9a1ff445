"""The table: a body with seats and roles. What differs per region is data here, never code."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from overlegtafel.common.models import Dated
from overlegtafel.governance.states import SHORT_SEATS, BodyKind, SeatCategory, TableRole
from overlegtafel.organizations.models import Organization, Person, Post


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
    kind = models.CharField("soort", max_length=12, choices=BodyKind)
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
    support_organizations = models.ManyToManyField(
        Organization, related_name="supports_bodies", blank=True, verbose_name="ondersteund door"
    )
    agreement_prefix = models.CharField("voorvoegsel van afspraken", max_length=10)

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


class Seat(Dated):
    """A place at the table: of a municipality, or of a post such as "AD WVI" (org:Membership).

    Who fills it on a day follows from the mandates of that day. ``counts`` says whether the
    seat is a member's; guests and standing participants do not count.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField("volgorde")
    category = models.CharField("categorie", max_length=12, choices=SeatCategory)
    municipality = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    counts = models.BooleanField("telt mee als lid", default=True)

    class Meta(Dated.Meta):
        abstract = False
        ordering = ["order"]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, post__isnull=True)
                | Q(municipality__isnull=True, post__isnull=False),
                name="governance_seat_of_municipality_or_post",
            ),
            models.UniqueConstraint(
                fields=["body", "municipality", "category", "valid_from"],
                name="governance_one_seat_a_period",
            ),
            models.UniqueConstraint(
                fields=["body", "municipality", "category"],
                condition=Q(municipality__isnull=False, valid_from__isnull=True),
                name="governance_one_open_seat",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The municipality's or the post's name."""
        return str(self.municipality or self.post)

    @property
    def short_label(self) -> str:
        """The same where there is little room: a post by what it is, not by whose."""
        return (
            self.municipality.name
            if self.municipality
            else SHORT_SEATS.get(SeatCategory(self.category), self.label)
        )


class RoleGrant(Dated):
    """A person doing something for a table: its secretariat, its chair, a partner."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="role_grants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField("rol", max_length=10, choices=TableRole)
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="namens",
    )

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "person", "role", "valid_from"],
                name="governance_one_grant_a_period",
            ),
            models.UniqueConstraint(
                fields=["body", "person", "role"],
                condition=Q(valid_from__isnull=True),
                name="governance_one_open_grant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()} van {self.body}"
