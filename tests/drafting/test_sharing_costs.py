"""Numbers as they are written here, and an amount shared so that no cent is lost or found."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overlegtafel.common.errors import Invalid
from overlegtafel.drafting.columns import read_columns
from overlegtafel.drafting.cost import dutch_number, share, spoken_amount, spoken_number
from overlegtafel.drafting.states import ColumnKind

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2)
WEIGHTS = st.lists(
    st.decimals(min_value=0, max_value=300_000, places=2), min_size=1, max_size=60
).filter(any)
NAMES = {"aalst": "Aalst", "lede": "Lede", "sint-x": "Sint-X"}


@given(AMOUNTS, WEIGHTS)
def test_the_shares_are_together_exactly_the_amount(
    amount: Decimal, weights: list[Decimal]
) -> None:
    by_name = {f"bestuur-{number:02}": weight for number, weight in enumerate(weights)}
    shares = share(amount, by_name)
    assert sum(shares.values()) == amount
    total = sum(weights)
    for name, part in shares.items():
        assert abs(part - amount * by_name[name] / total) < Decimal("0.01")
        assert part.as_tuple().exponent == -2


@given(AMOUNTS, WEIGHTS)
def test_who_weighs_more_never_pays_less(amount: Decimal, weights: list[Decimal]) -> None:
    by_name = {f"bestuur-{number:02}": weight for number, weight in enumerate(weights)}
    shares = share(amount, by_name)
    ordered = sorted(by_name, key=lambda name: by_name[name])
    for less, more in pairwise(ordered):
        assert shares[less] <= shares[more] + Decimal("0.01")
    assert all(shares[name] == 0 for name, weight in by_name.items() if not weight)


def test_left_over_cents_go_to_the_largest_rests_in_the_order_of_the_alphabet() -> None:
    shares = share(Decimal("100.00"), dict.fromkeys(("aalst", "lede", "zele"), Decimal(1)))
    assert list(shares.values()) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


@pytest.mark.parametrize("weights", [{"a": Decimal(0)}, {"a": Decimal(-1), "b": Decimal(2)}])
def test_a_key_that_shares_nothing_is_refused(weights: dict[str, Decimal]) -> None:
    with pytest.raises(Invalid) as refusal:
        share(Decimal(10), weights)
    assert refusal.value.field == "key"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,56", "1234.56"),
        ("1234,5", "1234.5"),
        ("€ 1 234,56", "1234.56"),
        ("1\u202f234", "1234"),
        ("12 euro", "12"),
        ("-3,5", "-3.5"),
        ("1.234", "1234"),
        ("1234.56", None),
        ("1,234.56", None),
        ("12.34", None),
        ("veel", None),
        ("", None),
        ("١٢", None),
        ("9" * 40, None),
    ],
)
def test_numbers_are_read_as_they_are_written_here(typed: str, number: str | None) -> None:
    assert dutch_number(typed) == (None if number is None else Decimal(number))


def test_numbers_are_written_as_they_are_read() -> None:
    assert spoken_number(12345) == "12.345"
    assert spoken_number(Decimal("-1234.5")) == "-1.234,5"
    for typed, said in (("1.200,50", "1.200,50"), ("900,00", "900,00"), ("1200", "1.200")):
        number = dutch_number(typed)
        assert number is not None
        assert spoken_number(number) == said
    assert spoken_amount(Decimal("1234.5")) == "1.234,50 euro"
    assert spoken_amount(Decimal("-0.5")) == "-0,50 euro"


def test_a_file_with_columns_says_what_it_holds() -> None:
    reading = read_columns(
        "\ufeffBestuur;Aantal VTE;Bijdrage in euro;Contact\r\n"
        "Aalst;12,5;1.000;An\r\nLEDE;3;;Bo\r\n",
        NAMES,
    )
    assert reading.errors == []
    assert [(each.name, each.kind) for each in reading.columns] == [
        ("aantal_vte", ColumnKind.NUMBER),
        ("bijdrage_in_euro", ColumnKind.AMOUNT),
        ("contact", ColumnKind.TEXT),
    ]
    assert reading.values["lede"] == {"aantal_vte": "3", "bijdrage_in_euro": "", "contact": "Bo"}
    assert reading.absent == ["Sint-X"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "leeg"),
        ("naam van alles;x\nAalst;1", "Rij 1: de eerste kolom heet"),
        ("bestuur\nAalst", "geen kolom naast"),
        ("bestuur;Inwoners\nAalst;1", "al een vast veld"),
        ("bestuur;A;a\nAalst;1;2", "twee keer"),
        ("bestuur;??\nAalst;1", "kolom 2 heeft geen bruikbare naam"),
        ("bestuur;A\nTielt;1", "Rij 2, kolom “bestuur”: “Tielt” doet niet mee"),
        ("bestuur;A\nAalst;1\naalst;2", "Rij 3: Aalst staat er twee keer"),
        ("bestuur;A\nAalst;1;2", "Rij 2: hier staan meer waarden"),
        (
            "bestuur;Aantal\nAalst;1\nLede;1,234.5\nSint-X;3",
            "Rij 3 (Lede), kolom “Aantal”: “1,234.5” is geen getal",
        ),
        ("x" * 200_001, "groter dan 200 kB"),
        ('bestuur;A\n"' + "y" * 150_000, "niet te lezen na rij 1: een aanhalingsteken"),
        (
            'bestuur;A\n\n"Aalst";"twee\nregels"\nLede;=1+1',
            "Rij 4 (Lede), kolom “A”: Hier staat een formule.",
        ),
        ("bestuur;A\nAalst;\x07", "geen gewone tekst"),
        ("bestuur" + ";a" * 21, "Rij 1 heeft meer dan 21 kolommen."),
    ],
)
def test_a_broken_file_is_told_with_its_row_and_column(text: str, said: str) -> None:
    errors = read_columns(text, NAMES).errors
    assert any(said in each for each in errors), errors
