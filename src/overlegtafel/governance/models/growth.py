"""How a table starts, learns and shares: the start path, evaluations, shared pieces."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.common.dates import month
from overlegtafel.governance.models.bodies import GoverningBody
from overlegtafel.governance.models.charters import Charter
from overlegtafel.governance.states import EvaluationState, SharedKind, Situation, StartState
from overlegtafel.organizations.models import Organization


class StartPath(models.Model):
    """The road to a first charter, in four workspaces (R36): preconditions, decision process,
    themes and work groups. The themes are rows, the work groups bodies under this one.
    """

    body = models.OneToOneField(GoverningBody, on_delete=models.CASCADE, related_name="start_path")
    situation = models.CharField("situatie", max_length=8, choices=Situation)
    preconditions = models.TextField("randvoorwaarden", blank=True)
    decision_process = models.TextField("hoe we tot afspraken komen", blank=True)
    state = models.CharField("stand", max_length=8, choices=StartState, default=StartState.OPEN)
    revision = models.PositiveIntegerField("versie", default=1)

    def __str__(self) -> str:
        return f"Startpad {self.body}"


class CollectedTheme(models.Model):
    """A theme that a municipality brought; merged ones keep who brought them."""

    path = models.ForeignKey(StartPath, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField("thema", max_length=200)
    note = models.TextField("waarom", blank=True)
    brought_by = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("op")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    priority = models.PositiveSmallIntegerField("volgorde", null=True, blank=True)

    class Meta:
        ordering = ["priority", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="governance_theme_not_into_itself",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Evaluation(models.Model):
    """A look at how the table works (R99): fixed questions, figures, then at least one
    conclusion ("niets wijzigen" is one) and the date of the next.
    """

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="evaluations")
    period_from = models.DateField("van")
    period_to = models.DateField("tot en met")
    answers = models.JSONField("antwoorden", default=dict)
    figures = models.JSONField("cijfers bij het afsluiten", default=dict)
    conclusions = models.JSONField("conclusies", default=list)
    state = models.CharField(
        "stand", max_length=8, choices=EvaluationState, default=EvaluationState.OPEN
    )
    next_on = models.DateField("volgende evaluatie", null=True, blank=True)
    opened_at = models.DateTimeField("gestart op")
    closed_at = models.DateTimeField("afgesloten op", null=True, blank=True)
    revision = models.PositiveIntegerField("versie", default=1)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(state="open"),
                name="governance_one_open_evaluation_a_table",
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(next_on__isnull=False, closed_at__isnull=False) & ~Q(conclusions=[]),
                name="governance_evaluation_closed_with_conclusion",
            ),
        ]

    def __str__(self) -> str:
        period = f"{month(self.period_from)} tot {month(self.period_to)}"
        return f"Evaluatie {self.body.short_name} {period}"


class SharedPiece(models.Model):
    """What a table released to the other regions, as it was then (R127)."""

    body = models.ForeignKey(GoverningBody, on_delete=models.CASCADE, related_name="shared_pieces")
    kind = models.CharField("soort", max_length=8, choices=SharedKind)
    title = models.CharField("titel", max_length=200)
    content = models.JSONField("inhoud")
    shared_at = models.DateTimeField("gedeeld op")
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        ordering = ["-shared_at"]

    def __str__(self) -> str:
        return self.title


class SelfAssessment(models.Model):
    """What one member thinks of the table this year (R4); only shown together with others."""

    body = models.ForeignKey(
        GoverningBody, on_delete=models.CASCADE, related_name="self_assessments"
    )
    year = models.PositiveSmallIntegerField("jaar")
    respondent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    scores = models.JSONField("antwoorden, van 1 tot 5", default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "respondent"], name="governance_one_assessment_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"Zelfevaluatie {self.body.short_name} {self.year}"


class Acknowledgement(models.Model):
    """A municipality's college took note of the table's ambition (R115)."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="acknowledgements")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    noted_on = models.DateField("kennis genomen op")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "organization"], name="governance_acknowledged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} nam kennis van {self.charter}"
