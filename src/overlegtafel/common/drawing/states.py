"""The marks: one picture per state, the same in the ring, on the map, in legends and tables.

A mark is a shape, a look and an icon, so it reads without colour. Paths are drawn around
(0, 0), the shape about 24 wide. Colours live in ``app.css`` (``.mk-<name>``).
"""

from dataclasses import dataclass

DISC = "M-11.5 0a11.5 11.5 0 1 1 23 0a11.5 11.5 0 1 1-23 0z"
TABLET = "M-7-10.5H7A3.5 3.5 0 0 1 10.5-7V7A3.5 3.5 0 0 1 7 10.5H-7A3.5 3.5 0 0 1-10.5 7V-7A3.5 3.5 0 0 1-7-10.5z"  # noqa: E501
OCTAGON = "M-4.8-11.5H4.8L11.5-4.8V4.8L4.8 11.5H-4.8L-11.5 4.8V-4.8z"

CHECK = "M-5 .6l3.4 3.5L5.2-4"
EQUALS = "M-5-2.4H5M-5 2.6H5"
CALENDAR = "M-4.7-4.5H4.7V5H-4.7zM-4.7-1H4.7"
CLOCK = "M0-6V0L3.8 2.6"
PAUSE = "M-2.6-4.4V4.4M2.6-4.4V4.4"
CROSS = "M-4.2-4.2L4.2 4.2M4.2-4.2L-4.2 4.2"
DASH = "M-4.8 0H4.8"
HATCH = "M-9.6 3L3-9.6M-8 8L8-8M-3 9.6L9.6-3"
PERSON = "M0-5.8a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2M-5.2 6.2C-5.2 1.4 5.2 1.4 5.2 6.2"
ENVELOPE = "M-5.8-4H5.8V4.2H-5.8zM-5.6-3.6L0 .8 5.6-3.6"
SWAP = "M-5.2-2.2H5L2-5.2M5.2 2.4H-5L-2 5.4"


@dataclass(frozen=True)
class Mark:
    """How one state looks; ``label`` is how users read it when nothing better is known."""

    name: str
    label: str
    shape: str
    look: str
    icon: str


def _marks(*rows: tuple[str, str, str, str, str]) -> dict[str, Mark]:
    return {row[0]: Mark(*row) for row in rows}


MARKS = _marks(
    ("done", "goedgekeurd", DISC, "full", CHECK),
    ("changed", "goedgekeurd met wijziging", TABLET, "full", EQUALS),
    ("on_agenda", "op agenda", DISC, "", CALENDAR),
    ("planned", "gepland", DISC, "thin", CLOCK),
    ("postponed", "uitgesteld", DISC, "full", PAUSE),
    ("waiting", "wacht", DISC, "full", PAUSE),
    ("refused", "niet goedgekeurd", OCTAGON, "full", CROSS),
    ("not_applicable", "niet van toepassing", DISC, "thin", DASH),
    ("unknown", "nog niet bekend", DISC, "dash hatch", HATCH),
    ("present", "aanwezig", DISC, "full", PERSON),
    ("excused", "verontschuldigd", TABLET, "thin", ENVELOPE),
    ("absent", "afwezig", DISC, "dash", CROSS),
    ("replaced", "vervangen", DISC, "full", SWAP),
    ("neutral", "lid", DISC, "thin", ""),
)


def mark(state: str) -> Mark:
    """The mark of ``state``; what has no mark is drawn as unknown, never as nothing."""
    return MARKS.get(state, MARKS["unknown"])
