"""Couplings of decision systems, as tests need them."""

from datetime import date

from tests.factories.cast import Cast

from overlegtafel.local_decisions.models import ReportingToken
from overlegtafel.local_decisions.services import make_token
from overlegtafel.local_decisions.states import TokenScope

UNTIL = date(2027, 6, 30)


def coupled(
    cast: Cast,
    town: str = "Lede",
    scope: TokenScope = TokenScope.REPORT,
    name: str = "Notulensysteem",
    expires_on: date = UNTIL,
) -> tuple[ReportingToken, str]:
    """A coupling of a town with its secret."""
    return make_token(
        actor=cast.system,
        municipality=cast.towns[town],
        name=name,
        scope=scope,
        expires_on=expires_on,
    )
