"""The table seen from above: one seat per member, in a fixed order, clockwise from the top.

Up to about twenty seats sit at a round table. More sit at a long one: the same circle, drawn
out until every name has its own line. The drawing is 358 units wide, the room a phone of
390 pixels leaves, so one unit is one pixel there and twelve units of lettering stay readable.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from overlegtafel.common.drawing.lettering import number, shorten, width, wrap
from overlegtafel.common.drawing.states import Mark, mark

WIDTH = 358.0
HALF = WIDTH / 2
SEAT = 12.0
GAP = 5.0
SIZE = 12.0
LINE = 13.0
PITCH = 29.0
SIZES = ("small", "medium", "large")


@dataclass(frozen=True)
class Seat:
    """One place at the table.

    ``spoken`` is the whole sentence for a screen reader and the tooltip: "Ninove: goedgekeurd
    door de gemeenteraad op 26 november 2026". ``short`` is used when ``label`` has no room.
    """

    label: str
    spoken: str
    state: str = "neutral"
    href: str = ""
    short: str = ""


@dataclass(frozen=True)
class Line:
    """One printed line of text."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Box:
    """The room a name takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two boxes overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class PlacedSeat:
    """A seat as the template prints it."""

    mark: Mark
    x: str
    y: str
    spoken: str
    href: str
    anchor: str = "middle"
    lines: tuple[Line, ...] = ()
    leader: str = ""


@dataclass(frozen=True)
class Ring:
    """A ring as the template prints it; ``boxes`` are the rooms of the names, for the tests."""

    size: str
    viewbox: str
    role: str
    spoken: str
    labelled: bool
    table: str
    edge: str
    seats: tuple[PlacedSeat, ...]
    figure: str
    figure_size: str
    figure_y: str
    of: str
    of_size: str
    what: tuple[Line, ...]
    boxes: tuple[Box, ...] = field(default=(), repr=False)

    @property
    def figures(self) -> bool:
        """Whether there is anything to say in the middle."""
        return bool(self.figure or self.what)


@dataclass(frozen=True)
class _Point:
    x: float
    y: float
    nx: float
    ny: float


@dataclass
class _Label:
    point: _Point
    anchor: str
    x: float
    middle: float
    lines: list[str]
    shift: float = 0.0

    @property
    def box(self) -> Box:
        wide = max(width(line, SIZE) for line in self.lines)
        left = {"start": self.x, "end": self.x - wide, "middle": self.x - wide / 2}[self.anchor]
        tall = len(self.lines) * LINE
        top = self.middle + self.shift - tall / 2
        return Box(left, top, left + wide, top + tall)


def draw_ring(seats: Sequence[Seat], centre: Sequence[str] = (), size: str = "medium") -> Ring:
    """The ring of ``seats`` with ``centre`` figures ("3", "van 14", "besturen keurden goed")."""
    if size not in SIZES:
        raise ValueError(f"size is one of {', '.join(SIZES)}, not {size!r}")
    figures = [str(part) for part in centre] + ["", "", ""]
    heard = " ".join(part for part in figures if part)
    places = "1 plaats" if len(seats) == 1 else f"{len(seats)} plaatsen"
    spoken = f"De tafel, {places}{': ' if heard else ''}{heard}"
    if size == "small":
        return _small(seats, figures, spoken)
    points, labels, radius, straight = _layout(
        tuple(seat.label for seat in seats), tuple(seat.short or seat.label for seat in seats)
    )
    boxes = [label.box for label in labels]
    top = min([box.top for box in boxes] + [-straight / 2 - radius - SEAT - 6]) - 2
    bottom = max([box.bottom for box in boxes] + [straight / 2 + radius + SEAT + 6]) + 2
    table = radius - SEAT - 7
    figure_size = min(36.0, table * 0.55)
    across = width(figures[0], 1.05) + (width(figures[1], 0.6) + 0.15 if figures[1] else 0)
    figure_size = min(figure_size, table * 1.62 / max(across, 1.0))
    what = wrap(figures[2], 11.5, table * 1.66) or [shorten(figures[2], 11.5, table * 1.7)]
    what = what if figures[2] else []
    tall = (figure_size * 0.72 if figures[0] else 0) + (6 + 13 * len(what) if what else 0)
    figure_y = -tall / 2 + figure_size * 0.72
    return Ring(
        size=size,
        viewbox=f"{number(-HALF)} {number(top)} {number(WIDTH)} {number(bottom - top)}",
        role="group",
        spoken=spoken,
        labelled=True,
        table=_outline(table, straight),
        edge=_outline(table - 6, straight),
        seats=tuple(map(_placed, seats, points, labels)),
        figure=figures[0],
        figure_size=number(figure_size),
        figure_y=number(figure_y),
        of=figures[1],
        of_size=number(figure_size * 0.56),
        what=tuple(
            Line("0", number((figure_y if figures[0] else -tall / 2) + 17 + 13 * i), line)
            for i, line in enumerate(what)
        ),
        boxes=tuple(boxes),
    )


def _small(seats: Sequence[Seat], figures: Sequence[str], spoken: str) -> Ring:
    radius = 26.0
    dot = min(5.0, math.pi * radius / max(len(seats), 1) * 0.86)
    counts: dict[str, int] = {}
    for seat in seats:
        label = mark(seat.state).label
        counts[label] = counts.get(label, 0) + 1
    split = ", ".join(f"{count} {label}" for label, count in counts.items())
    return Ring(
        size="small",
        viewbox="-32 -32 64 64",
        role="img",
        spoken=f"{spoken} ({split})" if split else spoken,
        labelled=False,
        table=_outline(radius - dot - 2, 0),
        edge="",
        seats=tuple(
            PlacedSeat(
                mark(seat.state),
                number(point.x),
                f"{number(point.y)}) scale({dot / 12:.2f}",
                seat.spoken,
                "",
            )
            for seat, point in zip(seats, _points(len(seats), radius, 0), strict=True)
        ),
        figure=figures[0],
        figure_size="17",
        figure_y="6",
        of="",
        of_size="0",
        what=(),
    )


def _points(count: int, radius: float, straight: float) -> list[_Point]:
    """``count`` places at equal distances along the table's edge, clockwise from the top."""
    quarter = math.pi * radius / 2
    around = 4 * quarter + 2 * straight
    points = []
    for i in range(count):
        way = i * around / count
        left = way > around / 2
        along = around - way if left else way
        if along < quarter:
            angle, y = along / radius, -straight / 2
        elif along <= quarter + straight:
            angle, y = math.pi / 2, along - quarter - straight / 2
        else:
            angle, y = (along - straight) / radius, straight / 2
        nx, ny = math.sin(angle) * (-1 if left else 1), -math.cos(angle)
        points.append(_Point(radius * nx, y + radius * ny, nx, ny))
    return points


