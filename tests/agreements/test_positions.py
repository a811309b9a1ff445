"""A municipality's position: private until shared, locked at the start, and what it rests on."""

from datetime import date

import pytest
from tests.conftest import FixedClock
from tests.factories.cast import Cast, make_person

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Position, Remark
from overlegtafel.agreements.queries import positions_on
from overlegtafel.agreements.queries.positions import remarks_on, shared_remarks_on
from overlegtafel.agreements.services import (
    share_position,
    share_remark,
    take_position,
    withdraw_remark,
    write_remark,
)
from overlegtafel.agreements.states import Basis, Stance
from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.dossiers.states import Function
from overlegtafel.meetings.models import AgendaItem
from overlegtafel.meetings.services import cancel_meeting, open_meeting
from overlegtafel.organizations.models import PostRole
from overlegtafel.reporting.logbook import log_of

COLLEGE_ON = date(2026, 11, 10)


def take(cast: Cast, item: AgendaItem, **facts: object) -> Position:
    """Lede's position, by its mayor unless someone else is named."""
    typed: dict[str, object] = {
        "actor": cast.mayor,
        "municipality": cast.towns["Lede"],
        "stance": Stance.FOR,
        "basis": Basis.DISCUSSED,
        "based_on": COLLEGE_ON,
        "expected_revision": 0,
        **facts,
    }
    return take_position(item=item, **typed)  # type: ignore[arg-type]


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """An item of alignment on an agenda that was sent."""
    found = cast.thread("convened").item
    assert found is not None
    return found


def seen_by(cast: Cast, user: User, item: AgendaItem, town: str = "Lede") -> Position | None:
    """What someone reads as the shared position of a municipality."""
    rows = positions_on(item, cast.fresh(user)).rows
    [row] = [row for row in rows if row.municipality == cast.towns[town]]
    return row.position


def test_a_position_stays_inside_until_it_is_shared(cast: Cast, item: AgendaItem) -> None:
    position = take(cast, item)
    for name in ("chair", "secretary", "other_officer", "other_mayor", "citizen", "partner"):
        rows = positions_on(item, getattr(cast, name)).rows
        assert all(row.position is None and row.inside is None for row in rows), name
    own = {row.municipality.name: row.inside for row in positions_on(item, cast.alderman).rows}
    assert own["Lede"] == position
    share_position(actor=cast.mayor, position=position)
    assert seen_by(cast, cast.chair, item) == position
    assert seen_by(cast, cast.secretary, item) == position
    assert seen_by(cast, cast.other_mayor, item) is None
    assert seen_by(cast, cast.other_officer, item) is None


def test_the_table_s_log_says_nothing_of_what_is_not_shared(cast: Cast, item: AgendaItem) -> None:
    secret = "Alleen als het geld er is."
    position = take(cast, item, stance=Stance.RESERVED, reservation=secret)
    write_remark(actor=cast.alderman, item=item, municipality=cast.towns["Lede"], text=secret)
    log = log_of(cast.secretary, cast.table)
    assert not log.filter(verb__startswith="position.").exists()
    assert not log.filter(verb__startswith="remark.").exists()
    share_position(actor=cast.mayor, position=position)
    entry = log_of(cast.secretary, cast.table).get(verb="position.shared")
    assert entry.changes["reservation"] == [None, secret]
    assert AuditEntry.objects.filter(verb="position.taken", body_id=None).count() == 1


@pytest.mark.parametrize("basis", [Basis.DISCUSSED, Basis.COLLEGE, Basis.COUNCIL])
def test_a_mandate_without_a_day_is_refused(cast: Cast, item: AgendaItem, basis: Basis) -> None:
    with pytest.raises(Invalid) as refusal:
        take(cast, item, basis=basis, based_on=None)
    assert refusal.value.field == "based_on"
    with pytest.raises(Invalid) as refusal:
        take(cast, item, basis=basis, based_on=date(2026, 11, 24))
    assert refusal.value.field == "based_on"
    assert not Position.objects.exists()


def test_a_reservation_is_said_in_words(cast: Cast, item: AgendaItem) -> None:
    with pytest.raises(Invalid) as refusal:
        take(cast, item, stance=Stance.RESERVED, reservation=" \n ")
    assert refusal.value.field == "reservation"
    position = take(cast, item, stance=Stance.RESERVED, reservation="• Eerst\x0bsyndicaal overleg")
    assert position.reservation == "- Eerst\nsyndicaal overleg"


