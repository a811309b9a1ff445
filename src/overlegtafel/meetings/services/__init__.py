"""From planning a meeting to its approved report; each step one transaction."""

from overlegtafel.meetings.services.agenda import (
    ask_late,
    complete_item,
    move_item,
    place_on_agenda,
    remove_from_agenda,
    restore_standing_item,
)
from overlegtafel.meetings.services.planning import (
    cancel_meeting,
    cancel_visit,
    change_meeting,
    plan_meeting,
    plan_visit,
)
from overlegtafel.meetings.services.preparing import write_note
from overlegtafel.meetings.services.sending import convene_meeting
from overlegtafel.meetings.services.session import (
    approve_minutes,
    close_meeting,
    mark_agreed,
    open_meeting,
    record_presence,
    save_minutes,
)

__all__ = [
    "approve_minutes",
    "ask_late",
    "cancel_meeting",
    "cancel_visit",
    "change_meeting",
    "close_meeting",
    "complete_item",
    "convene_meeting",
    "mark_agreed",
    "move_item",
    "open_meeting",
    "place_on_agenda",
    "plan_meeting",
    "plan_visit",
    "record_presence",
    "remove_from_agenda",
    "restore_standing_item",
    "save_minutes",
    "write_note",
]
