"""Services of the councillor's room."""

from overlegtafel.councillors.services.following import (
    follow_dossier,
    tell_what_is_new,
    unfollow_dossier,
)
from overlegtafel.councillors.services.letters import save_letter, send_letter
from overlegtafel.councillors.services.questions import (
    answer_question,
    ask_question,
    assign_question,
    decline_question,
    merge_question,
    warn_overdue,
)

__all__ = [
    "answer_question",
    "ask_question",
    "assign_question",
    "decline_question",
    "follow_dossier",
    "merge_question",
    "save_letter",
    "send_letter",
    "tell_what_is_new",
    "unfollow_dossier",
    "warn_overdue",
]
