"""What a council reads of its tables: what was released, and items that are open to everyone."""

from datetime import date

from overlegtafel.feedback.text import Line
from overlegtafel.governance.states import Openness
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.printing.packages.circle import item_line, items_for
from overlegtafel.publication.models import Release
from overlegtafel.publication.queries import as_meeting
from overlegtafel.reporting.feedback import DECIDING

Agreed = tuple[int, str, str, date, str]
"""An agreement's id, reference, title, last day and who decides it locally."""


def released_items(meeting: Meeting, *, with_outcomes: bool = True) -> list[Line]:
    """The items of the newest release; without one those that are open to everyone."""
    releases = Release.objects.filter(meeting=meeting).select_related("body", "meeting")
    release = releases.order_by("-number").first()
    if release is not None:
        return [
            Line(f"{each.order}. {each.title}", each.outcome if with_outcomes else "")
            for each in as_meeting(release).items
        ]
    told = with_outcomes and meeting.state == MeetingState.APPROVED
    return [
        item_line(item, with_outcome=told)
        for item in items_for(meeting, [Openness.PUBLIC])
        if not item.is_closed
    ]


def released_agreements_of(meeting: Meeting) -> list[Agreed]:
    """The released agreements of a meeting, as they were released last."""
    found: dict[int, Agreed] = {}
    releases = Release.objects.filter(agreement__item__meeting=meeting)
    for each in releases.select_related("agreement").order_by("agreement__reference", "number"):
        agreement, content = each.agreement, each.content
        assert agreement is not None
        found[agreement.pk] = (
            agreement.pk,
            content["reference"],
            content["title"],
            date.fromisoformat(content["due_on"]),
            DECIDING.get(agreement.competent_body, ""),
        )
    return list(found.values())
