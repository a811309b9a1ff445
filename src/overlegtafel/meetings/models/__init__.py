"""Meetings, their agenda in frozen versions, what was said, who was there."""

from overlegtafel.meetings.models.annexes import Annex
from overlegtafel.meetings.models.exchange import ExchangeRow
from overlegtafel.meetings.models.feeds import CalendarFeed
from overlegtafel.meetings.models.guests import GuestInvitation
from overlegtafel.meetings.models.meeting import (
    AgendaItem,
    AgendaVersion,
    Attendance,
    Meeting,
    Visit,
)
from overlegtafel.meetings.models.minutes import ItemTime, Poll, PollAnswer, WritingTurn
from overlegtafel.meetings.models.presence import PresenceMark
from overlegtafel.meetings.models.replies import Replacement, Reply
from overlegtafel.meetings.models.report import (
    Reading,
    Reopening,
    ReportItem,
    ReportRemark,
    ReportVersion,
)
from overlegtafel.meetings.models.sending import (
    AgendaDraft,
    AgendaReading,
    AgreedAgenda,
    Delivery,
)
from overlegtafel.meetings.models.sittings import SittingDay, SittingRhythm

__all__ = [
    "AgendaDraft",
    "AgendaItem",
    "AgendaReading",
    "AgendaVersion",
    "AgreedAgenda",
    "Annex",
    "Attendance",
    "CalendarFeed",
    "Delivery",
    "ExchangeRow",
    "GuestInvitation",
    "ItemTime",
    "Meeting",
    "Poll",
    "PollAnswer",
    "PresenceMark",
    "Reading",
    "Reopening",
    "Replacement",
    "Reply",
    "ReportItem",
    "ReportRemark",
    "ReportVersion",
    "SittingDay",
    "SittingRhythm",
    "Visit",
    "WritingTurn",
]
