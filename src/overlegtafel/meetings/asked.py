"""An agenda that waits for the chair: with what it is compared, and what the mails say of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.governance.clearing import About
from overlegtafel.governance.models import Clearance
from overlegtafel.governance.states import Task
from overlegtafel.meetings.differences import differences, moment_changes
from overlegtafel.meetings.item_levels import entries_for
from overlegtafel.meetings.models import AgendaVersion, AgreedAgenda, Meeting
from overlegtafel.meetings.states import MeetingState
from overlegtafel.meetings.supplements import agenda_as_read


def known_agenda(meeting: Meeting) -> AgendaVersion | AgreedAgenda | None:
    """What the chair knows of this agenda: the version sent last, or what was agreed with after."""
    sent = meeting.agenda_versions.order_by("-number").first()
    agreed = AgreedAgenda.objects.filter(meeting=meeting).select_related("agreed_by").first()
    if agreed is not None and (sent is None or agreed.agreed_at > sent.convened_at):
        return agreed
    return sent


def change_sentences(
    before: Sequence[Mapping[str, Any]], moment: Mapping[str, str], now: Mapping[str, Any]
) -> list[str]:
    """Another moment first, then what happened to the items; ``now`` is ``agenda_as_read``."""
    changes = differences(before, now["content"])
    return [*moment_changes(moment, now["moment"]), *(each.sentence for each in changes)]


def about_agenda(clearance: Clearance, reader: User) -> About | None:
    """What a mail says of an agenda: what is new in it for the reader, and where one goes on."""
    if clearance.task != Task.CONVENE or clearance.subject_type != Meeting._meta.label_lower:
        return None
    meeting = Meeting.objects.select_related("body").filter(pk=clearance.subject_id).first()
    if meeting is None:
        return None
    place = [meeting.body.slug, meeting.held_on.isoformat()]
    sent = meeting.state == MeetingState.CONVENED
    pages = (
        ("agenda_supplement_send", "agenda_supplement") if sent else ("meeting_convene", "agenda")
    )
    onward, mend = (reverse(page, args=place) for page in pages)
    return About(_words(meeting, reader), onward, mend)


def _words(meeting: Meeting, reader: User) -> str:
    now, known = agenda_as_read(reader, meeting), known_agenda(meeting)
    if known is None:
        return "\n".join(
            ["De agenda:", *(f"{each['order']}. {each['title']}" for each in now["content"])]
        )
    before = entries_for(reader, meeting, known.content)
    changes = change_sentences(before, known.moment, now)
    if not changes:
        return "Er is niets gewijzigd sinds wat u kent."
    return "\n".join(["Anders dan wat u kent:", *(f"- {each}" for each in changes)])
