"""What the chair is asked to agree with: the agenda as it would go out, and what changed (R95)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Model
from django.utils import timezone

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.asked import change_sentences, known_agenda
from overlegtafel.meetings.differences import differences
from overlegtafel.meetings.item_levels import entries_for
from overlegtafel.meetings.models import AgendaVersion, AgreedAgenda, Meeting
from overlegtafel.meetings.supplements import agenda_as_read
from overlegtafel.reporting.agenda_versions import VersionLine, marks_of, version_lines

_SALT = "overlegtafel.asked-agenda"


@dataclass(frozen=True)
class AskedAgenda:
    """An agenda that waits for the chair.

    ``since`` says with what it is compared: the version that was sent last, or what the chair
    agreed with after that; empty when it is asked for the first time. ``changes`` are sentences.
    ``shown`` goes with the form, so that nobody agrees with an agenda that changed since.
    """

    number: int
    since: str
    changes: list[str]
    lines: list[VersionLine]
    shown: str


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


def shown_agenda(actor: User, meeting: Meeting) -> str:
    """What the actor reads of the agenda now, signed, for a form that agrees with it."""
    return _signed(meeting, agenda_as_read(actor, meeting))


def read_back(meeting: Meeting, shown: str) -> dict[str, Any]:
    """What a form says that was read; nothing when it is of no (or another) agenda."""
    try:
        of, read = signing.loads(shown, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return {}
    return dict(read) if of == meeting.pk else {}


def changed_while_reading(actor: User, meeting: Meeting, read: Mapping[str, Any]) -> list[str]:
    """What differs now from what was read, in sentences; none when nobody knows what was read."""
    if not read:
        return []
    now = agenda_as_read(actor, meeting)
    return change_sentences(read["content"], read["moment"], now)


def _asked(actor: User, meeting: Meeting) -> AskedAgenda:
    known, now = known_agenda(meeting), agenda_as_read(actor, meeting)
    before = entries_for(actor, meeting, known.content) if known else []
    marks = marks_of(differences(before, now["content"])) if known else {}
    return AskedAgenda(
        _number(meeting, known),
        _since(known),
        change_sentences(before, known.moment, now) if known else [],
        version_lines(now["content"], marks),
        _signed(meeting, now),
    )


def _number(meeting: Meeting, known: AgendaVersion | AgreedAgenda | None) -> int:
    """Which version this will be."""
    if isinstance(known, AgendaVersion):
        return known.number + 1
    return meeting.agenda_versions.count() + 1


def _since(known: AgendaVersion | AgreedAgenda | None) -> str:
    if isinstance(known, AgendaVersion):
        return f"versie {known.number}, verstuurd op {_day(known.convened_at)}"
    return f"wat {known.agreed_by} op {_day(known.agreed_at)} goedkeurde" if known else ""


def _signed(meeting: Meeting, read: Mapping[str, Any]) -> str:
    return signing.dumps([meeting.pk, read], salt=_SALT, compress=True)


def _day(moment: datetime) -> str:
    return spoken(timezone.localdate(moment))
