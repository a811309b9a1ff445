"""A seat for the chair of a table is filled by who chairs that table."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.accounts.models import User
from overlegtafel.governance.models import GoverningBody, RoleGrant
from overlegtafel.governance.policy import bodies_visible_to, standing_of
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.role_sheet import role_sheet
from overlegtafel.governance.services import (
    add_body_below,
    add_seat_for_post,
    end_role,
    grant_role,
    name_holder,
)
from overlegtafel.governance.states import BodyKind, TableRole
from overlegtafel.organizations.models import PostRole

TODAY, CHANGE = date(2026, 11, 23), date(2027, 2, 1)


@pytest.fixture
def committee(cast: Cast) -> GoverningBody:
    """A body below the table with one seat: for who chairs the table."""
    cast.table.organization.classification = "body"
    cast.table.organization.save()
    body = add_body_below(
        actor=cast.secretary, parent=cast.table, name="Agendacommissie", kind=BodyKind.STEERING
    )
    add_seat_for_post(
        actor=cast.secretary,
        body=body,
        category="standing-participant",
        organization=cast.table.organization.name,
        label="voorzitter",
        role=PostRole.CHAIR,
    )
    return body


def who(body: GoverningBody, day: date) -> list[str]:
    """The names of who fills the seats on a day."""
    return [each.holder for each in filled_seats(body, day)]


def sees(cast: Cast, user: User, body: GoverningBody) -> bool:
    """Whether someone may open the body."""
    return bodies_visible_to(cast.fresh(user)).filter(pk=body.pk).exists()


def test_the_chair_fills_it_and_sees_the_body(cast: Cast, committee: GoverningBody) -> None:
    assert who(committee, TODAY) == ["Burgemeester Ninove"]
    assert filled_seats(committee, TODAY)[0].user == cast.chair
    assert sees(cast, cast.chair, committee)
    assert committee.pk in standing_of(cast.fresh(cast.chair)).sits_at
    mine = [part.who for part in role_sheet(cast.fresh(cast.chair), committee, TODAY)]
    assert "Vaste deelnemer" in mine


@pytest.mark.parametrize("other", ["mayor", "partner", "other_mayor", "other_secretary", "citizen"])
def test_nobody_else_sees_it_by_that_seat(cast: Cast, committee: GoverningBody, other: str) -> None:
    assert not sees(cast, getattr(cast, other), committee)


def test_before_and_after_a_change_of_chair(
    cast: Cast, committee: GoverningBody, clock: FixedClock
) -> None:
    old = RoleGrant.objects.get(body=cast.table, role=TableRole.CHAIR)
    end_role(actor=cast.secretary, grant=old, on=date(2027, 1, 31))
    grant_role(
        actor=cast.secretary,
        body=cast.table,
        person=cast.mayor.person,
        role=TableRole.CHAIR,
        valid_from=CHANGE,
    )
    assert who(committee, date(2027, 1, 31)) == ["Burgemeester Ninove"]
    assert who(committee, CHANGE) == ["Burgemeester Lede"]
    assert sees(cast, cast.chair, committee)
    clock.travel_to("2027-02-01 10:00")
    assert not sees(cast, cast.chair, committee)
    assert sees(cast, cast.mayor, committee)


def test_a_mandate_goes_before_the_role(cast: Cast, committee: GoverningBody) -> None:
    post = committee.seats.get().post
    assert post is not None
    name_holder(
        actor=cast.secretary,
        body=committee,
        post=post,
        valid_from=TODAY,
        person=cast.mayor.person,
    )
    assert who(committee, TODAY) == ["Burgemeester Lede"]
    assert not sees(cast, cast.chair, committee)


def test_of_two_chairs_the_last_appointed(cast: Cast, committee: GoverningBody) -> None:
    grant_role(
        actor=cast.secretary,
        body=cast.table,
        person=cast.mayor.person,
        role=TableRole.CHAIR,
        valid_from=date(2026, 11, 1),
    )
    assert who(committee, TODAY) == ["Burgemeester Lede"]
    assert sees(cast, cast.mayor, committee)
    assert not sees(cast, cast.chair, committee)


def test_without_a_chair_it_is_vacant(cast: Cast, committee: GoverningBody) -> None:
    RoleGrant.objects.filter(body=cast.table, role=TableRole.CHAIR).delete()
    filled = filled_seats(GoverningBody.objects.get(pk=committee.pk), date(2026, 11, 24))
    assert [each.holder for each in filled] == [""]


@pytest.mark.parametrize("seats", [1, 12])
def test_it_costs_the_same(
    cast: Cast,
    committee: GoverningBody,
    django_assert_num_queries: DjangoAssertNumQueries,
    seats: int,
) -> None:
    for number in range(seats - 1):
        add_seat_for_post(
            actor=cast.secretary,
            body=committee,
            category="standing-participant",
            organization=cast.table.organization.name,
            label=f"voorzitter {number}",
            role=PostRole.CHAIR,
        )
    with django_assert_num_queries(3):
        filled_seats(committee, TODAY)
