"""Reads of the councillor's room."""

from overlegtafel.councillors.queries.decisions import (
    OwnDecision,
    Stand,
    detail_of,
    figures_of,
    own_decisions,
    stands_of,
)
from overlegtafel.councillors.queries.letters import (
    as_text,
    content_of,
    councillors_of,
    is_ready,
    letter_of,
    meetings_to_write_about,
)
from overlegtafel.councillors.queries.meetings import (
    ShownItem,
    ShownMeeting,
    as_shown,
    file_at,
    meeting_at,
)
from overlegtafel.councillors.queries.room import (
    agreement_in,
    dossier_in,
    followed_by,
    letters_of,
    question_of,
    questions_of,
    room_of,
    rooms,
)

__all__ = [
    "OwnDecision",
    "ShownItem",
    "ShownMeeting",
    "Stand",
    "agreement_in",
    "as_shown",
    "as_text",
    "content_of",
    "councillors_of",
    "detail_of",
    "dossier_in",
    "figures_of",
    "file_at",
    "followed_by",
    "is_ready",
    "letter_of",
    "letters_of",
    "meeting_at",
    "meetings_to_write_about",
    "own_decisions",
    "question_of",
    "questions_of",
    "room_of",
    "rooms",
    "stands_of",
]
