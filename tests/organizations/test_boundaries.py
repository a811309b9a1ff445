"""The shapes of Flanders: complete, small, and with borders that match."""

import gzip
import re
from datetime import date

import pytest

from overlegtafel.organizations import boundaries, queries
from overlegtafel.organizations.models import Classification

DAY = date(2025, 1, 1)


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


@pytest.mark.django_db
@pytest.mark.usefixtures("flanders_once")
def test_every_municipality_and_region_has_a_shape() -> None:
    municipalities = queries.municipalities_on(DAY)
    assert all(boundaries.shape_of(one.code) for one in municipalities)
    assert len(boundaries.all_shapes()) == 285
    regions = queries.groups_on(Classification.REFERENCE_REGION, DAY)
    assert {one.slug for one in regions} == {one.nis for one in boundaries.region_outlines()}


def test_the_shapes_stay_small() -> None:
    assert len(gzip.compress(boundaries.BOUNDARIES.read_bytes())) < 110_000


def test_neighbours_share_their_border_exactly() -> None:
    aalst, lede = (boundaries.shape_of(nis) for nis in ("41002", "41034"))
    assert aalst and lede
    assert len(segments(aalst.path) & segments(lede.path)) > 3


def test_every_border_has_one_municipality_on_each_side_or_is_the_outside() -> None:
    counts: dict[frozenset[tuple[int, int]], int] = {}
    for shape in boundaries.all_shapes():
        for segment in segments(shape.path):
            counts[segment] = counts.get(segment, 0) + 1
    assert set(counts.values()) == {1, 2}


def test_a_region_is_drawn_along_the_borders_of_its_municipalities() -> None:
    pieces: set[frozenset[tuple[int, int]]] = set()
    for shape in boundaries.all_shapes():
        pieces |= segments(shape.path)
    for region in boundaries.region_outlines():
        assert segments(region.path) <= pieces


def test_labels_lie_within_the_box_and_boxes_in_the_map() -> None:
    everything = boundaries.boundaries()
    for shape in (*boundaries.all_shapes(), *boundaries.region_outlines()):
        left, top, right, bottom = shape.bbox
        assert left < shape.label_x < right
        assert top < shape.label_y < bottom
        assert left >= 0 and top >= 0
        assert right <= everything.width and bottom <= everything.height


def test_paths_hold_whole_numbers_only() -> None:
    for shape in (*boundaries.all_shapes(), *boundaries.region_outlines()):
        assert re.fullmatch(r"(M\d+ \d+l-?\d+( \d+|-\d+)+z)+", shape.path)


def test_a_viewbox_fits_what_is_shown() -> None:
    shapes = boundaries.shapes_for(["41002", "41034", "99999"])
    assert len(shapes) == 2
    left, top, right, bottom = boundaries.bbox_of(shapes)
    expected = f"{left - 10} {top - 10} {right - left + 20} {bottom - top + 20}"
    assert boundaries.viewbox(shapes, padding=10) == expected
    assert boundaries.viewbox([], padding=0) == "0 0 10000 3864"


def test_a_merged_municipality_has_no_shape_of_its_own() -> None:
    assert boundaries.shape_of("37015") is None
    assert boundaries.region_outline("denderregio") is not None
    assert boundaries.region_outline("atlantis") is None


def test_the_credit_names_statbel() -> None:
    assert "© Statbel" in boundaries.credit()
