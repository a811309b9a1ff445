"""What may be put on the agenda in a month without a meeting: a list with its source (R112).

``data/contents.csv`` follows the inspiration of VVSG and ABB. Nothing of it is obliged: how a
municipality reports is its own affair.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "contents.csv"


@dataclass(frozen=True)
class Content:
    """One kind of content to choose, with where the idea comes from."""

    key: str
    title: str
    about: str
    source: str


def _read() -> dict[str, Content]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["key"]: Content(**row) for row in csv.DictReader(lines)}


CONTENTS: Mapping[str, Content] = _read()
"""By key, in the order they are offered."""
