"""What was said about one local decision, by whom and how it reached the table: only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from overlegtafel.local_decisions.models.decisions import LocalDecision
from overlegtafel.local_decisions.states import DecisionState, Source

FACTS = ("college_on", "meets_on", "published_on", "link", "note")
"""The facts of a local decision that an entry keeps beside its state."""

_SPOKEN = {
    "opened": "Gevraagd",
    "noted": "Bekendmaking aangevuld",
}


def facts_of(decision: LocalDecision) -> dict[str, str]:
    """The facts as an entry keeps them: only what is filled in, days as ``2026-11-26``."""
    return {name: str(value) for name in FACTS if (value := getattr(decision, name))}


class DecisionEntry(models.Model):
    """One row of a cell's history: what stood there after someone spoke (R42, R45).

    ``number`` is the revision the decision got by it, so that a form filled in on an older
    revision can name what came between. ``verb`` is one of ``MOVES``, ``opened`` (asked),
    ``noted`` (publication added) or ``kept`` (what stood there before entries were kept).
    ``reporter_name`` says which system or file spoke, where that isn't a person.
    """

    decision = models.ForeignKey(LocalDecision, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("nummer")
    verb = models.CharField("handeling", max_length=30)
    state = models.CharField("stand", max_length=20, choices=DecisionState)
    facts = models.JSONField("gegevens", default=dict, blank=True)
    source = models.CharField("hoe gemeld", max_length=20, choices=Source)
    note = models.CharField("reden", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reporter_name = models.CharField("gemeld door", max_length=120, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        ordering = ["decision", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "number"], name="decision_entries_one_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("De geschiedenis van een beslissing wordt nooit gewijzigd.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Uit de geschiedenis van een beslissing wordt nooit iets gewist.")

    @property
    def who(self) -> str:
        """Who spoke: a person first, a system or a file only where no person did."""
        if self.recorded_by is None or self.recorded_by.is_system:
            return self.reporter_name or str(self.recorded_by or "Overlegtafel")
        return str(self.recorded_by)

    @property
    def how(self) -> str:
        """How it reached the table: ``gelezen in een publicatie, www.lede.be``."""
        also = [each for each in (self.reporter_name, str(self.recorded_by or "")) if each]
        return ", ".join([self.get_source_display(), *(each for each in also if each != self.who)])

    @property
    def verb_spoken(self) -> str:
        """What was done, in words: ``Goedgekeurd``."""
        if self.verb == "correct":
            return f"Rechtgezet, {self.get_state_display().lower()}"
        return _SPOKEN.get(self.verb) or self.get_state_display()
