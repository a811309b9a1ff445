"""Facts of the common drafts and what each municipality makes of them."""

from overlegtafel.drafting.models.local import LocalDraft
from overlegtafel.drafting.models.masters import DraftVersion, MasterDraft
from overlegtafel.drafting.models.rounds import DraftRemark, DraftReply, FeedbackRound

__all__ = [
    "DraftRemark",
    "DraftReply",
    "DraftVersion",
    "FeedbackRound",
    "LocalDraft",
    "MasterDraft",
]
