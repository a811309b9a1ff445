"""The map: every area named, every fill explained, never by colour alone."""

import re

import pytest
from django.template import Context, Template

from overlegtafel.common.drawing.map import PATTERNS, Area, LegendEntry, Outline, draw_map
from overlegtafel.common.drawing.states import MARKS

SQUARE = "M{x} 0h100v100h-100z"
VIEWBOX = (0.0, 0.0, 400.0, 200.0)


def area(name: str, x: int, fill: str, letter: str = "", href: str = "") -> Area:
    return Area(
        id=name.lower(),
        name=name,
        path=SQUARE.format(x=x),
        label_x=x + 50,
        label_y=50,
        fill=fill,
        letter=letter,
        href=href,
        spoken=f"{name}: {fill}",
    )


AREAS = [
    area("Aalst", 0, "done", href="/aalst/"),
    area("Ninove", 100, "refused", href="/ninove/"),
    area("Lede", 200, "unknown"),
    area("Zele", 300, "region-3", letter="C"),
]
LEGEND = [
    LegendEntry("done", "goedgekeurd"),
    LegendEntry("refused", "niet goedgekeurd"),
    LegendEntry("unknown", "nog niet bekend"),
    LegendEntry("region-3", "Kempen", "C"),
]


@pytest.fixture
def printed() -> str:
    template = Template(
        "{% load drawing %}{% map areas viewbox legend title=title credit=credit %}"
    )
    return template.render(
        Context(
            {
                "areas": AREAS,
                "viewbox": "0 0 400 200",
                "legend": LEGEND,
                "title": "Kaart van de Denderregio",
                "credit": "© Statbel",
            }
        )
    )


def test_every_area_has_a_title_and_a_name_for_hover_and_focus(printed: str) -> None:
    for one in AREAS:
        assert f"<title>{one.spoken}</title>" in printed
        assert re.search(rf'<text class="tip"[^>]*>{one.spoken}</text>', printed)


def test_areas_with_an_address_are_links_and_others_are_not(printed: str) -> None:
    assert re.findall(r'<a href="([^"]+)" class="area', printed) == ["/aalst/", "/ninove/"]
    assert printed.count('<g class="area') == 2


def test_legend_entries_match_the_fills(printed: str) -> None:
    drawing, legend = printed.split('<ul class="legend">')
    on_map = set(re.findall(r'class="area f-([\w-]+)"', drawing))
    in_legend = set(re.findall(r'class="fill f-([\w-]+)"', legend))
    assert on_map == in_legend == {entry.fill for entry in LEGEND}


def test_a_pattern_that_is_used_exists(printed: str) -> None:
    used = set(re.findall(r"url\(#([\w-]+)\)", printed))
    assert used == set(re.findall(r'<pattern id="([\w-]+)"', printed))
    assert used == {"kaart-refused", "kaart-unknown"}


@pytest.mark.parametrize("state", MARKS)
def test_a_state_is_never_told_by_its_fill_alone(state: str) -> None:
    drawn = draw_map([area("Aalst", 0, state)], VIEWBOX)
    assert [item.mark.name for item in drawn.marks] == [state]


def test_a_mark_is_drawn_even_where_its_name_has_no_room() -> None:
    crowd = [
        Area(str(i), f"Sint-Martens-Latem {i}", SQUARE.format(x=0), 50, 50, "done")
        for i in range(9)
    ]
    drawn = draw_map(crowd, VIEWBOX)
    assert len(drawn.marks) == 9
    assert len(drawn.names) < 9


def test_an_area_of_a_region_carries_its_letter(printed: str) -> None:
    assert re.search(r'<text class="letter"><tspan[^>]*>C</tspan>', printed)


def test_borders_are_drawn_over_the_areas_with_their_letter() -> None:
    drawn = draw_map(AREAS[:1], VIEWBOX, outlines=[Outline("M0 0h9", "K", 200, 100)])
    assert drawn.outlines == ("M0 0h9",)
    assert drawn.names[0].lines[0].text == "K"


def test_the_source_of_the_borders_is_named(printed: str) -> None:
    assert "<figcaption>© Statbel</figcaption>" in printed


def test_no_style_attributes_and_no_commas_in_numbers(printed: str) -> None:
    assert "style=" not in printed
    assert not re.search(r"\d,\d", printed)


def test_two_maps_on_a_page_keep_their_patterns_apart() -> None:
    first = draw_map(AREAS, VIEWBOX, map_id="een")
    second = draw_map(AREAS, VIEWBOX, map_id="twee")
    assert {a.paint for a in first.areas if a.paint}.isdisjoint(a.paint for a in second.areas)


def test_patterns_are_for_states_and_for_levels_of_a_map() -> None:
    assert {name for name in PATTERNS if not name.startswith("level-")} <= set(MARKS)
