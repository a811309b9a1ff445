"""Bold, italic, lists and links of typed text, in whatever Word template it is filled in.

A template inserts text. So how it looks travels in that text, as signs of Unicode's private use
that nobody can type (``fields`` drops them from what people write). When the template is filled in
they become runs, list items and links of Word, and none of them stays (decision 18).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from overlegtafel.printing.typesetting import Node

FIRST, LAST = "\U000f0000", "\U000f00ff"
"""The signs that are ours lie between these."""
_STYLES = {(False, False): 0x00, (True, False): 0x01, (False, True): 0x02, (True, True): 0x03}
LINK, LINK_END = chr(0xF0004), chr(0xF0005)
ITEM_END = chr(0xF0006)
"""After the plain sign of an item (a point, a number), which stays where Word can make no list."""
BULLET, ORDERED, RESTART, WITHIN = 0xF0010, 0xF0020, 0xF0030, 0xF0040
"""Plus the level: an item, a numbered one, the first of a numbered list, a next paragraph of it."""
DEEPEST = 8
_ADDRESS = re.compile(r"https?://[^\s<>“”\"]*[^\s<>“”\".,;:!?)\]’']")


def style_of(sign: str) -> tuple[bool, bool] | None:
    """Bold and italic from this sign on; ``None`` when it says something else."""
    found = [style for style, number in _STYLES.items() if ord(sign) == 0xF0000 + number]
    return found[0] if found else None


def without_marks(text: str) -> str:
    """A text with nothing of ours left in it."""
    return re.sub(f"[{FIRST}-{LAST}]", "", text)


def marked(words: Sequence[Node], *, heading: bool = False) -> str:
    """The words of one paragraph, with a sign where their style changes and around a link."""
    plain = {"text": "", "bold": False, "italic": False}
    text = ""
    for before, word in pairwise((plain, *words, plain)):
        styles = [(heading and bool(each["text"])) or each["bold"] for each in (before, word)]
        if (styles[0], before["italic"]) != (styles[1], word["italic"]):
            text += chr(0xF0000 + _STYLES[styles[1], word["italic"]])
        text += _ADDRESS.sub(lambda found: f"{LINK}{found.group()}{LINK_END}", word["text"])
    return text


def paragraphs(nodes: Sequence[Node], level: int = -1, head: str = "") -> Iterator[str]:
    """Every paragraph of typed text, with the signs of its list in front.

    ``head`` stands before the first; a next paragraph in the same item stands under it.
    """
    for node in nodes:
        if node["kind"] == "list":
            yield from _items(node, min(level + 1, DEEPEST))
        else:
            yield head + marked(node["words"], heading=node["kind"] == "heading")
            head = chr(WITHIN + level) if level >= 0 else ""


def _items(node: Node, level: int) -> Iterator[str]:
    for number, item in enumerate(node["items"], 1):
        if node["ordered"]:
            sign, plain = chr((RESTART if number == 1 else ORDERED) + level), f"{number}. "
        else:
            sign, plain = chr(BULLET + level), "• "
        yield from paragraphs(item, level, f"{sign}{plain}{ITEM_END}")
