"""What differs between two texts, in words: what went, what came, what stayed."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONG = 4000
"""Above so many words of either text it is compared by line: words would take too long."""


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed (``same``), went (``gone``) or came (``new``)."""

    how: str
    text: str


@lru_cache(maxsize=512)
def differences(old: str, new: str) -> tuple[Piece, ...]:
    """How ``old`` became ``new``, in order; one ``same`` piece when nothing did.

    >>> [str(each.how) + ":" + each.text for each in differences("drie maanden", "zes maanden")]
    ['gone:drie', 'new:zes', 'same: maanden']
    """
    if old == new:
        return (Piece("same", old),) if old else ()
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _LONG:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        pieces += [Piece("gone", "".join(before[a:b]))] if b > a else []
        pieces += [Piece("new", "".join(after[c:d]))] if d > c else []
    return tuple(pieces)
