"""The general assembly of an association in which members of a table take part."""

from typing import ClassVar

from django.db import models

from overlegtafel.organizations.models import Organization
from overlegtafel.products.models.base import Product


class GeneralAssembly(Product):
    """One assembly. ``item`` is where the table aligned; ``agreement`` asks each council for
    the mandate of its representative.
    """

    association = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="assemblies",
        verbose_name="vereniging",
    )
    held_on = models.DateField("op")
    location = models.CharField("waar", max_length=200, blank=True)

    class Meta(Product.Meta):
        abstract = False
        ordering: ClassVar = ["held_on", "id"]


class AssemblyItem(models.Model):
    """One point of its agenda, and what the members of the table want to say about it."""

    assembly = models.ForeignKey(GeneralAssembly, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField("volgorde")
    title = models.CharField("punt", max_length=300)
    aligned = models.TextField("wat we er samen over zeggen", max_length=5_000, blank=True)

    class Meta:
        ordering = ["assembly", "order"]
        constraints = [
            models.UniqueConstraint(fields=["assembly", "order"], name="products_one_point_a_place")
        ]

    def __str__(self) -> str:
        return self.title
