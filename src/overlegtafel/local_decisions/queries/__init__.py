"""Reads of the local decisions."""

from overlegtafel.local_decisions.queries.answering import (
    Reminder,
    answerers_of,
    last_reminded_before,
    reminders_of,
    silent,
)
from overlegtafel.local_decisions.queries.couplings import (
    decisions_for,
    opens_dossier_of,
    reported_by_systems,
    tells_text_of,
    token_of,
    token_of_secret,
    tokens_of,
)
from overlegtafel.local_decisions.queries.decisions import (
    HEIR,
    Progress,
    according_to,
    decision_of,
    decisions_of,
    progress_in,
    progress_of,
    spoken_state,
)

__all__ = [
    "HEIR",
    "Progress",
    "Reminder",
    "according_to",
    "answerers_of",
    "decision_of",
    "decisions_for",
    "decisions_of",
    "last_reminded_before",
    "opens_dossier_of",
    "progress_in",
    "progress_of",
    "reminders_of",
    "reported_by_systems",
    "silent",
    "spoken_state",
    "tells_text_of",
    "token_of",
    "token_of_secret",
    "tokens_of",
]
