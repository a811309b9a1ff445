"""When the colleges and councils of the members sit: their rhythm, and days that differ."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from overlegtafel.common.dates import spoken
from overlegtafel.common.rhythm import Rhythm
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.organizations.models import Organization

_MONTH = (MinValueValidator(1), MaxValueValidator(12))


class SittingRhythm(models.Model):
    """The rhythm in which one municipality's college or council sits (R122)."""

    municipality = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="sitting_rhythms"
    )
    organ = models.CharField("orgaan", max_length=7, choices=LocalOrgan)
    nth = models.SmallIntegerField("hoeveelste van de maand")
    weekday = models.PositiveSmallIntegerField(
        "weekdag", validators=[MaxValueValidator(6)], help_text="0 is maandag"
    )
    not_in = models.JSONField("niet in deze maanden", default=list, blank=True)
    other_month = models.PositiveSmallIntegerField(
        "maand die anders is", null=True, blank=True, validators=_MONTH
    )
    other_nth = models.SmallIntegerField("hoeveelste in die maand", null=True, blank=True)
    starts_at = models.TimeField("beginuur", null=True, blank=True)
    source = models.CharField("bron", max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "organ"], name="meetings_one_rhythm_an_organ"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6) & Q(nth__gte=-1) & Q(nth__lte=4),
                name="meetings_rhythm_is_a_weekday",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_organ_display()} {self.municipality}: {self.rhythm.words}"

    @property
    def rhythm(self) -> Rhythm:
        """The rule that gives the days."""
        return Rhythm(
            self.nth, self.weekday, frozenset(self.not_in), self.other_month, self.other_nth
        )


class SittingDay(models.Model):
    """One day on which a college or council sits, or just not, other than its rhythm says."""

    municipality = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="sitting_days"
    )
    organ = models.CharField("orgaan", max_length=7, choices=LocalOrgan)
    day = models.DateField("datum")
    sits = models.BooleanField("zitting", help_text="niet aangevinkt: die dag valt ze weg")
    note = models.CharField("toelichting", max_length=200, blank=True)

    class Meta:
        ordering = ["day", "organ"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "organ", "day"], name="meetings_one_word_a_sitting_day"
            )
        ]

    def __str__(self) -> str:
        says = "extra zitting" if self.sits else "geen zitting"
        return f"{self.get_organ_display()} {self.municipality}, {spoken(self.day)}: {says}"
