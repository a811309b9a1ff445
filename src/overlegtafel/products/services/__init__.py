"""Writing what a table makes beside agreements. Each call is logged."""

from overlegtafel.products.services.assemblies import Point, change_assembly, note_assembly
from overlegtafel.products.services.examples import add_example, change_example, choose_example
from overlegtafel.products.services.joint import (
    change_joint,
    correct_joint,
    draft_joint,
    open_joint,
    remind_to_sign,
    sign_joint,
    take_signature_back,
)
from overlegtafel.products.services.sending import (
    close_statement,
    note_follow_up,
    record_answer,
    remind_of_overdue,
    send_statement,
)
from overlegtafel.products.services.statements import (
    Addressed,
    change_statement,
    consent_to_naming,
    correct_statement,
    draft_statement,
    record_support,
)
from overlegtafel.products.services.strategies import Goal, change_strategy, draft_strategy

__all__ = [
    "Addressed",
    "Goal",
    "Point",
    "add_example",
    "change_assembly",
    "change_example",
    "change_joint",
    "change_statement",
    "change_strategy",
    "choose_example",
    "close_statement",
    "consent_to_naming",
    "correct_joint",
    "correct_statement",
    "draft_joint",
    "draft_statement",
    "draft_strategy",
    "note_assembly",
    "note_follow_up",
    "open_joint",
    "record_answer",
    "record_support",
    "remind_of_overdue",
    "remind_to_sign",
    "send_statement",
    "sign_joint",
    "take_signature_back",
]
