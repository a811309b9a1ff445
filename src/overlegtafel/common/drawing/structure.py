"""Several bodies as a picture: who falls under whom, what goes from one to another.

Boxes stand in rows: what gives something to another stands above it, what falls under another
below. Ways between neighbouring rows run in between; longer ones go round by the left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from overlegtafel.common.drawing.lettering import number, shorten, width, wrap

BOX_WIDTH, BOX_GAP, ROW_GAP, LANE = 212.0, 28.0, 76.0, 24.0
TIGHT_GAP = 44.0
TITLE, SMALL, LINE = 15.0, 12.5, 19.0
PAD = 14.0
MOST_IN_A_ROW = 4
NARROW = 1
"""Boxes in a row on a phone: the picture becomes a column, with its ways at the left."""
_ROOM = BOX_WIDTH - 2 * PAD


@dataclass(frozen=True)
class Box:
    """A body: ``parent`` is the one it falls under, ``note`` one line below the title."""

    key: str
    title: str
    note: str = ""
    href: str = ""
    parent: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Link:
    """What ``source`` does for ``target``, in a word or two: "adviseert"."""

    source: str
    target: str
    label: str


@dataclass(frozen=True)
class PlacedBox:
    """A box with its place; ``lines`` is the wrapped title."""

    box: Box
    x: float
    y: float
    height: float
    lines: tuple[str, ...]
    note: str

    @property
    def middle(self) -> float:
        """Halfway its width."""
        return self.x + BOX_WIDTH / 2

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height


@dataclass(frozen=True)
class PlacedLink:
    """A way with its path and where its word stands; without a word it is a plain hairline."""

    path: str
    label: str
    label_x: float
    label_y: float
    label_width: float

    @property
    def left(self) -> float:
        """Where the word's own ground begins."""
        return self.label_x - self.label_width / 2

    @property
    def top(self) -> float:
        """How high it begins."""
        return self.label_y - 9

    @property
    def baseline(self) -> float:
        """What the word stands on."""
        return self.label_y + 4.5


