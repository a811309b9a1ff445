"""How wide a word is and where it may break, without a browser.

Advance widths are those of Source Sans 3 at weight 500; a margin covers the fallback fonts.
"""

import math
import re

_ADVANCE: dict[str, float] = {
    char: width / 100
    for width, chars in {
        20: " ",
        25: "ij",
        26: "'’.,lï",
        27: "I",
        30: "f",
        31: "()",
        32: "-",
        35: "/t",
        36: "r",
        42: "s",
        43: "z",
        46: "cxç",
        48: "–vy",
        49: "JLY",
        50: "0123456789Feéèêë",
        51: "agkàâ",
        53: "EVX",
        54: "STZ",
        55: "Ahnouôöü",
        56: "bdpq",
        57: "CP",
        58: "R",
        59: "BK",
        62: "&DG",
        65: "NU",
        66: "H",
        67: "OQ",
        73: "w",
        74: "M",
        79: "W",
        84: "m",
    }.items()
    for char in chars
}
_UNKNOWN = 0.6
_MARGIN = 1.04


def width(text: str, size: float) -> float:
    """The width of one line of ``text`` at ``size``, a little on the wide side."""
    return sum(_ADVANCE.get(char, _UNKNOWN) for char in text) * size * _MARGIN


def wrap(text: str, size: float, room: float) -> list[str] | None:
    """``text`` in as few lines as fit in ``room``, broken at spaces and after hyphens.

    Lines are balanced. ``None`` when a single part is wider than ``room``.
    """
    parts = re.findall(r"[^\s-]+-?|-", text)
    glue = ["" if part.endswith("-") else " " for part in parts]
    if not parts:
        return [text]

    def fill(limit: float) -> list[str]:
        lines: list[str] = []
        line = joint = ""
        for part, end in zip(parts, glue, strict=True):
            longer = f"{line}{joint}{part}" if line else part
            if line and width(longer, size) > limit:
                lines.append(line)
                line = part
            else:
                line = longer
            joint = end
        return [*lines, line]

    if max(width(part, size) for part in parts) > room:
        return None
    best = fill(room)
    limit = room
    while limit > 12:
        limit -= 3
        narrower = fill(limit)
        if len(narrower) > len(best) or max(width(line, size) for line in narrower) > room:
            break
        best = narrower
    return best


def shorten(text: str, size: float, room: float) -> str:
    """``text`` cut with an ellipsis so that it fits in ``room``."""
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip(' -')}…"


def number(value: float) -> str:
    """A coordinate as SVG wants it: a point, never a comma, and no needless digits."""
    rounded = math.floor(value * 10 + 0.5) / 10
    return f"{rounded:.1f}".removesuffix(".0") if rounded else "0"
