"""Reads the reference files of Flanders and refuses them whole when anything is wrong.

Nothing here touches the database: ``read_flanders`` returns checked rows or raises
``DamagedFile``, which names the file, the row (the header is row 1) and the column.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import Invalid
from overlegtafel.organizations.models import Classification, Confidence

DATA = Path(__file__).resolve().parent / "data"

ORGANIZATIONS, MEMBERSHIPS = "organizations.csv", "memberships.csv"
SUCCESSIONS, OTHER_NAMES, SOURCES = "successions.csv", "other_names.csv", "sources.csv"

Parser = Callable[[str], Any]
Key = tuple[Any, ...]

# Of these a municipality has at most one at a time.
EXCLUSIVE = {
    Classification.PROVINCE,
    Classification.REFERENCE_REGION,
    Classification.TRANSPORT_REGION,
    Classification.FIRE_ZONE,
    Classification.POLICE_ZONE,
    Classification.PRIMARY_CARE_ZONE,
}
LOADED = {*EXCLUSIVE, Classification.MUNICIPALITY, Classification.INTERMUNICIPAL} | {
    Classification.MAYORS_CONSULTATION
}


class DamagedFile(Invalid):
    """A reference file that can't be trusted; nothing of the set is loaded."""

    def __init__(self, file: str, row: int, column: str, problem: str) -> None:
        self.file, self.row, self.column = file, row, column
        super().__init__(f"{file}, rij {row}, kolom “{column}”: {problem}", field=column)


@dataclass(frozen=True)
class Row:
    """One checked row: where it stands and what it says."""

    file: str
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def damaged(self, column: str, problem: str) -> DamagedFile:
        """The refusal that points at this row."""
        return DamagedFile(self.file, self.number, column, problem)

    @property
    def period(self) -> tuple[date, date]:
        """First and last day, with the ends of the calendar where the file says nothing."""
        return self["valid_from"] or date.min, self["valid_to"] or date.max


@dataclass(frozen=True)
class FlandersFiles:
    """All rows, by the key that stays the same from one edition to the next."""

    organizations: dict[Key, Row]  # classification, code
    memberships: dict[Key, Row]  # classification, group, member, valid_from
    successions: dict[Key, Row]  # predecessor, successor, effective_on
    other_names: dict[Key, Row]  # classification, code, name
    sources: dict[Key, Row]  # key


# -- cells ---------------------------------------------------------------------------------


def _text(longest: int, *, required: bool = False) -> Parser:
    def parse(cell: str) -> str:
        if required and not cell:
            raise ValueError("mag niet leeg zijn")
        if len(cell) > longest:
            raise ValueError(f"is langer dan {longest} tekens")
        return cell

    return parse


def _pattern(pattern: str, meaning: str, *, required: bool = False) -> Parser:
    def parse(cell: str) -> str:
        if (cell or required) and not re.fullmatch(pattern, cell):
            raise ValueError(f"“{cell}” is geen {meaning}")
        return cell

    return parse


def _one_of(choices: Iterable[str], meaning: str) -> Parser:
    allowed = sorted(choices)

    def parse(cell: str) -> str:
        if cell not in allowed:
            raise ValueError(f"“{cell}” is geen {meaning}; kies uit {', '.join(allowed)}")
        return cell

    return parse


def _day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"“{cell}” is geen datum (verwacht: jjjj-mm-dd)") from None


def _required_day(cell: str) -> date:
    day = _day(cell)
    if day is None:
        raise ValueError("mag niet leeg zijn")
    return day


def _whole_number(cell: str) -> int | None:
    if cell and not re.fullmatch(r"\d{1,8}", cell):
        raise ValueError(f"“{cell}” is geen aantal")
    return int(cell) if cell else None


def _area(cell: str) -> Decimal | None:
    try:
        area = Decimal(cell) if cell else None
    except InvalidOperation:
        area = Decimal(-1)
    if area is not None and not (area.is_finite() and 0 < area < 1_000_000):
        raise ValueError(f"“{cell}” is geen oppervlakte in km²")
    return None if area is None else area.quantize(Decimal("0.01"))


