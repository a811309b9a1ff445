"""When the colleges and councils of the demo sit: invented, moved with the reference day."""

from datetime import date

from overlegtafel.accounts.models import User
from overlegtafel.common.dates import WEEKDAYS
from overlegtafel.common.rhythm import EVERY, LAST, Rhythm
from overlegtafel.config.demo.scenario import Facts, Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.meetings.services import note_sitting_day, set_sitting_rhythm
from overlegtafel.meetings.states import LocalOrgan
from overlegtafel.organizations.models import Organization

SOURCE = "verzonnen voor de demo"
_SUMMER = frozenset({7, 8})
_DAYS = {name[:2]: number for number, name in enumerate(WEEKDAYS)}


def keep_sittings(system: User, scenario: Scenario, tables: Tables) -> None:
    """The rhythm of each municipality's college and council."""
    for name, facts in scenario.facts["besturen"].items():
        municipality = tables.organizations[name]
        for organ, rhythm in (
            (LocalOrgan.COLLEGE, Rhythm(EVERY, _DAYS[facts["collegedag"]])),
            (LocalOrgan.COUNCIL, _council(facts)),
        ):
            set_sitting_rhythm(
                actor=system,
                municipality=municipality,
                organ=organ,
                rhythm=rhythm,
                source=SOURCE,
            )
        _loose_days(system, scenario, municipality, facts)


def _loose_days(system: User, scenario: Scenario, municipality: Organization, facts: Facts) -> None:
    """The councils of the year that differ from their rhythm: the day after Whit Monday."""
    written = {date.fromisoformat(day) for day in facts["raden"]}
    year = min(written).year
    rhythm = _council(facts)
    usual = set(rhythm.days(date(year, 1, 1), date(year, 12, 31)))
    for day in sorted(written ^ usual):
        note_sitting_day(
            actor=system,
            municipality=municipality,
            organ=LocalOrgan.COUNCIL,
            day=day + scenario.shift,
            sits=day in written,
            note="wegens een feestdag",
        )


def _council(facts: Facts) -> Rhythm:
    nth = LAST if facts["raad_nde"] == "laatste" else int(facts["raad_nde"])
    other = (12, 3) if nth != 3 else (None, None)
    return Rhythm(nth, _DAYS[facts["raadsdag"]], _SUMMER, *other)
