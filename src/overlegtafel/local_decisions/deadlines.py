"""The days that follow from one municipality's own sitting and its publication.

Each with the term it comes from, so that a page can say on which ground and how sure that is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from overlegtafel.common.dates import spoken
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.planning import BY_COLLEGE
from overlegtafel.local_decisions.states import APPROVALS, DECIDED, UNDECIDED, TermKey
from overlegtafel.local_decisions.terms import DatedTerm, Terms, terms_by_day

_LABELS = {
    TermKey.COUNCIL_CONVOCATION: "Oproeping van de raad uiterlijk",
    TermKey.COUNCILLOR_ITEMS: "Punten van raadsleden tot",
    TermKey.PUBLICATION: "Bekendmaken uiterlijk",
    TermKey.COMPLAINT: "Klacht mogelijk tot",
    TermKey.ENTRY_INTO_FORCE: "Een reglement geldt vanaf",
}


@dataclass(frozen=True)
class Deadline:
    """One day that follows from a term; ``late`` says in words what came after it, if anything."""

    day: date
    term: DatedTerm
    late: str = ""

    @property
    def label(self) -> str:
        """What must be done by that day, or holds from it."""
        return _LABELS[self.term.key]


def deadlines_of(
    decision: LocalDecision, today: date, terms: Callable[[date], Terms] | None = None
) -> list[Deadline]:
    """The days of one local decision, in order of the procedure; empty without a sitting.

    A day is counted with the terms as they held on the day it starts from: a later change of a
    term moves nothing that has started.
    """
    if decision.meets_on is None:
        return []
    terms = terms or terms_by_day()
    sits_on, published = decision.meets_on, decision.published_on
    of_sitting = terms(sits_on)
    found = []
    if decision.competent_body not in BY_COLLEGE:
        keys = [TermKey.COUNCIL_CONVOCATION]
        keys += [TermKey.COUNCILLOR_ITEMS] if decision.state in UNDECIDED else []
        found += [Deadline(of_sitting[key].before(sits_on), of_sitting[key]) for key in keys]
    if decision.state in DECIDED:
        found.append(_publication(of_sitting[TermKey.PUBLICATION], sits_on, published, today))
    if decision.state in DECIDED and published is not None:
        since = terms(published)
        keys = [TermKey.COMPLAINT]
        keys += [TermKey.ENTRY_INTO_FORCE] if decision.state in APPROVALS else []
        found += [Deadline(since[key].after(published), since[key]) for key in keys]
    return found


def publication_due(
    decision: LocalDecision, today: date, terms: Callable[[date], Terms]
) -> Deadline | None:
    """By when a decision must still be published; ``None`` when nothing was decided, or it was.

    A link shows that it can be read, so it counts as published.
    """
    if decision.state not in DECIDED or decision.meets_on is None:
        return None
    if decision.published_on is not None or decision.link:
        return None
    term = terms(decision.meets_on)[TermKey.PUBLICATION]
    return _publication(term, decision.meets_on, None, today)


def _publication(term: DatedTerm, sits_on: date, published: date | None, today: date) -> Deadline:
    due_on = term.after(sits_on)
    late = ""
    if published is not None and published > due_on:
        late = f"te laat: bekendgemaakt op {spoken(published)}"
    elif published is None and today > due_on:
        late = "te laat: nog niet bekendgemaakt, of nog niet genoteerd"
    return Deadline(due_on, term, late)
