"""Proposing, the route, screening: who, when, write, log, tell; in one transaction each."""

from overlegtafel.proposals.services.moves import (
    follow_item,
    refuse_unsuited,
    take_back_clearances,
)
from overlegtafel.proposals.services.route import advise, note_advice, pass_on, pull_past
from overlegtafel.proposals.services.screening import (
    combine_proposals,
    keep_here,
    postpone_proposal,
    refer_proposal,
    refuse_proposal,
    return_proposal,
)
from overlegtafel.proposals.services.standing import (
    PREPARATION,
    bring_standing,
    bring_to_agenda,
    drop_standing,
    note_preparation,
    note_text,
    propose_review,
    standing_content,
)
from overlegtafel.proposals.services.telling import tell_tables
from overlegtafel.proposals.services.writing import (
    CONTENT,
    draft_proposal,
    edit_and_submit,
    edit_proposal,
    propose,
    submit_proposal,
    withdraw_proposal,
)

__all__ = [
    "CONTENT",
    "PREPARATION",
    "advise",
    "bring_standing",
    "bring_to_agenda",
    "combine_proposals",
    "draft_proposal",
    "drop_standing",
    "edit_and_submit",
    "edit_proposal",
    "follow_item",
    "keep_here",
    "note_advice",
    "note_preparation",
    "note_text",
    "pass_on",
    "postpone_proposal",
    "propose",
    "propose_review",
    "pull_past",
    "refer_proposal",
    "refuse_proposal",
    "refuse_unsuited",
    "return_proposal",
    "standing_content",
    "submit_proposal",
    "take_back_clearances",
    "tell_tables",
    "withdraw_proposal",
]
