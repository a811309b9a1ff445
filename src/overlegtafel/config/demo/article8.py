"""The register of article 8 of the demo: what each college and council had on its agenda."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.utils.text import slugify

from overlegtafel.common.dates import MONTHS, WEEKDAYS
from overlegtafel.config.demo.cast import Cast
from overlegtafel.config.demo.scenario import Facts, Scenario
from overlegtafel.config.demo.tables import Tables
from overlegtafel.feedback.services import record_item
from overlegtafel.feedback.states import RegionalOrgan

_DAYS = {name[:2]: number for number, name in enumerate(WEEKDAYS)}
_MIDDLE, _PLANNED_FROM = 8, 24
"""Colleges in the middle of a month, so that a move of some weeks keeps most in theirs; and what
is planned lies after the reference day."""
_NOVEMBER = 11
_NOTED_BY = "2026-11-20"
"""When what was planned had been noted."""
Plan = Callable[[datetime, Callable[[], object]], None]
_CONTENT = {
    1: "Agenda en verslag van het overleg",
    7: "Stand van de samenwerkingskaart",
    8: "Halfjaaroverzicht van de afspraken",
}


def plan_registers(cast: Cast, scenario: Scenario, tables: Tables, plan: Plan) -> None:
    """Every college and council item of the year, noted by each municipality's director."""
    besturen = scenario.facts["besturen"]
    for facts in scenario.facts["artikel8"]:
        name = facts["bestuur"]
        planned = [facts["gr_volgende"]] if facts["gr_volgende"] else []
        councils = [date.fromisoformat(each) for each in [*facts["gr"], *planned]]
        days = [(RegionalOrgan.COUNCIL, day) for day in councils]
        days += [
            (RegionalOrgan.COLLEGE, day)
            for day in _colleges(scenario, facts, besturen[name]["collegedag"])
        ]
        for organ, written in days:
            known = min(written.isoformat(), _NOTED_BY)
            act = partial(_note, cast, scenario, tables, name, organ, written)
            plan(scenario.moment(known, "16:30"), act)


def _colleges(scenario: Scenario, facts: Facts, weekday: str) -> list[date]:
    year = date.fromisoformat(scenario.facts["peildatum"]).year
    found = []
    for month, name in enumerate(MONTHS[:_NOVEMBER], 1):
        if name not in facts["ontbreekt"]:
            waits = month == _NOVEMBER and facts["november"] == "gepland"
            first = date(year, month, _PLANNED_FROM if waits else _MIDDLE)
            found.append(first + timedelta((_DAYS[weekday] - first.weekday()) % 7))
    return found


def _note(
    cast: Cast, scenario: Scenario, tables: Tables, name: str, organ: RegionalOrgan, written: date
) -> None:
    title = _CONTENT.get(written.month, _CONTENT[1])
    record_item(
        actor=cast.users[f"ad.{slugify(name)}"],
        municipality=tables.organizations[name],
        organ=organ,
        meets_on=scenario.day(written.isoformat()),
        title="Toelichting over de regiowerking" if organ == RegionalOrgan.COUNCIL else title,
        agenda_reference=f"{written.month}.{written.day}",
    )
