"""The invented year: its chain of 10 December, and the rhythms of its 29 municipalities."""

from datetime import date, time

import pytest
from tests.demo_fixture import Demo, demo  # noqa: F401

from overlegtafel.config.demo.scenario import Scenario
from overlegtafel.governance.models import Seat
from overlegtafel.meetings.chains import chain_around, times_per_member
from overlegtafel.meetings.models import Meeting, SittingRhythm
from overlegtafel.meetings.sittings import sittings_of
from overlegtafel.meetings.states import LocalOrgan

pytestmark = pytest.mark.django_db
CHAIN_DAY = date(2026, 12, 10)
ZONE = [
    *("Ardooie", "Dentergem", "Hooglede", "Ingelmunster", "Izegem", "Lichtervelde", "Moorslede"),
    *("Oostrozebeke", "Pittem", "Roeselare", "Staden", "Tielt", "Wingene"),
]


def members(meeting: Meeting) -> list[str]:
    seats = Seat.objects.filter(body=meeting.body, municipality__isnull=False)
    return list(seats.order_by("municipality__name").values_list("municipality__name", flat=True))


def test_the_chain_of_10_december_has_its_three_member_lists(demo: Demo) -> None:  # noqa: F811
    chain = chain_around(Meeting.objects.get(held_on=CHAIN_DAY, body__slug="midwest"))
    assert [(each.body.slug, each.starts_at, each.ends_at) for each in chain] == [
        ("zoneraad-midwest", time(8, 30), time(10)),
        ("midwest", time(10), time(12)),
        ("vervoerregioraad-roeselare", time(13, 30), time(15, 30)),
    ]
    second = sorted([*ZONE, "Ledegem", "Wielsbeke"])
    assert [members(each) for each in chain] == [ZONE, second, sorted([*second, "Torhout"])]
    assert [(row.members, row.words, row.times.words) for row in times_per_member(chain)] == [
        (tuple(ZONE), "alle schakels", "van 8.30 tot 15.30 uur"),
        (("Ledegem", "Wielsbeke"), "vanaf schakel 2", "van 10.00 tot 15.30 uur"),
        (("Torhout",), "enkel schakel 3", "van 13.30 tot 15.30 uur"),
    ]


def test_the_councils_of_2026_sit_on_the_days_of_the_scenario(demo: Demo) -> None:  # noqa: F811
    towns = dict(SittingRhythm.objects.values_list("municipality__name", "municipality"))
    assert len(towns) == 29
    assert SittingRhythm.objects.count() == 58
    found = sittings_of(towns.values(), date(2026, 1, 1), date(2026, 12, 31))
    councils: dict[str, list[str]] = {}
    for day in sorted(found):
        for each in found[day]:
            if each.organ == LocalOrgan.COUNCIL:
                councils.setdefault(each.municipality.name, []).append(day.isoformat())
    written = Scenario(date(2026, 11, 23)).facts["besturen"]
    assert councils == {name: facts["raden"] for name, facts in written.items()}
