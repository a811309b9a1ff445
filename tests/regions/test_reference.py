"""The table of named regions is what its tests say, and nothing is missing from it."""

from tests.regions import test_named
from tests.regions.rows import ROWS, TARGET, regions_markdown

from overlegtafel.governance.configuration.packaged import packaged_files


def test_every_named_region_has_its_test() -> None:
    assert sorted(ROWS) == list(range(1, 21))
    assert all(callable(getattr(test_named, each.test)) for each in ROWS.values())


def test_every_packaged_set_is_named_by_a_row() -> None:
    named = {name for each in ROWS.values() for name in each.sets}
    assert named == {each.stem for each in packaged_files()}


def test_the_reference_of_regions_is_true() -> None:
    written = TARGET.read_text(encoding="utf-8")
    assert written == regions_markdown(), "run: python -m tests.regions.rows"
