"""The table seen from above: readable at 390 pixels, and never by colour alone."""

import math
import re
from collections.abc import Sequence
from itertools import combinations

import pytest
from django.template import Context, Template

from overlegtafel.common.drawing.lettering import width, wrap
from overlegtafel.common.drawing.ring import HALF, SEAT, SIZE, Box, Seat, draw_ring
from overlegtafel.common.drawing.states import MARKS, mark

NETELAND = ["Grobbendonk", "Herentals", "Herenthout", "Olen", "Vorselaar"]
WAASLAND = [
    "Beveren-Kruibeke-Zwijndrecht",
    "Lokeren",
    "Sint-Gillis-Waas",
    "Sint-Niklaas",
    "Stekene",
    "Temse",
    "Waasmunster",
]
DENDERREGIO = [
    "Aalst",
    "Berlare",
    "Buggenhout",
    "Denderleeuw",
    "Dendermonde",
    "Erpe-Mere",
    "Geraardsbergen",
    "Haaltert",
    "Hamme",
    "Lebbeke",
    "Lede",
    "Ninove",
    "Wichelen",
    "Zele",
]
LIMBURG = [
    "Alken",
    "As",
    "Beringen",
    "Bilzen-Hoeselt",
    "Bocholt",
    "Bree",
    "Diepenbeek",
    "Dilsen-Stokkem",
    "Genk",
    "Gingelom",
    "Halen",
    "Hamont-Achel",
    "Hasselt",
    "Hechtel-Eksel",
    "Heers",
    "Herk-de-Stad",
    "Herstappe",
    "Heusden-Zolder",
    "Houthalen-Helchteren",
    "Kinrooi",
    "Lanaken",
    "Leopoldsburg",
    "Lommel",
    "Lummen",
    "Maaseik",
    "Maasmechelen",
    "Nieuwerkerken",
    "Oudsbergen",
    "Peer",
    "Pelt",
    "Riemst",
    "Sint-Truiden",
    "Tessenderlo-Ham",
    "Tongeren-Borgloon",
    "Voeren",
    "Wellen",
    "Zonhoven",
    "Zutendaal",
]
LONGEST = ["Beveren-Kruibeke-Zwijndrecht", "Scherpenheuvel-Zichem", "Sint-Katelijne-Waver"]
TABLES = {
    "five": NETELAND,
    "seven": WAASLAND,
    "fourteen": DENDERREGIO,
    "thirty-eight": LIMBURG,
    "longest names": (LONGEST * 5)[:14],
    "one": ["Aalst"],
    "two": ["Aalst", "Ninove"],
}


def seats(names: Sequence[str], state: str = "on_agenda") -> list[Seat]:
    return [Seat(name, f"{name}: op agenda", state, f"/{name.lower()}/") for name in names]


def html(names: Sequence[str], state: str = "on_agenda", size: str = "large") -> str:
    template = Template("{% load drawing %}{% ring seats centre size %}")
    centre = ["3", f"van {len(names)}", "besturen keurden goed"]
    return template.render(Context({"seats": seats(names, state), "centre": centre, "size": size}))


@pytest.mark.parametrize("names", TABLES.values(), ids=TABLES.keys())
def test_names_do_not_overlap_and_stay_on_a_phone(names: list[str]) -> None:
    boxes = draw_ring(seats(names)).boxes
    assert len(boxes) == len(names)
    assert [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])] == []
    assert min(box.left for box in boxes) >= -HALF
    assert max(box.right for box in boxes) <= HALF


@pytest.mark.parametrize("names", TABLES.values(), ids=TABLES.keys())
def test_seats_are_large_enough_to_touch_and_stand_apart(names: list[str]) -> None:
    points = [(float(seat.x), float(seat.y)) for seat in draw_ring(seats(names)).seats]
    assert 2 * SEAT >= 24
    assert all(math.dist(a, b) >= 2 * SEAT for a, b in combinations(points, 2))


@pytest.mark.parametrize("names", TABLES.values(), ids=TABLES.keys())
def test_no_name_lies_on_a_seat(names: list[str]) -> None:
    drawn = draw_ring(seats(names))
    for seat in drawn.seats:
        x, y, reach = float(seat.x), float(seat.y), SEAT - 1
        around = Box(x - reach, y - reach, x + reach, y + reach)
        assert [box for box in drawn.boxes if box.meets(around)] == []


@pytest.mark.parametrize("names", TABLES.values(), ids=TABLES.keys())
def test_every_name_is_printed_whole(names: list[str]) -> None:
    printed = ["".join(line.text for line in seat.lines) for seat in draw_ring(seats(names)).seats]
    assert printed == [name.replace(" ", "") for name in names]


def test_lettering_is_readable_at_390_pixels() -> None:
    assert SIZE >= 11
    assert float(draw_ring(seats(LIMBURG)).viewbox.split()[2]) <= 390 - 2 * 16


def test_each_seat_is_a_link_with_its_spoken_name() -> None:
    printed = html(DENDERREGIO)
    links = re.findall(r'<a href="([^"]+)" class="seat" aria-label="([^"]+)"><title>', printed)
    assert links == [(f"/{name.lower()}/", f"{name}: op agenda") for name in DENDERREGIO]


def test_a_spoken_name_always_holds_the_printed_one() -> None:
    drawn = draw_ring([Seat("Ninove", "goedgekeurd op 26 november 2026", "done")])
    assert drawn.seats[0].spoken == "Ninove: goedgekeurd op 26 november 2026"


def test_seats_keep_their_order_clockwise_from_the_top() -> None:
    drawn = draw_ring(seats(DENDERREGIO)).seats
    assert float(drawn[0].x) == 0
    assert float(drawn[0].y) == min(float(seat.y) for seat in drawn)
    assert float(drawn[1].x) > 0
    assert float(drawn[-1].x) < 0


def test_no_two_states_look_the_same_without_colour() -> None:
    looks = {name: (m.shape, m.icon, m.look) for name, m in MARKS.items() if name != "waiting"}
    assert len(set(looks.values())) == len(looks)
    assert all(icon or name == "neutral" for name, (_, icon, _) in looks.items())


def test_an_unheard_of_state_is_drawn_as_unknown() -> None:
    assert mark("nonsense") is MARKS["unknown"]


@pytest.mark.parametrize("size", ["small", "medium", "large"])
@pytest.mark.parametrize("state", MARKS)
def test_no_style_attributes_and_no_commas_in_numbers(size: str, state: str) -> None:
    printed = html(DENDERREGIO, state, size)
    assert "style=" not in printed
    assert not re.search(r"\d,\d", printed)
    assert f"mk-{state}" in printed


def test_the_small_ring_is_one_picture_that_says_what_it_shows() -> None:
    printed = html(DENDERREGIO, size="small")
    assert 'role="img"' in printed
    assert "14 op agenda" in printed
    assert "<a " not in printed


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="large"):
        draw_ring(seats(NETELAND), size="huge")


def test_words_break_at_hyphens_and_never_run_out() -> None:
    lines = wrap("Beveren-Kruibeke-Zwijndrecht", 12, 80)
    assert lines == ["Beveren-", "Kruibeke-", "Zwijndrecht"]
    assert wrap("Zwijndrecht", 12, 20) is None
    assert width("Aalst", 12) < width("Dendermonde", 12)
