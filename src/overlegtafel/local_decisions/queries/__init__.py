"""Reads of the local decisions."""

from overlegtafel.local_decisions.queries.answering import (
    Reminder,
    answerers_of,
    last_reminded_before,
    owed_in_words,
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
    UNTOLD,
    Progress,
    according_to,
    decision_of,
    decisions_of,
    progress_in,
    progress_of,
    spoken_state,
)
from overlegtafel.local_decisions.queries.publications import last_publisher_of

__all__ = [
    "HEIR",
    "UNTOLD",
    "Progress",
    "Reminder",
    "according_to",
    "answerers_of",
    "decision_of",
    "decisions_for",
    "decisions_of",
    "last_publisher_of",
    "last_reminded_before",
    "opens_dossier_of",
    "owed_in_words",
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
