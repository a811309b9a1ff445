"""A document in its versions, who may read it, and where access to it was refused on request."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.dossiers.models.dossier import Dossier
from overlegtafel.dossiers.states import FileKind
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import Openness


class Document(models.Model):
    """A document of a dossier, or an annex of what is brought (``meetings.Annex``).

    ``openness`` always says who reads it. ``is_inherited`` tells that it follows its dossier or
    item; a change there moves it along. Once ``released_at`` it never closes again (R8).
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="documents")
    dossier = models.ForeignKey(
        Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    title = models.CharField("titel", max_length=200)
    openness = models.CharField("wie mag dit lezen", max_length=8, choices=Openness)
    is_inherited = models.BooleanField("zoals het punt of het dossier", default=True)
    released_at = models.DateTimeField("vrijgegeven op", null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents"
    )
    added_at = models.DateTimeField("toegevoegd op")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(openness__in=Openness.values), name="dossiers_document_has_openness"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(openness=Openness.PUBLIC),
                name="dossiers_released_document_stays_public",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> "DocumentVersion":
        """The newest version; reads what was prefetched."""
        return max(self.versions.all(), key=lambda each: each.number)

    @property
    def earlier(self) -> list["DocumentVersion"]:
        """The versions it replaced, newest first; reads what was prefetched."""
        return sorted(self.versions.all(), key=lambda each: -each.number)[1:]


class DocumentVersion(models.Model):
    """One version: what it is called and is, and the checksum under which its bytes are kept.

    ``size`` is in bytes, of what is kept. ``made_harmless`` says what was taken out of it.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("versie")
    name = models.CharField("bestandsnaam", max_length=160)
    kind = models.CharField("soort", max_length=4, choices=FileKind)
    size = models.PositiveBigIntegerField("grootte")
    checksum = models.CharField("controlegetal (SHA-256)", max_length=64, db_index=True)
    made_harmless = models.CharField("wat eraf is", max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="document_versions"
    )
    uploaded_at = models.DateTimeField("toegevoegd op")

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="dossiers_document_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}, versie {self.number}"


class AccessRefusal(models.Model):
    """A request to see a document that was refused, with its ground in law; never changed.

    The level of a document settles who reads it here, not whether it may be asked for: that is
    decided per request, on one of the grounds of ``dossiers.grounds``.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="refusals")
    ground = models.CharField("uitzonderingsgrond", max_length=40)
    explanation = models.TextField("motivering")
    asked_on = models.DateField("gevraagd op")
    refused_on = models.DateField("geweigerd op")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("genoteerd op")

    class Meta:
        ordering = ["refused_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_on__gte=models.F("asked_on")),
                name="dossiers_refused_after_asked",
            )
        ]

    def __str__(self) -> str:
        return f"Weigering van {self.document}"
