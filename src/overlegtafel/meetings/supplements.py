"""What is prepared on an agenda that was sent: reads for who leads. The next version applies it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import NotVisible
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.meetings.brought import BROUGHT, brought_proposals, is_brought
from overlegtafel.meetings.differences import Change, differences
from overlegtafel.meetings.freezing import frozen_agenda, moment_of
from overlegtafel.meetings.item_levels import entries_for
from overlegtafel.meetings.models import AgendaDraft, AgendaItem, AgendaVersion, Meeting
from overlegtafel.meetings.queries import expected_seats, items_of
from overlegtafel.meetings.states import MeetingState
from overlegtafel.proposals.models import Proposal
from overlegtafel.proposals.queries import pool_of
from overlegtafel.proposals.services import CONTENT

Entries = list[dict[str, Any]]
GONE_REPORT = "Goedkeuring van een verslag"


@dataclass(frozen=True)
class Supplement:
    """The agenda as it will be, against the version that people have.

    ``items`` are not stored: those that are new have their proposal's number below zero as ``pk``.
    ``lost`` are the titles of what can't come any more: it left the pool meanwhile, or is approved.
    """

    version: AgendaVersion
    items: list[AgendaItem]
    changes: list[Change]
    lost: list[str]
    revision: int


def latest_version(meeting: Meeting) -> AgendaVersion | None:
    """The last version that was sent."""
    return meeting.agenda_versions.select_related("convened_by").order_by("-number").first()


def version_of(meeting: Meeting, number: int) -> AgendaVersion:
    """One version of the agenda. Raises ``NotVisible``."""
    found = meeting.agenda_versions.select_related("convened_by").filter(number=number).first()
    if found is None:
        raise NotVisible
    return found


def seats_with_a_place(meeting: Meeting) -> list[FilledSeat]:
    """Who fills now the seats that were called for the meeting."""
    called = set(meeting.attendances.values_list("seat", flat=True))
    return [filled for filled in expected_seats(meeting) if filled.seat.pk in called]


def entries_of(meeting: Meeting, draft: AgendaDraft | None = None) -> Entries:
    """The items as the draft orders them; without one as they are."""
    if draft is not None:
        return [dict(each) for each in draft.entries]
    rows = meeting.items.order_by("order", "id").values_list("proposal", flat=True)
    return [entry_for(proposal) for proposal in rows]


def with_report(entries: Entries, meeting: Meeting, number: int) -> Entries:
    """A report to approve comes first, behind the reports that stand first."""
    reports = set(
        meeting.items.filter(report_item__isnull=False).values_list("proposal", flat=True)
    )
    firsts = [
        each["proposal"] in reports or BROUGHT <= each["proposal"] < 2 * BROUGHT for each in entries
    ]
    place = firsts.index(False) if False in firsts else len(entries)
    return [*entries[:place], entry_for(number), *entries[place:]]


def entry_for(proposal: int, late_reason: str = "", **facts: Any) -> dict[str, Any]:
    """An item of the draft."""
    return {"proposal": proposal, "late_reason": late_reason, "facts": facts}


def supplement_of(meeting: Meeting) -> Supplement:
    """What is prepared on a convened meeting's agenda. Raises ``NotVisible`` before it was sent."""
    version = latest_version(meeting)
    if version is None:
        raise NotVisible
    draft = AgendaDraft.objects.filter(meeting=meeting).first()
    entries = entries_of(meeting, draft)
    items, lost = _items(meeting, entries)
    changes = differences(version.content, frozen_agenda(items))
    return Supplement(version, items, changes, lost, draft.revision if draft else 0)


def coming_items(meeting: Meeting) -> list[AgendaItem]:
    """The items as they would be sent now: on a sent agenda with what is prepared."""
    if meeting.state != MeetingState.CONVENED:
        return list(items_of(meeting))
    draft = AgendaDraft.objects.filter(meeting=meeting).first()
    return _items(meeting, entries_of(meeting, draft))[0]


def agenda_as_read(actor: User, meeting: Meeting) -> dict[str, Any]:
    """The agenda as it would go out now, as the actor reads it: ``content`` and ``moment``.

    As a version keeps them, so that it can be kept outside the database and compared with later.
    """
    content = entries_for(actor, meeting, frozen_agenda(coming_items(meeting)))
    return {"content": content, "moment": moment_of(meeting)}


def _items(meeting: Meeting, entries: Entries) -> tuple[list[AgendaItem], list[str]]:
    """The items in the new order, and the titles of new ones that left the pool meanwhile."""
    present = {item.proposal_id: item for item in items_of(meeting)}
    added = [each["proposal"] for each in entries if each["proposal"] not in present]
    brought = {
        each.pk: each
        for each in Proposal.objects.filter(pk__in=added).select_related(
            "brought_by", "dossier", "body", "feedback_of"
        )
    }
    brought |= (own := brought_proposals(meeting, entries))
    free = set(own) | set(pool_of(meeting.body).filter(pk__in=added).values_list("pk", flat=True))
    rows: list[AgendaItem] = []
    lost: list[str] = []
    for entry in entries:
        pk = entry["proposal"]
        item = present.get(pk)
        if item is None and pk not in free:
            if pk in brought or is_brought(pk):
                lost.append(brought[pk].title if pk in brought else GONE_REPORT)
            continue
        item = item or _new_item(meeting, brought[pk], entry)
        for name, value in entry["facts"].items():
            setattr(item, name, value)
        item.order = len(rows) + 1
        rows.append(item)
    _with_ways(rows)
    return rows, lost


def _new_item(meeting: Meeting, proposal: Proposal, entry: dict[str, Any]) -> AgendaItem:
    return AgendaItem(
        pk=-proposal.pk,
        meeting=meeting,
        proposal=proposal,
        late_reason=entry["late_reason"],
        **{name: getattr(proposal, name) for name in CONTENT},
    )


def _with_ways(items: Sequence[AgendaItem]) -> None:
    """What the bodies on the way said, for those that were not read with it."""
    new = [item.proposal for item in items if item.pk < 0]
    if new:
        prefetch_related_objects(new, "passages__body", "passages__done_by")
