"""The table: bodies, seats, roles, charters and how a table grows."""

from overlegtafel.governance.models.bodies import BodyFact, GoverningBody, Involvement
from overlegtafel.governance.models.charters import Charter, Clearance
from overlegtafel.governance.models.growth import (
    Acknowledgement,
    CollectedTheme,
    Evaluation,
    SelfAssessment,
    SharedPiece,
    StartPath,
)
from overlegtafel.governance.models.seats import MemberCategory, RoleGrant, Seat

__all__ = [
    "Acknowledgement",
    "BodyFact",
    "Charter",
    "Clearance",
    "CollectedTheme",
    "Evaluation",
    "GoverningBody",
    "Involvement",
    "MemberCategory",
    "RoleGrant",
    "Seat",
    "SelfAssessment",
    "SharedPiece",
    "StartPath",
]
