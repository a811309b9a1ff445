"""Taking a set along: by whom, and what of it."""

import pytest
import yaml
from tests.factories.cast import Cast, make_person
from tests.factories.routes import settle

from overlegtafel.common.errors import NotAllowed
from overlegtafel.governance.configuration.exporting import export_for, may_export
from overlegtafel.governance.configuration.importing import import_configuration
from overlegtafel.governance.configuration.reading import read_configuration
from overlegtafel.governance.configuration.writing import bodies_with
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import (
    add_body_below,
    draft_charter,
    grant_role,
    involve_named,
    save_charter,
)
from overlegtafel.governance.states import BodyKind, Involved, TableRole


def test_of_a_body_someone_else_runs_the_charter_stays_out(cast: Cast) -> None:
    settle(cast)
    group = add_body_below(
        actor=cast.system, parent=cast.table, name="Werkgroep water", kind=BodyKind.WORKGROUP
    )
    settle(cast, group)
    involve_named(actor=cast.system, body=group, name="Waterhuis", way=Involved.ADVICE)
    draft = draft_charter(actor=cast.system, body=cast.table)
    save_charter(actor=cast.system, charter=draft, expected_revision=1, ambition="Nog geheim")
    text = export_for(actor=cast.secretary, body=cast.table)
    own, other = yaml.safe_load(text)["bodies"]
    assert [each["number"] for each in own["charters"]] == [1, 2]
    assert "charters" not in other
    assert "involved" not in other
    imported = read_configuration(text.encode(), "eigen.yaml")
    import_configuration(actor=cast.system, document=imported)
    assert group.charters.count() == 1
    assert group.involvements.get().valid_to is None


def test_a_draft_goes_along_only_with_who_writes_it(cast: Cast) -> None:
    settle(cast, support={"tasks": {"charter": "never"}})
    draft = draft_charter(actor=cast.chair, body=cast.table)
    save_charter(actor=cast.chair, charter=draft, expected_revision=1, ambition="Nog geheim")
    assert "Nog geheim" in export_for(actor=cast.chair, body=cast.table)
    assert "Nog geheim" not in export_for(actor=cast.secretary, body=cast.table)


def test_who_runs_only_a_body_below_takes_nothing_along(cast: Cast) -> None:
    group = add_body_below(
        actor=cast.system, parent=cast.table, name="Werkgroep water", kind=BodyKind.WORKGROUP
    )
    lead = make_person(cast.system, "Trekker water")
    grant_role(actor=cast.system, body=group, person=lead.person, role=TableRole.SUPPORT)
    for who in (lead, cast.mayor, cast.partner, cast.other_secretary, cast.citizen):
        assert not may_export(who, bodies_with(group)[1])
        with pytest.raises(NotAllowed):
            export_for(actor=who, body=group)
    assert GoverningBody.objects.count() == 3