_CLASSIFICATION = _one_of(LOADED, "bekende soort")
_CODE = _text(60, required=True)
_NIS = _pattern(r"\d{5}", "NIS-code (vijf cijfers)", required=True)
_FACT: dict[str, Parser] = {
    "source": _text(60),
    "confidence": _one_of(Confidence.values, "bekende zekerheid"),
    "note": _text(2000),
}
_PERIOD: dict[str, Parser] = {"valid_from": _day, "valid_to": _day}

COLUMNS: dict[str, dict[str, Parser]] = {
    SOURCES: {
        "key": _text(60, required=True),
        "text": _text(500, required=True),
        "licence": _text(200, required=True),
    },
    ORGANIZATIONS: {
        "classification": _CLASSIFICATION,
        "code": _CODE,
        "name": _text(200, required=True),
        "slug": _pattern(r"[a-z0-9]+(-[a-z0-9]+)*", "adresdeel", required=True),
        **_PERIOD,
        "kbo": _pattern(r"[01]\d{9}", "KBO-nummer (tien cijfers)"),
        "ovo": _pattern(r"OVO\d{6}", "OVO-code"),
        "uri": _pattern(r"https?://\S{1,290}", "webadres"),
        "postal_codes": _pattern(r"\d{4}( \d{4})*", "lijst van postcodes"),
        "population": _whole_number,
        "population_on": _day,
        "area_km2": _area,
        **_FACT,
    },
    MEMBERSHIPS: {
        "classification": _CLASSIFICATION,
        "group": _CODE,
        "member": _NIS,
        **_PERIOD,
        **_FACT,
    },
    SUCCESSIONS: {
        "predecessor": _NIS,
        "successor": _NIS,
        "effective_on": _required_day,
        **_FACT,
    },
    OTHER_NAMES: {
        "classification": _CLASSIFICATION,
        "code": _CODE,
        "name": _text(200, required=True),
        **_FACT,
    },
}


# -- files ---------------------------------------------------------------------------------


def read_flanders(directory: Path) -> FlandersFiles:
    """All files of ``directory``, checked one by one and against each other."""
    tables = {name: _read_table(directory / name, columns) for name, columns in COLUMNS.items()}
    organization_rows = tables[ORGANIZATIONS]
    files = FlandersFiles(
        sources=_by_key(tables[SOURCES], "key"),
        organizations=_by_key(organization_rows, "classification", "code"),
        memberships=_by_key(tables[MEMBERSHIPS], "classification", "group", "member", "valid_from"),
        successions=_by_key(tables[SUCCESSIONS], "predecessor", "successor", "effective_on"),
        other_names=_by_key(tables[OTHER_NAMES], "classification", "code", "name"),
    )
    _by_key(organization_rows, "classification", "slug")
    _check_facts(files)
    _check_organizations(files)
    _check_memberships(files)
    _check_successions(files)
    _check_other_names(files)
    return files


def _read_table(path: Path, columns: Mapping[str, Parser]) -> list[Row]:
    name = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DamagedFile(name, 1, next(iter(columns)), "het bestand ontbreekt") from None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DamagedFile(name, row, "onbekend", "de tekst is geen UTF-8") from None
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        _check_header(name, header, columns)
        for cells in reader:
            rows.append(_parse_row(name, reader.line_num, header, cells, columns))
    except csv.Error:
        problem = "de aanhalingstekens kloppen niet"
        raise DamagedFile(name, reader.line_num, "onbekend", problem) from None
    if not rows:
        raise DamagedFile(name, 2, header[0], "het bestand heeft geen rijen")
    return rows


def _check_header(name: str, header: list[str], columns: Mapping[str, Parser]) -> None:
    for column in columns:
        if column not in header:
            raise DamagedFile(name, 1, column, "deze kolom ontbreekt")
    for position, column in enumerate(header):
        if column not in columns:
            raise DamagedFile(name, 1, column, "deze kolom is onbekend")
        if column in header[:position]:
            raise DamagedFile(name, 1, column, "deze kolom staat er twee keer")


def _parse_row(
    name: str, number: int, header: list[str], cells: list[str], columns: Mapping[str, Parser]
) -> Row:
    if len(cells) != len(header):
        column = header[min(len(cells), len(header) - 1)]
        problem = f"{len(cells)} kolommen in plaats van {len(header)}"
        raise DamagedFile(name, number, column, problem)
    values: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        try:
            if cell != cell.strip() or any(ord(character) < 32 for character in cell):
                raise ValueError("heeft spaties vooraan of achteraan, of een stuurteken")
            values[column] = columns[column](cell)
        except ValueError as error:
            raise DamagedFile(name, number, column, str(error)) from None
    return Row(name, number, values)


