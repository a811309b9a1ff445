"""Two versions of an agenda side by side: what is new, changed, moved, gone. No database."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from overlegtafel.common.dates import spoken_with_weekday
from overlegtafel.common.text import join_dutch

Entry = Mapping[str, Any]
"""An item as an ``AgendaVersion`` keeps it."""

FIELDS = {
    "title": "de titel",
    "summary": "de toelichting",
    "function": "de functie",
    "category": "de categorie",
    "preparer": "wie het voorbereidt",
    "expected_decision": "de verwachte beslissing",
    "note": "de nota",
    "annexes": "de bijlagen",
}
MOMENT = {
    "day": ("Andere", "dag"),
    "starts_at": ("Ander", "beginuur"),
    "ends_at": ("Ander", "einduur"),
    "location": ("Andere", "plaats"),
}
KINDS = {"new": "nieuw", "changed": "gewijzigd", "moved": "verplaatst", "gone": "vervallen"}


@dataclass(frozen=True)
class Change:
    """What happened to one item. ``order`` is its place now, ``before`` what it was."""

    kind: str
    title: str
    order: int | None
    before: int | None
    fields: tuple[str, ...] = ()
    proposal: int | None = None

    @property
    def mark(self) -> str:
        """The word beside the item: ``nieuw``."""
        return KINDS[self.kind]

    @property
    def sentence(self) -> str:
        """The change in words, for a page and a mail."""
        if self.kind == "new":
            return f"Nieuw: punt {self.order}, “{self.title}”."
        if self.kind == "gone":
            return f"Vervallen: “{self.title}” (was punt {self.before})."
        if self.kind == "moved" and self.before == self.order:
            return (
                f"Verplaatst tussen de andere punten: “{self.title}”, nog altijd punt {self.order}."
            )
        if self.kind == "moved":
            return f"Verplaatst: “{self.title}” van punt {self.before} naar punt {self.order}."
        return f"Gewijzigd: punt {self.order}, “{self.title}”: {join_dutch(list(self.fields))}."


def differences(before: Sequence[Entry], after: Sequence[Entry]) -> list[Change]:
    """What changed, in the order of the newer agenda; what is gone comes last.

    An item is *moved* when it changed places with another: not when one came or went before it.
    An item that moved and changed gives two changes. What an older version did not keep yet is
    not called changed.
    """
    old = {_name(each): each for each in before}
    new = {_name(each): each for each in after}
    common = [name for name in new if name in old]
    places = {name: place for place, name in enumerate(name for name in old if name in new)}
    stayed = _longest_in_order([places[name] for name in common])
    changes = []
    for name, entry in new.items():
        was = old.get(name)
        if was is None:
            changes.append(_change("new", entry, None))
            continue
        fields = tuple(
            words
            for key, words in FIELDS.items()
            if key in was and key in entry and was[key] != entry[key]
        )
        if fields:
            changes.append(_change("changed", entry, was, fields))
        if places[name] not in stayed:
            changes.append(_change("moved", entry, was))
    gone = [entry for name, entry in old.items() if name not in new]
    return changes + [
        Change("gone", entry["title"], None, entry["order"], (), entry.get("proposal"))
        for entry in gone
    ]


def moment_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Where the meeting went to another day, hour or place: a sentence each.

    What an older version did not keep yet is not called changed.
    """
    return [
        _moment_sentence(key, before[key], after[key])
        for key in MOMENT
        if key in before and key in after and before[key] != after[key]
    ]


def _moment_sentence(key: str, before: str, after: str) -> str:
    other, name = MOMENT[key]
    if not after:
        return f"Geen {name} meer (was {_said(key, before)})."
    was = f" in plaats van {_said(key, before)}" if before else ""
    return f"{other} {name}: {_said(key, after)}{was}."


def _said(key: str, value: str) -> str:
    if key == "day":
        return spoken_with_weekday(date.fromisoformat(value))
    return value if key == "location" else f"{value} uur"


def _change(kind: str, entry: Entry, was: Entry | None, fields: tuple[str, ...] = ()) -> Change:
    before = was["order"] if was else None
    return Change(kind, entry["title"], entry["order"], before, fields, entry.get("proposal"))


def _name(entry: Entry) -> Any:
    """What makes an item the same in two versions; those of the first edition have a title only."""
    return entry.get("proposal") or entry["title"]


def _longest_in_order(places: Sequence[int]) -> set[int]:
    """The longest run of places that kept their order: what is not in it was moved."""
    ends: list[int] = []
    at: list[int] = []
    previous: dict[int, int | None] = {}
    for place in places:
        here = bisect_left(ends, place)
        previous[place] = at[here - 1] if here else None
        if here == len(ends):
            ends.append(place)
            at.append(place)
        else:
            ends[here] = at[here] = place
    kept: set[int] = set()
    last: int | None = at[-1] if at else None
    while last is not None:
        kept.add(last)
        last = previous[last]
    return kept
