"""What the chair is asked to agree with: the agenda as it would go out, and what changed (R95)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.differences import differences, moment_changes
from overlegtafel.meetings.freezing import frozen_agenda, moment_of
from overlegtafel.meetings.item_levels import entries_for
from overlegtafel.meetings.models import AgendaVersion, AgreedAgenda, Meeting
from overlegtafel.meetings.supplements import coming_items
from overlegtafel.reporting.agenda_versions import VersionLine, marks_of, version_lines


@dataclass(frozen=True)
class AskedAgenda:
    """An agenda that waits for the chair.

    ``since`` says with what it is compared: the version that was sent last, or what the chair
    agreed with after that; empty when it is asked for the first time. ``changes`` are sentences.
    """

    number: int
    since: str
    changes: list[str]
    lines: list[VersionLine]


def asked_meetings(
    clearances: list[Clearance], subjects: Mapping[int, Model]
) -> dict[int, Meeting]:
    """The meetings of which sending the agenda is asked, by the number of the question."""
    return {
        each.pk: meeting
        for each in clearances
        if each.task == Task.CONVENE and isinstance(meeting := subjects.get(each.pk), Meeting)
    }


def asked_agenda(
    actor: User, meetings: Mapping[int, Meeting], wanted: str = ""
) -> tuple[int, AskedAgenda | None]:
    """One agenda among those asked, with the number of its question: a fixed number of queries.

    The one that is ``wanted``, else of the meeting that comes first.
    """
    if not meetings:
        return 0, None
    named = {str(pk): pk for pk in meetings}
    pk = named.get(wanted) or min(meetings, key=lambda each: (meetings[each].held_on, each))
    return pk, _asked(actor, meetings[pk])


def _asked(actor: User, meeting: Meeting) -> AskedAgenda:
    sent = meeting.agenda_versions.order_by("-number").first()
    agreed = AgreedAgenda.objects.filter(meeting=meeting).select_related("agreed_by").first()
    coming = entries_for(actor, meeting, frozen_agenda(coming_items(meeting)))
    known: AgendaVersion | AgreedAgenda | None = sent
    since = f"versie {sent.number}, verstuurd op {_day(sent.convened_at)}" if sent else ""
    if agreed is not None and (sent is None or agreed.agreed_at > sent.convened_at):
        known = agreed
        since = f"wat {agreed.agreed_by} op {_day(agreed.agreed_at)} goedkeurde"
    changes = differences(entries_for(actor, meeting, known.content), coming) if known else []
    moved = moment_changes(known.moment, moment_of(meeting)) if known else []
    return AskedAgenda(
        sent.number + 1 if sent else 1,
        since,
        [*moved, *(each.sentence for each in changes)],
        version_lines(coming, marks_of(changes)),
    )


def _day(moment: datetime) -> str:
    return spoken(timezone.localdate(moment))
