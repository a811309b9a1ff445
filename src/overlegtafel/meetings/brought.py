"""What a table brings by itself on an agenda that was sent: a report to approve, a standing item.

Until the next version leaves, neither has a proposal: in a draft its number is above ``BROUGHT``,
where no proposal is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from overlegtafel.common.dates import spoken
from overlegtafel.governance.queries import standing_in
from overlegtafel.governance.rules import StandingItem
from overlegtafel.meetings.models import Meeting, ReportItem
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.services import standing_content

BROUGHT = 10**12
_STANDING = 2 * BROUGHT
_FIXED = (MeetingState.CONVENED, MeetingState.IN_SESSION)


@dataclass(frozen=True)
class Offer:
    """What may still be brought on a sent agenda."""

    reports: list[Meeting]
    standing: list[StandingItem]


def is_brought(number: int) -> bool:
    """Whether the number of an item in a draft is of what the table brings by itself."""
    return number >= BROUGHT


def number_of_report(report_of: Meeting) -> int:
    """The number of a report to approve in a draft."""
    return BROUGHT + report_of.pk


def number_of_standing(meeting: Meeting, title: str) -> int | None:
    """The number of a standing item in a draft; ``None`` when the charter knows none such."""
    titles = [each.title for each in rules_of(meeting).agendering.standing_items]
    return _STANDING + titles.index(title) if title in titles else None


def title_of_report(report_of: Meeting) -> str:
    """What the item that approves a report is called."""
    return f"Goedkeuring van het verslag van {spoken(report_of.held_on)}"


def reports_to_bring(meeting: Meeting) -> list[Meeting]:
    """The earlier meetings whose report waits for approval, and is on no agenda that was sent.

    One on an agenda that is still planned goes from there when the next version leaves.
    """
    fixed = ReportItem.objects.filter(item__meeting__state__in=_FIXED)
    earlier = Meeting.objects.filter(
        body=meeting.body_id, state=MeetingState.REPORTED, held_on__lt=meeting.held_on
    )
    return list(earlier.exclude(pk__in=fixed.values("report_of")).order_by("held_on"))


def offer_of(meeting: Meeting, numbers: Iterable[int]) -> Offer:
    """What may be brought and is not on the agenda; ``numbers`` are those of its draft."""
    there = set(numbers)
    standing = rules_of(meeting).agendering.standing_items
    titles = set(
        meeting.items.filter(proposal__is_standing=True, proposal__in=there).values_list(
            "title", flat=True
        )
    )
    return Offer(
        [each for each in reports_to_bring(meeting) if number_of_report(each) not in there],
        [
            each
            for place, each in enumerate(standing)
            if each.title not in titles and _STANDING + place not in there
        ],
    )


def brought_proposals(meeting: Meeting, entries: Iterable[dict[str, Any]]) -> dict[int, Proposal]:
    """What a draft brings, by its number, as the proposals they will be: none is stored.

    What can't come any more (the report was approved) is not among them.
    """
    numbers = {each["proposal"] for each in entries if is_brought(each["proposal"])}
    if not numbers:
        return {}
    found = {
        number_of_report(each): StandingItem(title=title_of_report(each))
        for each in reports_to_bring(meeting)
    }
    standing = rules_of(meeting).agendering.standing_items
    found |= {_STANDING + place: each for place, each in enumerate(standing)}
    bodies = standing_in([each.feedback_from for each in standing]) if standing else {}
    return {
        number: Proposal(
            pk=number,
            body=meeting.body,
            brought_by=meeting.body.organization,
            **standing_content(found[number], bodies.get(found[number].feedback_from)),
        )
        for number in numbers & found.keys()
    }
