"""Proposing, the route, screening: who, when, write, log, tell; in one transaction each."""

from overlegtafel.proposals.services.moves import follow_item
from overlegtafel.proposals.services.route import advise, pass_on, pull_past
from overlegtafel.proposals.services.screening import (
    combine_proposals,
    keep_here,
    postpone_proposal,
    refer_proposal,
    refuse_proposal,
    return_proposal,
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
    "advise",
    "combine_proposals",
    "draft_proposal",
    "edit_and_submit",
    "edit_proposal",
    "follow_item",
    "keep_here",
    "pass_on",
    "postpone_proposal",
    "propose",
    "pull_past",
    "refer_proposal",
    "refuse_proposal",
    "return_proposal",
    "submit_proposal",
    "tell_tables",
    "withdraw_proposal",
]
