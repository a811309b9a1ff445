"""Two people write in one text: nothing of either is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overlegtafel.common.merge import merge

LINES = st.lists(st.sampled_from(["", "een", "twee", "drie", "vier vijf", "- zes"]), max_size=8)
TEXTS = LINES.map("\n".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        ("een\ntwee\ndrie", "een!\ntwee\ndrie", "een\ntwee\ndrie!", "een!\ntwee\ndrie!"),
        ("een\ntwee", "nul\neen\ntwee", "een\ntwee\ndrie", "nul\neen\ntwee\ndrie"),
        ("een\ntwee\ndrie", "een\ndrie", "een\ntwee\ndrie\nvier", "een\ndrie\nvier"),
        ("", "van mij", "van haar", "van haar\nvan mij"),
        ("een", "een\nvan mij", "een\nvan haar", "een\nvan haar\nvan mij"),
        ("een", "een\nzelfde", "een\nzelfde", "een\nzelfde"),
    ],
)
def test_what_does_not_clash_is_merged(base: str, mine: str, theirs: str, text: str) -> None:
    merged = merge(base, mine, theirs)
    assert merged.text == text
    assert merged.clashes == ()


def test_one_line_rewritten_by_both_is_a_clash_that_shows_both() -> None:
    merged = merge("a\nWij wachten.\nz", "a\nWij wachten af.\nz", "a\nWij beginnen.\nz")
    [clash] = merged.clashes
    assert (clash.theirs, clash.mine) == (("Wij beginnen.",), ("Wij wachten af.",))
    assert merged.text == "a\nWij beginnen.\nWij wachten af.\nz"


def test_a_line_that_one_erased_and_the_other_rewrote_is_a_clash() -> None:
    merged = merge("a\nb\nc", "a\nc", "a\nb, en meer\nc")
    assert len(merged.clashes) == 1
    assert merged.text == "a\nb, en meer\nc"


@given(TEXTS, TEXTS)
def test_who_changed_nothing_takes_the_other_text(base: str, other: str) -> None:
    assert merge(base, base, other).text == other
    assert merge(base, other, base).text == other
    assert merge(base, other, other).text == other
    assert merge(base, base, other).clashes == ()


def added(base: str, other: str) -> Counter[str]:
    """The words that ``other`` has more of than ``base``."""
    return Counter(other.split()) - Counter(base.split())


@given(TEXTS, TEXTS, TEXTS)
def test_no_word_of_either_is_lost(base: str, mine: str, theirs: str) -> None:
    words = Counter(merge(base, mine, theirs).text.split())
    for text in (mine, theirs):
        missing = set(added(base, text)) - set(words)
        assert missing == set()


@given(TEXTS, st.lists(st.text("abc ", min_size=1, max_size=9), max_size=5), LINES, st.data())
def test_every_line_that_someone_adds_stays(
    base: str, own: list[str], others: list[str], data: st.DataObject
) -> None:
    start = base.split("\n") if base else []
    mine = weave(start, [f"mijn {line}" for line in own], data)
    theirs = weave(start, [f"haar {line}" for line in others], data)
    merged = merge(base, "\n".join(mine), "\n".join(theirs)).text.split("\n")
    for line in (*mine, *theirs):
        assert merged.count(line) >= max(mine.count(line), theirs.count(line))
    assert [line for line in merged if line.startswith("mijn ")] == mine_only(mine, "mijn ")
    assert [line for line in merged if line.startswith("haar ")] == mine_only(theirs, "haar ")


def weave(base: list[str], lines: list[str], data: st.DataObject) -> list[str]:
    """``base`` with new lines put in at places that hypothesis chooses."""
    text = list(base)
    for line in lines:
        text.insert(data.draw(st.integers(0, len(text))), line)
    return text


def mine_only(lines: list[str], start: str) -> list[str]:
    """The lines of one person, in their order."""
    return [line for line in lines if line.startswith(start)]
