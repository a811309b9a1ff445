"""What reaches the own council and when, and how every municipality decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from overlegtafel.agreements.models import Agreement
from overlegtafel.agreements.states import CompetentBody
from overlegtafel.councillors.sight import WIDE, Sight
from overlegtafel.local_decisions.models import LocalDecision
from overlegtafel.local_decisions.queries import HEIR, Progress, progress_of, spoken_state
from overlegtafel.local_decisions.states import CLOSED, DECIDED, DecisionState, TermKey
from overlegtafel.local_decisions.terms import terms_on
from overlegtafel.meetings.item_levels import level_of
from overlegtafel.meetings.sittings import sittings_of
from overlegtafel.meetings.states import LocalOrgan

LOOKS_AHEAD = timedelta(days=150)
COUNCILS = (
    CompetentBody.COUNCIL,
    CompetentBody.COLLEGE_AND_COUNCIL,
    CompetentBody.WELFARE_COUNCIL,
)
"""Who decides where councillors sit."""
KNOWN_THERE = (DecisionState.ON_AGENDA, *DECIDED)
"""From then on it is public in the municipality itself."""
PER_MUNICIPALITY, FIGURES = "per_municipality", "figures"


@dataclass(frozen=True)
class OwnDecision:
    """One agreement in the own municipality.

    ``day`` is its sitting; where none is chosen yet, the first council that can still be convened
    in time (``is_expected``), or nothing when its days are not known. ``has_page`` tells whether
    councillors see the agreement itself.
    """

    decision: LocalDecision
    day: date | None
    is_expected: bool
    has_page: bool

    @property
    def spoken(self) -> str:
        """How it stands, in a sentence."""
        return spoken_state(self.decision)


@dataclass(frozen=True)
class Stand:
    """One municipality's stand on an agreement, in words and as a mark."""

    name: str
    state: str
    words: str
    link: str
    is_own: bool


def own_decisions(
    sight: Sight, body_id: int, towns: Collection[int], today: date
) -> tuple[list[OwnDecision], list[OwnDecision]]:
    """What still comes to the own council or college, soonest first, and what was decided, newest
    first. Three queries.

    Seen is what councillors see of the table, what is on an agenda there or decided; and what is
    planned for a council, from the days before it in which it must be convened.
    """
    if not towns:
        return [], []
    notice = terms_on(today)[TermKey.COUNCIL_CONVOCATION]
    rows = (
        LocalDecision.objects.filter(municipality__in=towns, agreement__body=body_id)
        .exclude(state=DecisionState.NOT_APPLICABLE)
        .select_related("agreement__item__dossier", "agreement__body", "municipality", HEIR)
    )
    councils = _councils(towns, notice.after(today), today + LOOKS_AHEAD)
    seen = sight.agreement_ids
    coming, decided = [], []
    for row in rows:
        near = row.meets_on is not None and notice.before(row.meets_on) <= today
        dossier = row.agreement.item.dossier
        inside = dossier is not None and dossier.is_internal
        convened = (
            row.state == DecisionState.PLANNED
            and row.competent_body in COUNCILS
            and near
            and not inside
        )
        if row.agreement_id not in seen and row.state not in KNOWN_THERE and not convened:
            continue
        if row.state in CLOSED:
            decided.append(OwnDecision(row, row.meets_on, False, row.agreement_id in seen))
            continue
        to_council = row.competent_body in COUNCILS
        guess = councils.get(row.municipality_id) if to_council else None
        day = row.meets_on or guess
        coming.append(OwnDecision(row, day, row.meets_on is None, row.agreement_id in seen))
    coming.sort(key=lambda each: (each.day or date.max, each.decision.agreement.due_on))
    decided.sort(key=lambda each: each.day or date.min, reverse=True)
    return coming, decided


def _councils(towns: Collection[int], first: date, last: date) -> dict[int, date]:
    """The first council of each municipality from a day on."""
    found: dict[int, date] = {}
    for day, sittings in sorted(sittings_of(towns, first, last).items()):
        for sitting in sittings:
            if sitting.organ == LocalOrgan.COUNCIL:
                found.setdefault(sitting.municipality.pk, day)
    return found


def figures_of(sight: Sight) -> dict[int, Progress]:
    """How far the municipalities are with each agreement of which councillors may know that."""
    return progress_of(
        each.pk
        for each in sight.agreements
        if detail_of(sight, each) in (FIGURES, PER_MUNICIPALITY)
    )


def detail_of(sight: Sight, agreement: Agreement) -> str:
    """How much of the local decisions councillors see: what was released, or all by the step."""
    item = agreement.item
    if item.meeting_id in sight.approved and level_of(item, item.meeting) in WIDE:
        return PER_MUNICIPALITY
    return sight.opened.agreements.get(agreement.pk, "")


def stands_of(sight: Sight, agreement: Agreement, towns: Collection[int]) -> list[Stand]:
    """Every municipality's stand, as far as councillors may know: one query.

    Of another municipality that did not decide yet only that is told, unless its whole stand was
    released; the own one is told as it is.
    """
    detail = detail_of(sight, agreement)
    released = sight.opened.agreements.get(agreement.pk) == PER_MUNICIPALITY
    rows = LocalDecision.objects.filter(agreement=agreement).select_related("municipality", HEIR)
    stands = []
    for row in rows.order_by("municipality__name"):
        own = row.municipality_id in towns
        if not own and detail != PER_MUNICIPALITY:
            continue
        known = own or released or row.state in (*KNOWN_THERE, DecisionState.NOT_APPLICABLE)
        stands.append(
            Stand(
                name=row.municipality.name,
                state=row.state if known else DecisionState.UNKNOWN.value,
                words=spoken_state(row) if known else "nog niet beslist",
                link=row.link if known else "",
                is_own=own,
            )
        )
    return stands
