"""What someone wants the table to talk about. A proposal may be tabled, postponed, tabled again."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from overlegtafel.common import clock
from overlegtafel.dossiers.models import Dossier
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.states import CompetentBody, Does, Openness, Wish
from overlegtafel.organizations.models import Organization
from overlegtafel.proposals.states import PassageOutcome, ProposalState


class Treatment(models.Model):
    """What a proposal and the agenda item made from it have in common."""

    title = models.CharField("titel", max_length=200)
    summary = models.TextField("in één zin, of meer", max_length=10_000, blank=True)
    reason_information = models.BooleanField(Reason.INFORMATION.label, default=False)
    reason_challenge = models.BooleanField(Reason.CHALLENGE.label, default=False)
    reason_political = models.BooleanField(Reason.POLITICAL.label, default=False)
    category = models.CharField("categorie", max_length=12, choices=Category, blank=True)
    function = models.CharField("functie", max_length=10, choices=Function)
    dossier = models.ForeignKey(
        Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    brought_by = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="aangebracht door",
    )
    brought_by_label = models.CharField("aangebracht door, in woorden", max_length=200, blank=True)
    preparer_label = models.CharField("voorbereid door", max_length=200, blank=True)
    prepared_by = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="voorbereidende organisatie",
    )
    note = models.TextField("nota", max_length=50_000, blank=True)
    expected_decision = models.CharField(
        "verwachte lokale beslissing", max_length=20, choices=CompetentBody, blank=True
    )
    openness = models.CharField("wie mag dit lezen", max_length=8, choices=Openness, blank=True)
    no_report = models.BooleanField("geen verslag van dit punt", default=False)

    class Meta:
        abstract = True

    @property
    def reasons(self) -> list[str]:
        """The reasons that hold, as labels."""
        return [str(reason.label) for reason in Reason if getattr(self, reason.value)]

    @property
    def preparer_words(self) -> str:
        """What ``preparer_label`` says beside the name of the organization that prepares it."""
        name = str(self.prepared_by) if self.prepared_by else ""
        return "" if self.preparer_label == name else self.preparer_label.removeprefix(f"{name}: ")

    @property
    def brought_by_words(self) -> str:
        """Who brought it, in words."""
        return self.brought_by_label or str(self.brought_by)


_HAS_REASON = (
    Q(reason_information=True) | Q(reason_challenge=True) | Q(reason_political=True)
) & ~Q(category="")


class Proposal(Treatment):
    """One thing brought to one table."""

    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="proposals")
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals"
    )
    wish_of = models.CharField("wens van", max_length=8, choices=Wish, blank=True)
    charter = models.ForeignKey(
        Charter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name="ingediend onder",
    )
    origin = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sent_on",
        verbose_name="komt van",
    )
    combined_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="combined"
    )
    is_standing = models.BooleanField("vast agendapunt", default=False)
    feedback_of = models.ForeignKey(
        GoverningBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="terugkoppeling van",
    )
    platform = models.CharField("waar het hoort volgens de afspraak", max_length=120, blank=True)
    platform_reason = models.CharField("waarom toch hier", max_length=300, blank=True)
    state = models.CharField(
        "stand", max_length=10, choices=ProposalState, default=ProposalState.DRAFT
    )
    state_since = models.DateTimeField("in deze stand sinds")
    submitted_at = models.DateTimeField("eerst ingediend op", null=True, blank=True)
    answer = models.TextField("antwoord van het secretariaat", blank=True)
    postponed_until = models.DateField("uitgesteld tot", null=True, blank=True)
    revision = models.PositiveIntegerField("versie", default=1)
    form_key = models.CharField("sleutel van het formulier", max_length=40, null=True)  # noqa: DJ001

    class Meta:
        ordering = ["-state_since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposer", "form_key"], name="proposals_one_for_each_form"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | _HAS_REASON,
                name="proposals_sent_with_reason_and_category",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="proposals_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="combined", combined_into__isnull=False)
                | (~Q(state="combined") & Q(combined_into__isnull=True)),
                name="proposals_combined_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "refused"]) | ~Q(answer=""),
                name="proposals_sent_back_with_answer",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="proposals_by_body_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def passage_now(self) -> "Passage | None":
        """Where on its route it is now; ``None`` when the table itself has it.

        Reads what was prefetched, so for pages: a service asks ``queries.current_passage``.
        """
        return next((each for each in self.passages.all() if each.left_at is None), None)

    @property
    def back_since(self) -> date | None:
        """The day on which a postponed proposal came back by itself; ``None`` before it."""
        until = self.postponed_until if self.state == ProposalState.POSTPONED else None
        return until if until and until <= clock.today() else None


class Passage(models.Model):
    """A proposal at one body on its route (R34): when it came, what that body made of it.

    The open passage with the lowest order says which body has it now; when none is open, the
    table itself has it.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="passages")
    body = models.ForeignKey(GoverningBody, on_delete=models.PROTECT, related_name="passages")
    order = models.PositiveSmallIntegerField("volgorde")
    does = models.CharField("rol", max_length=8, choices=Does)
    arrived_at = models.DateTimeField("aangekomen op", null=True, blank=True)
    outcome = models.CharField("uitkomst", max_length=12, choices=PassageOutcome, blank=True)
    advice = models.TextField("advies", max_length=20_000, blank=True)
    left_at = models.DateTimeField("doorgegeven op", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["proposal", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "order"], name="proposals_one_passage_a_step"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, outcome="", done_by__isnull=True)
                | (Q(left_at__isnull=False, done_by__isnull=False) & ~Q(outcome="")),
                name="proposals_passage_left_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body.short_name}: {self.get_outcome_display() or 'aan zet'}"
