"""Meetings, their agenda in frozen versions, what was said, who was there."""

from overlegtafel.meetings.models.exchange import ExchangeRow
from overlegtafel.meetings.models.guests import GuestInvitation
from overlegtafel.meetings.models.meeting import (
    AgendaItem,
    AgendaVersion,
    Attendance,
    Meeting,
    Visit,
)
from overlegtafel.meetings.models.presence import PresenceMark
from overlegtafel.meetings.models.replies import Replacement, Reply

__all__ = [
    "AgendaItem",
    "AgendaVersion",
    "Attendance",
    "ExchangeRow",
    "GuestInvitation",
    "Meeting",
    "PresenceMark",
    "Replacement",
    "Reply",
    "Visit",
]
