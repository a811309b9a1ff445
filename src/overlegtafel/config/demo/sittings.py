"""When the colleges and councils of the demo sit: invented, moved with the reference day."""

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import WEEKDAYS
from overlegtafel.common.rhythm import EVERY, LAST, Rhythm
from overlegtafel.config.demo.scenario import Facts, Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.meetings.services import set_sitting_rhythm
from overlegtafel.meetings.states import LocalOrgan

SOURCE = "verzonnen voor de demo"
_SUMMER = frozenset({7, 8})
_DAYS = {name[:2]: number for number, name in enumerate(WEEKDAYS)}


def keep_sittings(system: User, scenario: Scenario, tables: Tables) -> None:
    """The rhythm of each municipality's college and council.

    A day of the week moves with the reference day, so that the dates of the story stay in step.
    """
    for name, facts in scenario.facts["besturen"].items():
        municipality = tables.organizations[name]
        for organ, rhythm in (
            (LocalOrgan.COLLEGE, Rhythm(EVERY, _weekday(scenario, facts["collegedag"]))),
            (LocalOrgan.COUNCIL, _council(scenario, facts)),
        ):
            set_sitting_rhythm(
                actor=system,
                municipality=municipality,
                organ=organ,
                rhythm=rhythm,
                source=SOURCE,
            )


def _council(scenario: Scenario, facts: Facts) -> Rhythm:
    nth = LAST if facts["raad_nde"] == "laatste" else int(facts["raad_nde"])
    other = (12, 3) if nth != 3 else (None, None)
    return Rhythm(nth, _weekday(scenario, facts["raadsdag"]), _SUMMER, *other)


def _weekday(scenario: Scenario, short: str) -> int:
    return (_DAYS[short] + scenario.shift.days) % 7
