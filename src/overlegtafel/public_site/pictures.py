"""The maps and rings of the public site: what the drawings need, from what is public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from overlegtafel.common.drawing.map import Area, LegendEntry, Outline
from overlegtafel.common.drawing.ring import Seat
from overlegtafel.organizations import boundaries
from overlegtafel.organizations.boundaries import Shape
from overlegtafel.organizations.models import Organization
from overlegtafel.publication.flanders import Group
from overlegtafel.publication.history import Level, Situation, letters_of
from overlegtafel.publication.queries import PublicAgreement, PublicDecision, PublicSeat

FIRST_DRAWN = date(2019, 1, 1)
"""Before this day there are no borders to draw."""

COLOURS = 15
"""How many colours the map has for groups."""
MARK_OF = {
    "approved": "done",
    "approved_with_change": "changed",
    "on_agenda": "on_agenda",
    "planned": "planned",
    "postponed": "postponed",
    "refused": "refused",
    "not_applicable": "not_applicable",
    "unknown": "unknown",
}
"""The mark of each state of a local decision."""


@dataclass(frozen=True)
class Picture:
    """A map ready for the ``map`` tag."""

    areas: list[Area]
    viewbox: str
    credit: str
    legend: list[LegendEntry] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)


def flanders(groups: Sequence[Group]) -> Picture:
    """All municipalities, coloured and lettered by reference region."""
    order = sorted(groups, key=lambda one: one.organization.code)
    fills = {one.organization.pk: f"region-{n}" for n, one in enumerate(order, 1)}
    areas = [
        _area(
            shape,
            held.member,
            fill=fills[one.organization.pk],
            spoken=f"{held.member.name}, {one.organization.name}",
            show_label=False,
        )
        for one in groups
        for held in one.members
        if (shape := boundaries.shape_of(held.member.code))
    ]
    outlines = [
        Outline(shape.path, letters_of(one.organization.slug), shape.label_x, shape.label_y)
        for one in groups
        if (shape := boundaries.region_outline(one.organization.slug))
    ]
    legend = [
        LegendEntry(
            fills[one.organization.pk], one.organization.name, letters_of(one.organization.slug)
        )
        for one in groups
    ]
    return Picture(
        areas, boundaries.viewbox(boundaries.all_shapes()), boundaries.credit(), legend, outlines
    )


def places(
    shown: Iterable[Organization], day: date, here: Organization | None = None
) -> Picture | None:
    """Some municipalities as they were on ``day``, with ``here`` standing out.

    Nothing before 2019, of which no borders are known, or when none of them has a shape.
    """
    if day < FIRST_DRAWN:
        return None
    drawn = [(one, shape) for one in shown if (shape := boundaries.shape_of(one.code, day))]
    if not drawn:
        return None
    areas = [_area(shape, one, fill="self" if one == here else "member") for one, shape in drawn]
    outlines = [Outline(shape.path) for one, shape in drawn if one == here]
    return Picture(
        areas,
        boundaries.viewbox(shape for _, shape in drawn),
        boundaries.credit(day),
        outlines=outlines,
    )


def situation(found: Situation) -> Picture:
    """Who consulted with whom on a day: a regional consultation has its own colour and letters,
    every other level a pattern.
    """
    shown = [
        (place, shape)
        for place in found.places
        if (shape := boundaries.shape_of(place.municipality.code, found.day))
    ]
    colours = _colours(found)
    areas = [
        _area(
            shape,
            place.municipality,
            fill=next(
                (colours[one.slug] for one in place.entries if one.slug in colours),
                f"level-{place.level}",
            ),
            spoken=f"{place.municipality.name}: {place.sentence}",
            show_label=False,
        )
        for place, shape in shown
    ]
    legend = [
        LegendEntry("region-1", f"{words}, elk met eigen kleur en letters ({count})", "Aa")
        if level == Level.REGIONAL
        else LegendEntry(f"level-{level}", f"{words} ({count})")
        for level, words, count in found.counts()
    ]
    return Picture(
        areas,
        boundaries.viewbox(boundaries.all_shapes(found.day)),
        boundaries.credit(found.day),
        legend,
        _letters(found, {place.municipality.pk: shape for place, shape in shown}),
    )


def _colours(found: Situation) -> dict[str, str]:
    """The colour of each regional consultation, the same on every day."""
    return {one: f"region-{n % COLOURS + 1}" for n, one in enumerate(found.regional)}


def _letters(found: Situation, shapes: dict[int, Shape]) -> list[Outline]:
    """The letters of each consultation, at the member nearest to the middle of all of them."""
    marks = []
    for one in found.consulting:
        drawn = [shapes[each.pk] for each in one.members if each.pk in shapes]
        letters = found.letters.get(one.entry.slug)
        if not drawn or letters is None:
            continue
        x = sum(each.label_x for each in drawn) / len(drawn)
        y = sum(each.label_y for each in drawn) / len(drawn)
        near = min(drawn, key=lambda each: (each.label_x - x) ** 2 + (each.label_y - y) ** 2)
        marks.append(Outline("", letters, near.label_x, near.label_y))
    return marks


def decided_map(agreement: PublicAgreement) -> Picture | None:
    """Where each municipality stands, as far as released."""
    drawn = [(one, shape) for one in agreement.decisions if (shape := boundaries.shape_of(one.nis))]
    if not drawn:
        return None
    areas = [
        Area(
            id=one.nis,
            name=one.name,
            path=shape.path,
            label_x=shape.label_x,
            label_y=shape.label_y,
            fill=MARK_OF[one.state],
            href=reverse("public_municipality", args=[one.slug]),
            spoken=f"{one.name}: {one.spoken}",
        )
        for one, shape in drawn
    ]
    shapes = [shape for _, shape in drawn]
    return Picture(areas, boundaries.viewbox(shapes), boundaries.credit())


def decided_ring(decisions: Sequence[PublicDecision], seats: Sequence[PublicSeat]) -> list[Seat]:
    """Who decided what, in the order of the table."""
    order = {seat.nis: number for number, seat in enumerate(seats) if seat.nis}
    return [
        Seat(
            label=one.name,
            spoken=f"{one.name}: {one.spoken}",
            state=MARK_OF[one.state],
            href=f"#{one.nis}",
        )
        for one in sorted(decisions, key=lambda one: (order.get(one.nis, len(order)), one.name))
    ]


def decided_states(decisions: Iterable[PublicDecision]) -> list[tuple[str, str]]:
    """The legend of the ring: each state that occurs, in the order of ``MARK_OF``."""
    labels = {one.state: one.label.lower() for one in decisions}
    return [(mark, labels[state]) for state, mark in MARK_OF.items() if state in labels]


def seats_ring(seats: Iterable[PublicSeat]) -> list[Seat]:
    """The seats of a table, each linked to its municipality."""
    return [
        Seat(
            label=seat.label,
            spoken=f"{seat.label}: {seat.category}" + ("" if seat.counts else ", telt niet mee"),
            state="neutral",
            href=reverse("public_municipality", args=[seat.municipality_slug])
            if seat.municipality_slug
            else "",
        )
        for seat in seats
    ]


def plain_ring(body: Any) -> list[Seat]:
    """As many seats as a table has members, for a list."""
    return [Seat(label="", spoken="")] * body.member_count


def _area(
    shape: Shape,
    place: Organization,
    *,
    fill: str,
    spoken: str = "",
    show_label: bool = True,
) -> Area:
    return Area(
        id="",
        name=place.name,
        path=shape.path,
        label_x=shape.label_x,
        label_y=shape.label_y,
        fill=fill,
        href=reverse("public_municipality", args=[place.slug]),
        spoken=spoken or place.name,
        show_label=show_label,
    )
