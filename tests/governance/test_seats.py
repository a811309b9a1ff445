"""Seats, categories and who fills them on a day."""

from datetime import date
from typing import Any

import pytest
from tests.factories.cast import Cast

from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import standing_of
from overlegtafel.governance.queries import filled_seats
from overlegtafel.governance.services import (
    add_body_below,
    add_seat,
    add_seat_for_person,
    add_seat_for_post,
    apply_preset,
    define_category,
    end_seat,
    name_holder,
)
from overlegtafel.governance.standards import presets
from overlegtafel.governance.states import BodyKind
from overlegtafel.organizations.models import Person, PostRole
from overlegtafel.reporting.composition import composition_on

BEFORE, CHANGE, AFTER = date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 15)
CHAIRS = ("IGEMO", "IVAREM", "hulpverleningszone", "welzijnskoepel", "mandaatgroep")


def commission_of(cast: Cast) -> GoverningBody:
    """An agenda commission of five chairs and a member of parliament (R65)."""
    body = add_body_below(
        actor=cast.secretary,
        parent=cast.table,
        name="Agendacommissie",
        kind=BodyKind.STEERING,
        valid_from=None,
    )
    for house in CHAIRS:
        add_seat_for_post(
            actor=cast.secretary,
            body=body,
            category="by-post",
            organization=house,
            label="voorzitter",
            role=PostRole.CHAIR,
        )
    add_seat_for_person(
        actor=cast.secretary, body=body, category="parliament", name="Parlementslid"
    )
    return body


def hold(cast: Cast, body: GoverningBody, house: str, name: str, day: date) -> None:
    seat = body.seats.get(post__organization__name=house)
    assert seat.post is not None
    name_holder(
        actor=cast.secretary,
        body=body,
        post=seat.post,
        valid_from=day,
        person=Person.objects.filter(name=name).first(),
        name=name,
    )


def test_six_seats_five_persons_and_a_change_of_chair(cast: Cast) -> None:
    body = commission_of(cast)
    assert composition_on(body, BEFORE).sentence == "zes zetels, één persoon, vijf zetels vacant"
    for house, name in zip(CHAIRS, ("An", "Bea", "Cas", "Dirk", "An"), strict=True):
        hold(cast, body, house, name, date(2026, 1, 1))
    composition = composition_on(body, BEFORE)
    assert composition.sentence == "zes zetels, vijf personen"
    assert composition.twice == ["An"]
    hold(cast, body, "IVAREM", "Els", CHANGE)
    holders = {
        day: {each.seat.label: each.holder for each in filled_seats(body, day)}
        for day in (BEFORE, AFTER)
    }
    assert holders[BEFORE]["Voorzitter IVAREM"] == "Bea"
    assert holders[AFTER]["Voorzitter IVAREM"] == "Els"


def test_a_named_holder_fills_the_seat_at_every_table_of_the_post(cast: Cast) -> None:
    body = commission_of(cast)
    post = body.seats.get(post__organization__name="IVAREM").post
    add_seat(actor=cast.secretary, body=cast.table, category="guest", post=post)
    hold(cast, body, "IVAREM", "Els", CHANGE)
    at_table = {each.seat.label: each.holder for each in filled_seats(cast.table, AFTER)}
    assert at_table["Voorzitter IVAREM"] == "Els"


@pytest.mark.parametrize("who", ["officer", "mayor", "director", "other_secretary", "citizen"])
def test_others_do_not_name_a_holder(cast: Cast, who: str) -> None:
    body = commission_of(cast)
    post = body.seats.get(post__organization__name="IVAREM").post
    assert post is not None
    with pytest.raises(NotAllowed):
        name_holder(
            actor=getattr(cast, who), body=body, post=post, valid_from=CHANGE, name="Zichzelf"
        )


def test_a_post_without_a_seat_here_is_refused(cast: Cast) -> None:
    post = commission_of(cast).seats.filter(post__isnull=False)[0].post
    assert post is not None
    with pytest.raises(Invalid, match="geen zetel aan deze tafel"):
        name_holder(actor=cast.secretary, body=cast.table, post=post, valid_from=CHANGE, name="X")


def test_a_sitting_mayor_is_not_replaced_by_naming(cast: Cast) -> None:
    post = cast.mayor.person.mandates.get().post
    add_seat(actor=cast.secretary, body=cast.table, category="guest", post=post)
    with pytest.raises(Invalid, match="Laat eerst dat mandaat aflopen"):
        name_holder(actor=cast.secretary, body=cast.table, post=post, valid_from=CHANGE, name="X")


def test_a_later_holder_stands_in_the_way(cast: Cast) -> None:
    body = commission_of(cast)
    hold(cast, body, "IVAREM", "Els", CHANGE)
    with pytest.raises(Invalid, match="al vanaf die dag of later"):
        hold(cast, body, "IVAREM", "Bea", BEFORE)


def test_the_same_seat_twice_is_refused_until_it_ended(cast: Cast) -> None:
    lede = cast.towns["Lede"]
    with pytest.raises(Invalid, match="bestaat al"):
        add_seat(
            actor=cast.secretary,
            body=cast.table,
            category="mayor",
            municipality=lede,
            valid_from=CHANGE,
        )
    end_seat(actor=cast.secretary, seat=cast.table.seats.get(municipality=lede), on=BEFORE)
    add_seat(
        actor=cast.secretary,
        body=cast.table,
        category="mayor",
        municipality=lede,
        valid_from=CHANGE,
    )


@pytest.mark.parametrize("preset", sorted(presets()))
def test_each_preset_gives_its_categories(cast: Cast, preset: str) -> None:
    found = apply_preset(actor=cast.secretary, body=cast.table, preset=preset)
    assert [each.key for each in found] == list(presets()[preset].categories)


def test_with_the_civil_society_there_are_four_categories(cast: Cast) -> None:
    assert len(presets()["civil-society"].categories) == 4


def test_a_thematic_member_sees_only_that_table(cast: Cast) -> None:
    body = add_body_below(
        actor=cast.secretary,
        parent=cast.table,
        name="Tafel wonen",
        kind=BodyKind.THEMATIC,
        theme="wonen",
    )
    add_seat(actor=cast.secretary, body=body, category="thematic", person=cast.citizen.person)
    standing = standing_of(cast.fresh(cast.citizen))
    assert standing.circle_of == {body.pk}
    assert standing.closed_of == frozenset()


@pytest.mark.parametrize("facts", [{"counts": True}, {"name": "gast", "visits_per_year": 2}])
def test_a_guest_never_counts_as_a_member(cast: Cast, facts: dict[str, Any]) -> None:
    """R27: said at once, or later of a category that is there."""
    key = "guest" if "counts" in facts else "new"
    with pytest.raises(Invalid, match="telt niet mee als lid") as refusal:
        define_category(actor=cast.secretary, body=cast.table, key=key, **facts)
    assert refusal.value.field == "counts"
    guest = define_category(actor=cast.secretary, body=cast.table, key="guest")
    assert (guest.counts, guest.visits_per_year) == (False, 1)
    with pytest.raises(Invalid):
        define_category(actor=cast.secretary, body=cast.table, key="guest", counts=True)