def test_a_text_that_is_too_long_is_told_and_not_cut(cast: Cast, item: AgendaItem) -> None:
    with pytest.raises(Invalid, match="hoogstens 10000 tekens") as refusal:
        take(cast, item, text="a" * 10_001)
    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    "who", ["officer", "alderman", "councillor", "chair", "secretary", "other_mayor", "citizen"]
)
def test_only_the_own_mayor_and_director_take_a_position(
    cast: Cast, item: AgendaItem, who: str
) -> None:
    with pytest.raises(NotAllowed):
        take(cast, item, actor=getattr(cast, who))
    position = take(cast, item, actor=cast.director)
    with pytest.raises(NotAllowed):
        share_position(actor=getattr(cast, who), position=position)


def test_a_mayor_of_another_table_takes_no_position_here(cast: Cast, item: AgendaItem) -> None:
    tielt = cast.other_mayor.person.mandates.get().post.organization
    with pytest.raises(NotAllowed, match="geen lid"):
        take(cast, item, actor=cast.other_mayor, municipality=tielt)


def test_until_the_start_the_same_version_is_rewritten(cast: Cast, item: AgendaItem) -> None:
    first = take(cast, item)
    share_position(actor=cast.mayor, position=first)
    again = take(cast, item, stance=Stance.AGAINST, expected_revision=1, actor=cast.director)
    assert (again.pk, again.number, again.stance) == (first.pk, 1, Stance.AGAINST)
    with pytest.raises(Stale):
        take(cast, item, expected_revision=1)
    entry = log_of(cast.secretary, cast.table).get(verb="position.changed")
    assert entry.changes == {"stance": ["for", "against"]}


def test_from_the_start_on_a_change_is_a_new_version_that_points_back(
    cast: Cast, item: AgendaItem
) -> None:
    first = take(cast, item)
    share_position(actor=cast.mayor, position=first)
    open_meeting(actor=cast.secretary, meeting=item.meeting)
    later = take(cast, item, stance=Stance.AGAINST, expected_revision=1)
    first.refresh_from_db()
    assert (first.stance, first.number) == (Stance.FOR, 1)
    assert (later.replaces, later.number, later.is_late) == (first, 2, True)
    assert seen_by(cast, cast.chair, item) == first
    rewritten = take(cast, item, stance=Stance.NONE, expected_revision=2)
    assert rewritten.pk == later.pk
    share_position(actor=cast.mayor, position=rewritten)
    [row] = [each for each in positions_on(item, cast.chair).rows if each.position]
    assert (row.position, row.earlier) == (later, [first])
    third = take(cast, item, expected_revision=3)
    assert (third.number, third.replaces) == (3, later)


def test_what_was_prepared_may_still_be_shared_at_the_table(cast: Cast, item: AgendaItem) -> None:
    position = take(cast, item)
    open_meeting(actor=cast.secretary, meeting=item.meeting)
    assert share_position(actor=cast.mayor, position=position).is_shared
    with pytest.raises(WrongMoment):
        share_position(actor=cast.mayor, position=position)


def test_an_older_version_is_not_shared_after_a_newer_one(cast: Cast, item: AgendaItem) -> None:
    first = take(cast, item)
    open_meeting(actor=cast.secretary, meeting=item.meeting)
    take(cast, item, expected_revision=1)
    with pytest.raises(WrongMoment, match="nieuwere versie"):
        share_position(actor=cast.mayor, position=first)


def test_a_position_needs_a_sent_agenda_and_an_item_that_asks_one(cast: Cast) -> None:
    planned = cast.thread("placed")
    assert planned.item
    with pytest.raises(WrongMoment, match="verstuurd"):
        take(cast, planned.item)
    AgendaItem.objects.filter(pk=planned.item.pk).update(function=Function.EXCHANGE)
    sent = cast.thread("convened", held_on=date(2026, 11, 27)).item
    assert sent
    sent.function = Function.EXCHANGE
    with pytest.raises(WrongMoment, match="afstemming of beleid"):
        take(cast, sent)
    sent.function = Function.ALIGNMENT
    cancel_meeting(actor=cast.secretary, meeting=sent.meeting, reason="Ziek.")
    with pytest.raises(WrongMoment, match="gaat niet door"):
        take(cast, sent)


def test_the_chair_reads_how_many_spoke_of_it_inside_and_how_many_have_a_mandate(
    cast: Cast, item: AgendaItem
) -> None:
    bases = {
        "Aalst": Basis.DISCUSSED,
        "Lebbeke": Basis.COLLEGE,
        "Lede": Basis.PERSONAL,
        "Ninove": Basis.DISCUSSED,
    }
    for town, basis in bases.items():
        position = take(cast, item, actor=cast.system, municipality=cast.towns[town], basis=basis)
        if town != "Ninove":
            share_position(actor=cast.system, position=position)
    table = positions_on(item, cast.secretary)
    assert table.sentence == (
        "2 van 5 besproken in het college, waarvan 1 met mandaat, 1 persoonlijk, 2 nog niet gedeeld"
    )
    counted = Position.objects.filter(state="shared")
    for basis, count in table.bases:
        assert counted.filter(basis=basis).count() == count
    assert sum(count for _, count in table.bases) == counted.count() == 3
    council = take(
        cast, item, actor=cast.system, municipality=cast.towns["Zele"], basis=Basis.COUNCIL
    )
    share_position(actor=cast.system, position=council)
    now = positions_on(item, cast.secretary)
    assert now.figure == "3 van 5 besproken in college of raad"
    assert now.mandates == "waarvan 2 met mandaat"


