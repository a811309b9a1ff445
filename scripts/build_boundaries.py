"""Turn the collected boundaries into compact SVG paths inside the package.

Run by a developer, never by the application::

    python scripts/build_boundaries.py PATH/TO/SOURCE/FOLDER

All shapes share one integer coordinate space (equirectangular, scaled by the cosine of the
middle latitude, y down). Every arc is rounded once, so shared borders match exactly.
"""

import csv
import gzip
import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

ORGANIZATIONS = Path(__file__).resolve().parent.parent / "src/overlegtafel/organizations/data"
WIDTH = 10_000
EDITIONS = {2025: "statistische sectoren 1/1/2025", 2024: "gemeenten van voor 1/1/2025"}
TOLERANCE = 5  # units that a line of 2024 may be off after simplifying; about 120 metres
CREDIT = (
    "Gemeentegrenzen: © Statbel ({edition}), vereenvoudigd door Provincies"
    " in Cijfers (Data & Analyse van de Vlaamse provincies); verder vereenvoudigd."
)

Point = tuple[int, int]
Ring = list[Point]


class Projection:
    """Degrees to whole units, the same for every shape."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self.west, self.north = west, north
        self.squeeze = math.cos(math.radians((south + north) / 2))
        self.scale = WIDTH / ((east - west) * self.squeeze)
        self.height = math.ceil((north - south) * self.scale)

    def __call__(self, longitude: float, latitude: float) -> Point:
        x = (longitude - self.west) * self.squeeze * self.scale
        return round(x), round((self.north - latitude) * self.scale)


def decoded_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs of a TopoJSON file in degrees."""
    (x_scale, y_scale), (x_shift, y_shift) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for x_step, y_step in arc:
            x, y = x + x_step, y + y_step
            points.append((x * x_scale + x_shift, y * y_scale + y_shift))
        arcs.append(points)
    return arcs


def without_repeats(points: Ring) -> Ring:
    """The same line without points that fell together by rounding."""
    return [point for index, point in enumerate(points) if not index or point != points[index - 1]]


