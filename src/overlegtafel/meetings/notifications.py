"""What is told about a meeting."""

from django.conf import settings

from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.meetings.models import AgendaVersion, Meeting
from overlegtafel.outbox.services import queue


def invite(meeting: Meeting, version: AgendaVersion, seats: list[FilledSeat]) -> int:
    """Queue one invitation per filled seat with a login; return how many."""
    lines = "\n".join(f"{item['order']}. {item['title']}" for item in version.content)
    when = f"{spoken_with_weekday(meeting.held_on)} om {meeting.starts_at:%H.%M} uur"
    where = f" in {meeting.location}" if meeting.location else ""
    link = (
        f"{settings.SITE_ADDRESS}/tafels/{meeting.body.slug}"
        f"/vergaderingen/{meeting.held_on.isoformat()}/"
    )
    theme = f"Thema: {meeting.theme}\n\n" if meeting.theme else ""
    queued = 0
    for filled in seats:
        if filled.user is None:
            continue
        message = queue(
            kind="meeting.invitation",
            recipient=filled.user,
            subject=f"Uitnodiging {meeting.body.name}, {spoken_with_weekday(meeting.held_on)}",
            text=(
                f"U bent uitgenodigd op {meeting.body.name} op {when}{where}.\n\n"
                f"{theme}Agenda (versie {version.number})\n{lines}\n\n{link}\n"
            ),
            key=f"meeting:{meeting.pk}:agenda:{version.number}:{filled.user.pk}",
        )
        queued += message is not None
    return queued
