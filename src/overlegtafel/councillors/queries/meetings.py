"""One meeting as councillors read it: its agenda, its report, its documents."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from overlegtafel.common.errors import NotVisible
from overlegtafel.councillors.sight import WIDE, Sight
from overlegtafel.dossiers.models import Document, DocumentVersion
from overlegtafel.governance.states import CouncillorStep
from overlegtafel.meetings.document_policy import shown_on
from overlegtafel.meetings.item_levels import CLOSED
from overlegtafel.meetings.models import AgendaItem, Meeting, ReportVersion


@dataclass(frozen=True)
class ShownItem:
    """One item; of what stays inside only its place. ``minutes`` are those of the report.

    ``released`` are its documents that everyone reads, as the release kept them.
    """

    order: int
    title: str
    is_closed: bool = False
    function: str = ""
    summary: str = ""
    outcome: str = ""
    outcome_note: str = ""
    minutes: str = ""
    documents: list[DocumentVersion] = field(default_factory=list)
    released: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class ShownMeeting:
    """A meeting with its items; ``reported`` once councillors read what came of them."""

    meeting: Meeting
    items: list[ShownItem]
    reported: bool


def meeting_at(sight: Sight, day: date) -> Meeting:
    """The meeting of a day, if councillors see it. Raises ``NotVisible``."""
    found = next((each for each in sight.meetings if each.held_on == day), None)
    if found is None:
        raise NotVisible
    return found


def as_shown(sight: Sight, meeting: Meeting) -> ShownMeeting:
    """A meeting as far as the charter's step goes, and what was released of it: four queries."""
    opened = sight.opened.meetings.get(meeting.pk, {})
    number = sight.approved.get(meeting.pk)
    reported = _report(meeting, number) if number is not None else {}
    seen = {item.pk: item for item in sight.items.get(meeting.pk, ())}
    files = _files(meeting, list(seen.values())) if sight.tells_words else {}
    if not sight.steps_to(meeting):
        items = [_as_released(each) for each in opened.get("items", [])]
        return ShownMeeting(meeting, items, bool(opened.get("with_outcomes")))
    by_place = {each["order"]: each for each in opened.get("items", [])}
    shown = []
    for item in meeting.items.order_by("order"):
        released = by_place.get(item.order, {})
        if item.pk in seen:
            shown.append(_by_step(sight, item, reported, released, files.get(item.pk, [])))
        elif item.pk in opened.get("opened", []):
            shown.append(_as_released(released))
        else:
            shown.append(ShownItem(item.order, CLOSED, is_closed=True))
    return ShownMeeting(meeting, shown, bool(reported) or bool(opened.get("with_outcomes")))


def _report(meeting: Meeting, number: int) -> dict[int, dict[str, Any]]:
    version = ReportVersion.objects.get(meeting=meeting, number=number)
    items: list[dict[str, Any]] = version.content["items"]
    return {item["id"]: item for item in items}


def _by_step(
    sight: Sight,
    item: AgendaItem,
    reported: dict[int, dict[str, Any]],
    released: dict[str, Any],
    files: list[DocumentVersion],
) -> ShownItem:
    """Titles alone where the charter goes no further; else with what it is about, and came of it.

    What was released counts beside it.
    """
    told = reported.get(item.pk, {})
    return ShownItem(
        order=item.order,
        title=told.get("title", item.title),
        function=str(item.get_function_display())
        if sight.rules.step != CouncillorStep.TITLES
        else released.get("function", ""),
        released=[] if sight.tells_words else released.get("documents", []),
        summary=item.summary if sight.tells_words else "",
        outcome=told.get("outcome", "") or released.get("outcome", ""),
        outcome_note=told.get("outcome_note", ""),
        minutes=told.get("minutes", ""),
        documents=files,
    )


def _as_released(kept: dict[str, Any]) -> ShownItem:
    return ShownItem(
        order=kept["order"],
        title=kept["title"],
        is_closed=not kept["function"],
        function=kept["function"],
        outcome=kept["outcome"],
        released=kept.get("documents", []),
    )


def _files(meeting: Meeting, items: list[AgendaItem]) -> dict[int, list[DocumentVersion]]:
    """The newest version of each document of these items that its own level opens."""
    proposals = {item.proposal_id: item.pk for item in items}
    found: dict[int, list[DocumentVersion]] = {}
    rows = (
        Document.objects.filter(shown_on(meeting), annex__proposal__in=proposals, openness__in=WIDE)
        .select_related("annex")
        .prefetch_related("versions")
        .order_by("annex__order", "id")
    )
    for document in rows.distinct():
        version = document.current
        version.document = document
        found.setdefault(proposals[document.annex.proposal_id], []).append(version)
    return found


def file_at(sight: Sight, meeting: Meeting, pk: int, number: int) -> DocumentVersion:
    """The newest version of a document that shows at a meeting. Raises ``NotVisible``."""
    items = list(sight.items.get(meeting.pk, ())) if sight.tells_words else []
    for versions in _files(meeting, items).values():
        for version in versions:
            if version.document_id == pk and version.number == number:
                return version
    raise NotVisible
