"""The report of a meeting as one document of plain data (R133, R137).

Page, PDF, Word and the frozen version all read this: a text is written once, on the item, and
read here until the report is approved. Floors above add what they know of an item when they load.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import hour, spoken_with_weekday
from overlegtafel.common.errors import NotVisible
from overlegtafel.common.working_days import working_days_after
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.states import CompetentBody
from overlegtafel.meetings.item_levels import CLOSED, closed_levels, level_of
from overlegtafel.meetings.models import (
    AgendaItem,
    Meeting,
    Poll,
    PresenceMark,
    ReportRemark,
    ReportVersion,
)
from overlegtafel.meetings.policy import can_read_minutes
from overlegtafel.meetings.queries import attendances_of, items_of
from overlegtafel.meetings.readiness import rules_of
from overlegtafel.meetings.states import HELD, MeetingState

Content = dict[str, Any]
Contributor = Callable[[Meeting], dict[int, Content]]

contributors: list[Contributor] = []
"""Each answers, per item's id, what to add to that item: ``agreements`` adds its own."""
_LONGEST = 18
POLL_LABEL = "peiling, niet bindend"
WITHHELD = "Van dit punt is er geen verslag."


def content_of(meeting: Meeting) -> Content:
    """The report as it is now, in words: a fixed number of queries, whatever the size."""
    added = [each(meeting) for each in contributors]
    polls, marks = _polls(meeting), _marks(meeting)
    items = [
        _item(item, polls, marks) | {"openness": level_of(item, meeting).value}
        for item in items_of(meeting)
    ]
    for item in items:
        for each in added:
            item |= each.get(item["id"], {})
    return {
        "table": meeting.body.name,
        "held_on": meeting.held_on.isoformat(),
        "day": spoken_with_weekday(meeting.held_on),
        "hour": hour(meeting.starts_at),
        "location": meeting.location,
        "theme": meeting.theme,
        "presence": [
            {
                "seat": str(each.seat),
                "holder": each.holder,
                "presence": each.presence,
                "words": str(each.get_presence_display()),
                "replaced_by": each.replaced_by,
                "counts": each.seat.counts,
            }
            for each in attendances_of(meeting)
        ],
        "items": items,
    }


def checksum_of(content: Content) -> str:
    """The SHA-256 over the content, the same wherever it is read."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def latest_version(meeting: Meeting) -> ReportVersion | None:
    """The newest approved version of the report."""
    return meeting.report_versions.select_related("approved_by").order_by("-number").first()


def readable_report(actor: User, meeting: Meeting) -> tuple[Content, ReportVersion | None]:
    """The report that the actor reads now, and the approved version it is; ``None`` for a concept.

    Who reads no concept gets the version approved last while it is being corrected. Only what the
    actor may read is in it. Raises ``NotVisible``.
    """
    if meeting.state not in HELD:
        raise NotVisible
    version = latest_version(meeting)
    if meeting.state != MeetingState.APPROVED and can_read_minutes(actor, meeting):
        return _for(actor, meeting, content_of(meeting)), None
    if version is not None and _in_circle(actor, meeting):
        return _for(actor, meeting, version.content), version
    if not can_read_minutes(actor, meeting):
        raise NotVisible
    if version is not None:
        return _for(actor, meeting, version.content), version
    return _for(actor, meeting, content_of(meeting)), None


def readable_version(actor: User, meeting: Meeting, number: int) -> ReportVersion:
    """An approved version, older ones too, with what the actor may read. Raises ``NotVisible``."""
    found = meeting.report_versions.select_related("approved_by", "replaces").filter(number=number)
    version = found.first()
    if version is None or not _in_circle(actor, meeting):
        raise NotVisible
    version.content = _for(actor, meeting, version.content)
    return version


def remark_day(meeting: Meeting) -> date:
    """The last day for remarks when the concept goes out today, as the charter has it (R133)."""
    return working_days_after(clock.today(), rules_of(meeting).ratification.remark_days)


def report_item_of(meeting: Meeting, asked: str) -> AgendaItem:
    """The item on which a next meeting approves this report, by its number as it was sent.

    Raises ``NotVisible``.
    """
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _LONGEST else 0
    found = AgendaItem.objects.filter(pk=pk, report_item__report_of=meeting)
    item = found.select_related("meeting__body", "report_item").first()
    if item is None:
        raise NotVisible
    return item


def remarks_by_item(actor: User, meeting: Meeting) -> dict[int, list[ReportRemark]]:
    """What was remarked on each item and answered, for the table's insiders: one query."""
    if not actor.is_system and meeting.body_id not in standing_of(actor).insider_of:
        return {}
    found: dict[int, list[ReportRemark]] = {}
    remarks = ReportRemark.objects.filter(item__meeting=meeting)
    for remark in remarks.select_related("author", "answered_by", "item"):
        found.setdefault(remark.item_id, []).append(remark)
    return found


def _in_circle(actor: User, meeting: Meeting) -> bool:
    return actor.is_system or meeting.body_id in standing_of(actor).circle_of


def _for(actor: User, meeting: Meeting, content: Content) -> Content:
    """The content without the words of items that are closed to the actor (R8)."""
    closed = closed_levels(actor, meeting)
    return content | {
        "items": [
            _without_words(item) if item.get("openness") in closed else item
            for item in content["items"]
        ]
    }


def _without_words(item: Content) -> Content:
    """That there was an item, and nothing of it."""
    return {
        "id": item["id"],
        "order": item["order"],
        "title": CLOSED,
        "is_closed": True,
        "agreements": [],
        "polls": [],
        "presence": [],
    }


def _item(
    item: AgendaItem, polls: dict[int, list[Content]], marks: dict[int, list[str]]
) -> Content:
    decision = CompetentBody(item.expected_decision).label if item.expected_decision else ""
    return {
        "id": item.pk,
        "order": item.order,
        "title": item.title,
        "summary": item.summary,
        "function": str(item.get_function_display()),
        "category": str(item.get_category_display()),
        "brought_by": "" if item.proposal.is_standing else item.brought_by_words,
        "prepared_by": item.preparer_label,
        "is_closed": False,
        "outcome": str(item.get_outcome_display()),
        "outcome_note": item.outcome_note,
        "no_report": item.no_report,
        "minutes": WITHHELD if item.no_report else item.minutes,
        "expected_decision": str(decision),
        "presence": marks.get(item.pk, []),
        "polls": polls.get(item.pk, []),
        "agreements": [],
    }


def _polls(meeting: Meeting) -> dict[int, list[Content]]:
    found: dict[int, list[Content]] = {}
    polls = Poll.objects.filter(item__meeting=meeting).prefetch_related("answers")
    for poll in polls:
        counts = list(poll.counts) or [0] * len(poll.options)
        if not poll.counts:
            for answer in poll.answers.all():
                counts[answer.option] += 1
        answers = [
            {"answer": str(option), "count": count}
            for option, count in zip(poll.options, counts, strict=False)
        ]
        found.setdefault(poll.item_id, []).append(
            {"question": poll.question, "label": POLL_LABEL, "answers": answers}
        )
    return found


def _marks(meeting: Meeting) -> dict[int, list[str]]:
    """Who came in or went away at an item, in sentences."""
    found: dict[int, list[str]] = {}
    marks = PresenceMark.objects.filter(item__meeting=meeting).select_related(
        "attendance__seat__municipality", "attendance__seat__post", "attendance__seat__person"
    )
    for mark in marks:
        sentence = f"{mark.attendance.seat} {mark.get_turn_display()} dit punt."
        found.setdefault(mark.item_id, []).append(sentence)
    return found
