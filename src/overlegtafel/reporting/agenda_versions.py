"""The versions of one agenda as a reader sees them: what is new, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.dossiers.states import Category, Function
from overlegtafel.meetings.differences import Change, differences
from overlegtafel.meetings.item_levels import entries_for
from overlegtafel.meetings.models import AgendaReading, AgendaVersion, Meeting


@dataclass(frozen=True)
class VersionLine:
    """An item of a version, with what the page says of it and the marks it carries."""

    entry: dict[str, Any]
    function: str
    category: str
    marks: list[str]


@dataclass(frozen=True)
class News:
    """What differs between a version and an older one.

    ``since`` is the older one's number (``None``: the first version, nothing to compare with);
    ``is_own`` when that is the last one the reader said to have read; ``is_read`` when the reader
    read this very version. Who sent a version read it.
    """

    since: int | None
    is_own: bool
    is_read: bool
    changes: list[Change]
    lines: list[VersionLine]

    @property
    def marks(self) -> dict[int, list[str]]:
        """The marks of each item, by the number of its proposal."""
        return marks_of(self.changes)


def versions_of(meeting: Meeting) -> list[AgendaVersion]:
    """All versions, oldest first: one query."""
    return list(meeting.agenda_versions.select_related("convened_by").order_by("number"))


def news_of(
    actor: User, version: AgendaVersion, versions: Sequence[AgendaVersion], since: int | None = None
) -> News:
    """What is new in ``version`` for the actor: one query.

    Compared with ``since``; else with the last older version they said to have read, else with the
    first one, which everyone got: so nothing new is ever hidden. Raises ``NotVisible`` for a
    ``since`` that is no older version.
    """
    read = set(
        AgendaReading.objects.filter(reader=actor, version__meeting=version.meeting_id).values_list(
            "version__number", flat=True
        )
        if len(versions) > 1
        else []
    )
    read |= {each.number for each in versions if each.convened_by_id == actor.pk}
    older = {each.number: each for each in versions if each.number < version.number}
    if since is not None and since not in older:
        raise NotVisible
    own = max(read & set(older), default=None)
    compared = since or own or min(older, default=None)
    meeting = version.meeting
    content = entries_for(actor, meeting, version.content)
    before = entries_for(actor, meeting, older[compared].content) if compared else []
    changes = differences(before, content) if compared else []
    marks = marks_of(changes)
    return News(
        compared,
        compared is not None and compared == own,
        version.number in read,
        changes,
        version_lines(content, marks),
    )


def marks_of(changes: Sequence[Change]) -> dict[int, list[str]]:
    """The marks beside each item that still stands there."""
    marks: dict[int, list[str]] = {}
    for change in changes:
        if change.proposal is not None and change.kind != "gone":
            marks.setdefault(change.proposal, []).append(change.mark)
    return marks


def version_lines(
    content: Sequence[dict[str, Any]], marks: dict[int, list[str]]
) -> list[VersionLine]:
    """The items of a version, stored or still to come, as a page lists them."""
    return [_line(entry, marks) for entry in content]


def _line(entry: dict[str, Any], marks: dict[int, list[str]]) -> VersionLine:
    functions, categories = dict(Function.choices), dict(Category.choices)
    return VersionLine(
        entry,
        str(functions.get(entry["function"], "")),
        str(categories.get(entry["category"], "")),
        marks.get(entry.get("proposal") or 0, []),
    )
