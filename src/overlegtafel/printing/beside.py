"""What a pack holds beside an item's own text: the report it approves, the advice on its way.

Each with the rights it has elsewhere: a concept report is for who reads its page, advice for who
reads the proposal inside the table (R55, R133).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.policy import standing_of
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportItem
from overlegtafel.meetings.reports import readable_report
from overlegtafel.meetings.states import MeetingState
from overlegtafel.printing.reports import report_data
from overlegtafel.proposals.states import ADVICE


@dataclass(frozen=True)
class Report:
    """The report that an item approves, as the reader may read it; ``data`` for ``report-body``."""

    title: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Advice:
    """What one body on the way said: the body, what and when, and its words."""

    body: str
    facts: str
    text: str


def reports_beside(actor: User, meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, Report]:
    """The report of each item that approves one, by the item's id: those the actor may read.

    No query where no item approves a report.
    """
    found = {}
    for item in items:
        report_item: ReportItem | None = getattr(item, "report_item", None)
        if item.is_closed or report_item is None:
            continue
        report_of = report_item.report_of
        report_of.body = meeting.body
        try:
            content, version = readable_report(actor, report_of)
        except NotVisible:
            continue
        is_approved = report_of.state == MeetingState.APPROVED
        found[item.pk] = Report(
            f"Verslag van {spoken(report_of.held_on)}",
            report_data(content, version, is_approved),
        )
    return found


def advice_beside(
    actor: User, meeting: Meeting, items: Iterable[AgendaItem], proposals: Collection[int]
) -> dict[int, list[Advice]]:
    """The advice that bodies gave on the way of each item, by the item's id: for insiders of the
    table who see its proposal. No query: the items come from ``items_of``.
    """
    if not actor.is_system and meeting.body_id not in standing_of(actor).insider_of:
        return {}
    return {
        item.pk: _advice(item)
        for item in items
        if not item.is_closed and item.proposal_id in proposals
    }


def _advice(item: AgendaItem) -> list[Advice]:
    return [
        Advice(
            passage.body.name,
            ", ".join(
                [
                    str(passage.get_outcome_display()),
                    spoken(timezone.localdate(passage.left_at)),
                    *([f"genoteerd door {passage.done_by.name}"] if passage.done_by else []),
                ]
            ),
            passage.advice,
        )
        for passage in item.proposal.passages.all()
        if passage.left_at is not None and (passage.outcome in ADVICE or passage.advice.strip())
    ]
