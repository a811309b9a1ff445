"""Shapes of municipalities and regions, ready for SVG.

All shapes lie in one space of whole units (x to the east, y down, 10 000 wide for all of
Flanders), so that borders of neighbours match exactly. There are two editions, of 2019-2024 and
since 2025; don't mix them in one map, they were simplified apart.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from overlegtafel.organizations.reference_files import DATA

Box = tuple[int, int, int, int]

MERGERS_2025 = date(2025, 1, 1)


@dataclass(frozen=True)
class Shape:
    """One outline: ``path`` is an SVG path, the label point lies inside it.

    ``nis`` is the NIS code of a municipality, or the slug of a region. Fill with
    ``fill-rule="evenodd"``: some shapes have holes and enclaves.
    """

    nis: str
    path: str
    label_x: int
    label_y: int
    bbox: Box  # left, top, right, bottom


@dataclass(frozen=True)
class Boundaries:
    """One edition of the boundaries."""

    credit: str
    width: int
    height: int
    municipalities: dict[str, Shape]
    regions: dict[str, Shape]


@lru_cache(maxsize=2)
def _edition(year: int) -> Boundaries:
    stored = json.loads((DATA / f"boundaries_{year}.json").read_text(encoding="utf-8"))
    return Boundaries(
        credit=stored["credit"],
        width=stored["width"],
        height=stored["height"],
        municipalities=_shapes(stored["municipalities"]),
        regions=_shapes(stored["regions"]),
    )


def _shapes(stored: dict[str, Any]) -> dict[str, Shape]:
    return {
        key: Shape(
            nis=key,
            path=shape["path"],
            label_x=shape["label"][0],
            label_y=shape["label"][1],
            bbox=tuple(shape["bbox"]),
        )
        for key, shape in stored.items()
    }


def boundaries(day: date | None = None) -> Boundaries:
    """The boundaries of ``day`` (since 2025 when left out), each edition read once."""
    return _edition(2024 if day and day < MERGERS_2025 else 2025)


def credit(day: date | None = None) -> str:
    """The line that belongs under every map (a condition of the licence)."""
    return boundaries(day).credit


def shape_of(nis: str, day: date | None = None) -> Shape | None:
    """The shape of one municipality; none when it was merged before ``day`` or not yet made."""
    return boundaries(day).municipalities.get(nis)


def shapes_for(nis_codes: Iterable[str], day: date | None = None) -> list[Shape]:
    """The shapes of these municipalities, in the order asked, without those that have none."""
    return [shape for nis in nis_codes if (shape := shape_of(nis, day)) is not None]


def all_shapes(day: date | None = None) -> list[Shape]:
    """The shapes of all municipalities."""
    return list(boundaries(day).municipalities.values())


def region_outline(slug: str) -> Shape | None:
    """The outline of one reference region, by slug."""
    return boundaries().regions.get(slug)


def bbox_of(shapes: Iterable[Shape]) -> Box:
    """The box around all ``shapes``; all of Flanders when there are none."""
    boxes = [shape.bbox for shape in shapes]
    if not boxes:
        return 0, 0, boundaries().width, boundaries().height
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def viewbox(shapes: Iterable[Shape], padding: int = 40) -> str:
    """The ``viewBox`` that shows ``shapes`` with ``padding`` units around them."""
    left, top, right, bottom = bbox_of(shapes)
    width, height = right - left + 2 * padding, bottom - top + 2 * padding
    return f"{left - padding} {top - padding} {width} {height}"
