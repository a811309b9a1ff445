"""What is in the pack of one reader: read once, and the same bytes for the same content."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import hours, spoken, spoken_with_weekday
from overlegtafel.meetings.document_queries import DocumentLine
from overlegtafel.meetings.item_levels import as_read_by
from overlegtafel.meetings.models import AgendaItem, AgendaVersion, Meeting
from overlegtafel.meetings.queries import items_of
from overlegtafel.printing.annexes import Annex, annexes_of
from overlegtafel.printing.beside import Advice, Report, advice_beside, reports_beside
from overlegtafel.printing.policy import circle_words
from overlegtafel.printing.typesetting import typed
from overlegtafel.proposals.policy import proposals_visible_to

CONCEPT = "concept, nog niet verstuurd"
LAYOUT = 2
"""Raise it when the templates change, so that packs in an older look are made again."""


@dataclass(frozen=True)
class ItemContent:
    """One item with what the reader may see of it; what may not be read is empty."""

    item: AgendaItem
    note: str
    annexes: list[Annex]
    advice: list[Advice] = field(default_factory=list)
    report: Report | None = None

    def words(self) -> dict[str, Any]:
        """Its own text, as data for the template."""
        item = self.item
        if item.is_closed:
            blank: dict[str, Any] = {
                "facts": "",
                "who": "",
                "summary": "",
                "note": "",
                "advice": [],
                "report": None,
            }
            return {"id": item.pk, "order": item.order, "title": item.title, **blank}
        facts = [item.get_function_display().capitalize()]
        if item.category:
            facts.append(item.get_category_display())
        if item.proposal.is_standing:
            facts.append("vast punt")
        return {
            "id": item.pk,
            "order": item.order,
            "title": item.title,
            "facts": " · ".join(facts),
            "who": _who(item),
            "summary": item.summary,
            "note": self.note,
            "advice": [asdict(each) for each in self.advice],
            "report": asdict(self.report) if self.report else None,
        }


def _who(item: AgendaItem) -> str:
    brought = "" if item.proposal.is_standing else f"Aangebracht door {item.brought_by_words}"
    prepared = f"voorbereid door {item.preparer_label}" if item.preparer_label else ""
    said = ", ".join(part for part in (brought, prepared) if part)
    return said[:1].upper() + said[1:]


@dataclass(frozen=True)
class PackContents:
    """The whole pack of one reader, before it is typeset. ``version`` 0 is a concept."""

    meeting: Meeting
    version: int
    cover: dict[str, Any]
    items: list[ItemContent]

    @property
    def annexes(self) -> list[Annex]:
        """Every annex, in the order of the agenda."""
        return [annex for item in self.items for annex in item.annexes]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all that would be printed: who reads the same shares the file."""
        whole = {
            "layout": LAYOUT,
            "version": self.version,
            "cover": self.cover,
            "items": [
                [each.words(), [[a.key, a.title, a.openness] for a in each.annexes]]
                for each in self.items
            ],
        }
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Read:
    """What a page of the meeting has read already: the visible items, proposals, the version."""

    items: Sequence[AgendaItem]
    proposals: Collection[int]
    version: AgendaVersion | None
    documents: Mapping[int, list[DocumentLine]] | None = None


def pack_contents(actor: User, meeting: Meeting, read: Read | None = None) -> PackContents:
    """What the actor may read of a meeting's agenda now.

    A note is for who sees its proposal; advice and reports as ``printing.beside`` has it; the
    rest for who sees the meeting. What was ``read``
    already is not asked again.
    """
    read = read or _read(actor, meeting)
    items, version = read.items, read.version
    annexes = annexes_of(actor, meeting, items, read.documents)
    advice = advice_beside(actor, meeting, items, read.proposals)
    reports = reports_beside(actor, meeting, items)
    number = version.number if version else 0
    sent = timezone.localdate(version.convened_at) if version else None
    cover = {
        "body": meeting.body.name,
        "day": spoken_with_weekday(meeting.held_on),
        "hour": hours(meeting.starts_at, meeting.ends_at),
        "location": meeting.location,
        "theme": meeting.theme,
        "version": f"versie {number}, van {spoken(sent)}"
        if sent
        else "concept, nog niet verstuurd",
        "reader": circle_words(actor, meeting),
    }
    found = [
        ItemContent(
            item,
            item.note if item.proposal_id in read.proposals else "",
            annexes.get(item.pk, []),
            advice.get(item.pk, []),
            reports.get(item.pk),
        )
        for item in items
    ]
    return PackContents(meeting, number, cover, found)


def _read(actor: User, meeting: Meeting) -> Read:
    proposals = proposals_visible_to(actor).filter(items__meeting=meeting)
    return Read(
        as_read_by(actor, meeting, items_of(meeting)),
        set(proposals.values_list("pk", flat=True)),
        meeting.agenda_versions.order_by("-number").first(),
    )


def template_data(contents: PackContents, annex_pages: dict[str, Any]) -> dict[str, Any]:
    """The same as data for ``pack.typ``; ``annex_pages`` tells per key what is merged of it."""
    items = []
    for each in contents.items:
        words = each.words()
        items.append(
            {
                **words,
                "summary": typed(words["summary"]),
                "note": typed(words["note"]),
                "advice": [each | {"text": typed(each["text"])} for each in words["advice"]],
                "annexes": [
                    {
                        "key": annex.key,
                        "number": f"{words['order']}.{number}",
                        "title": annex.title,
                        "file_name": annex.file_name,
                        "openness": annex.openness,
                        "address": annex.address,
                        **annex_pages[annex.key],
                    }
                    for number, annex in enumerate(each.annexes, 1)
                ],
            }
        )
    return {"cover": contents.cover, "items": items}
