"""The official addresses of a municipality's bodies, from ``data/local_bodies.csv``."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from overlegtafel.agreements.states import CompetentBody

UNIT = "http://data.lblod.info/id/bestuurseenheden/"
BODY = "http://data.lblod.info/id/bestuursorganen/"
CODE = "http://data.vlaanderen.be/id/concept/BestuursorgaanClassificatieCode/"
UNIT_CODE = "http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/"
AREA = "https://data.vlaanderen.be/id/gemeente/"
_CODES = {
    CompetentBody.COUNCIL: "5ab0e9b8a3b2ca7c5e000005",
    CompetentBody.COLLEGE: "5ab0e9b8a3b2ca7c5e000006",
    CompetentBody.WELFARE_COUNCIL: "5ab0e9b8a3b2ca7c5e000007",
    CompetentBody.STANDING_BUREAU: "5ab0e9b8a3b2ca7c5e000008",
}
_MUNICIPALITY, _WELFARE = "5ab0e9b8a3b2ca7c5e000001", "5ab0e9b8a3b2ca7c5e000002"


@dataclass(frozen=True)
class BodyAddress:
    """One body: as such (``organ``), in this term (``in_term``), and the unit it governs."""

    organ: str
    in_term: str
    unit: str
    classification: str
    unit_classification: str
    area: str


@lru_cache(maxsize=1)
def _rows() -> dict[tuple[str, str], BodyAddress]:
    path = Path(__file__).parent / "data" / "local_bodies.csv"
    with path.open(encoding="utf-8") as stream:
        return {
            (row["nis"], row["body"]): BodyAddress(
                organ=BODY + row["organ"],
                in_term=BODY + row["organ_in_term"],
                unit=UNIT + row["unit"],
                classification=CODE + _CODES[CompetentBody(row["body"])],
                unit_classification=UNIT_CODE
                + (_MUNICIPALITY if row["body"] in ("council", "college") else _WELFARE),
                area=AREA + row["nis"],
            )
            for row in csv.DictReader(stream)
        }


def address_of(nis: str, body: str) -> BodyAddress | None:
    """The addresses of a body of the municipality with this code; ``None`` when unknown."""
    return _rows().get((nis, body))


@lru_cache(maxsize=1)
def _by_address() -> dict[str, tuple[str, CompetentBody | None]]:
    found: dict[str, tuple[str, CompetentBody | None]] = {}
    for (nis, body), known in _rows().items():
        found[known.unit] = (nis, None)
        found[known.organ] = found[known.in_term] = (nis, CompetentBody(body))
    return found


def whose(address: str) -> tuple[str, CompetentBody | None] | None:
    """The municipality's code and the body that an official address stands for.

    Of a unit only the code; ``None`` for an address that is not in the file.
    """
    return _by_address().get(_canonical(address))


def body_of_code(address: str) -> CompetentBody | None:
    """The body in an official classification of bodies; ``None`` for any other."""
    code = _canonical(address).removeprefix(CODE)
    return next((body for body, known in _CODES.items() if known == code), None)


def _canonical(address: str) -> str:
    """The official addresses begin with http; some pages write https."""
    return address.replace("https://data.", "http://data.", 1)
