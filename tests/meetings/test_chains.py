"""A chain of three bodies on one day: own begin and end per member, and moving it (R75)."""

from datetime import date, time

import pytest
from tests.factories.cast import Cast, make_person, make_table, make_town

from overlegtafel.accounts.models import User
from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import grant_role
from overlegtafel.governance.states import TableRole
from overlegtafel.meetings.chains import (
    chain_around,
    moves_along,
    own_days,
    own_times,
    times_per_member,
)
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.services import move_chain, plan_meeting
from overlegtafel.organizations.models import Organization, PostRole

DAY, OTHER = date(2026, 12, 10), date(2026, 12, 17)


class Day:
    """Zone, consultation and transport, with members that sit in some of them."""

    def __init__(self, cast: Cast) -> None:
        names = {"Ardooie": "37020", "Ledegem": "36010", "Wielsbeke": "37017", "Torhout": "31033"}
        self.towns: dict[str, Organization] = {n: make_town(n, nis) for n, nis in names.items()}
        seats = {
            "zone": ("Ardooie",),
            "overleg": ("Ardooie", "Ledegem", "Wielsbeke"),
            "vervoer": ("Ardooie", "Ledegem", "Wielsbeke", "Torhout"),
        }
        self.bodies: dict[str, GoverningBody] = {
            slug: make_table(cast.system, slug, slug, [self.towns[n] for n in towns], f"A-{slug}")
            for slug, towns in seats.items()
        }
        hours = {
            "zone": (time(8, 30), time(10)),
            "overleg": (time(10), None),
            "vervoer": (time(13, 30), time(15, 30)),
        }
        self.links: list[Meeting] = []
        for slug, (starts_at, ends_at) in hours.items():
            meeting = plan_meeting(
                actor=cast.system,
                body=self.bodies[slug],
                held_on=DAY,
                starts_at=starts_at,
                ends_at=ends_at,
                follows=self.links[-1] if self.links else None,
            )
            self.links.append(meeting)

    def mayor(self, cast: Cast, town: str) -> User:
        return make_person(cast.system, f"Burgemeester {town}", self.towns[town], PostRole.MAYOR)

    def secretary(self, cast: Cast, *slugs: str) -> User:
        user = make_person(cast.system, "Secretaris van de dag")
        for slug in slugs:
            grant_role(
                actor=cast.system,
                body=self.bodies[slug],
                person=user.person,
                role=TableRole.SUPPORT,
            )
        return user


@pytest.fixture
def day(cast: Cast) -> Day:
    return Day(cast)


def test_each_member_has_its_own_begin_and_end(day: Day) -> None:
    chain = chain_around(day.links[1])
    assert [each.pk for each in chain] == [each.pk for each in day.links]
    assert [(row.names, row.words, row.times.words) for row in times_per_member(chain)] == [
        ("Ardooie", "alle schakels", "van 8.30 tot 15.30 uur"),
        ("Ledegem en Wielsbeke", "vanaf schakel 2", "van 10.00 tot 15.30 uur"),
        ("Torhout", "enkel schakel 3", "van 13.30 tot 15.30 uur"),
    ]


def test_a_link_without_end_lasts_until_the_next(day: Day) -> None:
    found = own_times(day.links, {day.bodies["overleg"].pk})
    assert found is not None
    assert (found.starts_at, found.ends_at, found.links) == (time(10), time(13, 30), (2,))
    assert own_times(day.links, set()) is None


@pytest.mark.parametrize(
    ("town", "starts_at", "links"),
    [
        ("Ardooie", time(8, 30), ["zone", "overleg", "vervoer"]),
        ("Ledegem", time(10), ["overleg", "vervoer"]),
        ("Torhout", time(13, 30), ["vervoer"]),
    ],
)
def test_own_days_begin_where_the_member_does(
    cast: Cast, day: Day, town: str, starts_at: time, links: list[str]
) -> None:
    [own] = own_days(day.mayor(cast, town), DAY, OTHER)
    assert (own.times.starts_at, own.times.ends_at) == (starts_at, time(15, 30))
    assert [each.body.slug for each in own.links] == links


@pytest.mark.parametrize("who", ["other_mayor", "mayor", "citizen", "partner"])
def test_who_sits_in_none_has_no_such_day(cast: Cast, day: Day, who: str) -> None:
    assert own_days(getattr(cast, who), DAY, OTHER) == []


def test_who_may_move_all_moves_the_whole_day(cast: Cast, day: Day) -> None:
    secretary = day.secretary(cast, "zone", "overleg", "vervoer")
    lines = moves_along(secretary, day.links[1])
    assert [line.moves for line in lines] == [True, True]
    along = [line.meeting for line in lines]
    move_chain(actor=secretary, meeting=day.links[1], held_on=OTHER, along=along, reason="Staking")
    chain = chain_around(Meeting.objects.get(pk=day.links[1].pk))
    assert [(m.pk, m.held_on, m.moved_from) for m in chain] == [
        (each.pk, OTHER, DAY) for each in day.links
    ]


def test_what_the_actor_may_not_move_is_said_and_stays(cast: Cast, day: Day) -> None:
    secretary = day.secretary(cast, "overleg", "vervoer")
    assert [
        (line.meeting.body.slug, line.why_not) for line in moves_along(secretary, day.links[1])
    ] == [
        ("zone", "dit overleg plant u niet"),
        ("vervoer", ""),
    ]
    with pytest.raises(NotAllowed):
        move_chain(actor=secretary, meeting=day.links[1], held_on=OTHER, along=day.links)
    assert Meeting.objects.filter(held_on=OTHER).count() == 0


def test_what_stays_closes_the_gap(cast: Cast, day: Day) -> None:
    move_chain(actor=day.secretary(cast, "overleg"), meeting=day.links[1], held_on=OTHER)
    first, middle, last = (Meeting.objects.get(pk=each.pk) for each in day.links)
    assert (middle.held_on, middle.follows_id) == (OTHER, None)
    assert (first.follows_id, last.follows_id) == (None, first.pk)


def test_a_day_that_is_taken_moves_nothing(cast: Cast, day: Day) -> None:
    plan_meeting(actor=cast.system, body=day.bodies["vervoer"], held_on=OTHER, starts_at=time(9))
    with pytest.raises(Invalid, match="vervoer"):
        move_chain(actor=cast.system, meeting=day.links[0], held_on=OTHER, along=day.links)


def test_a_convened_link_does_not_move_silently(cast: Cast, day: Day) -> None:
    Meeting.objects.filter(pk=day.links[2].pk).update(state="convened")
    with pytest.raises(WrongMoment):
        move_chain(actor=cast.system, meeting=day.links[0], held_on=OTHER, along=[day.links[2]])


def test_an_end_before_the_beginning_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="einduur"):
        cast.meeting(DAY, ends_at=time(9))
