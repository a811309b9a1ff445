"""Meetings, their agenda in frozen versions, what was said, who was there."""

from overlegtafel.meetings.models.meeting import (
    AgendaItem,
    AgendaVersion,
    Attendance,
    Meeting,
    Visit,
)

__all__ = ["AgendaItem", "AgendaVersion", "Attendance", "Meeting", "Visit"]
