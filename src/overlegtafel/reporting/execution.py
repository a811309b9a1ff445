"""Who still has to carry out what, at one table or in one municipality, and what shows nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    When,
)

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement, AgreementDomain, Executor
from overlegtafel.agreements.policy import agreements_visible_to
from overlegtafel.agreements.queries.execution import with_proofs
from overlegtafel.agreements.states import AgreementState, ExecutionState
from overlegtafel.audit.remember import until_the_log_moves
from overlegtafel.drafting.models import MasterDraft
from overlegtafel.governance.models import GoverningBody
from overlegtafel.local_decisions.models import Reconfirmation
from overlegtafel.local_decisions.queries.installations import reconfirmed
from overlegtafel.meetings.document_policy import documents_visible_to
from overlegtafel.organizations.models import Organization

OPEN, LATE, ALL = "open", "late", "all"


@dataclass(frozen=True)
class Scope:
    """Of which table, or of which organization as executor."""

    body: GoverningBody | None = None
    organization: Organization | None = None


@dataclass(frozen=True)
class WantedExecution:
    """What of it is shown; ``who`` is the slug of an executor."""

    show: str = OPEN
    who: str = ""
    words: str = ""


@dataclass(frozen=True)
class Load:
    """What one organization still has to do, and did."""

    slug: str
    name: str
    waiting: int
    late: int
    done: int


@dataclass(frozen=True)
class Proofs:
    """What closes an agreement: that it was prepared, and that it was carried out (R114)."""

    is_prepared: bool
    unproven: int
    unfinished: int
    level: str
    domains: tuple[str, ...]
    again: str = ""
    """What new colleges said of it, in words; nothing when none was asked."""

    @property
    def is_executed(self) -> bool:
        """Whether each executor is done and shows it."""
        return not self.unproven and not self.unfinished


def executions(
    actor: User, scope: Scope, wanted: WantedExecution, today: date
) -> QuerySet[Executor]:
    """Each executor of each agreement the actor sees: what is late first, what is done last."""
    found = _all(actor, scope)
    if wanted.show != ALL:
        found = found.exclude(state=ExecutionState.DONE)
    if wanted.show == LATE:
        found = found.filter(agreement__due_on__lt=today)
    if wanted.who:
        found = found.filter(organization__slug=wanted.who)
    if wanted.words:
        found = found.filter(
            Q(agreement__title__icontains=wanted.words)
            | Q(agreement__reference__iexact=wanted.words)
        )
    is_done = Case(When(state=ExecutionState.DONE, then=1), default=0)
    return found.select_related(
        "organization", "agreement__body", "agreement__owner", "agreement__item__meeting"
    ).order_by(is_done, "agreement__due_on", "agreement__reference", "organization__name", "id")


def loads_of(actor: User, scope: Scope, today: date) -> list[Load]:
    """What each organization still has to do: who has most late first. One query."""
    waiting = ~Q(state=ExecutionState.DONE)
    rows = (
        _all(actor, scope)
        .values("organization__slug", "organization__name")
        .annotate(
            waiting=Count("id", filter=waiting),
            late=Count("id", filter=waiting & Q(agreement__due_on__lt=today)),
            done=Count("id", filter=Q(state=ExecutionState.DONE)),
        )
        .order_by("-late", "-waiting", "organization__name")
    )
    return [
        Load(
            each["organization__slug"],
            each["organization__name"],
            each["waiting"],
            each["late"],
            each["done"],
        )
        for each in rows
    ]


def agreements_without(actor: User, body: GoverningBody, today: date) -> list[Agreement]:
    """The made agreements with nothing that prepared them, or past their day or done without
    anything that shows it: ``is_prepared``, ``unproven`` and ``unfinished`` tell which (R114).
    """
    made = agreements_visible_to(actor).filter(body=body, state=AgreementState.CONFIRMED)
    made = _prepared(made)
    lacking = Q(shows_preparation=False) | Q(unproven__gt=0) | Q(unfinished__gt=0, due_on__lt=today)
    return list(
        made.filter(lacking)
        .select_related("item__meeting", "owner", "body")
        .order_by("due_on", "reference")
    )


@until_the_log_moves(size=200)
def proofs_of(agreement: Agreement) -> Proofs:
    """What one agreement shows of its preparation and execution, and how far it reaches."""
    asked_again = Exists(Reconfirmation.objects.filter(agreement=OuterRef("pk")))
    rows = _prepared(Agreement.objects.filter(pk=agreement.pk))
    found = rows.annotate(asked_again=asked_again).get()
    names = AgreementDomain.objects.filter(agreement=agreement).values_list("name", flat=True)
    return Proofs(
        is_prepared=found.shows_preparation,  # type: ignore[attr-defined]
        unproven=found.unproven,  # type: ignore[attr-defined]
        unfinished=found.unfinished,  # type: ignore[attr-defined]
        level=str(found.get_level_display()),
        domains=tuple(names),
        again=reconfirmed([found.pk])[found.pk].spoken if found.asked_again else "",
    )


def readable_proofs(actor: User, executors: Iterable[Executor]) -> dict[int, str]:
    """The documents that show something and that the actor may read: their titles by number."""
    named = {each.evidence_document_id for each in executors if each.evidence_document_id}
    if not named:
        return {}
    return dict(documents_visible_to(actor).filter(pk__in=named).values_list("pk", "title"))


def _prepared(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """As ``with_proofs``; a common draft shows that it was prepared too."""
    drafts = MasterDraft.objects.filter(agreement=OuterRef("pk"))
    return with_proofs(agreements).annotate(
        shows_preparation=ExpressionWrapper(
            Q(is_prepared=True) | Exists(drafts), output_field=BooleanField()
        )
    )


def _all(actor: User, scope: Scope) -> QuerySet[Executor]:
    made = agreements_visible_to(actor).filter(state=AgreementState.CONFIRMED)
    if scope.body is not None:
        made = made.filter(body=scope.body)
    found = Executor.objects.filter(agreement__in=made.values("pk"))
    if scope.organization is not None:
        found = found.filter(organization=scope.organization)
    return found
