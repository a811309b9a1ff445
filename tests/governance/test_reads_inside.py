"""Who reads what only those around a table read: one question, in one place."""

import re
from pathlib import Path

from tests.factories.cast import Cast

import overlegtafel
from overlegtafel.governance.policy import reads_inside

FACE = Path(overlegtafel.__file__).parent / "workspace"


def test_those_around_the_table_and_nobody_else(cast: Cast) -> None:
    table = cast.table.pk
    for actor in (cast.system, cast.secretary, cast.mayor, cast.director):
        assert reads_inside(actor, table), actor
    for actor in (cast.other_mayor, cast.other_secretary, cast.citizen, cast.partner):
        assert not reads_inside(actor, table), actor


def test_no_view_asks_it_in_its_own_way() -> None:
    own = [
        path.name
        for path in FACE.rglob("*.py")
        if re.search(r"(?:not )?in standing\w*(?:\(\w+\))?\.insider_of", path.read_text())
    ]
    assert own == []
