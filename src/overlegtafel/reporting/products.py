"""What a table makes beside agreements, read across floors: one list, the tasks, ways back."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Value
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common.dates import spoken
from overlegtafel.dossiers.models import Dossier
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.local_decisions.states import APPROVALS
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.organizations.models import PostRole
from overlegtafel.products.models import GeneralAssembly, JointAgreement, Statement, Strategy
from overlegtafel.products.policy import (
    assemblies_visible_to,
    joints_visible_to,
    statements_visible_to,
    strategies_visible_to,
)
from overlegtafel.products.queries import dossiers_with_examples, joints_of, statements_of
from overlegtafel.products.states import JointState, StatementState
from overlegtafel.reporting.tasks import Task


@dataclass(frozen=True)
class Made:
    """All that a table makes, as the actor sees it."""

    statements: list[Statement]
    joints: list[JointAgreement]
    strategies: list[Strategy]
    libraries: list[Dossier]
    assemblies: list[GeneralAssembly]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet."""
        kinds = (self.statements, self.joints, self.strategies, self.libraries, self.assemblies)
        return not any(kinds)


def made_at(actor: User, body: GoverningBody) -> Made:
    """Everything that a table makes: a fixed number of queries."""
    strategies = strategies_visible_to(actor).filter(body=body)
    assemblies = assemblies_visible_to(actor).filter(body=body)
    return Made(
        list(statements_of(actor, body)[:100]),
        list(joints_of(actor, body)[:100]),
        list(strategies.select_related("dossier", "agreement")[:100]),
        list(dossiers_with_examples(actor, body)[:100]),
        list(assemblies.select_related("association", "agreement").order_by("-held_on")[:50]),
    )


@dataclass(frozen=True)
class Linked:
    """What hangs on a dossier, an item or an agreement: the way on from its page.

    ``kind`` is the name of its own page; ``state`` in words, ``words`` what it is and its day.
    """

    kind: str
    pk: int
    title: str
    state: str
    words: str


_TOLD = {
    "statement": ("Standpunt", ", verzonden op {}"),
    "joint": ("Overeenkomst om samen te tekenen", ", tegen {}"),
    "strategy": ("Strategie", ", geldt vanaf {}"),
    "assembly": ("Algemene vergadering", " op {}"),
}
"""What each kind is in words, and its day; in the order of a list."""
_STATES = {"statement": StatementState, "joint": JointState}


def made_of(actor: User, origin: Dossier | AgendaItem | Agreement) -> list[Linked]:
    """What was made of it, as far as the actor sees, kind by kind, the newest first: one query."""
    match origin:
        case Dossier():
            which = Q(dossier=origin)
        case AgendaItem():
            which = Q(item=origin)
        case _:
            which = Q(agreement=origin)
    goals = Q(goals__dossiers=origin) if isinstance(origin, Dossier) else Q(pk__in=())
    own = ("pk", "title")
    statements = statements_visible_to(actor).filter(which).order_by()
    joints = joints_visible_to(actor).filter(which).order_by()
    strategies = strategies_visible_to(actor).filter(which | goals).order_by()
    assemblies = assemblies_visible_to(actor).filter(which).order_by()
    rows = statements.values_list(Value("statement"), *own, "state", "sent_on", Value("")).union(
        joints.values_list(Value("joint"), *own, "state", "sign_before", Value("")),
        strategies.values_list(Value("strategy"), *own, Value(""), "effective_on", Value("")),
        assemblies.values_list(Value("assembly"), *own, Value(""), "held_on", "association__name"),
    )
    found = [_linked(*row) for row in rows]
    return sorted(found, key=lambda each: (list(_TOLD).index(each.kind), -each.pk))


def _linked(kind: str, pk: int, title: str, state: str, day: date | None, of: str) -> Linked:
    what, when = _TOLD[kind]
    words = f"{what} van {of}" if of else what
    return Linked(
        kind=kind,
        pk=pk,
        title=title,
        state=str(_STATES[kind](state).label).lower() if state else "",
        words=words + (when.format(spoken(day)) if day else ""),
    )


def waiting_products(actor: User, today: date) -> list[Task]:
    """What waits on the actor: an answer that is late, support to say, a text to sign."""
    standing = standing_of(actor)
    ours = standing.organizations([PostRole.MAYOR, PostRole.DIRECTOR])
    owning = standing.organizations(
        [PostRole.MAYOR, PostRole.DIRECTOR, PostRole.STAFF, PostRole.CHAIR]
    )
    found: list[Task] = []
    if standing.leads or owning:
        found += _late_answers(actor, standing.leads, owning, today)
    if ours and standing.insider_of:
        found += _supports_to_say(actor, ours, standing.sits_at)
    if ours:
        found += _texts_to_sign(actor, ours)
    return found


def _late_answers(
    actor: User, leads: frozenset[int], owning: frozenset[int], today: date
) -> list[Task]:
    late = (
        statements_visible_to(actor)
        .filter(
            Q(body__in=leads) | Q(dossier__owner__in=owning),
            state=StatementState.SENT,
            answer_due_on__lt=today,
        )
        .select_related("body")
    )
    return [
        Task(
            "statement",
            "Antwoord op een standpunt opvragen",
            f"{each.title} ({each.body.name})",
            each.answer_due_on or today,
            each,
            each.answer_due_on,
        )
        for each in late
    ]


def _supports_to_say(actor: User, ours: frozenset[int], tables: frozenset[int]) -> list[Task]:
    asked = (
        statements_visible_to(actor)
        .filter(
            state=StatementState.DRAFT,
            body__in=tables,
            body__seats__municipality__in=ours,
            body__seats__category__counts=True,
            body__seats__valid_to__isnull=True,
        )
        .exclude(supports__municipality__in=ours)
        .select_related("body")
        .distinct()
    )
    return [
        Task(
            "statement",
            "Zeggen of uw bestuur een standpunt steunt",
            f"{each.title} ({each.body.name})",
            timezone.localdate(each.written_at),
            each,
            None,
        )
        for each in asked
    ]


def _texts_to_sign(actor: User, ours: frozenset[int]) -> list[Task]:
    """Those that the own body approved, or that ask no approval."""
    approved = Q(
        agreement__local_decisions__municipality__in=ours,
        agreement__local_decisions__state__in=APPROVALS,
    )
    free = Q(needs_approval=False) | Q(agreement__isnull=True)
    rows = (
        joints_visible_to(actor)
        .filter(
            free | approved,
            state=JointState.OPEN,
            parties__organization__in=ours,
            parties__signed_on__isnull=True,
            replaced_by__isnull=True,
        )
        .select_related("body")
        .distinct()
    )
    return [
        Task(
            "joint",
            "Vastleggen dat uw bestuur tekende",
            f"{each.title} ({each.body.name})",
            each.opened_on or timezone.localdate(each.written_at),
            each,
            each.sign_before,
        )
        for each in rows
    ]
