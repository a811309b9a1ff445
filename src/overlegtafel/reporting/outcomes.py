"""Who decided what: one agreement over its municipalities, and a table's agreements over theirs.

Every stand is the municipality's own, and said so: the table only reads it (R42, R45). Nobody
heard, a "no" and a postponement are three different things and are counted apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.queries import agreements_of
from overlegtafel.drafting.local_policy import local_drafts_visible_to
from overlegtafel.drafting.local_queries import LocalView
from overlegtafel.governance.models import GoverningBody
from overlegtafel.local_decisions.models import DecisionEntry, LocalDecision
from overlegtafel.local_decisions.policy import local_decisions_visible_to
from overlegtafel.local_decisions.queries import HEIR, Progress, owed_in_words, progress_of
from overlegtafel.local_decisions.states import UNDECIDED, DecisionState
from overlegtafel.organizations.models import Organization


@dataclass(frozen=True)
class Wanted:
    """What of the outcomes is asked for; empty means everything.

    ``finished`` also shows agreements of which nothing is open any more. ``sort`` orders the
    agreements (``due``, ``newest``, ``open``), ``by`` the municipalities (``name``, ``open``).
    """

    dossier: str = ""
    domain: str = ""
    state: str = ""
    waiting: bool = False
    overdue: bool = False
    finished: bool = False
    sort: str = "due"
    by: str = "name"

    @property
    def picks_cells(self) -> bool:
        """Whether single cells are asked for, and not whole agreements only."""
        return bool(self.state or self.waiting or self.overdue)

    def holds(self, decision: LocalDecision, today: date) -> bool:
        """Whether this cell is asked for."""
        return (
            (not self.state or decision.state == self.state)
            and (not self.waiting or decision.awaits_answer(today))
            and (not self.overdue or decision.is_overdue(today))
        )


@dataclass(frozen=True)
class Column:
    """One agreement in the matrix: how far it is, and in words who owes an answer and why."""

    agreement: Agreement
    progress: Progress
    owing: list[str] = field(default_factory=list)
    counts: list[tuple[DecisionState, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """One municipality and one agreement: its decision, or ``None`` when it was not asked.

    ``shown`` is false for what the filter leaves out of a row that is there for something else.
    """

    decision: LocalDecision | None
    shown: bool = True


@dataclass(frozen=True)
class Matrix:
    """A table's agreements over the municipalities that were asked.

    ``dossiers`` and ``domains`` are what one may filter on, whatever is filtered now.
    """

    columns: list[Column]
    rows: list[tuple[Organization, list[Cell]]]
    dossiers: list[tuple[str, str]]
    domains: list[str]

    @property
    def decisions(self) -> list[LocalDecision]:
        """Every cell that is shown, agreement by agreement."""
        return [
            row[1][position].decision  # type: ignore[misc]
            for position in range(len(self.columns))
            for row in self.rows
            if row[1][position].decision is not None and row[1][position].shown
        ]

    @property
    def turned(self) -> list[tuple[Column, list[Cell]]]:
        """The same with an agreement on each row."""
        return [
            (column, [cells[position] for _, cells in self.rows])
            for position, column in enumerate(self.columns)
        ]

    def only(self, columns: Sequence[Column]) -> "Matrix":
        """The same municipalities over some of the agreements."""
        kept = [self.columns.index(each) for each in columns]
        rows = [(place, [cells[position] for position in kept]) for place, cells in self.rows]
        return Matrix(list(columns), rows, self.dossiers, self.domains)


def outcome_matrix(actor: User, body: GoverningBody, wanted: Wanted, today: date) -> Matrix:
    """The agreements of a table that ask local decisions, over who was asked: three queries."""
    agreements = list(agreements_of(actor, body).filter(pk__in=_asking(actor, body)))
    dossiers = {
        each.item.dossier.reference: each.item.dossier.title
        for each in agreements
        if each.item.dossier
    }
    domains = sorted({each.item.dossier.domain for each in agreements if each.item.dossier})
    agreements = [each for each in agreements if _is_about(each, wanted)]
    progress = progress_of(each.pk for each in agreements)
    if not wanted.finished:
        agreements = [each for each in agreements if _runs(progress[each.pk])]
    decisions = _decisions(actor, agreements)
    if wanted.picks_cells:
        picked = {each.agreement_id for each in decisions if wanted.holds(each, today)}
        agreements = [each for each in agreements if each.pk in picked]
    columns = [_column(each, progress[each.pk], decisions, today) for each in agreements]
    columns = _ordered(columns, wanted.sort)
    return Matrix(
        columns, _rows(columns, decisions, wanted, today), sorted(dossiers.items()), domains
    )


def _asking(actor: User, body: GoverningBody) -> QuerySet[LocalDecision, int]:
    rows = local_decisions_visible_to(actor).filter(agreement__body=body)
    return rows.order_by().values_list("agreement", flat=True).distinct()


def _decisions(actor: User, agreements: Iterable[Agreement]) -> list[LocalDecision]:
    own = {each.pk: each for each in agreements}
    rows = local_decisions_visible_to(actor).filter(agreement__in=own)
    decisions = list(rows.select_related("municipality", HEIR).order_by("municipality__name"))
    for each in decisions:
        each.agreement = own[each.agreement_id]
    return decisions


def _is_about(agreement: Agreement, wanted: Wanted) -> bool:
    dossier = agreement.item.dossier
    return (
        not wanted.dossier or (dossier is not None and dossier.reference == wanted.dossier)
    ) and (not wanted.domain or (dossier is not None and dossier.domain == wanted.domain))


def _runs(progress: Progress) -> bool:
    return progress.closed < progress.total


def _column(
    agreement: Agreement, progress: Progress, decisions: Iterable[LocalDecision], today: date
) -> Column:
    own = [each for each in decisions if each.agreement_id == agreement.pk]
    counted = dict.fromkeys(DecisionState, 0)
    for each in own:
        counted[DecisionState(each.state)] += 1
    return Column(
        agreement,
        progress,
        owed_in_words(own, today),
        [(state, number) for state, number in counted.items() if number],
    )


def _ordered(columns: list[Column], sort: str) -> list[Column]:
    if sort == "newest":  # as ``agreements_of`` gives them
        return columns
    if sort == "open":
        return sorted(columns, key=lambda each: each.progress.closed - each.progress.total)
    return sorted(columns, key=lambda each: (each.agreement.due_on, each.agreement.reference))


def _rows(
    columns: list[Column], decisions: Iterable[LocalDecision], wanted: Wanted, today: date
) -> list[tuple[Organization, list[Cell]]]:
    positions = {each.agreement.pk: number for number, each in enumerate(columns)}
    places: dict[int, tuple[Organization, list[Cell]]] = {}
    picked: set[int] = set()
    for each in decisions:
        if each.agreement_id not in positions:
            continue
        empty = (each.municipality, [Cell(None)] * len(columns))
        _, cells = places.setdefault(each.municipality_id, empty)
        shown = wanted.holds(each, today)
        cells[positions[each.agreement_id]] = Cell(each, shown)
        if shown:
            picked.add(each.municipality_id)
    rows = [row for pk, row in places.items() if pk in picked]
    rows.sort(key=lambda row: row[0].name)
    if wanted.by == "open":
        rows.sort(key=lambda row: -_open_in(row[1]))
    return rows


def _open_in(cells: Iterable[Cell]) -> int:
    return sum(each.decision is not None and each.decision.state in UNDECIDED for each in cells)


def outcomes_of(
    actor: User, agreement: Agreement, wanted: Wanted, today: date
) -> list[LocalDecision]:
    """The municipalities of one agreement, as asked for: one query."""
    found = [each for each in _decisions(actor, [agreement]) if wanted.holds(each, today)]
    if wanted.by == "open":
        found.sort(key=lambda each: (each.state not in UNDECIDED, each.municipality.name))
    return found


def entries_of(decision: LocalDecision) -> list[DecisionEntry]:
    """What was said of one cell, newest first: who, when and in which way (R45).

    Of a municipality that came from a merger also what was said of those before it, at most two
    mergers back; ``decision`` tells of whom.
    """
    came_from = Q(decision__carried_to=decision) | Q(decision__carried_to__carried_to=decision)
    rows = DecisionEntry.objects.filter(Q(decision=decision) | came_from)
    rows = rows.select_related("recorded_by", "decision__municipality")
    return list(rows.order_by("-recorded_at", "-decision", "-number")[:200])


def deviations_of(actor: User, agreement: Agreement) -> dict[int, int]:
    """By decision, how many parts of a municipality's draft differ from the common one.

    Only of drafts that the actor may see; one query.
    """
    drafts = local_drafts_visible_to(actor).filter(decision__agreement=agreement)
    found: dict[int, int] = {}
    for draft in drafts.select_related("decision"):
        number = len(LocalView(draft, None).differing)
        found[draft.decision_id] = found.get(draft.decision_id, 0) + number
    return found
