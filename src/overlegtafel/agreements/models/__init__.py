"""What the table agreed, who carries it out, by when. An agreement is never a *besluit*."""

from overlegtafel.agreements.models.agreement import (
    Agreement,
    AgreementDomain,
    Executor,
    FollowUp,
)
from overlegtafel.agreements.models.positions import Position
from overlegtafel.agreements.models.remarks import Remark
from overlegtafel.agreements.models.rounds import RoundReply, WrittenRound

__all__ = [
    "Agreement",
    "AgreementDomain",
    "Executor",
    "FollowUp",
    "Position",
    "Remark",
    "RoundReply",
    "WrittenRound",
]
