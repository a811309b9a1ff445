"""Keeping what comes towards a table, and bringing it to the draft agenda when its day is near."""

from overlegtafel.horizon.services.bringing import bring_what_is_due, remind_guards
from overlegtafel.horizon.services.keeping import (
    change_entry,
    drop_entry,
    note_entry,
    set_rhythm,
)
from overlegtafel.horizon.services.linking import (
    change_link,
    end_guard,
    end_link,
    link_forum,
    name_guard,
)

__all__ = [
    "bring_what_is_due",
    "change_entry",
    "change_link",
    "drop_entry",
    "end_guard",
    "end_link",
    "link_forum",
    "name_guard",
    "note_entry",
    "remind_guards",
    "set_rhythm",
]
