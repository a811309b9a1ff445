"""Services of the councillor's room."""

from overlegtafel.councillors.services.evenings import (
    EveningDetails,
    call_off_evening,
    change_evening,
    invite_councillors,
    plan_evening,
)
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
from overlegtafel.councillors.services.sign_ups import sign_off, sign_up

__all__ = [
    "EveningDetails",
    "answer_question",
    "ask_question",
    "assign_question",
    "call_off_evening",
    "change_evening",
    "decline_question",
    "follow_dossier",
    "invite_councillors",
    "merge_question",
    "plan_evening",
    "save_letter",
    "send_letter",
    "sign_off",
    "sign_up",
    "tell_what_is_new",
    "unfollow_dossier",
    "warn_overdue",
]
