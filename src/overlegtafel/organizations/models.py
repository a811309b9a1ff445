"""Governments, bodies and people of Flanders: dated facts, each with source and confidence.

Names follow Popolo and W3C ORG: an ``Organization`` may be a member of other organizations
(``Membership``), a ``Post`` is a role in an organization, a ``Mandate`` is a person holding a
post for a period (OSLO mandaat:Mandataris).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.common.models import Dated


class Confidence(models.TextChoices):
    """How sure a fact is."""

    SOURCED = "sourced", "uit bron"
    DERIVED = "derived", "afgeleid, te bevestigen"
    KNOWLEDGE = "knowledge", "niet in een bron gevonden, te bevestigen"


class Sourced(models.Model):
    """A fact that names where it was read and how sure that is."""

    source = models.CharField("bron", max_length=500, blank=True)
    confidence = models.CharField(
        "zekerheid", max_length=10, choices=Confidence, default=Confidence.SOURCED
    )
    note = models.TextField("toelichting", blank=True)

    class Meta:
        abstract = True

    @property
    def to_confirm(self) -> bool:
        """Whether this shows as "te bevestigen"."""
        return self.confidence != Confidence.SOURCED


class Classification(models.TextChoices):
    """What kind of organization (org:classification)."""

    MUNICIPALITY = "municipality", "gemeente"
    PROVINCE = "province", "provincie"
    REFERENCE_REGION = "reference_region", "referentieregio"
    TRANSPORT_REGION = "transport_region", "vervoerregio"
    FIRE_ZONE = "fire_zone", "hulpverleningszone"
    POLICE_ZONE = "police_zone", "politiezone"
    PRIMARY_CARE_ZONE = "primary_care_zone", "eerstelijnszone"
    INTERMUNICIPAL = "intermunicipal", "intergemeentelijk samenwerkingsverband"
    MAYORS_CONSULTATION = "mayors_consultation", "burgemeestersoverleg"
    BODY = "body", "overlegorgaan"
    PARTNER = "partner", "partnerorganisatie"


class Organization(Dated, Sourced):
    """A municipality, region, zone, company, consultation or partner (org:Organization)."""

    classification = models.CharField("soort", max_length=30, choices=Classification)
    code = models.CharField("code", max_length=60, help_text="NIS-code bij een gemeente")
    name = models.CharField("naam", max_length=200)
    slug = models.SlugField("adresdeel", max_length=120)
    kbo = models.CharField("KBO-nummer", max_length=10, blank=True)
    ovo = models.CharField("OVO-code", max_length=12, blank=True)
    uri = models.URLField("officiële URI", max_length=300, blank=True)
    postal_codes = models.CharField("postcodes", max_length=300, blank=True)
    population = models.PositiveIntegerField("inwoners", null=True, blank=True)
    population_on = models.DateField("inwoners geteld op", null=True, blank=True)
    area_km2 = models.DecimalField(
        "oppervlakte (km²)", max_digits=8, decimal_places=2, null=True, blank=True
    )

    class Meta(Dated.Meta):
        abstract = False
        ordering = ["name"]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["classification", "code"], name="organizations_one_per_code"
            ),
            models.UniqueConstraint(
                fields=["classification", "slug"], name="organizations_one_per_slug"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OtherName(Sourced):
    """An alias (Popolo other_names): what else an organization is called."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField("andere naam", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], name="organizations_one_alias_each"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Succession(Sourced):
    """A merger or take-over: ``successor`` replaces ``predecessor`` from ``effective_on``."""

    predecessor = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="succeeded_by"
    )
    successor = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="succeeds")
    effective_on = models.DateField("met ingang van")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"],
                name="organizations_one_succession_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} wordt {self.successor}"


class Membership(Dated, Sourced):
    """An organization that belongs to a group: a municipality in a region, zone or company."""

    member = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="members")

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "group", "valid_from"],
                name="organizations_one_membership_a_period",
            ),
            models.UniqueConstraint(
                fields=["member", "group"],
                condition=Q(valid_from__isnull=True),
                name="organizations_one_open_membership",
            ),
            models.CheckConstraint(
                condition=~Q(member=models.F("group")), name="organizations_not_own_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.group}"


class Person(models.Model):
    """Someone who holds posts (foaf:Person). Named by role in the demo, never really."""

    name = models.CharField("naam", max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="person",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PostRole(models.TextChoices):
    """What a post is for (org:role)."""

    MAYOR = "mayor", "burgemeester"
    DIRECTOR = "director", "algemeen directeur"
    OFFICER = "officer", "dossierbehandelaar"
    ALDERMAN = "alderman", "schepen"
    COUNCILLOR = "councillor", "gemeenteraadslid"
    DEPUTY = "deputy", "streekgedeputeerde"
    CHAIR = "chair", "voorzitter"
    STAFF = "staff", "medewerker"
    EXPERT = "expert", "expert"
    MEMBER = "member", "lid of afgevaardigde"


class Post(models.Model):
    """A role in an organization that one person after another may hold (org:Post)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("rol", max_length=20, choices=PostRole)
    label = models.CharField("titel", max_length=200)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "role", "label"], name="organizations_one_post_each"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Mandate(Dated):
    """A person holding a post for a period (mandaat:Mandataris)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="mandates")

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "post", "valid_from"],
                name="organizations_one_mandate_a_period",
            ),
            models.UniqueConstraint(
                fields=["person", "post"],
                condition=Q(valid_from__isnull=True),
                name="organizations_one_open_mandate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"
