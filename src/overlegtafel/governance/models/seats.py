"""Seats with their categories, and roles."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from overlegtafel.common.models import Dated
from overlegtafel.governance.models.bodies import GoverningBody
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Organization, Person, Post, PostRole


class MemberCategory(models.Model):
    """Why someone has a seat at this table, and what follows from it (R60, R61)."""

    body = models.ForeignKey(
        GoverningBody, on_delete=models.CASCADE, related_name="member_categories"
    )
    key = models.SlugField("sleutel", max_length=30)
    name = models.CharField("naam", max_length=80)
    short = models.CharField("kort", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("volgorde", default=0)
    filled_by = models.CharField(
        "ingevuld door wie deze functie heeft", max_length=20, choices=PostRole, blank=True
    )
    counts = models.BooleanField("telt mee als lid", default=True)
    may_propose = models.BooleanField("mag voorstellen aanbrengen", default=True)
    sees_inside = models.BooleanField(
        "leest voorstellen, ontwerpen en besloten punten", default=True
    )
    visits_per_year = models.PositiveSmallIntegerField(
        "hoeveel keer per jaar te gast", null=True, blank=True
    )
    plan_visit_before = models.PositiveSmallIntegerField(
        "bezoek gepland vóór maand", null=True, blank=True
    )
    reason = models.TextField("waarom aan tafel", blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "key"], name="governance_one_category_key_a_table"
            ),
            models.CheckConstraint(
                condition=Q(plan_visit_before__isnull=True)
                | Q(plan_visit_before__gte=1, plan_visit_before__lte=12),
                name="governance_visit_before_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """A place at the table (org:Membership): of a municipality, a post or a person.

    Who fills it on a day follows from the mandates of that day; what its holder may do, and
    whether the seat counts, from its category.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField("volgorde")
    category = models.ForeignKey(
        MemberCategory, on_delete=models.PROTECT, related_name="seats", verbose_name="categorie"
    )
    municipality = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )

    class Meta(Dated.Meta):
        abstract = False
        ordering = ["order"]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, post__isnull=True, person__isnull=True)
                | Q(municipality__isnull=True, post__isnull=False, person__isnull=True)
                | Q(municipality__isnull=True, post__isnull=True, person__isnull=False),
                name="governance_seat_of_one_holder",
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
        """The municipality's, the post's or the person's name."""
        return str(self.municipality or self.post or self.person)

    @property
    def short_label(self) -> str:
        """The same where there is little room: a post by what it is, not by whose."""
        return self.municipality.name if self.municipality else self.category.short or self.label

    @property
    def counts(self) -> bool:
        """Whether the seat is a member's: in the denominator and in presence."""
        return self.category.counts


class RoleGrant(Dated):
    """A person doing something for a table: its secretariat, its chair, a partner, a bridge.

    ``organization`` is the one it does so for; ``towards`` the other end of a bridge (R58).
    """

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
    towards = models.ForeignKey(
        GoverningBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bridges",
        verbose_name="brug naar",
    )

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role="bridge", towards__isnull=False)
                | (~Q(role="bridge") & Q(towards__isnull=True)),
                name="governance_bridge_leads_somewhere",
            ),
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
