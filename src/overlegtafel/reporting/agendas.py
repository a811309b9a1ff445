"""Making an agenda: what may come on it, what the charter says of each, what is still asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.dossiers.queries import preparer_of
from overlegtafel.dossiers.states import Function
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import settled_preparers
from overlegtafel.governance.rules import CharterRules, StandingItem
from overlegtafel.governance.states import Late, Task
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.queries import next_planned
from overlegtafel.meetings.readiness import cut_off_of, fits_theme, is_late
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import pool_of, under_way
from overlegtafel.reporting.meetings import ItemLine


@dataclass(frozen=True)
class PoolRow:
    """A proposal that may be placed, and what placing it asks.

    ``is_late`` after the last day; then it ``waits`` for the next meeting, or the chair may let
    it come: ``accepts`` when the actor may do so, ``asked`` when the chair was asked.
    """

    proposal: Proposal
    is_late: bool
    waits: bool
    accepts: bool
    asked: Clearance | None
    preparer: str
    needs_preparer: bool
    unsuited: bool
    off_theme: bool


@dataclass(frozen=True)
class AgendaPool:
    """What may still come on one agenda; ``later`` what is not here yet (``under_way``)."""

    rows: list[PoolRow]
    cut_off: date | None
    following: Meeting | None
    standing: list[StandingItem]
    later: list[Proposal]


def agenda_pool(
    actor: User, meeting: Meeting, rules: CharterRules, lines: Sequence[ItemLine]
) -> AgendaPool:
    """The pool seen from one planned meeting: a fixed number of queries.

    ``lines`` are those of the agenda, so that a standing item that was taken off is offered.
    """
    cut_off = cut_off_of(meeting, rules)
    pool = pool_of(meeting.body).select_related("dossier__preparer", "dossier__parent__preparer")
    proposals = list(pool)
    late = {each.pk for each in proposals if is_late(each, cut_off)}
    waits = rules.agendering.late == Late.NEXT_MEETING
    asked = _asked(meeting.body, late) if late and not waits else {}
    settled = settled_preparers(rules, clock.today())
    chairs = actor.is_system or meeting.body_id in standing_of(actor).chairs
    here = {each.item.title for each in lines if each.item.proposal.is_standing}
    return AgendaPool(
        rows=[
            _row(each, meeting, rules, settled, each.pk in late, waits, chairs, asked.get(each.pk))
            for each in proposals
        ],
        cut_off=cut_off,
        following=next_planned(meeting) if late and waits else None,
        standing=[each for each in rules.agendering.standing_items if each.title not in here],
        later=list(under_way(meeting.body)),
    )


def _row(
    proposal: Proposal,
    meeting: Meeting,
    rules: CharterRules,
    settled: dict[str, str],
    late: bool,
    waits: bool,
    chairs: bool,
    asked: Clearance | None,
) -> PoolRow:
    body, dossier = meeting.body, proposal.dossier
    preparer = proposal.preparer_label or (preparer_of(dossier, settled).words if dossier else "")
    asks = rules.preparation.preparer_needed and proposal.function != Function.EXCHANGE
    theme = meeting.theme
    return PoolRow(
        proposal=proposal,
        is_late=late,
        waits=late and waits,
        accepts=late and (chairs or (asked is not None and asked.given_at is not None)),
        asked=asked,
        preparer=preparer,
        needs_preparer=asks and not preparer,
        unsuited=bool(body.functions and proposal.function not in body.functions)
        or bool(body.categories and proposal.category not in body.categories),
        off_theme=bool(theme) and not fits_theme(theme, proposal, rules),
    )


def _asked(body: GoverningBody, proposals: set[int]) -> dict[int, Clearance]:
    """What was asked of the chair about late proposals: one query."""
    found = Clearance.objects.filter(
        body=body,
        task=Task.AGENDA,
        subject_type=Proposal._meta.label_lower,
        subject_id__in=proposals,
    )
    return {each.subject_id: each for each in found.select_related("asked_by", "given_by")}
