"""What is told when a meeting that people were invited to moves, or does not take place.

The calendar file goes along: it changes or removes the event that the invitation put there.
"""

from collections.abc import Sequence

from django.conf import settings

from overlegtafel.accounts.models import User
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.dates import at_hours, spoken_with_weekday
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.notifications import agenda_address, is_soon, takes_mail
from overlegtafel.meetings.replies import reply_links
from overlegtafel.meetings.subscriptions import for_the_calendar
from overlegtafel.meetings.telling import when_and_where
from overlegtafel.outbox.services import queue


def tell_moved(
    actor: User, meeting: Meeting, before: Meeting, seats: Sequence[FilledSeat], reason: str
) -> int:
    """Tell who is expected of the new moment; return how many mails."""
    was = f"{spoken_with_weekday(before.held_on)} {at_hours(before.starts_at, before.ends_at)}"
    asked_again = meeting.held_on != before.held_on
    told = 0
    for filled in seats:
        if not takes_mail(filled):
            continue
        again = (
            "Wat u eerder antwoordde, gold voor de oude dag. Laat opnieuw weten of u komt:\n"
            f"{reply_links(filled, meeting)}"
        )
        told += _tell(
            actor,
            meeting,
            filled,
            "meeting.moved",
            f"Verplaatst: {meeting.body.name}, nu {spoken_with_weekday(meeting.held_on)}",
            [
                f"{meeting.body.name} van {was} is verplaatst.\nWaarom: {reason}",
                when_and_where(meeting),
                again if asked_again else "",
                f"Agenda en stukken:\n{settings.SITE_ADDRESS}{agenda_address(meeting)}",
            ],
        )
    return told


def tell_cancelled(actor: User, meeting: Meeting, seats: Sequence[FilledSeat], reason: str) -> int:
    """Tell who was invited that the meeting does not take place; return how many mails."""
    day = spoken_with_weekday(meeting.held_on)
    told = 0
    for filled in seats:
        if takes_mail(filled):
            told += _tell(
                actor,
                meeting,
                filled,
                "meeting.cancelled",
                f"Gaat niet door: {meeting.body.name}, {day}",
                [
                    f"{meeting.body.name} van {day} gaat niet door.\nWaarom: {reason}",
                    "De punten blijven bij het overleg; het secretariaat plant ze opnieuw.",
                ],
            )
    return told


def _tell(
    actor: User,
    meeting: Meeting,
    filled: FilledSeat,
    kind: str,
    subject: str,
    parts: Sequence[str],
) -> bool:
    """One mail for each time the meeting moved or was called off."""
    assert filled.user is not None
    times = AuditEntry.objects.filter(
        subject_type=Meeting._meta.label_lower,
        subject_id=meeting.pk,
        verb__in=("meeting.moved", "meeting.cancelled"),
    ).count()
    said = [f"Dag {filled.user.name},", *parts, f"Met vriendelijke groet,\n{actor.name}"]
    message = queue(
        kind=kind,
        recipient=filled.user,
        subject=subject,
        text="\n\n".join(part for part in said if part) + "\n",
        key=f"meeting:{meeting.pk}:{kind}:{times}:{filled.user.pk}",
        attachments=[for_the_calendar(meeting, filled.user, actor)],
        is_urgent=is_soon(meeting),
        reply_to=answers_to(meeting.body_id),
    )
    return message is not None