@dataclass(frozen=True)
class Drawing:
    """All of the picture, ready for the template."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    links: tuple[PlacedLink, ...]


def in_words(boxes: Sequence[Box], links: Sequence[Link]) -> list[str]:
    """The same bodies and ways as the picture, a sentence each."""
    names = {each.key: each.title for each in boxes}
    said = []
    for box in boxes:
        if box.parent in names:
            said.append(f"{box.title} valt onder {names[box.parent]}.")
        elif not any(box.key in (link.source, link.target) for link in links):
            said.append(f"{box.title}.")
    said += [
        f"{names[link.source]} {link.label} {names[link.target]}."
        for link in links
        if link.source in names and link.target in names
    ]
    return said


def structure(boxes: Sequence[Box], links: Sequence[Link], most: int = MOST_IN_A_ROW) -> Drawing:
    """Lay out the picture, at most so many boxes in a row; the same input, the same picture."""
    known = {each.key for each in boxes}
    ways = [each for each in links if {each.source, each.target} <= known]
    joined = {frozenset((each.source, each.target)) for each in ways}
    under = [
        Link(box.parent, box.key, "")
        for box in boxes
        if box.parent in known and frozenset((box.parent, box.key)) not in joined
    ]
    rows = _rows(boxes, [*ways, *under], most)
    lanes = _lanes(rows, [*under, *ways])
    left = LANE * (max(lanes.values()) + 1) if lanes else 1.0
    placed = _place(rows, left, {each.source for each in ways})
    drawn = [_draw(way, placed, lanes.get(way, 0)) for way in [*under, *ways]]
    right = max((each.x + BOX_WIDTH for each in placed.values()), default=0.0)
    bottom = max((each.bottom for each in placed.values()), default=0.0)
    bottom = max([bottom, *(each.top + 18 for each in drawn if each.label)])
    return Drawing(right + 1, bottom + 1, tuple(placed.values()), tuple(drawn))


def _rows(boxes: Sequence[Box], ways: Sequence[Link], most: int) -> list[list[Box]]:
    """Boxes by how far they stand from the top; a way that closes a circle is ignored."""
    below: dict[str, list[str]] = {each.key: [] for each in boxes}
    for way in ways:
        if way.source != way.target and not _reaches(below, way.target, way.source):
            below[way.source].append(way.target)
    depth = dict.fromkeys(below, 0)
    for _ in boxes:
        for source, targets in below.items():
            for target in targets:
                depth[target] = max(depth[target], depth[source] + 1)
    rows: list[list[Box]] = []
    for level in sorted(set(depth.values())):
        here = [each for each in boxes if depth[each.key] == level]
        rows += [here[start : start + most] for start in range(0, len(here), most)]
    return rows


def _reaches(below: Mapping[str, Iterable[str]], start: str, end: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        if here not in seen:
            seen.add(here)
            waiting += below[here]
    return False


def _row_of(rows: Sequence[Sequence[Box]]) -> dict[str, int]:
    return {box.key: number for number, row in enumerate(rows) for box in row}


def _lanes(rows: Sequence[Sequence[Box]], ways: Sequence[Link]) -> dict[Link, int]:
    """A lane at the left for each way that doesn't just go one row down.

    What falls under the same body shares one; a way with a word has its own.
    """
    row = _row_of(rows)
    lanes: dict[Link, int] = {}
    shared: dict[str, int] = {}
    for way in ways:
        if row[way.target] - row[way.source] == 1:
            continue
        taken = max(lanes.values(), default=0) + 1
        lanes[way] = taken if way.label else shared.setdefault(way.source, taken)
    return lanes


def _place(rows: Sequence[Sequence[Box]], left: float, speaking: set[str]) -> dict[str, PlacedBox]:
    widest = max((len(row) for row in rows), default=0)
    room = widest * BOX_WIDTH + (widest - 1) * BOX_GAP
    placed: dict[str, PlacedBox] = {}
    y = 1.0
    for row in rows:
        used = len(row) * BOX_WIDTH + (len(row) - 1) * BOX_GAP
        x = left + (room - used) / 2
        letters = {box.key: _lines(box) for box in row}
        height = 2 * PAD + max(
            LINE * len(letters[box.key]) + (LINE if box.note else 0) for box in row
        )
        for box in row:
            note = shorten(box.note, SMALL, _ROOM)
            placed[box.key] = PlacedBox(box, x, y, height, letters[box.key], note)
            x += BOX_WIDTH + BOX_GAP
        y += height + (ROW_GAP if speaking & {box.key for box in row} else TIGHT_GAP)
    return placed


def _lines(box: Box) -> tuple[str, ...]:
    lines = wrap(box.title, TITLE, _ROOM) or [shorten(box.title, TITLE, _ROOM)]
    if len(lines) > 3:
        lines = [*lines[:2], shorten(" ".join(lines[2:]), TITLE, _ROOM)]
    return tuple(lines)


def _draw(way: Link, placed: Mapping[str, PlacedBox], lane: int) -> PlacedLink:
    source, target = placed[way.source], placed[way.target]
    room = width(way.label, SMALL) + 12 if way.label else 0.0
    if not lane:
        turn = target.y - TIGHT_GAP / 2
        path = (
            f"M{number(source.middle)} {number(source.bottom)}V{number(turn)}"
            f"H{number(target.middle)}V{number(target.y - (3 if way.label else 0))}"
        )
        return PlacedLink(path, way.label, source.middle, source.bottom + ROW_GAP * 0.28, room)
    x = LANE * (lane - 1) + 8
    aside = 56.0 if way.label else 0.0
    leave, arrive = source.bottom + 12, target.y - TIGHT_GAP / 2 + (6 if way.label else 0)
    path = (
        f"M{number(source.middle - aside)} {number(source.bottom)}V{number(leave)}H{number(x)}"
        f"V{number(arrive)}H{number(target.middle - aside)}"
        f"V{number(target.y - (3 if aside else 0))}"
    )
    beside = max(room / 2 + 1, source.middle - aside - 8 - room / 2)  # in the gap, over no box
    return PlacedLink(path, way.label, beside, leave, room)
