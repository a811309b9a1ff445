"""The drawing of a region's bodies: nothing overlaps, nothing is lost in words."""

from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from overlegtafel.common.drawing.structure import (
    BOX_WIDTH,
    MOST_IN_A_ROW,
    NARROW,
    Box,
    Link,
    in_words,
    structure,
)

KEYS = st.integers(min_value=1, max_value=20)


@st.composite
def regions(draw: st.DrawFn) -> tuple[list[Box], list[Link]]:
    """Any number of bodies with any ways between them, circles included."""
    count = draw(KEYS)
    keys = [f"b{number}" for number in range(count)]
    boxes = [
        Box(
            key,
            draw(st.sampled_from(["DADO", "Cluster ICT en digitalisering", "Overleg " * 9])),
            note=draw(st.sampled_from(["", "14 leden"])),
            parent=draw(st.sampled_from(["", *keys[:number]])),
        )
        for number, key in enumerate(keys)
    ]
    pair = st.tuples(st.sampled_from(keys), st.sampled_from(keys))
    links = [Link(a, b, "adviseert") for a, b in draw(st.lists(pair, max_size=30, unique=True))]
    return boxes, links


@given(regions(), st.sampled_from([MOST_IN_A_ROW, NARROW]))
def test_every_body_has_a_place_of_its_own(region: tuple[list[Box], list[Link]], most: int) -> None:
    drawing = structure(*region, most)
    assert drawing == structure(*region, most)
    assert {each.box.key for each in drawing.boxes} == {each.key for each in region[0]}
    for number, one in enumerate(drawing.boxes):
        assert one.x >= 0 and one.x + BOX_WIDTH <= drawing.width
        for other in drawing.boxes[number + 1 :]:
            beside = abs(one.x - other.x) >= BOX_WIDTH
            assert beside or one.bottom <= other.y or other.bottom <= one.y
        for word in (each for each in drawing.links if each.label):
            assert word.top >= one.bottom or word.top + 18 <= one.y  # in the gap between two rows
            assert word.top + 18 <= drawing.height


def test_on_a_phone_the_bodies_stand_in_a_column() -> None:
    boxes = [Box("dbo", "DBO"), *(Box(f"c{n}", f"Cluster {n}", parent="dbo") for n in range(11))]
    drawing = structure(boxes, [], NARROW)
    assert len({each.x for each in drawing.boxes}) == 1
    assert drawing.width <= 358


@given(regions())
def test_the_words_tell_the_same(region: tuple[list[Box], list[Link]]) -> None:
    boxes, links = region
    said = in_words(boxes, links)
    assert sum(" adviseert " in sentence for sentence in said) == len(links)
    assert sum(" valt onder " in sentence for sentence in said) == sum(
        bool(each.parent) for each in boxes
    )


def test_what_is_above_gives_to_what_is_below() -> None:
    boxes = [Box("dbo", "DBO"), Box("dado", "DADO", parent="dbo"), Box("sr", "Stuurgroep")]
    links = [Link("dado", "sr", "adviseert"), Link("sr", "dbo", "stelt de agenda voor")]
    heights = {each.box.key: each.y for each in structure(boxes, links).boxes}
    assert heights["dado"] < heights["sr"] < heights["dbo"]


def test_a_name_is_only_ever_text() -> None:
    page = engines["django"].from_string("{% load drawing %}{% structure boxes links %}")
    drawn = page.render({"boxes": [Box("a", "<script>alert(1)</script>")], "links": []})
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
