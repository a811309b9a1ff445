"""The table: bodies, seats, roles, charters and how a table grows."""

from overlegtafel.governance.models.bodies import BodyFact, GoverningBody, Involvement
from overlegtafel.governance.models.charters import Charter, Clearance
from overlegtafel.governance.models.growth import (
    CollectedTheme,
    Evaluation,
    SharedPiece,
    StartPath,
)
from overlegtafel.governance.models.seats import MemberCategory, RoleGrant, Seat

__all__ = [
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
    "SharedPiece",
    "StartPath",
]
