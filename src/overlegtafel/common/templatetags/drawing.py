"""Tags for the drawings and the form partials. ``{% load drawing %}``, then:

``{% ring seats centre "large" %}``
    The table. ``seats``: ``[Seat(label, spoken, state, href, short)]`` in the fixed order of the
    table; ``centre``: up to three strings, ``["3", "van 14", "besturen keurden goed"]``; size
    ``"small"`` (a picture for lists, no links), ``"medium"`` or ``"large"``.
``{% map areas viewbox legend title="…" outlines=… map_id="…" credit=… %}``
    ``areas``: ``[Area(id, name, path, label_x, label_y, fill, letter, mark, href, spoken)]``;
    ``viewbox``: ``(left, top, width, height)`` or those four in a string;
    ``legend``: ``[LegendEntry(fill, label, letter)]``; ``credit``: the source of the borders;
    ``outlines``: ``[Outline(path, label, label_x, label_y)]``. Two maps on a page need two ids.
    Put the same content as a table beside it: ``<details class="as-table">``.
``{% structure boxes links title="…" picture_id="…" %}``
    Bodies and what goes between them, with the same in words; from ``….structure``.
``{% state_icon "done" %}``, ``{% state_icon "done" "goedgekeurd" %}``
    The mark alone: silent beside words, or with a spoken label when it stands by itself.
``{% state_pill "on_agenda" "op agenda GR" %}``
    The mark with its words (without a label: the words of the mark).
``{% state_legend "done,changed,on_agenda" %}`` or ``{% state_legend pairs %}``
    The legend of a ring; ``pairs``: ``[(state, label)]``.
``{% include "common/_field.html" with field=form.title %}``
    One form field; ``_fields.html`` (``form``) prints all, with the error summary above.

States: done changed on_agenda planned postponed waiting refused not_applicable unknown ·
present excused absent replaced neutral (``drawing/states.py``).
Seats and areas come from ``overlegtafel.common.drawing.ring`` and ``….map``.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from overlegtafel.common.drawing.lettering import number
from overlegtafel.common.drawing.map import Area, LegendEntry, Outline, draw_map
from overlegtafel.common.drawing.ring import Seat, draw_ring
from overlegtafel.common.drawing.states import Mark, mark
from overlegtafel.common.drawing.structure import NARROW, Box, Link, in_words, structure

register = template.Library()


@register.simple_tag
def ring(seats: Sequence[Seat], centre: Sequence[str] = (), size: str = "medium") -> SafeString:
    """The table with its seats."""
    return _ring(tuple(seats), tuple(centre), size)


@register.simple_tag(name="structure")
def structure_tag(
    boxes: Sequence[Box],
    links: Sequence[Link],
    title: str = "De structuur",
    picture_id: str = "structuur",
) -> SafeString:
    """The bodies of a region and what goes between them."""
    context = {
        "drawings": [
            ("wide", structure(boxes, links)),
            ("narrow", structure(boxes, links, NARROW)),
        ],
        "words": in_words(boxes, links),
        "title": title,
        "picture_id": picture_id,
    }
    return render_to_string("common/structure.html", context)


@register.filter
def coordinate(value: float) -> str:
    """A coordinate as SVG wants it."""
    return number(value)


@register.simple_tag(name="map")
def map_tag(
    areas: Sequence[Area],
    viewbox: str | tuple[float, float, float, float],
    legend: Iterable[LegendEntry] = (),
    outlines: Iterable[Outline] = (),
    title: str = "Kaart",
    map_id: str = "kaart",
    credit: str = "",
) -> SafeString:
    """The map with its legend."""
    return _map(tuple(areas), viewbox, tuple(legend), tuple(outlines), title, map_id, credit)


@register.simple_tag
def state_icon(state: str, label: str = "") -> SafeString:
    """The mark of a state, as large as the text around it."""
    return _icon(state, str(label))


@register.simple_tag
def state_pill(state: str, label: str = "") -> SafeString:
    """The mark of a state with its words."""
    return _pill(state, str(label))


# A drawing follows from what it is given and from nothing else, so it is drawn once: a page with
# a ring and a map would otherwise spend most of its time on drawing the same thing again.


@lru_cache(maxsize=512)
def _ring(seats: tuple[Seat, ...], centre: tuple[str, ...], size: str) -> SafeString:
    return render_to_string("common/ring.html", {"ring": draw_ring(seats, centre, size)})


@lru_cache(maxsize=128)
def _map(
    areas: tuple[Area, ...],
    viewbox: str | tuple[float, float, float, float],
    legend: tuple[LegendEntry, ...],
    outlines: tuple[Outline, ...],
    title: str,
    map_id: str,
    credit: str,
) -> SafeString:
    drawn = draw_map(areas, viewbox, legend, outlines, title, map_id)
    return render_to_string("common/map.html", {"map": drawn, "credit": credit})


@lru_cache(maxsize=256)
def _icon(state: str, label: str) -> SafeString:
    return render_to_string("common/_icon.html", {"mark": mark(state), "label": label})


@lru_cache(maxsize=1024)
def _pill(state: str, label: str) -> SafeString:
    drawn = mark(state)
    return render_to_string("common/_pill.html", {"mark": drawn, "words": label or drawn.label})


@register.inclusion_tag("common/_legend.html")
def state_legend(states: str | Iterable[tuple[str, str]]) -> dict[str, list[tuple[Mark, str]]]:
    """What the marks mean."""
    pairs = (
        [(name.strip(), "") for name in states.split(",")] if isinstance(states, str) else states
    )
    return {"entries": [(mark(name), label or mark(name).label) for name, label in pairs]}


@register.simple_tag
def field_parts(field: BoundField, no_help: bool = False) -> dict[str, str | SafeString]:
    """The widget of ``field``, tied to its help and its error, and what kind of field it is."""
    widget: Any = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    else:
        kind = "plain"
    help_id, error_id = f"{field.auto_id}_helptext", f"{field.auto_id}_error"
    described = [help_id] if field.help_text and not no_help else []
    described += [error_id] if field.errors else []
    described_by = " ".join(described)
    attrs: dict[str, str | bool] = {}
    if described_by and kind != "choices":
        attrs["aria-describedby"] = described_by
    if field.errors:
        attrs["aria-invalid"] = "true"
    return {
        "kind": kind,
        "widget": field.as_widget(attrs=attrs),
        "help_id": help_id,
        "error_id": error_id,
        "described_by": described_by,
    }