# -- rows against each other ---------------------------------------------------------------


def _by_key(rows: list[Row], *columns: str) -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in found:
            shown = " / ".join(str(part) for part in key if part is not None)
            problem = f"“{shown}” staat ook al op rij {found[key].number}"
            raise row.damaged(columns[-1], problem)
        found[key] = row
    return found


def _check_facts(files: FlandersFiles) -> None:
    tables = (files.organizations, files.memberships, files.successions, files.other_names)
    for row in (row for table in tables for row in table.values()):
        if row["source"] and (row["source"],) not in files.sources:
            raise row.damaged("source", f"bron “{row['source']}” staat niet in {SOURCES}")
        if not row["source"] and row["confidence"] == Confidence.SOURCED:
            raise row.damaged("source", "een feit uit een bron moet die bron noemen")
        if "valid_to" in row.values and row.period[0] > row.period[1]:
            raise row.damaged("valid_to", "het einde valt voor het begin")


def _check_organizations(files: FlandersFiles) -> None:
    for (classification, code), row in files.organizations.items():
        if classification == Classification.MUNICIPALITY and not re.fullmatch(r"\d{5}", code):
            raise row.damaged("code", f"“{code}” is geen NIS-code (vijf cijfers)")
        if row["population"] is not None and row["population_on"] is None:
            raise row.damaged("population_on", "een inwonertal moet zeggen van welke dag het is")


def _municipality(files: FlandersFiles, row: Row, column: str) -> Row:
    found = files.organizations.get((Classification.MUNICIPALITY, row[column]))
    if found is None:
        raise row.damaged(column, f"NIS-code {row[column]} staat niet in {ORGANIZATIONS}")
    return found


def _check_memberships(files: FlandersFiles) -> None:
    taken: dict[Key, list[Row]] = defaultdict(list)
    for (classification, code, nis, _), row in files.memberships.items():
        member = _municipality(files, row, "member")
        group = files.organizations.get((classification, code))
        if classification == Classification.MUNICIPALITY or group is None:
            raise row.damaged("group", f"“{code}” ({classification}) staat niet in {ORGANIZATIONS}")
        for whole in (member, group):
            if row.period[0] < whole.period[0]:
                problem = f"begint voor {whole['name']}, dat geldt vanaf {whole['valid_from']}"
                raise row.damaged("valid_from", problem)
            if row.period[1] > whole.period[1]:
                problem = f"loopt door na {whole['name']}, dat geldt tot {whole['valid_to']}"
                raise row.damaged("valid_to", problem)
        exclusive = classification in EXCLUSIVE
        others = taken[(classification, nis) if exclusive else (classification, code, nis)]
        for other in others:
            if row.period[0] <= other.period[1] and other.period[0] <= row.period[1]:
                problem = f"{nis} is in die periode al lid van {other['group']}"
                raise row.damaged("member", f"{problem} (rij {other.number})")
        others.append(row)


def _check_successions(files: FlandersFiles) -> None:
    for row in files.successions.values():
        predecessor = _municipality(files, row, "predecessor")
        successor = _municipality(files, row, "successor")
        day: date = row["effective_on"]
        if row["predecessor"] == row["successor"]:
            raise row.damaged("successor", "een gemeente kan zichzelf niet opvolgen")
        if predecessor["valid_to"] != day - timedelta(days=1):
            problem = f"{predecessor['name']} eindigt niet op de dag voor {spoken(day)}"
            raise row.damaged("effective_on", problem)
        if not successor.period[0] <= day <= successor.period[1]:
            problem = f"{successor['name']} bestaat niet op {spoken(day)}"
            raise row.damaged("effective_on", problem)


def _check_other_names(files: FlandersFiles) -> None:
    for (classification, code, _), row in files.other_names.items():
        if (classification, code) not in files.organizations:
            raise row.damaged("code", f"“{code}” ({classification}) staat niet in {ORGANIZATIONS}")
