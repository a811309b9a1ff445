"""A new college, and the first agreement it is asked to confirm again."""

from tests.factories.cast import Cast

from overlegtafel.common import clock
from overlegtafel.local_decisions.services import install_college


def new_college_of(cast: Cast, town: str = "Lede") -> int:
    """Install a college today; the number of the first of what ran."""
    installation = install_college(
        actor=cast.system, municipality=cast.towns[town], installed_on=clock.today()
    )
    return installation.reconfirmations.values_list("pk", flat=True)[0]
