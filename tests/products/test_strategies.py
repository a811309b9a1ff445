"""Strategies with goals over domains, adopted locally; assemblies and each council's mandate."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast
from tests.factories.products import association_of

from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale
from overlegtafel.dossiers.services import open_dossier
from overlegtafel.governance.services import appoint
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.organizations.models import PostRole
from overlegtafel.products.linking import Origin
from overlegtafel.products.queries import double_roles, goals_of, mandates_for, taking_part
from overlegtafel.products.services import (
    Goal,
    Point,
    change_assembly,
    change_strategy,
    draft_strategy,
    note_assembly,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 17)


def test_a_goal_lists_dossiers_of_two_domains_and_adoption_follows_the_decisions(
    cast: Cast, client: Client
) -> None:
    roads = open_dossier(actor=cast.secretary, body=cast.table, title="Wegen", domain="mobiliteit")
    thread = cast.thread()
    assert thread.agreement is not None
    strategy = draft_strategy(
        actor=cast.secretary,
        body=cast.table,
        title="Regionale energiestrategie",
        goals=[Goal("Minder kilometers", (cast.dossier, roads))],
        origin=Origin(cast.dossier, agreement=thread.agreement),
    )
    [(_, linked)] = goals_of(cast.officer, strategy)
    assert {each.domain for each in linked} == {"personeel", "mobiliteit"}
    record_decision(
        actor=cast.officer,
        decision=thread.decisions["Lede"],
        verb="approve",
        expected_revision=1,
        meets_on=date(2026, 11, 22),
    )
    client.force_login(cast.officer)
    page = client.get(reverse("strategy", args=["denderregio", strategy.pk])).text
    assert "1 van 5" in page and "Over 2 beleidsdomeinen heen" in page
    change_strategy(
        actor=cast.secretary, strategy=strategy, expected_revision=1, title="Energiestrategie"
    )
    with pytest.raises(Stale):
        change_strategy(actor=cast.chair, strategy=strategy, expected_revision=1, title="x")
    for actor, refusal in (
        (cast.mayor, NotAllowed),
        (cast.other_mayor, NotVisible),
        (cast.partner, NotVisible),
        (cast.councillor, NotVisible),
        (cast.citizen, NotVisible),
    ):
        with pytest.raises(refusal):
            draft_strategy(actor=actor, body=cast.table, title="x")


def test_each_council_that_takes_part_gives_a_mandate_and_one_after_the_day_is_late(
    cast: Cast,
) -> None:
    association = association_of(cast, "Lede", "Ninove")
    thread = cast.thread()
    assembly = note_assembly(
        actor=cast.secretary,
        body=cast.table,
        association=association,
        title="Algemene vergadering",
        held_on=DAY,
        points=[Point("Begroting", "Steunen")],
    )
    changed = change_assembly(
        actor=cast.secretary,
        assembly=assembly,
        expected_revision=1,
        title="Algemene vergadering",
        held_on=DAY,
        agreement=thread.agreement,
    )
    for town, day in (("Lede", date(2026, 12, 10)), ("Ninove", date(2026, 12, 18))):
        record_decision(
            actor=cast.system,
            decision=thread.decisions[town],
            verb="plan",
            expected_revision=1,
            meets_on=day,
        )
    rows = mandates_for(changed, taking_part(changed))
    assert [(row.municipality.name, row.is_late) for row in rows] == [
        ("Lede", False),
        ("Ninove", True),
    ]
    with pytest.raises(Invalid):
        note_assembly(
            actor=cast.secretary,
            body=cast.table,
            association=cast.partner_organization,
            title="x",
            held_on=DAY,
        )


def test_who_also_sits_on_the_board_is_told_of_two_roles(cast: Cast, client: Client) -> None:
    association = association_of(cast)
    assembly = note_assembly(
        actor=cast.secretary,
        body=cast.table,
        association=association,
        title="Algemene vergadering",
        held_on=DAY,
    )
    address = reverse("assembly", args=["denderregio", assembly.pk])
    client.force_login(cast.mayor)
    assert "twee rollen" not in client.get(address).text
    appoint(
        actor=cast.system,
        person=cast.mayor.person,
        organization=association,
        role=PostRole.MEMBER,
        label="lid van de raad van bestuur",
    )
    [double] = double_roles(assembly, taking_part(assembly))
    assert (double.person, double.municipality.name) == ("Burgemeester Lede", "Lede")
    assert "U hebt twee rollen" in client.get(address).text
    client.force_login(cast.officer)
    page = client.get(address).text
    assert "U hebt twee rollen" not in page and "Wie twee rollen heeft" in page
    for actor in (cast.other_mayor, cast.partner, cast.councillor, cast.citizen):
        client.force_login(actor)
        assert client.get(address).status_code == 404
