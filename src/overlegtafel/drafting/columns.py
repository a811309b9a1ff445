"""Reading a CSV file with the owner's own columns: first said what it holds, then taken over."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from overlegtafel.common.errors import Invalid
from overlegtafel.common.sheets import Line, check_size, clean, lines_of, plain, where
from overlegtafel.drafting.content import Column
from overlegtafel.drafting.cost import dutch_number, spoken_amount, spoken_number
from overlegtafel.drafting.filling import STANDARD
from overlegtafel.drafting.states import ColumnKind

LONGEST = 200_000
MOST_COLUMNS = 20
_FIRST = ("bestuur", "gemeente", "stad", "naam")
Values = dict[str, dict[str, str]]
"""Per municipality (slug) and column what it holds, as typed."""


@dataclass
class Reading:
    """What a file holds: its columns and values, and what is wrong with it, row by row."""

    columns: list[Column] = field(default_factory=list)
    values: Values = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def rows(self, names: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each column's label with its value, by name of the municipality."""
        return [
            (name, [(each.label, self.values[slug].get(each.name, "")) for each in self.columns])
            for slug, name in names.items()
            if slug in self.values
        ]


def read_columns(text: str, names: Mapping[str, str]) -> Reading:
    """Read a file for these municipalities (``slug -> name``); nothing is written.

    The first column names the municipality. A column of which most values are numbers is one of
    numbers: what is not a number in it is told with its row and its name.
    """
    reading = Reading()
    try:
        check_size(len(text), LONGEST)
        lines = [
            line
            for line in lines_of(text, most_columns=MOST_COLUMNS + 1)
            if any(cell.strip() for cell in line.cells)
        ]
    except Invalid as refusal:
        reading.errors.append(refusal.sentence)
        return reading
    if not lines:
        reading.errors.append("In dit bestand staat niets.")
        return reading
    head = lines[0].cells
    if plain(head[0]) not in _FIRST:
        reading.errors.append(
            f"{where(1)}: de eerste kolom heet “{head[0].strip()}”; noem ze “bestuur”."
        )
        return reading
    if not _read_head(head[1:], reading):
        return reading
    _read_rows(lines[1:], names, reading)
    reading.columns = [_judge(column, reading) for column in reading.columns]
    _tell_wrong_numbers(reading, names)
    reading.absent = [name for slug, name in names.items() if slug not in reading.values]
    return reading


def _read_head(cells: list[str], reading: Reading) -> bool:
    """The columns that the first row names."""
    for place, cell in enumerate(cells, 2):
        label = clean(cell)
        name = _name_of(label)
        if not name:
            reading.errors.append(f"{where(1)}: kolom {place} heeft geen bruikbare naam.")
        elif len(label) > 80:
            reading.errors.append(f"{where(1)}: de naam van kolom {place} is te lang.")
        elif name in STANDARD:
            reading.errors.append(
                f"{where(1)}: “{label}” is al een vast veld; kies een andere naam."
            )
        elif name in {each.name for each in reading.columns}:
            reading.errors.append(f"{where(1)}: de kolom “{label}” staat er twee keer.")
        else:
            reading.columns.append(Column(name=name, label=label))
    if not cells:
        reading.errors.append(f"{where(1)}: er is geen kolom naast “bestuur”.")
    return not reading.errors


def _read_rows(lines: list[Line], names: Mapping[str, str], reading: Reading) -> None:
    known = {plain(name): slug for slug, name in names.items()}
    known |= {slug: slug for slug in names}
    for number, line, faults in lines:
        slug = known.get(plain(line[0]))
        if slug is None:
            reading.errors.append(
                f"{where(number, 'bestuur')}: “{line[0].strip()[:60]}” doet niet mee aan "
                "deze afspraak."
            )
        elif slug in reading.values:
            reading.errors.append(f"{where(number)}: {names[slug]} staat er twee keer.")
        elif len(line) > len(reading.columns) + 1:
            reading.errors.append(f"{where(number)}: hier staan meer waarden dan er kolommen zijn.")
        else:
            reading.lines[slug] = number
            cells = [clean(cell)[:300] for cell in line[1:]]
            cells += [""] * (len(reading.columns) - len(cells))
            reading.values[slug] = {
                column.name: cell for column, cell in zip(reading.columns, cells, strict=True)
            }
            for position, fault in faults.items():
                label = reading.columns[position - 1].label
                reading.errors.append(f"{where(number, label, names[slug])}: {fault}")


def _judge(column: Column, reading: Reading) -> Column:
    """Say whether a column holds text, numbers or money: by what most of its values are."""
    typed = [row[column.name] for row in reading.values.values() if row[column.name]]
    wrong = [cell for cell in typed if dutch_number(cell) is None]
    if not typed or len(wrong) * 2 >= len(typed):
        return column
    money = re.search(r"euro|€|bedrag|kost|prijs|bijdrage", column.label.lower())
    kind = ColumnKind.AMOUNT if money else ColumnKind.NUMBER
    return column.model_copy(update={"kind": kind})


def _tell_wrong_numbers(reading: Reading, names: Mapping[str, str]) -> None:
    for slug, row in reading.values.items():
        for column in reading.columns:
            cell = row[column.name]
            if column.kind != ColumnKind.TEXT and cell and dutch_number(cell) is None:
                reading.errors.append(
                    f"{where(reading.lines[slug], column.label, names[slug])}: “{cell[:60]}” "
                    "is geen getal. Schrijf het als 1.234,56."
                )


def _name_of(label: str) -> str:
    """``Aantal voltijdsen`` becomes ``aantal_voltijdsen``: what is typed between the braces."""
    bare = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")[:40].lstrip("0123456789_")


def spoken_value(column: Column, typed: str) -> str:
    """What stands in a text for a value of this column."""
    number = dutch_number(typed) if column.kind != ColumnKind.TEXT else None
    if number is None:
        return typed
    return spoken_amount(number) if column.kind == ColumnKind.AMOUNT else spoken_number(number)
