"""A regional strategy with its goals, across policy domains (R15, R19)."""

from typing import ClassVar

from django.db import models

from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.governance.states import Function
from overlegtafel.products.models.base import Product


class Strategy(Product):
    """What a region wants to reach. Each municipality adopts it by its own decision on the
    linked agreement: how many did is derived, never stored.
    """

    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    function = models.CharField("functie", max_length=10, choices=Function, default=Function.POLICY)
    effective_on = models.DateField("geldt vanaf", null=True, blank=True)

    class Meta(Product.Meta):
        abstract = False
        ordering: ClassVar = ["-written_at", "-id"]
        verbose_name_plural = "strategieën"


class StrategyGoal(models.Model):
    """One goal, with the dossiers that work at it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="goals")
    order = models.PositiveSmallIntegerField("volgorde")
    title = models.CharField("doel", max_length=300)
    dossiers = models.ManyToManyField(Dossier, blank=True, related_name="strategy_goals")

    class Meta:
        ordering = ["strategy", "order"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "order"], name="products_one_goal_a_place")
        ]

    def __str__(self) -> str:
        return self.title
