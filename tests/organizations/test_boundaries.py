"""The shapes of Flanders: complete, small, and with borders that match."""

import gzip
import re
from datetime import date

import pytest

from overlegtafel.organizations import boundaries, queries
from overlegtafel.organizations.models import Classification
from overlegtafel.organizations.reference_files import DATA

EVE, DAY = date(2024, 12, 31), date(2025, 1, 1)
EDITIONS = pytest.mark.parametrize("day", [EVE, DAY])


def segments(path: str) -> set[frozenset[tuple[int, int]]]:
    """The straight pieces of an SVG path, whichever way they were drawn."""
    pieces: set[frozenset[tuple[int, int]]] = set()
    for ring in path.split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        points = [steps[0]]
        for x, y in steps[1:]:
            points.append((points[-1][0] + x, points[-1][1] + y))
        ends = [*points[1:], points[0]]
        pieces |= {frozenset(piece) for piece in zip(points, ends, strict=True)}
    return pieces


def outlines() -> list[boundaries.Shape]:
    """The outlines of the reference regions."""
    return list(boundaries.boundaries().regions.values())


@pytest.mark.django_db
@pytest.mark.usefixtures("flanders_once")
@EDITIONS
def test_every_municipality_has_a_shape(day: date) -> None:
    municipalities = queries.municipalities_on(day)
    assert {one.code for one in municipalities} == {
        shape.nis for shape in boundaries.all_shapes(day)
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("flanders_once")
def test_every_reference_region_has_an_outline() -> None:
    regions = queries.groups_on(Classification.REFERENCE_REGION, DAY)
    assert {one.slug for one in regions} == {one.nis for one in outlines()}


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_shapes_stay_small(year: int) -> None:
    stored = (DATA / f"boundaries_{year}.json").read_bytes()
    assert len(gzip.compress(stored)) < 50_000


def test_neighbours_share_their_border_exactly() -> None:
    aalst, lede = (boundaries.shape_of(nis) for nis in ("41002", "41034"))
    assert aalst and lede
    assert len(segments(aalst.path) & segments(lede.path)) > 3


@EDITIONS
def test_every_border_has_one_municipality_on_each_side_or_is_the_outside(day: date) -> None:
    counts: dict[frozenset[tuple[int, int]], int] = {}
    for shape in boundaries.all_shapes(day):
        for segment in segments(shape.path):
            counts[segment] = counts.get(segment, 0) + 1
    assert set(counts.values()) == {1, 2}


def test_a_region_is_drawn_along_the_borders_of_its_municipalities() -> None:
    pieces: set[frozenset[tuple[int, int]]] = set()
    for shape in boundaries.all_shapes():
        pieces |= segments(shape.path)
    for region in outlines():
        assert segments(region.path) <= pieces


@EDITIONS
def test_labels_lie_inside_their_municipality(day: date) -> None:
    for shape in boundaries.all_shapes(day):
        crossings = 0
        for segment in segments(shape.path):
            (x1, y1), (x2, y2) = sorted(segment)
            if (y1 > shape.label_y) != (y2 > shape.label_y):
                across = (x2 - x1) * (shape.label_y - y1) / (y2 - y1) + x1
                crossings += shape.label_x < across
        assert crossings % 2 == 1, shape.nis


@EDITIONS
def test_boxes_lie_in_the_map_with_their_label(day: date) -> None:
    everything = boundaries.boundaries(day)
    for shape in (*boundaries.all_shapes(day), *outlines()):
        left, top, right, bottom = shape.bbox
        assert left < shape.label_x < right
        assert top < shape.label_y < bottom
        assert left >= 0 and top >= 0
        assert right <= everything.width and bottom <= everything.height


@EDITIONS
def test_paths_hold_whole_numbers_only(day: date) -> None:
    for shape in (*boundaries.all_shapes(day), *outlines()):
        assert re.fullmatch(r"(M\d+ \d+l-?\d+( \d+|-\d+)+z)+", shape.path)


def test_a_viewbox_fits_what_is_shown() -> None:
    shapes = boundaries.shapes_for(["41002", "41034", "99999"])
    assert len(shapes) == 2
    left, top, right, bottom = boundaries.bbox_of(shapes)
    expected = f"{left - 10} {top - 10} {right - left + 20} {bottom - top + 20}"
    assert boundaries.viewbox(shapes, padding=10) == expected
    assert boundaries.viewbox([], padding=0) == "0 0 10000 3864"


def test_a_merged_municipality_has_a_shape_until_it_merged() -> None:
    assert boundaries.shape_of("37015") is None
    assert boundaries.shape_of("37015", EVE) is not None
    assert boundaries.shape_of("37022", EVE) is None


def test_both_editions_lie_in_the_same_space() -> None:
    old, new = (boundaries.bbox_of(boundaries.all_shapes(day)) for day in (EVE, DAY))
    assert max(abs(one - other) for one, other in zip(old, new, strict=True)) < 30


def test_an_unknown_region_has_no_outline() -> None:
    assert boundaries.region_outline("denderregio") is not None
    assert boundaries.region_outline("atlantis") is None


def test_the_credit_names_statbel() -> None:
    assert "© Statbel" in boundaries.credit()
    assert "© Statbel" in boundaries.credit(EVE)
