"""What comes towards a table from outside: other fora, what is on its way, projects that report."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.common.models import Dated
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.organizations.models import Classification, Organization
from overlegtafel.proposals.models import Proposal

PLACES = (
    Classification.TRANSPORT_REGION,
    Classification.PRIMARY_CARE_ZONE,
    Classification.POLICE_ZONE,
    Classification.FIRE_ZONE,
)
"""Kinds of forum that are named after where they are."""


class ForumLink(models.Model):
    """What a table agreed with another forum: what is discussed where, who tells whom (R77)."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="forum_links")
    forum = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="forum_links", verbose_name="forum"
    )
    arrangement = models.TextField("wat is afgesproken", max_length=5_000, blank=True)
    brings_news = models.BooleanField("nieuws op elke agenda", default=True)
    ended_on = models.DateField("tot en met", null=True, blank=True)

    class Meta:
        ordering = ["forum__classification", "forum__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "forum"],
                condition=Q(ended_on__isnull=True),
                name="horizon_one_link_a_forum",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body.short_name} en {self.forum_words}"

    @property
    def forum_words(self) -> str:
        """The forum by its kind and name where the name alone is that of a place."""
        kind, name = self.forum.get_classification_display(), self.forum.name
        alone = self.forum.classification not in PLACES or kind in name.lower()
        return name if alone else f"{kind} {name}"


class LinkGuard(Dated):
    """A municipality that sits in both and whose mayor guards the link, for a period (R78)."""

    link = models.ForeignKey(ForumLink, on_delete=models.PROTECT, related_name="guards")
    municipality = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="bestuur"
    )

    class Meta(Dated.Meta):
        abstract = False
        ordering: ClassVar = ["municipality__name"]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["link", "municipality"],
                condition=Q(valid_to__isnull=True),
                name="horizon_one_guard_a_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} bewaakt {self.link}"


class NewsItem(models.Model):
    """The proposal by which news of a forum came on one agenda."""

    link = models.ForeignKey(ForumLink, on_delete=models.PROTECT, related_name="news")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="news_of")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.proposal)


class HorizonEntry(models.Model):
    """Something on its way: a call, a rule, a project, with its source and its day (R125).

    It waits until its day is near; then ``proposal`` brings it to an agenda. ``dropped_because``
    says why it is not expected any more.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="horizon")
    title = models.CharField("wat is op til", max_length=200)
    about = models.TextField("in het kort", max_length=5_000, blank=True)
    source = models.CharField("bron", max_length=200)
    source_url = models.URLField("adres van de bron", max_length=500, blank=True)
    expected_on = models.DateField("verwacht op")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField("genoteerd op")
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="horizon_entry"
    )
    dropped_because = models.CharField("waarom niet meer", max_length=300, blank=True)
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["expected_on", "id"]

    def __str__(self) -> str:
        return self.title


class FeedbackRhythm(models.Model):
    """How often a project reports to the table (R126); from ``since`` on."""

    dossier = models.OneToOneField(
        Dossier, on_delete=models.PROTECT, related_name="feedback_rhythm"
    )
    every_months = models.PositiveSmallIntegerField("om de hoeveel maanden")
    since = models.DateField("vanaf")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=24),
                name="horizon_rhythm_within_two_years",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: om de {self.every_months} maanden"
