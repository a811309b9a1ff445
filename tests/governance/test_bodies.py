"""Bodies under a table: made, ended, merged; and the structure they form together."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.conftest import FixedClock
from tests.factories.cast import Cast
from tests.factories.routes import settle

from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import bodies_visible_to
from overlegtafel.governance.rules import Agendering, CharterRules, RouteStep
from overlegtafel.governance.services import (
    add_body_below,
    add_seat,
    adopt_charter,
    change_body,
    draft_charter,
    end_involvement,
    invite_member,
    involve_named,
    merge_bodies,
    save_charter,
)
from overlegtafel.governance.states import BodyKind, Does, Involved, TableRole
from overlegtafel.meetings.services import plan_meeting
from overlegtafel.proposals.services import advise, pull_past
from overlegtafel.proposals.states import PassageOutcome
from overlegtafel.reporting.structure import structure_around


def cluster(cast: Cast, name: str, towns: tuple[str, ...] = ("Lede",)) -> GoverningBody:
    """A cluster under the table."""
    return add_body_below(
        actor=cast.secretary,
        parent=cast.table,
        name=name,
        kind=BodyKind.CLUSTER,
        members=[cast.towns[town] for town in towns],
        valid_from=date(2026, 1, 1),
    )


def test_who_composes_the_table_runs_the_body_below(cast: Cast) -> None:
    body = cluster(cast, "Cluster zorg")
    assert (body.parent, body.region) == (cast.table, cast.table.region)
    assert body in bodies_visible_to(cast.fresh(cast.secretary))
    assert body in bodies_visible_to(cast.fresh(cast.mayor))
    assert body not in bodies_visible_to(cast.fresh(cast.other_officer))


@pytest.mark.parametrize("who", ["officer", "mayor", "other_secretary", "citizen"])
def test_others_add_no_body(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        add_body_below(actor=getattr(cast, who), parent=cast.table, name="X", kind=BodyKind.CLUSTER)


def test_a_thematic_table_needs_its_theme(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        add_body_below(actor=cast.secretary, parent=cast.table, name="X", kind=BodyKind.THEMATIC)
    assert refusal.value.field == "theme"


def test_after_its_last_day_a_body_is_only_read(cast: Cast, clock: FixedClock) -> None:
    body = cluster(cast, "Projectgroep")
    change_body(actor=cast.secretary, body=body, valid_to=date(2026, 12, 31))
    clock.travel_to("2027-01-04 10:00")
    body = GoverningBody.objects.get(pk=body.pk)
    secretary = cast.fresh(cast.secretary)
    for act in (
        lambda: change_body(actor=secretary, body=body, name="Anders"),
        lambda: add_seat(
            actor=secretary, body=body, category="guest", municipality=cast.towns["Zele"]
        ),
        lambda: invite_member(
            actor=secretary, body=body, email="x@x.be", name="X", role=TableRole.CHAIR
        ),
        lambda: add_body_below(actor=secretary, parent=body, name="X", kind=BodyKind.CLUSTER),
        lambda: involve_named(actor=secretary, body=body, name="X", way=Involved.ADVICE),
    ):
        with pytest.raises(WrongMoment, match="alleen nog te lezen"):
            act()
    assert body in bodies_visible_to(cast.fresh(cast.mayor))
    change_body(actor=secretary, body=body, valid_to=None)
    change_body(actor=secretary, body=GoverningBody.objects.get(pk=body.pk), name="Anders")


def test_two_clusters_go_on_as_one(cast: Cast, clock: FixedClock) -> None:
    first = cluster(cast, "Cluster zorg", ("Lede", "Aalst"))
    second = cluster(cast, "Cluster welzijn", ("Lede", "Zele"))
    plan_meeting(actor=cast.system, body=first, held_on=date(2026, 11, 1), starts_at="09:00")
    body = merge_bodies(
        actor=cast.secretary,
        bodies=[first, second],
        name="Cluster zorg en welzijn",
        on=date(2027, 1, 1),
    )
    clock.travel_to("2027-01-04 10:00")
    assert {each.municipality.name for each in body.seats.all()} == {"Lede", "Aalst", "Zele"}
    assert set(body.predecessors.all()) == {first, second}
    first.refresh_from_db()
    assert first.ended_on == date(2026, 12, 31)
    seen = bodies_visible_to(cast.fresh(cast.mayor))
    assert {first, second, body} <= set(seen)
    structure = structure_around(cast.table, date(2027, 1, 4))
    assert {row.body for row in structure.ended} == {first, second}


def test_merging_asks_for_two_under_one_table(cast: Cast) -> None:
    first = cluster(cast, "Cluster zorg")
    for bodies in ([first], [first, cast.table], [cast.table, cast.other_table]):
        with pytest.raises(Invalid):
            merge_bodies(actor=cast.secretary, bodies=bodies, name="Samen", on=date(2027, 1, 1))


def test_a_body_that_slept_a_year_is_named(cast: Cast) -> None:
    asleep, awake = cluster(cast, "Slaapt"), cluster(cast, "Komt samen")
    GoverningBody.objects.filter(pk__in=[asleep.pk, awake.pk]).update(valid_from=date(2020, 1, 1))
    plan_meeting(actor=cast.system, body=asleep, held_on=date(2025, 1, 9), starts_at="09:00")
    plan_meeting(actor=cast.system, body=awake, held_on=date(2026, 9, 9), starts_at="09:00")
    plan_meeting(actor=cast.system, body=cast.table, held_on=date(2026, 12, 9), starts_at="09:00")
    unknown = cluster(cast, "Weten we niet")
    GoverningBody.objects.filter(pk=unknown.pk).update(valid_from=None)
    structure = structure_around(cast.table, date(2026, 11, 23))
    assert [row.body for row in structure.dormant] == [asleep]
    assert len(structure.steps) == 3


def test_a_body_that_handles_proposals_without_meeting_is_awake(
    cast: Cast, clock: FixedClock
) -> None:
    """R120: results count, also without a meeting; who was not waited for did nothing."""
    advises, screens, skipped = (cluster(cast, each) for each in ("Advies", "Screent", "Stil"))
    bodies = (advises, screens, skipped)
    GoverningBody.objects.filter(pk__in=[each.pk for each in bodies]).update(
        valid_from=date(2020, 1, 1)
    )
    settle(
        cast,
        agendering={
            "route": [
                {"body": advises.slug, "does": "advises"},
                {"body": skipped.slug, "does": "advises"},
                {"body": screens.slug, "does": "screens"},
            ]
        },
    )
    first, second, _ = cast.proposal().passages.order_by("order")
    advise(actor=cast.system, passage=first, outcome=PassageOutcome.IN_FAVOUR, advice="")
    clock.travel_to("2026-11-26 10:00")
    second.refresh_from_db()
    pull_past(actor=cast.chair, passage=second, reason="Komt niet samen.")
    cast.meeting(date(2026, 12, 9))
    structure = structure_around(cast.table, date(2026, 11, 26))
    assert [row.body for row in structure.dormant] == [skipped]
    active = {row.body: (row.last_active, row.last_met) for row in structure.rows}
    assert active[advises] == (date(2026, 11, 23), None)
    assert active[screens] == (date(2026, 11, 26), None)
    assert active[skipped] == (None, None)
    asleep = structure_around(cast.table, date(2027, 11, 24)).dormant
    assert {row.body for row in asleep} == {advises, skipped}


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_structure_costs_the_same(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for number in range(how_many):
        cluster(cast, f"Cluster {number}")
    with django_assert_num_queries(8):
        structure = structure_around(cast.table, date(2026, 11, 23))
    assert len(structure.rows) == how_many + 1


def test_involved_without_a_seat_sees_nothing_and_may_return(cast: Cast) -> None:
    once = involve_named(
        actor=cast.secretary, body=cast.table, name="Zorgzaam vzw", way=Involved.INFORMED
    )
    assert once.organization == cast.partner_organization
    with pytest.raises(Invalid):
        involve_named(
            actor=cast.secretary, body=cast.table, name="zorgzaam vzw", way=Involved.INFORMED
        )
    end_involvement(actor=cast.secretary, involvement=once, on=date(2026, 11, 23))
    assert cast.table not in bodies_visible_to(cast.fresh(cast.citizen))


def test_a_route_along_a_merged_cluster_leads_to_what_it_became(
    cast: Cast, clock: FixedClock
) -> None:
    first, second = cluster(cast, "Cluster zorg"), cluster(cast, "Cluster welzijn")
    route = tuple(RouteStep(body=each.slug, does=Does.ADVISES) for each in (first, second))
    charter = draft_charter(actor=cast.secretary, body=cast.table)
    rules = CharterRules(agendering=Agendering(route=route))
    save_charter(actor=cast.secretary, charter=charter, expected_revision=1, rules=rules)
    today = date(2026, 11, 23)
    adopt_charter(actor=cast.system, charter=charter, valid_from=today, adopted_on=today)
    drawn = structure_around(cast.table, today)
    assert [(each.source, each.label) for each in drawn.links] == [
        ("cluster-zorg", "adviseert"),
        ("cluster-welzijn", "adviseert"),
    ]
    assert len(drawn.steps) == 5
    old = cast.proposal(title="Voor de fusie")
    both = merge_bodies(
        actor=cast.secretary, bodies=[first, second], name="Samen", on=date(2027, 1, 1)
    )
    clock.travel_to("2027-01-04 10:00")
    new = cast.proposal(title="Na de fusie")
    assert [each.body for each in old.passages.order_by("order")] == [first, second]
    assert [each.body for each in new.passages.order_by("order")] == [both]
    after = structure_around(cast.table, date(2027, 1, 4))
    assert [(each.source, each.target) for each in after.links] == [("samen", "denderregio")]


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Regio Burgemeestersoverleg", "het overleg Regio Burgemeestersoverleg"),
        ("De Burgemeesterstafel", "de Burgemeesterstafel"),
        ("Het Streekoverleg", "het Streekoverleg"),
    ],
)
def test_a_body_has_an_article_inside_a_sentence(name: str, spoken: str) -> None:
    assert GoverningBody(name=name).in_sentence == spoken
