"""A joint agreement that each party signs (beheersovereenkomst)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from overlegtafel.dossiers.models import Document
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models.base import Frozen, Product, Spoken
from overlegtafel.products.states import JointState


class JointAgreement(Product, Frozen):
    """One version of a text that several parties sign (R21).

    ``needs_approval``: a party signs after its own body approved the linked agreement; who
    signs before is warned, not stopped.
    """

    state = models.CharField("stand", max_length=10, choices=JointState, default=JointState.DRAFT)
    number = models.PositiveSmallIntegerField("versie", default=1)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name="vervangt",
    )
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="document met de tekst",
    )
    needs_approval = models.BooleanField("tekenen na de eigen beslissing", default=True)
    opened_on = models.DateField("ter ondertekening sinds", null=True, blank=True)
    sign_before = models.DateField("tekenen tegen", null=True, blank=True)

    class Meta(Product.Meta):
        abstract = False
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(opened_on__isnull=False) & ~Q(checksum="")),
                name="products_joint_open_is_frozen",
            ),
        ]


class Party(Spoken):
    """One party, and when it signed; ``before_approval`` when that was before its own body."""

    joint = models.ForeignKey(JointAgreement, on_delete=models.CASCADE, related_name="parties")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField("getekend op", null=True, blank=True)
    signed_by = models.CharField("wie tekende", max_length=200, blank=True)
    before_approval = models.BooleanField("vóór de eigen beslissing", default=False)

    class Meta:
        ordering = ["joint", "organization__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["joint", "organization"], name="products_one_party_each"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(recorded_at__isnull=False),
                name="products_signed_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.joint}"
