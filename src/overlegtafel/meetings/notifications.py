"""What is told about a meeting."""

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.states import TableRole
from overlegtafel.meetings.models import AgendaVersion, Meeting
from overlegtafel.outbox.services import queue


def invite(meeting: Meeting, version: AgendaVersion, seats: list[FilledSeat]) -> int:
    """Queue one invitation per filled seat with a login; return how many.

    Each by name, signed by who sent the agenda.
    """
    body = meeting.body
    day = spoken_with_weekday(meeting.held_on)
    facts = [
        f"Wanneer: {day} om {meeting.starts_at.hour}.{meeting.starts_at:%M} uur",
        f"Waar: {meeting.location}" if meeting.location else "",
        f"Thema: {meeting.theme}" if meeting.theme else "",
    ]
    lines = "\n".join(f"{item['order']}. {item['title']}" for item in version.content)
    page = reverse("meeting", args=[body.slug, meeting.held_on.isoformat()])
    text = "\n\n".join(
        [
            f"U bent uitgenodigd op {body.name}.",
            "\n".join(fact for fact in facts if fact),
            f"Agenda (versie {version.number})\n{lines}",
            f"Agenda en stukken:\n{settings.SITE_ADDRESS}{page}",
            _signed(version.convened_by, body),
        ]
    )
    queued = 0
    for filled in seats:
        if filled.user is None:
            continue
        message = queue(
            kind="meeting.invitation",
            recipient=filled.user,
            subject=f"Uitnodiging {body.name}, {day}",
            text=f"Dag {filled.user.name},\n\n{text}\n",
            key=f"meeting:{meeting.pk}:agenda:{version.number}:{filled.user.pk}",
        )
        queued += message is not None
    return queued


def _signed(sender: User, body: GoverningBody) -> str:
    """Who sends it, as what, and the address to answer to."""
    if sender.is_system:
        return f"Met vriendelijke groet,\nhet secretariaat van {body.name}"
    chairs = body.pk in standing_of(sender).chairs
    role = TableRole.CHAIR if chairs else TableRole.SUPPORT
    return f"Met vriendelijke groet,\n{sender.name}, {role.label} van {body.name}\n{sender.email}"
