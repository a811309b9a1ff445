"""A map from plain data: areas with a fill, a pattern or letter beside colour, and a legend.

Knows nothing of municipalities: the caller brings paths, names and sentences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overlegtafel.common.drawing.lettering import number, shorten, width, wrap
from overlegtafel.common.drawing.ring import Box, Line
from overlegtafel.common.drawing.states import MARKS, Mark

PHONE = 358.0  # pixels a phone of 390 leaves
LETTERING = 11.5  # pixels there

# The drawing on a fill, as a path in a tile of 8 by 8, so that it reads without colour.
# Regions carry a letter instead.
PATTERNS = {
    "changed": "M0 2.5H8M0 6.5H8",
    "postponed": "M2 0V8M6 0V8",
    "waiting": "M2 0V8M6 0V8",
    "refused": "M0 0L8 8M8 0L0 8",
    "unknown": "M-2 2L2-2M0 8L8 0M6 10L10 6",
    "not_applicable": "M2 4H6",
    "level-subregional": "M0 2.5H8M0 6.5H8",
    "level-guest": "M2 0V8M6 0V8",
    "level-margin": "M2 4H6",
    "level-none": "M0 0L8 8M8 0L0 8",
    "level-unknown": "M-2 2L2-2M0 8L8 0M6 10L10 6",
}


@dataclass(frozen=True)
class Area:
    """One area. ``fill`` is a state (``done``), ``region-1`` to ``region-15`` or ``none``.

    ``spoken`` is the sentence for screen readers and the tooltip; ``mark`` the state whose icon
    stands at the name (when empty: that of the fill), ``letter`` a letter or short word
    instead of the name.
    """

    id: str
    name: str
    path: str
    label_x: float
    label_y: float
    fill: str = "none"
    letter: str = ""
    mark: str = ""
    href: str = ""
    spoken: str = ""
    show_label: bool = True


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend: a fill, its words, and the letter it carries on the map."""

    fill: str
    label: str
    letter: str = ""


@dataclass(frozen=True)
class Outline:
    """A border drawn over the areas, for instance of a region; with a name or letter."""

    path: str
    label: str = ""
    label_x: float = 0.0
    label_y: float = 0.0


@dataclass(frozen=True)
class PlacedArea:
    """An area as the template prints it."""

    id: str
    name: str
    path: str
    fill: str
    paint: str
    href: str
    spoken: str
    tip: str


@dataclass(frozen=True)
class PlacedEntry:
    """A line of the legend as the template prints it."""

    fill: str
    label: str
    letter: str
    paint: str


@dataclass(frozen=True)
class Pattern:
    """A fill with a drawing on it."""

    fill: str
    path: str
    size: str


@dataclass(frozen=True)
class Name:
    """A name or letter printed on the map."""

    lines: tuple[Line, ...]
    letter: bool


@dataclass(frozen=True)
class PlacedMark:
    """The mark of a state on an area."""

    mark: Mark
    x: str
    y: str


@dataclass(frozen=True)
class Map:
    """A map as the template prints it."""

    id: str
    title: str
    viewbox: str
    areas: tuple[PlacedArea, ...]
    outlines: tuple[str, ...]
    names: tuple[Name, ...]
    marks: tuple[PlacedMark, ...]
    patterns: tuple[Pattern, ...]
    legend: tuple[PlacedEntry, ...]
    size: str
    wide: bool
    halo: str
    tip_size: str
    tip_x: str
    tip_y: str
    mark_scale: str
    swatch: str
    swatch_x: str
    swatch_y: str
    swatch_size: str


def draw_map(
    areas: Sequence[Area],
    viewbox: str | tuple[float, float, float, float],
    legend: Iterable[LegendEntry] = (),
    outlines: Iterable[Outline] = (),
    title: str = "Kaart",
    map_id: str = "kaart",
) -> Map:
    """The map of ``areas`` within ``viewbox``: left, top, width, height.

    A strip is kept free above: there the name of the area under the pointer or the focus
    appears, without a script. Names that would overlap are left to that strip and the table.
    """
    parts = viewbox.split() if isinstance(viewbox, str) else viewbox
    left, top, wide, tall = map(float, parts)
    unit = wide / PHONE
    # A tall map is limited in height, so its lettering is drawn larger to stay readable.
    size = LETTERING * unit * max(1.0, (tall / wide) / 1.9)
    strip = size * 1.9
    entries = tuple(legend)
    borders = tuple(outlines)
    marks = _marks(areas, size)
    fills = {area.fill for area in areas} | {entry.fill for entry in entries}
    return Map(
        id=map_id,
        title=title,
        viewbox=" ".join(map(number, (left, top - strip, wide, tall + strip))),
        areas=tuple(_placed(area, map_id) for area in areas),
        outlines=tuple(border.path for border in borders if border.path),
        names=tuple(_names(areas, borders, marks, size, left, left + wide)),
        marks=tuple(PlacedMark(drawn, number(x), number(y)) for drawn, x, y in marks),
        patterns=tuple(
            Pattern(fill, PATTERNS[fill], number(7 * unit))
            for fill in sorted(fills)
            if PATTERNS.get(fill)
        ),
        legend=tuple(
            PlacedEntry(entry.fill, entry.label, entry.letter, _paint(entry.fill, map_id))
            for entry in entries
        ),
        size=number(size),
        wide=wide > tall * 1.6,
        halo=number(size * 0.24),
        tip_size=number(size * 1.15),
        tip_x=number(left + wide / 2),
        tip_y=number(top - strip + size * 1.2),
        mark_scale=f"{size / 24:.3g}",
        swatch=f"0 0 {24 * unit:.4g} {18 * unit:.4g}",
        swatch_x=number(12 * unit),
        swatch_y=f"{13 * unit:.4g}",
        swatch_size=f"{12 * unit:.4g}",
    )