def rings_of(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """All rings of a shape, closed, without those that vanished by rounding."""
    rings = []
    for polygon in polygons_of(geometry):
        for indexes in polygon:
            ring: Ring = []
            for index in indexes:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring.extend(arc[1:] if ring else arc)
            ring = without_repeats(ring)
            if len(ring) >= 4:
                rings.append(ring)
    return rings


def simplified(points: Ring) -> Ring:
    """The same line with fewer points (Douglas-Peucker); the ends stay where they are."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    if first == last:
        far = max(range(1, len(points) - 1), key=lambda i: math.dist(first, points[i]))
        return [*simplified(points[: far + 1]), *simplified(points[far:])[1:]]
    distances = [distance_to(point, first, last) for point in points[1:-1]]
    if max(distances) <= TOLERANCE:
        return [first, last]
    far = distances.index(max(distances)) + 1
    return [*simplified(points[: far + 1]), *simplified(points[far:])[1:]]


def simplified_together(shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Simplify every stretch of border between two junctions once, for both its neighbours."""
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    edges: dict[Point, set[frozenset[Point]]] = defaultdict(set)
    for key, rings in shapes.items():
        for ring in rings:
            for start, end in pairwise(ring):
                edge = frozenset((start, end))
                owners[edge].add(key)
                edges[start].add(edge)
                edges[end].add(edge)

    def is_junction(point: Point) -> bool:
        around = edges[point]
        return len(around) != 2 or len({frozenset(owners[edge]) for edge in around}) > 1

    def line(points: Ring) -> Ring:
        forward = points <= points[::-1]
        result = simplified(points if forward else points[::-1])
        return result if forward else result[::-1]

    def whole(ring: Ring) -> Ring:
        start = next((i for i, point in enumerate(ring) if is_junction(point)), None)
        if start is None:
            start = ring.index(min(ring))
        turned = [*ring[start:-1], *ring[: start + 1]]
        result, stretch = [turned[0]], [turned[0]]
        for point in turned[1:]:
            stretch.append(point)
            if is_junction(point) or len(stretch) == len(turned):
                result += line(stretch)[1:]
                stretch = [point]
        return result

    return {
        key: [ring for ring in map(whole, rings) if len(ring) >= 4] for key, rings in shapes.items()
    }


def path_of(rings: list[Ring]) -> str:
    """An SVG path: absolute start, relative lines, as few characters as possible."""
    parts = []
    for ring in rings:
        numbers = [f"M{ring[0][0]} {ring[0][1]}l"]
        steps = []
        for before, after in pairwise(ring[:-1]):
            steps += [after[0] - before[0], after[1] - before[1]]
        text = "".join(
            str(step) if step < 0 or not position else f" {step}"
            for position, step in enumerate(steps)
        )
        parts.append(f"{numbers[0]}{text}z")
    return "".join(parts)


def inside(point: Point, rings: list[Ring]) -> bool:
    """Whether ``point`` lies in the shape (even-odd)."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def room(point: Point, rings: list[Ring]) -> float:
    """How far ``point`` is from the nearest border; negative outside."""
    nearest = min(distance_to(point, start, end) for ring in rings for start, end in pairwise(ring))
    return nearest if inside(point, rings) else -nearest


def distance_to(point: Point, start: Point, end: Point) -> float:
    """Distance from a point to a line segment."""
    x_length, y_length = end[0] - start[0], end[1] - start[1]
    along = ((point[0] - start[0]) * x_length + (point[1] - start[1]) * y_length) / (
        x_length**2 + y_length**2
    )
    along = max(0.0, min(1.0, along))
    return math.hypot(
        point[0] - start[0] - along * x_length, point[1] - start[1] - along * y_length
    )


def label_of(rings: list[Ring], suggested: Point | None) -> Point:
    """A point with room for a name: the suggested one when it has enough, else the roomiest."""
    left, top, right, bottom = bbox_of(rings)
    steps = 24
    candidates = [
        (left + (right - left) * i // steps, top + (bottom - top) * j // steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    best = max(candidates, key=lambda candidate: room(candidate, rings))
    if suggested and room(suggested, rings) >= 0.6 * room(best, rings):
        return suggested
    return best


def bbox_of(rings: list[Ring]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def shape(rings: list[Ring], suggested: Point | None = None) -> dict[str, Any]:
    """What the package keeps of one shape."""
    label = label_of(rings, suggested)
    return {"path": path_of(rings), "label": list(label), "bbox": list(bbox_of(rings))}


def region_slugs() -> dict[str, str]:
    """Code to slug of the reference regions, from the package's own data."""
    with (ORGANIZATIONS / "organizations.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: row["slug"]
            for row in csv.DictReader(file)
            if row["classification"] == "reference_region"
        }


def polygons_of(geometry: dict[str, Any]) -> list[Any]:
    """The polygons of a GeoJSON or TopoJSON shape."""
    parts = geometry["arcs" if "arcs" in geometry else "coordinates"]
    return parts if geometry["type"] == "MultiPolygon" else [parts]


def write(year: int, **content: Any) -> None:
    """One edition, one shape a line so that a change shows as a small difference."""
    text = json.dumps(
        {"credit": CREDIT.format(edition=EDITIONS[year]), "width": WIDTH, **content},
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    text = text.replace('},"', '},\n"') + "\n"
    target = ORGANIZATIONS / f"boundaries_{year}.json"
    target.write_text(text, encoding="utf-8")
    print(f"{target.name}: {len(text):,} bytes, {len(gzip.compress(text.encode())):,} gzipped")


def build_2025(topology: dict[str, Any], project: Projection, labels: dict[str, Point]) -> None:
    """The municipalities and reference regions of 2025, from arcs they share."""
    arcs = [without_repeats([project(*point) for point in arc]) for arc in decoded_arcs(topology)]
    layers = topology["objects"]
    slugs = region_slugs()
    municipalities = {
        geometry["properties"]["nis"]: rings_of(geometry, arcs)
        for geometry in layers["municipalities"]["geometries"]
    }
    regions = {
        slugs[geometry["properties"]["referentieregio"]]: rings_of(geometry, arcs)
        for geometry in layers["referentieregios"]["geometries"]
    }
    write(
        2025,
        height=project.height,
        municipalities={
            nis: shape(rings, labels.get(nis)) for nis, rings in municipalities.items()
        },
        regions={slug: shape(rings) for slug, rings in regions.items()},
    )


def build_2024(features: list[Any], project: Projection, labels: dict[str, Point]) -> None:
    """The municipalities of before the mergers of 2025, in the same space."""
    municipalities = {
        feature["properties"]["nis"]: [
            without_repeats([project(*point) for point in ring])
            for polygon in polygons_of(feature["geometry"])
            for ring in polygon
        ]
        for feature in features
    }
    write(
        2024,
        height=project.height,
        municipalities={
            nis: shape(rings, labels.get(nis))
            for nis, rings in simplified_together(municipalities).items()
        },
        regions={},
    )


def main() -> None:
    """Build from the folder named on the command line."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    topology = json.loads((folder / "boundaries/flanders_2025_light.topojson").read_text())
    before = json.loads((folder / "boundaries/flanders_municipalities_2024.geojson").read_text())
    longitudes, latitudes = zip(
        *(point for arc in decoded_arcs(topology) for point in arc), strict=True
    )
    project = Projection(min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    with (folder / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        labels = {
            row["nis"]: project(float(row["lon"]), float(row["lat"]))
            for row in csv.DictReader(file)
        }
    build_2025(topology, project, labels)
    build_2024(before["features"], project, labels)


if __name__ == "__main__":
    main()
