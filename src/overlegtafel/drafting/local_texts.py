"""What one municipality's draft says: the common words, its own, and what was adopted.

Pure functions over a draft's own content; nothing of another municipality is ever read here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from overlegtafel.common.differences import Piece, differences
from overlegtafel.drafting.filling import FilledClause, FilledDraft
from overlegtafel.drafting.states import ClauseKind

TITLE = "_titel"
"""Stands for the title where a clause's key is asked; no clause can have it."""


@dataclass(frozen=True)
class LocalClause:
    """One clause: the common words, the municipality's own, and what its body adopted.

    ``adopted`` is ``None`` until the adopted text is known.
    """

    key: str
    label: str
    kind: ClauseKind | None
    common: str
    own: str
    adopted: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the municipality's draft says it otherwise."""
        return self.own != self.common

    @property
    def text(self) -> str:
        """What holds now: what was adopted, else what the draft says."""
        return self.own if self.adopted is None else self.adopted

    @property
    def differs(self) -> bool:
        """Whether what holds now is not the common text: *wijkt af*."""
        return self.text != self.common

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The difference with the common text, in words."""
        return differences(self.common, self.text)


def stored(filled: FilledDraft) -> dict[str, Any]:
    """A filled draft as it is kept."""
    facts = asdict(filled)
    for name in ("clauses", "annexes"):
        facts[name] = [each | {"kind": each["kind"].value} for each in facts[name]]
    facts["unfilled"] = list(filled.unfilled)
    facts["sitting_on"] = filled.sitting_on.isoformat() if filled.sitting_on else None
    return facts


def filled_from(content: Mapping[str, Any]) -> FilledDraft:
    """The filled draft that was kept."""
    facts = dict(content)
    day = facts["sitting_on"]
    for name in ("clauses", "annexes"):
        facts[name] = tuple(
            FilledClause(**each | {"kind": ClauseKind(each["kind"])}) for each in facts[name]
        )
    return FilledDraft(
        **facts
        | {
            "sitting_on": date.fromisoformat(day) if day else None,
            "unfilled": tuple(facts["unfilled"]),
        }
    )


def label_of(clause: FilledClause) -> str:
    """How a clause is called: ``Artikel 3. Proeftijd``."""
    name = clause.kind.label if clause.number is None else f"{clause.kind.label} {clause.number}"
    return f"{name}. {clause.heading}" if clause.heading else str(name)


def local_clauses(
    filled: FilledDraft, own: Mapping[str, str], adopted: Mapping[str, str] | None
) -> list[LocalClause]:
    """Title, clauses and annexes in order; ``adopted`` is ``None`` while it is not known."""

    def clause(key: str, label: str, kind: ClauseKind | None, common: str) -> LocalClause:
        said = own.get(key, common)
        final = None if adopted is None else adopted.get(key, said)
        return LocalClause(key, label, kind, common, said, final)

    return [
        clause(TITLE, "Titel", None, filled.title),
        *(
            clause(each.key, label_of(each), each.kind, each.text)
            for each in (*filled.clauses, *filled.annexes)
        ),
    ]


def with_known(
    filled: FilledDraft, own: Mapping[str, str], known: Mapping[str, str], sitting_on: date | None
) -> tuple[FilledDraft, dict[str, str]]:
    """The draft and the own words with what became known since they were filled.

    ``known`` are values of fields, in words; only fields that were empty are filled.
    """
    now = {name: known[name] for name in filled.unfilled if known.get(name)}

    def put(text: str) -> str:
        for name, value in now.items():
            text = text.replace(f"[{name}]", value)
        return text

    def all_of(clauses: tuple[FilledClause, ...]) -> tuple[FilledClause, ...]:
        return tuple(replace(e, heading=put(e.heading), text=put(e.text)) for e in clauses)

    return (
        replace(
            filled,
            title=put(filled.title),
            clauses=all_of(filled.clauses),
            annexes=all_of(filled.annexes),
            sitting_on=filled.sitting_on or sitting_on,
            unfilled=tuple(each for each in filled.unfilled if each not in now),
        ),
        {key: put(text) for key, text in own.items()},
    )


@dataclass(frozen=True)
class Change:
    """What one clause says otherwise than in an earlier version; ``how`` in one word."""

    how: str
    pieces: tuple[Piece, ...]


def changes_since(old: FilledDraft, new: FilledDraft) -> tuple[dict[str, Change], list[str]]:
    """What differs between two versions for one municipality, by the key of the clause; and what
    the clauses are called that are gone.
    """
    before = {each.key: each for each in (*old.clauses, *old.annexes)}
    found: dict[str, Change] = {}
    for clause in (*new.clauses, *new.annexes):
        was = before.pop(clause.key, None)
        if was is None:
            found[clause.key] = Change("nieuw", ())
        elif (was.heading, was.text) != (clause.heading, clause.text):
            found[clause.key] = Change("gewijzigd", differences(_whole(was), _whole(clause)))
    return found, [label_of(each) for each in before.values()]


def _whole(clause: FilledClause) -> str:
    """Heading and text, as one reads them."""
    return "\n".join(each for each in (clause.heading, clause.text) if each)


def with_words(filled: FilledDraft, words: Mapping[str, str]) -> FilledDraft:
    """The draft with these texts in place of the common ones, by key."""

    def put(clauses: tuple[FilledClause, ...]) -> tuple[FilledClause, ...]:
        return tuple(replace(each, text=words.get(each.key, each.text)) for each in clauses)

    return replace(
        filled,
        title=words.get(TITLE, filled.title),
        clauses=put(filled.clauses),
        annexes=put(filled.annexes),
    )
