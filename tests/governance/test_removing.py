"""A body that was set up by mistake can go, as long as it did nothing; and it can be renamed."""

from datetime import date

import pytest
from tests.factories.cast import Cast

from overlegtafel.audit.models import AuditEntry
from overlegtafel.common.errors import Invalid, NotAllowed
from overlegtafel.governance.models import Charter, GoverningBody
from overlegtafel.governance.rules import Agendering, CharterRules, RouteStep
from overlegtafel.governance.services import add_body_below, change_body, remove_body
from overlegtafel.governance.states import BodyKind, CharterState, Does
from overlegtafel.organizations.models import Organization


@pytest.fixture
def cluster(cast: Cast) -> GoverningBody:
    """A body below the table that nobody used yet, with two seats."""
    return add_body_below(
        actor=cast.secretary,
        parent=cast.table,
        name="Cluster zorg",
        kind=BodyKind.CLUSTER,
        members=[cast.towns["Lede"], cast.towns["Zele"]],
    )


def test_an_unused_body_goes_with_its_seats_and_its_organization(
    cast: Cast, cluster: GoverningBody
) -> None:
    organization = cluster.organization
    remove_body(actor=cast.secretary, body=cluster)
    assert not GoverningBody.objects.filter(slug=cluster.slug).exists()
    assert not Organization.objects.filter(pk=organization.pk).exists()
    entry = AuditEntry.objects.get(verb="body.removed")
    assert (entry.body_id, entry.changes) == (cast.table.pk, {"name": ["Cluster zorg", None]})


@pytest.mark.parametrize(
    "who", ["mayor", "officer", "partner", "other_mayor", "other_secretary", "citizen", "chair"]
)
def test_who_does_not_compose_it_removes_nothing(
    cast: Cast, cluster: GoverningBody, who: str
) -> None:
    with pytest.raises(NotAllowed):
        remove_body(actor=getattr(cast, who), body=cluster)
    assert GoverningBody.objects.filter(pk=cluster.pk).exists()


def test_a_body_that_met_stays(cast: Cast, cluster: GoverningBody) -> None:
    cast.meeting(body=cluster)
    with pytest.raises(Invalid, match="deed al iets"):
        remove_body(actor=cast.secretary, body=cluster)
    assert GoverningBody.objects.get(pk=cluster.pk).seats.count() == 2


def test_a_body_with_another_below_it_stays(cast: Cast, cluster: GoverningBody) -> None:
    add_body_below(actor=cast.secretary, parent=cluster, name="Werkgroep", kind=BodyKind.WORKGROUP)
    with pytest.raises(Invalid, match="deed al iets"):
        remove_body(actor=cast.secretary, body=cluster)


def test_a_body_that_a_charter_names_stays(cast: Cast, cluster: GoverningBody) -> None:
    rules = CharterRules(
        agendering=Agendering(route=(RouteStep(body=cluster.slug, does=Does.ADVISES),))
    )
    Charter.objects.create(body=cast.table, number=1, rules_document=rules.model_dump(mode="json"))
    with pytest.raises(Invalid, match="De afsprakennota van Denderregio Burgemeestersoverleg"):
        remove_body(actor=cast.secretary, body=cluster)


def test_a_body_with_an_adopted_charter_stays(cast: Cast, cluster: GoverningBody) -> None:
    Charter.objects.create(
        body=cluster,
        number=1,
        state=CharterState.ADOPTED,
        valid_from=date(2026, 11, 1),
        adopted_on=date(2026, 11, 1),
    )
    with pytest.raises(Invalid, match="aangenomen afsprakennota"):
        remove_body(actor=cast.secretary, body=cluster)


def test_the_table_itself_stays(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Alleen een orgaan onder een ander overleg"):
        remove_body(actor=cast.secretary, body=cast.table)


def test_a_new_name_is_that_of_its_organization_too(cast: Cast, cluster: GoverningBody) -> None:
    change_body(actor=cast.secretary, body=cluster, name="Cluster welzijn")
    cluster.refresh_from_db()
    assert cluster.short_name == "Cluster welzijn"
    assert cluster.organization.name == "Cluster welzijn"
    entry = AuditEntry.objects.get(verb="organization.renamed")
    assert entry.changes == {"name": ["Cluster zorg", "Cluster welzijn"]}


def test_an_own_short_name_stays(cast: Cast, cluster: GoverningBody) -> None:
    change_body(actor=cast.secretary, body=cluster, short_name="Zorg")
    change_body(actor=cast.secretary, body=cluster, name="Cluster welzijn")
    cluster.refresh_from_db()
    assert cluster.short_name == "Zorg"


def test_a_known_consultation_keeps_its_own_name(cast: Cast) -> None:
    before = cast.table.organization.name
    change_body(actor=cast.secretary, body=cast.table, name="Dender")
    cast.table.organization.refresh_from_db()
    assert cast.table.organization.name == before
