"""What is told about answers, replacements and guests: rows for the outbox."""

from django.conf import settings

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import at_hours, spoken, spoken_with_weekday
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.meetings.guests import guest_link, last_day_of
from overlegtafel.meetings.models import GuestInvitation, Meeting, Replacement
from overlegtafel.meetings.replies import reading_address, reply_links
from overlegtafel.outbox.models import Message
from overlegtafel.outbox.services import queue


def when_and_where(meeting: Meeting) -> str:
    """Day, hour and place, for a mail."""
    day = spoken_with_weekday(meeting.held_on)
    lines = [f"Wanneer: {day} {at_hours(meeting.starts_at, meeting.ends_at)}"]
    if meeting.location:
        lines.append(f"Waar: {meeting.location}")
    return "\n".join(lines)


def remind(actor: User, meeting: Meeting, filled: FilledSeat) -> Message | None:
    """Ask once more whether a seat will be filled; at most once a day."""
    if filled.user is None:
        return None
    body, today = meeting.body, clock.today()
    text = (
        f"Dag {filled.user.name},\n\n"
        f"We weten nog niet of u naar {body.name} komt.\n\n{when_and_where(meeting)}\n\n"
        f"Laat het weten; aanmelden hoeft niet:\n{reply_links(filled, meeting)}\n\n"
        f"Met vriendelijke groet,\n{actor.name}\n"
    )
    return queue(
        kind="meeting.reminder",
        recipient=filled.user,
        subject=f"Komt u naar {body.name} op {spoken(meeting.held_on)}?",
        text=text,
        key=f"meeting:{meeting.pk}:reminder:{today.isoformat()}:{filled.user.pk}",
        reply_to=answers_to(body.pk),
    )


def tell_replacement(actor: User, replacement: Replacement) -> None:
    """Send who stands in the link to the one meeting; nothing without an address."""
    if replacement.user is None:
        return
    attendance = replacement.attendance
    meeting = attendance.meeting
    text = (
        f"Dag {replacement.name},\n\n"
        f"U neemt op deze vergadering van {meeting.body.name} de plaats in van "
        f"{attendance.holder or attendance.seat}.\n\n{when_and_where(meeting)}\n\n"
        "Agenda en stukken van deze ene vergadering; aanmelden hoeft niet:\n"
        f"{settings.SITE_ADDRESS}{reading_address(replacement)}\n\n"
        "Deze link is voor u alleen. Hij werkt tot het verslag goedgekeurd is.\n\n"
        f"Met vriendelijke groet,\n{actor.name}\n"
    )
    queue(
        kind="meeting.replacement",
        recipient=replacement.user,
        subject=f"U vervangt {attendance.seat} op {spoken(meeting.held_on)}",
        text=text,
        key=f"meeting:{meeting.pk}:replacement:{replacement.pk}",
        reply_to=answers_to(meeting.body_id),
    )


def tell_guest(guest: GuestInvitation) -> None:
    """Send a guest the link to the one item."""
    meeting, sender = guest.item.meeting, guest.invited_by
    slot = f"\nWe verwachten u {slot_words(guest)}." if guest.starts_at else ""
    text = (
        f"Dag {guest.name},\n\n"
        f"{meeting.body.name} nodigt u uit om dit punt toe te lichten: {guest.item.title}.\n\n"
        f"{when_and_where(meeting)}{slot}\n\n"
        f"De tekst van het punt; aanmelden hoeft niet:\n{guest_link(guest)}\n\n"
        f"Deze link is voor u alleen. Hij werkt tot en met {spoken(last_day_of(guest))}.\n\n"
        f"Met vriendelijke groet,\n{sender.name}\n{'' if sender.is_system else sender.email}\n"
    )
    queue(
        kind="meeting.guest",
        recipient=guest.user,
        subject=f"Uitnodiging bij één punt van {meeting.body.name}, {spoken(meeting.held_on)}",
        text=text,
        key=f"meeting:{meeting.pk}:guest:{guest.pk}",
        reply_to=answers_to(meeting.body_id),
    )


def slot_words(guest: GuestInvitation) -> str:
    """``van 10.00 tot 10.30 uur``; empty without an hour."""
    if guest.starts_at is None:
        return ""
    return at_hours(guest.starts_at, guest.ends_at)
