"""Setting up a table from nothing: who may, what there is then, and what a founder is not."""

from datetime import date

import pytest
from tests.factories.cast import Cast, make_person, make_table, make_town

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import broken_links
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import can_lead, standing_of
from overlegtafel.governance.services import (
    add_seat_for_post,
    align_members,
    end_role,
    found_table,
    grant_role,
    invite_member,
    name_holder,
)
from overlegtafel.governance.services.naming import short_of
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Organization, PostRole

DAY, TODAY = date(2026, 12, 1), date(2026, 11, 23)


def founder_of(cast: Cast) -> User:
    """The citizen, let to set up tables."""
    User.objects.filter(pk=cast.citizen.pk).update(may_found_tables=True)
    return cast.fresh(cast.citizen)


def seven() -> list[Organization]:
    """Seven municipalities that are no region."""
    return [make_town(f"Gemeente{n}", f"9900{n}") for n in range(7)]


def test_a_table_of_seven_stands_with_one_body_and_nothing_else(cast: Cast) -> None:
    founder = founder_of(cast)
    body = found_table(
        actor=founder, name="Overleg Zuid", members=seven(), support="SOLVA", rhythm="maandelijks"
    )
    assert body.seats.filter(category__counts=True).count() == 7
    assert (body.region, body.is_primary, body.slug) == (None, False, "overleg-zuid")
    assert body.agreement_prefix == "A-O"
    assert list(body.support_organizations.all()) == [cast.support]
    assert not body.charters.exists()
    assert not body.related_bodies.exists()
    assert [each.key for each in body.member_categories.all()] == ["mayor", "guest"]
    assert can_lead(cast.fresh(founder), body.pk)
    assert list(broken_links()) == []


def test_a_second_primary_of_a_region_is_refused(cast: Cast) -> None:
    founder = founder_of(cast)
    with pytest.raises(Invalid, match="Denderregio Burgemeestersoverleg") as refusal:
        found_table(actor=founder, name="Tweede", members=seven(), region=cast.table.region)
    assert refusal.value.field == "region"
    assert not GoverningBody.objects.filter(name="Tweede").exists()


def test_the_first_of_a_region_is_its_own(cast: Cast) -> None:
    region = Organization.objects.create(
        classification="reference_region", code="R9", name="Kempen", slug="kempen"
    )
    body = found_table(actor=founder_of(cast), name="Kempen", members=seven(), region=region)
    assert body.is_primary


@pytest.mark.parametrize("who", ["secretary", "mayor", "other_mayor", "officer", "citizen"])
def test_only_who_got_the_right_sets_up_a_table(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        found_table(actor=getattr(cast, who), name="Zomaar", members=seven())


def test_prefixes_and_addresses_never_meet(cast: Cast) -> None:
    founder = founder_of(cast)
    towns = seven()
    made = [found_table(actor=founder, name="Overleg Zuid", members=towns) for _ in range(3)]
    assert len({each.slug for each in made}) == 3
    assert len({each.agreement_prefix for each in made}) == 3
    assert found_table(actor=founder, name="Nieuw", members=towns).slug != "nieuw"


def test_a_founder_is_no_insider_of_another_table(cast: Cast) -> None:
    """Nor becomes one by seating our municipalities and inviting people for them."""
    founder = founder_of(cast)
    lede, aalst = cast.towns["Lede"], cast.towns["Aalst"]
    body = found_table(actor=founder, name="Kaping", members=[lede, aalst])
    founder = cast.fresh(founder)
    assert cast.table.pk not in standing_of(founder).circle_of
    for role in (PostRole.MAYOR, PostRole.OFFICER, PostRole.ALDERMAN):
        with pytest.raises(Invalid, match="dat er eerst was"):
            invite_member(
                actor=founder,
                body=body,
                email="x@example.org",
                name="X",
                role=role,
                organization=aalst,
            )
    seat = add_seat_for_post(
        actor=founder,
        body=body,
        category="guest",
        organization="Aalst",
        label="schepen",
        role=PostRole.ALDERMAN,
    )
    assert seat.post is not None
    with pytest.raises(Invalid, match="dat er eerst was"):
        name_holder(actor=founder, body=body, post=seat.post, valid_from=DAY, person=founder.person)
    with pytest.raises(NotAllowed):
        grant_role(
            actor=founder,
            body=body,
            person=founder.person,
            role=TableRole.BRIDGE,
            towards=cast.table,
        )
    assert cast.table.pk not in standing_of(cast.fresh(founder)).circle_of


def test_a_table_that_nobody_ever_led_keeps_nobody_from_another(cast: Cast) -> None:
    """As the tables of a configuration file; one that was ever led keeps its say."""
    town = seven()[0]
    waiting = make_table(cast.system, "Wachtend", "wachtend", [town], "A-W")
    founder = founder_of(cast)
    body = found_table(actor=founder, name="Bosrand", members=[town, cast.towns["Lede"]])
    founder = cast.fresh(founder)

    def invite(email: str, role: PostRole) -> User:
        return invite_member(
            actor=founder, body=body, email=email, name="An", role=role, organization=town
        )

    assert invite("an@example.org", PostRole.MAYOR).email == "an@example.org"
    chair = make_person(cast.system, "Wie leidde")
    grant = grant_role(
        actor=cast.system,
        body=waiting,
        person=chair.person,
        role=TableRole.SUPPORT,
        valid_from=TODAY,
    )
    end_role(actor=cast.system, grant=grant, on=TODAY)
    with pytest.raises(Invalid, match="dat er eerst was"):
        invite("bo@example.org", PostRole.DIRECTOR)


def test_staff_of_a_house_that_supports_us_is_not_named_elsewhere(cast: Cast) -> None:
    founder = founder_of(cast)
    body = found_table(actor=founder, name="Zuid", members=seven())
    founder = cast.fresh(founder)
    seat = add_seat_for_post(
        actor=founder,
        body=body,
        category="guest",
        organization="SOLVA",
        label="medewerker",
        role=PostRole.STAFF,
    )
    assert seat.post is not None
    with pytest.raises(Invalid, match="ondersteunt ook"):
        name_holder(actor=founder, body=body, post=seat.post, valid_from=DAY, person=founder.person)


def test_members_join_and_leave_on_a_day(cast: Cast) -> None:
    aalst, zele = cast.towns["Aalst"], make_town("Hamme", "42008")
    align_members(
        actor=cast.secretary,
        body=cast.table,
        joiners=[zele],
        leavers=[aalst],
        on=DAY,
    )
    assert cast.table.seats.get(municipality=zele).valid_from == DAY
    last = cast.table.seats.get(municipality=aalst).valid_to
    assert last is not None and last < DAY


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Burgemeestersoverleg Westkust", "Burgemeestersoverleg Westkust"),
        ("Burgemeestersoverleg van de zeven stromen", "Van de zeven stromen"),
        ("Regionaal overleg over wonen en ruimte", "Regionaal overleg over wonen"),
    ],
)
def test_a_long_name_gets_a_short_one_of_its_own(name: str, short: str) -> None:
    assert short_of(name) == short
