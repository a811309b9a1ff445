"""Shared examples of a dossier, and who uses which (R20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.dossiers.models import Document, Dossier
from overlegtafel.organizations.models import Organization
from overlegtafel.products.models.base import Spoken
from overlegtafel.products.states import ExampleUse


class Example(models.Model):
    """One example that a municipality or someone else shared, known by its letter."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="examples")
    letter = models.CharField("letter", max_length=2)
    title = models.CharField("titel", max_length=200)
    source = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="van welk bestuur",
    )
    source_label = models.CharField("of van wie", max_length=200, blank=True)
    dated_on = models.DateField("datum", null=True, blank=True)
    text = models.TextField("waarin het verschilt", max_length=10_000, blank=True)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="document",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("toegevoegd op")

    class Meta:
        ordering = ["dossier", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "letter"], name="products_one_example_each")
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.title}"

    @property
    def source_words(self) -> str:
        """From whom it comes."""
        return str(self.source or self.source_label)


class ExampleChoice(Spoken):
    """Which example one municipality uses, or its own text, or nothing yet."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="example_choices")
    municipality = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    use = models.CharField("wat het gebruikt", max_length=10, choices=ExampleUse)
    example = models.ForeignKey(
        Example, null=True, blank=True, on_delete=models.PROTECT, related_name="choices"
    )
    note = models.CharField("toelichting", max_length=300, blank=True)

    class Meta:
        ordering = ["dossier", "municipality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "municipality"], name="products_one_choice_a_municipality"
            ),
            models.CheckConstraint(
                condition=Q(use="example", example__isnull=False)
                | (~Q(use="example") & Q(example__isnull=True)),
                name="products_choice_names_its_example",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.spoken}"

    @property
    def spoken(self) -> str:
        """``voorbeeld B``, ``eigen tekst``, ``nog niet``."""
        if self.example is not None:
            return f"voorbeeld {self.example.letter}"
        return str(ExampleUse(self.use).label)
