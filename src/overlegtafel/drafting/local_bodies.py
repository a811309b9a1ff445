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
