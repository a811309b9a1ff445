"""Article 8 of the demo: the figures of all 29 municipalities, as the scenario writes them."""

import json

import pytest
from tests.demo_fixture import Demo

from overlegtafel.config.demo.scenario import HERE
from overlegtafel.feedback.queries import registers_at
from overlegtafel.feedback.register import YearRegister
from overlegtafel.feedback.states import Sign

pytestmark = pytest.mark.django_db

NOT_YET = "november nog te doen"
MISSING = "geen punt vastgelegd"
EXPECTED = {
    # college of January to October, missing, November, councils, signal, warnings
    "Aalst": (10, [], "done", ["03-31", "10-27"], "groen", []),
    "Berlare": (10, [], "done", ["03-25", "10-28"], "groen", []),
    "Buggenhout": (10, [], "done", ["03-26", "10-29"], "groen", []),
    "Denderleeuw": (10, [], "done", ["03-19", "10-15"], "groen", []),
    "Dendermonde": (10, [], "done", ["03-18", "10-21"], "groen", []),
    "Erpe-Mere": (10, [], "done", ["03-30", "10-26"], "groen", []),
    "Geraardsbergen": (9, ["juli"], "done", ["03-24", "10-27"], "rood", [f"juli: {MISSING}"]),
    "Haaltert": (
        *(10, [], "done", ["06-22"], "oranje"),
        ["tweede raadspunt gepland op 21 december 2026"],
    ),
    "Hamme": (10, [], "done", ["03-25", "10-28"], "groen", []),
    "Lebbeke": (10, [], "done", ["03-26", "10-22"], "groen", []),
    "Lede": (10, [], "orange", ["03-19", "10-15"], "oranje", [NOT_YET]),
    "Ninove": (10, [], "done", ["03-26", "10-22"], "groen", []),
    "Wichelen": (9, ["augustus"], "done", ["03-25", "10-28"], "rood", [f"augustus: {MISSING}"]),
    "Zele": (
        *(10, [], "done", ["06-25"], "oranje"),
        ["tweede raadspunt gepland op 26 november 2026"],
    ),
    "Ardooie": (10, [], "done", ["03-17", "10-20"], "groen", []),
    "Dentergem": (10, [], "done", ["03-23", "10-26"], "groen", []),
    "Hooglede": (10, [], "done", ["03-23", "10-26"], "groen", []),
    "Ingelmunster": (10, [], "done", ["03-17", "10-20"], "groen", []),
    "Izegem": (10, [], "done", ["03-16", "10-19"], "groen", []),
    "Ledegem": (
        *(10, [], "done", ["06-18"], "oranje"),
        ["tweede raadspunt gepland op 17 december 2026"],
    ),
    "Lichtervelde": (10, [], "done", ["03-17", "10-20"], "groen", []),
    "Moorslede": (10, [], "done", ["03-19", "10-15"], "groen", []),
    "Oostrozebeke": (
        *(8, ["februari", "juli"], "done", ["03-26", "10-22"], "rood"),
        [f"februari: {MISSING}", f"juli: {MISSING}"],
    ),
    "Pittem": (10, [], "done", ["03-24", "10-27"], "groen", []),
    "Roeselare": (10, [], "done", ["03-23", "10-26"], "groen", []),
    "Staden": (10, [], "orange", ["03-26", "10-22"], "oranje", [NOT_YET]),
    "Tielt": (10, [], "done", ["03-19", "10-15"], "groen", []),
    "Wielsbeke": (10, [], "done", ["03-25", "10-28"], "groen", []),
    "Wingene": (9, ["augustus"], "done", ["03-23", "10-26"], "rood", [f"augustus: {MISSING}"]),
}


def figures(found: YearRegister) -> tuple[object, ...]:
    november = found.college[10]
    councils = [f"{day:%m-%d}" for stand in found.council for day in stand.done_days]
    return (
        sum(each.is_met for each in found.college[:10]),
        [each.name for each in found.missing],
        str(november.sign),
        councils,
        found.sign_words,
        found.warnings,
    )


def test_all_29_stand_as_the_scenario_says(demo: Demo) -> None:
    secretaries = {"denderregio": "regiocoordinator.dender", "midwest": "ad.midwest"}
    found = {
        each.municipality.name: each
        for slug, key in secretaries.items()
        for each in registers_at(demo.user(key), demo.body(slug), 2026)
    }
    assert len(EXPECTED) == 29
    assert {name: figures(each) for name, each in found.items()} == EXPECTED
    lede = found["Lede"].college[10]
    assert [each.state for each in lede.planned] == ["planned"]
    assert (found["Lede"].college_figure, found["Aalst"].college_figure) == ("10/11", "11/11")
    assert found["Haaltert"].council_figure == "1 (minstens 2)"
    signs = [each.sign for each in found.values()]
    assert (signs.count(Sign.DONE), signs.count(Sign.ORANGE), signs.count(Sign.RED)) == (20, 5, 4)


def test_the_table_above_is_that_of_the_scenario() -> None:
    written = json.loads((HERE / "demo.json").read_text(encoding="utf-8"))["artikel8"]
    assert {
        each["bestuur"]: (
            each["college_tot_okt"],
            each["ontbreekt"],
            {"gedaan": "done", "gepland": "orange"}[each["november"]],
            [day[5:] for day in each["gr"]],
        )
        for each in written
    } == {name: facts[:4] for name, facts in EXPECTED.items()}
