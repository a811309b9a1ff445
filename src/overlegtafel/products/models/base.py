"""What all that a table makes has in common: where it came from, who wrote it."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models

from overlegtafel.agreements.models import Agreement
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.products.states import Voice


def checksum_of(content: dict[str, Any]) -> str:
    """SHA-256 over what was frozen, written in its one way."""
    kept = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(kept.encode()).hexdigest()


class Product(models.Model):
    """Something a table makes: of a dossier, at an item, on an agreement, or of none of these."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="%(class)s_set")
    dossier = models.ForeignKey(
        Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_set"
    )
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        verbose_name="agendapunt",
    )
    agreement = models.ForeignKey(
        Agreement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        verbose_name="afspraak",
    )
    title = models.CharField("titel", max_length=200)
    text = models.TextField("tekst", max_length=40_000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("geschreven op")
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Frozen(models.Model):
    """Of what left the table or lies to be signed: its content as it was, with its checksum."""

    frozen = models.JSONField("bevroren inhoud", default=dict, blank=True)
    checksum = models.CharField("controlegetal (SHA-256)", max_length=64, blank=True)

    class Meta:
        abstract = True

    @property
    def is_whole(self) -> bool:
        """Whether what was frozen is still what its checksum says."""
        return not self.checksum or checksum_of(self.frozen) == self.checksum


class Spoken(models.Model):
    """What stands for one organization: who recorded it, and whether that is its own voice."""

    voice = models.CharField("door wie", max_length=10, choices=Voice, default=Voice.OWN)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField("vastgelegd op", null=True, blank=True)

    class Meta:
        abstract = True
