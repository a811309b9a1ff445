"""What a table opened to everyone, for the floors below that show it to someone else too."""

from collections.abc import Mapping
from typing import Any

from overlegtafel.councillors.released import Opened
from overlegtafel.publication.models import Release


def opened_at(body_id: int) -> Opened:
    """The newest release of each meeting and agreement of a table: one query."""
    releases = Release.objects.filter(body=body_id).order_by("number")
    rows = releases.values_list("meeting", "agreement", "content", "local_detail")
    meetings: dict[int, Mapping[str, Any]] = {}
    agreements: dict[int, str] = {}
    for meeting, agreement, content, detail in rows:
        if meeting is not None:
            meetings[meeting] = content
        else:
            agreements[agreement] = detail
    return Opened(meetings, agreements)