def test_a_discussion_in_the_college_is_no_mandate(cast: Cast, item: AgendaItem) -> None:
    assert positions_on(item, cast.secretary).mandates == ""
    position = take(cast, item, basis=Basis.DISCUSSED)
    share_position(actor=cast.mayor, position=position)
    table = positions_on(item, cast.secretary)
    assert table.figure == "1 van 5 besproken in het college"
    assert table.mandates == "geen met mandaat"


# Remarks


def test_a_remark_stays_in_the_municipality_until_the_mayor_shares_it(
    cast: Cast, item: AgendaItem
) -> None:
    ninove = cast.towns["Ninove"]
    alderman = make_person(cast.system, "Schepen Ninove", ninove, PostRole.ALDERMAN)
    aalst = make_person(cast.system, "Burgemeester Aalst", cast.towns["Aalst"], PostRole.MAYOR)
    remark = write_remark(
        actor=alderman, item=item, municipality=ninove, text="Denk aan het wijkbudget."
    )
    assert remark.role == PostRole.ALDERMAN
    for stranger in (aalst, cast.mayor, cast.secretary, cast.other_mayor, cast.citizen):
        assert not remarks_on(item, stranger, ninove).exists(), stranger
        assert not shared_remarks_on(item, stranger).exists(), stranger
    for own in (alderman, cast.other_officer, cast.chair):  # the chair is Ninove's own mayor
        assert list(remarks_on(item, own, ninove)) == [remark]
    for other in (alderman, cast.other_officer, aalst, cast.secretary):
        with pytest.raises(NotAllowed):
            share_remark(actor=other, remark=remark)
    share_remark(actor=cast.chair, remark=remark)
    assert list(shared_remarks_on(item, aalst)) == [remark]
    assert not shared_remarks_on(item, cast.other_mayor).exists()
    with pytest.raises(WrongMoment):
        withdraw_remark(actor=alderman, remark=remark)


def test_a_chair_who_is_no_mayor_there_reads_no_remark(cast: Cast, item: AgendaItem) -> None:
    write_remark(actor=cast.alderman, item=item, municipality=cast.towns["Lede"], text="Neen.")
    assert not remarks_on(item, cast.chair, cast.towns["Lede"]).exists()


def test_remarks_are_shared_as_part_of_the_position(cast: Cast, item: AgendaItem) -> None:
    lede = cast.towns["Lede"]
    told = write_remark(actor=cast.alderman, item=item, municipality=lede, text="Zeg dit.")
    write_remark(actor=cast.officer, item=item, municipality=lede, text="Dit niet.")
    position = take(cast, item)
    with pytest.raises(NotAllowed):
        share_position(actor=cast.director, position=position, remarks=[told])
    position.refresh_from_db()
    assert not position.is_shared
    share_position(actor=cast.mayor, position=position, remarks=[told])
    assert list(shared_remarks_on(item, cast.chair)) == [told]


def test_who_has_no_place_in_a_municipality_remarks_nothing(cast: Cast, item: AgendaItem) -> None:
    for who in (
        cast.councillor,
        cast.secretary,
        cast.other_mayor,
        cast.citizen,
        cast.other_officer,
    ):
        with pytest.raises(NotAllowed):
            write_remark(actor=who, item=item, municipality=cast.towns["Lede"], text="Ja.")
    tielt = cast.other_mayor.person.mandates.get().post.organization
    with pytest.raises(NotVisible):
        write_remark(actor=cast.other_mayor, item=item, municipality=tielt, text="Ja.")
    assert not Remark.objects.exists()


def test_one_takes_back_the_own_remark_only(cast: Cast, item: AgendaItem) -> None:
    remark = write_remark(
        actor=cast.alderman, item=item, municipality=cast.towns["Lede"], text="Even denken."
    )
    with pytest.raises(NotAllowed):
        withdraw_remark(actor=cast.mayor, remark=remark)
    withdraw_remark(actor=cast.alderman, remark=remark)
    assert not Remark.objects.exists()
    with pytest.raises(WrongMoment):
        withdraw_remark(actor=cast.alderman, remark=remark)


def test_remarks_stop_with_the_meeting(cast: Cast, clock: FixedClock) -> None:
    item = cast.thread("closed").item
    assert item is not None
    with pytest.raises(WrongMoment):
        write_remark(actor=cast.alderman, item=item, municipality=cast.towns["Lede"], text="Nog.")