def _placed(area: Area, map_id: str) -> PlacedArea:
    spoken = area.spoken or area.name
    spoken = spoken if area.name in spoken else f"{area.name}: {spoken}"
    return PlacedArea(
        id=area.id,
        name=area.name,
        path=area.path,
        fill=area.fill,
        paint=_paint(area.fill, map_id),
        href=area.href,
        spoken=spoken,
        tip=short_tip(spoken, area.name),
    )


def _paint(fill: str, map_id: str) -> str:
    """Where the pattern of ``fill`` is, when it has one."""
    return f"url(#{map_id}-{fill})" if PATTERNS.get(fill) else ""


def _mark_of(area: Area) -> str:
    """The mark on ``area``: a state is never told by its fill alone."""
    return area.mark or (area.fill if area.fill in MARKS and not area.letter else "")


@dataclass(frozen=True)
class _Wish:
    """A name or letter that wants a place at (x, y), ``raised`` when it stands under a mark."""

    text: str
    letter: bool
    x: float
    y: float
    raised: bool


# Where a name may stand, in its own size: at its point first, then ever further from it.
_PLAIN = ((0, 0), (0, -0.7), (0, 0.7), (0, -1.3), (0, 1.3), (-1, 0), (1, 0))
_MARKED = ((0, 0.62), (-0.8, 0.62), (0.8, 0.62), (0, -1.72), (-1.2, -1.72), (1.2, -1.72))


def _marks(areas: Sequence[Area], size: float) -> list[tuple[Mark, float, float]]:
    """The marks and where they stand: every one is drawn, whether its name fits or not."""
    return [
        (MARKS[state], area.label_x, area.label_y - size * 0.55)
        for area in areas
        if (state := _mark_of(area)) in MARKS
    ]


def _names(
    areas: Sequence[Area],
    borders: Sequence[Outline],
    marks: Sequence[tuple[Mark, float, float]],
    size: float,
    left: float,
    right: float,
) -> Iterable[Name]:
    """Names that fit, important ones first: letters of borders, then the areas in order."""
    half = size * 0.5
    taken = [Box(x - half, y - half, x + half, y + half) for _, x, y in marks]
    wishes = [
        _Wish(border.label, True, border.label_x, border.label_y, False)
        for border in borders
        if border.label
    ]
    wishes += [
        _Wish(
            area.letter or area.name,
            bool(area.letter),
            area.label_x,
            area.label_y,
            bool(_mark_of(area)),
        )
        for area in areas
        if area.show_label or area.letter
    ]
    for wish in wishes:
        own = size * 1.25 if wish.letter else size
        room = 7.2 * own
        lines = [wish.text]
        if width(wish.text, own) > room:
            lines = wrap(wish.text, own, room) or lines
        wide = max(width(line, own) for line in lines)
        high = len(lines) * own * 1.02
        for dx, dy in _MARKED if wish.raised else _PLAIN:
            at_x = min(max(wish.x + dx * own, left + wide / 2), right - wide / 2)
            at_y = wish.y + dy * own
            if wish.raised:  # grow away from the mark
                at_y += (high - own) / 2 * (1 if dy > 0 else -1)
            box = Box(at_x - wide / 2, at_y - high / 2, at_x + wide / 2, at_y + high / 2)
            if any(box.meets(other) for other in taken):
                continue
            taken.append(box)
            first = at_y - high / 2 + own * 0.82
            yield Name(
                tuple(
                    Line(number(at_x), number(first + own * 1.02 * i), line)
                    for i, line in enumerate(lines)
                ),
                wish.letter,
            )
            break


def short_tip(spoken: str, name: str) -> str:
    """What the strip above the map says: the sentence when it fits, or else the name."""
    return spoken if width(spoken, LETTERING) < PHONE * 0.85 else shorten(name, LETTERING, PHONE)
