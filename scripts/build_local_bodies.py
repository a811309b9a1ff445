"""Make ``drafting/data/local_bodies.csv`` from a list of all governing bodies of Flanders.

The list (``bestuursorganen.csv``) is made from the public migrations of LBLOD; its path is the
only argument. Kept are the four bodies of each municipality that decide an agreement, in the term
that began at the end of 2024.
"""

import csv
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src/overlegtafel"
TARGET = PACKAGE / "drafting/data/local_bodies.csv"
BODIES = {
    ("Gemeente", "Gemeenteraad"): "council",
    ("Gemeente", "College van Burgemeester en Schepenen"): "college",
    ("OCMW", "Raad voor Maatschappelijk Welzijn"): "welfare_council",
    ("OCMW", "Vast Bureau"): "standing_bureau",
}
UNIT = "http://data.lblod.info/id/bestuurseenheden/"
BODY = "http://data.lblod.info/id/bestuursorganen/"
TERM = "2024-12-01"
CONFIDENCE = {"repo": "sourced", "berekend-sha256": "derived"}


def main(source: Path) -> None:
    """Write the file: a row per municipality and body, addresses without what they share."""
    with (PACKAGE / "organizations/data/organizations.csv").open(encoding="utf-8") as stream:
        codes = {
            row["name"]: row["code"]
            for row in csv.DictReader(stream)
            if row["classification"] == "municipality" and not row["valid_to"]
        }
    with source.open(encoding="utf-8") as stream:
        kept = sorted(
            (
                codes[row["bestuurseenheid"]],
                BODIES[row["bestuurseenheid_type"], row["orgaan_type"]],
                row["bestuurseenheid_uri"].removeprefix(UNIT),
                row["orgaan_uri"].removeprefix(BODY),
                row["tijdspecialisatie_uri"].removeprefix(BODY),
                row["start"],
                CONFIDENCE[row["bron"]],
            )
            for row in csv.DictReader(stream)
            if (row["bestuurseenheid_type"], row["orgaan_type"]) in BODIES
            and row["bestuurseenheid_status"] == "Actief"
            and row["start"] >= TERM
        )
    if len({row[:2] for row in kept}) != len(kept) or len(kept) != len(codes) * len(BODIES):
        raise SystemExit(f"{len(kept)} rijen voor {len(codes)} gemeenten: kijk de bron na")
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(
            ("nis", "body", "unit", "organ", "organ_in_term", "term_from", "confidence")
        )
        writer.writerows(kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
