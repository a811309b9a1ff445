"""Three versions of one text brought together, line by line (diff3).

``base`` is where two people started, ``theirs`` what one saved first, ``mine`` what the other
has now. What only one of them touched goes in as it is. Lines that both *added* at one place are
both kept, the saved ones first. Only where both rewrote the same lines someone has to choose;
until then both stand there, so that no word of either is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A run of lines: settled, or a clash of two versions of the same lines."""

    theirs: Lines
    mine: Lines
    is_clash: bool = False

    @property
    def both(self) -> Lines:
        """Everything that must not be lost: what was saved first, then the rest of mine."""
        return self.theirs if self.theirs == self.mine else self.theirs + self.mine


@dataclass(frozen=True)
class Merged:
    """The outcome, in the order of the text."""

    parts: tuple[Part, ...]

    @property
    def clashes(self) -> tuple[Part, ...]:
        """Where both rewrote the same lines."""
        return tuple(part for part in self.parts if part.is_clash)

    @property
    def text(self) -> str:
        """The whole text; of a clash both versions, one after the other."""
        return "\n".join(line for part in self.parts for line in part.both)


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Bring ``mine`` and ``theirs`` together, both made from ``base``.

    >>> merge("een\\ntwee", "een\\ntwee!", "nul\\neen\\ntwee").text
    'nul\\neen\\ntwee!'
    """
    first, left, right = _lines(base), _lines(theirs), _lines(mine)
    if mine == theirs:
        return Merged((Part(left, right),))
    return Merged(tuple(_parts(first, left, right)))


def _lines(text: str) -> Lines:
    """No text is no line, so that a first line is an addition, not a change of an empty one."""
    return tuple(text.split("\n")) if text else ()


def _parts(base: Lines, theirs: Lines, mine: Lines) -> Iterator[Part]:
    """Walk over the stretches of ``base`` that both kept; between them someone changed things."""
    at_base = at_theirs = at_mine = 0
    for start, in_theirs, in_mine, size in _kept_by_both(base, theirs, mine):
        yield from _between(base[at_base:start], theirs[at_theirs:in_theirs], mine[at_mine:in_mine])
        kept = base[start : start + size]
        if kept:
            yield Part(kept, kept)
        at_base, at_theirs, at_mine = start + size, in_theirs + size, in_mine + size


def _between(base: Lines, theirs: Lines, mine: Lines) -> Iterator[Part]:
    """One stretch that at least one of them changed."""
    if theirs == mine or mine == base:
        settled = Part(theirs, theirs)
    elif theirs == base:
        settled = Part(mine, mine)
    else:
        # Both only added here: nothing of one stands against the other.
        settled = Part(theirs, mine, is_clash=bool(base))
    if settled.both:
        yield settled


def _kept_by_both(base: Lines, theirs: Lines, mine: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of ``base`` that stand in both others: places in the three, and a length."""
    in_theirs, in_mine = _places(base, theirs), _places(base, mine)
    start = 0
    while start < len(base):
        if start not in in_theirs or start not in in_mine:
            start += 1
            continue
        size = 1
        while (
            in_theirs.get(start + size) == in_theirs[start] + size
            and in_mine.get(start + size) == in_mine[start] + size
        ):
            size += 1
        yield start, in_theirs[start], in_mine[start], size
        start += size
    yield len(base), len(theirs), len(mine), 0


def _places(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where each line of ``base`` that was kept stands in ``other``."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