def _shapes(count: int) -> Iterator[tuple[float, float]]:
    """Tables to try, the best first: round while that has room, then ever longer."""
    wanted = min(104.0, max(72.0, 6.7 * count))
    least = max(64.0, PITCH * count / (2 * math.pi))
    radius = wanted
    while radius >= least:
        yield radius, 0.0
        radius -= 2
    straight = max(8.0, (PITCH * count - 2 * math.pi * 92) / 2)
    for _ in range(60):
        for radius in range(92, 63, -2):
            if 2 * math.pi * radius + 2 * straight >= PITCH * count:
                yield float(radius), straight
        straight += 8


@lru_cache(maxsize=256)
def _layout(
    names: tuple[str, ...], shorts: tuple[str, ...]
) -> tuple[list[_Point], list[_Label], float, float]:
    """Where everybody sits: at a round table when all names fit, in full or in short; else at
    the first long one at which they do, or a little longer when the table itself gets wider.
    """
    shapes = list(_shapes(len(names)))
    round_tables = [shape for shape in shapes if not shape[1]]
    long_tables = [shape for shape in shapes if shape[1]]
    for words, tables in (
        (names, round_tables),
        (shorts, round_tables),
        (names, long_tables),
        (shorts, long_tables),
    ):
        best = _best(words, tables)
        if best:
            points = _points(len(words), *best)
            return points, _labels(points, words, strict=True) or [], *best
    radius, straight = shapes[-1]
    points = _points(len(shorts), radius, straight)
    return points, _labels(points, shorts, strict=False) or [], radius, straight


