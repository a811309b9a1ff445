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
    letters_to_finish,
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
    towns_of,
    who_can_answer,
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
    "letters_to_finish",
    "meeting_at",
    "own_decisions",
    "question_of",
    "questions_of",
    "room_of",
    "rooms",
    "stands_of",
    "towns_of",
    "who_can_answer",
]
