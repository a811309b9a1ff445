"""Who is given a place at a table is told of it: what, by whom, and from which day."""

from datetime import date

import pytest
from tests.factories.cast import Cast

from overlegtafel.governance.services import add_seat_for_post, grant_role, name_holder
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import PostRole
from overlegtafel.organizations.registration import register_person
from overlegtafel.outbox.models import Message

LATER = date(2027, 2, 1)


def told() -> list[Message]:
    return list(Message.objects.filter(kind="role.granted"))


@pytest.mark.parametrize("role", [TableRole.CHAIR, TableRole.SUPPORT, TableRole.PARTNER])
def test_a_new_role_is_told_to_who_gets_it(cast: Cast, role: TableRole) -> None:
    grant_role(actor=cast.secretary, body=cast.table, person=cast.mayor.person, role=role)
    [message] = told()
    assert message.recipient == cast.mayor
    assert message.subject == f"{cast.table.name}: u bent {role.label}"
    assert f"u bent {role.label} van {cast.table.name}." in message.text
    assert f"{cast.secretary.name}: {cast.secretary.email}" in message.text
    assert f"/tafels/{cast.table.slug}/" in message.text
    assert "Dit geldt" not in message.text


def test_a_role_that_starts_later_says_from_when(cast: Cast) -> None:
    grant_role(
        actor=cast.secretary,
        body=cast.table,
        person=cast.mayor.person,
        role=TableRole.CHAIR,
        valid_from=LATER,
    )
    [message] = told()
    assert message.subject.endswith("u bent voorzitter vanaf 1 februari 2027")
    assert "Dit geldt vanaf 1 februari 2027." in message.text
    assert "/tafels/" not in message.text


def test_nobody_is_told_of_the_own_click_nor_of_what_was_loaded(cast: Cast) -> None:
    given = {"body": cast.table, "role": TableRole.PARTNER}
    grant_role(actor=cast.chair, person=cast.chair.person, **given)
    grant_role(actor=cast.system, person=cast.mayor.person, **given)
    nobody = register_person(actor=cast.system, name="Zonder login")
    grant_role(actor=cast.chair, person=nobody, **given)
    assert told() == []


def test_a_post_from_a_later_day_is_told_with_that_day(cast: Cast) -> None:
    seat = add_seat_for_post(
        actor=cast.secretary,
        body=cast.table,
        category="mayor",
        organization="Streekhuis",
        label="Directeur",
        role=PostRole.STAFF,
    )
    assert seat.post is not None
    name_holder(
        actor=cast.secretary,
        body=cast.table,
        post=seat.post,
        valid_from=LATER,
        name="Wim",
        email="wim@voorbeeld.be",
    )
    message = Message.objects.get(kind="account.invitation")
    assert "Dit geldt vanaf 1 februari 2027." in message.text
    assert "als Directeur" in message.text
    assert "next=" not in message.text