def _best(
    words: Sequence[str], tables: Sequence[tuple[float, float]]
) -> tuple[float, float] | None:
    """The first table at which all words fit; among long ones a wider one soon after it."""
    best: tuple[float, float] | None = None
    for radius, straight in tables:
        if best and (not straight or straight > best[1] + 40 or radius <= best[0] + 5):
            continue
        if _labels(_points(len(words), radius, straight), words, strict=True) is not None:
            best = (radius, straight)
    return best


def _labels(points: Sequence[_Point], names: Sequence[str], strict: bool) -> list[_Label] | None:
    """A name beside every seat; ``None`` when one doesn't fit and ``strict`` asks it to."""
    labels = []
    for point, name in zip(points, names, strict=True):
        upright = abs(point.nx) < 0.12
        x = point.x if upright else point.x + point.nx * (SEAT + GAP)
        room = WIDTH * 0.6 if upright else HALF - abs(x) - 1
        lines = wrap(name, SIZE, room)
        if lines is None and strict:
            return None
        lines = lines or [shorten(name, SIZE, room)]
        reach = SEAT + GAP - 1 + len(lines) * LINE / 2
        anchor = "middle" if upright else "start" if point.nx > 0 else "end"
        labels.append(_Label(point, anchor, x, point.y + point.ny * reach, lines))
    rooms = [Box(p.x - SEAT, p.y - SEAT, p.x + SEAT, p.y + SEAT) for p in points]
    placed: list[Box] = []
    # From the sides outward, so that names near the ends give way upward or downward.
    for label in sorted(labels, key=lambda label: (abs(label.point.ny), abs(label.point.y))):
        step = -1.0 if label.point.ny < 0 else 1.0
        own = Box(label.point.x - SEAT, label.point.y - SEAT, label.point.x + SEAT, label.point.y)
        while any(label.box.meets(box) for box in placed) or any(
            label.box.meets(box) for box in rooms if box.left != own.left or box.top != own.top
        ):
            label.shift += step
            if abs(label.shift) > 16 and strict:
                return None
            if abs(label.shift) > 200:
                break
        placed.append(label.box)
    return labels


def _placed(seat: Seat, point: _Point, label: _Label) -> PlacedSeat:
    box = label.box
    first = box.top + LINE * 0.76
    spoken = seat.spoken if seat.label in seat.spoken else f"{seat.label}: {seat.spoken}"
    leader = ""
    if abs(label.shift) > 8:
        end = box.bottom if label.shift < 0 else box.top
        start_x, start_y = point.x + point.nx * SEAT, point.y + point.ny * SEAT
        away = 2 if label.anchor == "start" else -2 if label.anchor == "end" else 0
        leader = (
            f"M{number(start_x)} {number(start_y)}"
            f"L{number(label.x + away)} {number(end - math.copysign(1, label.shift))}"
        )
    return PlacedSeat(
        mark=mark(seat.state),
        x=number(point.x),
        y=number(point.y),
        spoken=spoken.strip(": ") or seat.label,
        href=seat.href,
        anchor=label.anchor,
        lines=tuple(
            Line(number(label.x), number(first + LINE * i), text)
            for i, text in enumerate(label.lines)
        ),
        leader=leader,
    )


def _outline(radius: float, straight: float) -> str:
    r, half = number(radius), straight / 2
    down = f"V{number(half)}" if straight else ""
    close = f"V{number(-half)}" if straight else ""
    right = number(radius)
    left = number(-radius)
    return (
        f"M{left} {number(-half)}A{r} {r} 0 0 1 {right} {number(-half)}{down}"
        f"A{r} {r} 0 0 1 {left} {number(half)}{close}z"
    )
