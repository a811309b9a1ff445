"""The pictures of one table: its seats in a ring, its municipalities on a map."""

from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse

from overlegtafel.common.drawing.map import Area, LegendEntry
from overlegtafel.common.drawing.ring import Seat
from overlegtafel.governance.queries import FilledSeat
from overlegtafel.organizations.boundaries import bbox_of, shape_of
from overlegtafel.organizations.models import Organization, PostRole

MEMBER, VACANT = ("neutral", "lid"), ("unknown", "vacant")
BESIDE = "not_applicable"
"""The mark of a seat that doesn't count; its word is its category."""
MAP_LEGEND = (LegendEntry("member", "zit aan tafel"), LegendEntry("none", "zit niet aan tafel"))
ABBREVIATIONS = {"AD": PostRole.DIRECTOR.label}
"""What seats and people are called for short, in full."""
Frame = tuple[float, float, float, float]


def kind_of(filled: FilledSeat) -> tuple[str, str]:
    """The mark of a seat, and its word."""
    if not filled.holder:
        return VACANT
    return MEMBER if filled.seat.counts else (BESIDE, filled.seat.category.name)


def ring_seats(seats: Iterable[FilledSeat], linked: Collection[int]) -> list[Seat]:
    """The ring; ``linked`` holds the municipalities whose page the actor may open."""
    drawn = []
    for filled in seats:
        mark, word = kind_of(filled)
        town = filled.seat.municipality
        drawn.append(
            Seat(
                label=filled.seat.label,
                spoken=f"{filled.seat.label}: {filled.holder}, {word}"
                if filled.holder
                else f"{filled.seat.label}: vacant",
                short=filled.seat.short_label,
                state=mark,
                href=reverse("municipality", args=[town.slug])
                if town and town.pk in linked
                else "",
            )
        )
    return drawn


def legend_of(seats: Iterable[FilledSeat]) -> list[tuple[str, str]]:
    """The marks that occur, each with how many seats carry it."""
    kinds = [kind_of(filled) for filled in seats]
    beside = dict.fromkeys(kind for kind in kinds if kind[0] == BESIDE)
    return [
        (mark, f"{word} ({kinds.count((mark, word))})")
        for mark, word in (MEMBER, *beside, VACANT)
        if (mark, word) in kinds
    ]


def abbreviations_of(seats: Iterable[FilledSeat]) -> list[tuple[str, str]]:
    """The abbreviations among the seats and who fills them, each with what it means."""
    words = {word for each in seats for word in f"{each.seat.label} {each.holder}".split()}
    return [(short, str(full)) for short, full in ABBREVIATIONS.items() if short in words]


def map_areas(
    towns: Sequence[Organization], seated: Collection[int], linked: Collection[int]
) -> tuple[list[Area], Frame]:
    """The municipalities of a region and the frame around them; who has a seat is coloured."""
    shapes = [(town, shape) for town in towns if (shape := shape_of(town.code)) is not None]
    areas = [
        Area(
            id=town.slug,
            name=town.name,
            path=shape.path,
            label_x=shape.label_x,
            label_y=shape.label_y,
            fill="member" if town.pk in seated else "none",
            href=reverse("municipality", args=[town.slug]) if town.pk in linked else "",
            spoken=f"{town.name}: {'zit aan tafel' if town.pk in seated else 'zit niet aan tafel'}",
        )
        for town, shape in shapes
    ]
    left, top, right, bottom = bbox_of(shape for _, shape in shapes)
    margin = (right - left) * 0.03
    return areas, (
        left - margin,
        top - margin,
        right - left + 2 * margin,
        bottom - top + 2 * margin,
    )
