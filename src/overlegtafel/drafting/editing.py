"""Small changes to a draft's content: pure functions that give a new document back."""

import hashlib
from collections.abc import Iterable

from overlegtafel.drafting.content import Clause, DraftContent, Part
from overlegtafel.drafting.states import ClauseKind


def added(
    content: DraftContent, kind: ClauseKind, taken: Iterable[str] = ()
) -> tuple[DraftContent, str]:
    """With an empty clause at the end of its kind, and that clause's key.

    ``taken`` are keys of earlier versions: a remark on what was removed stays about that.
    """
    used = {each.key for each in content.clauses} | set(taken)
    number = next(n for n in range(1, len(used) + 2) if f"{kind.value}_{n}" not in used)
    new = Clause(key=f"{kind.value}_{number}", kind=kind)
    until = list(ClauseKind)[: list(ClauseKind).index(kind) + 1]
    place = max((at for at, each in enumerate(content.clauses, 1) if each.kind in until), default=0)
    clauses = (*content.clauses[:place], new, *content.clauses[place:])
    return content.model_copy(update={"clauses": clauses}), new.key


def mark_of(part: Part | str | None) -> str:
    """A mark of what one part says: the same while nobody changed that part."""
    said = part.model_dump_json() if isinstance(part, Part) else part or ""
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def replaced(content: DraftContent, clause: Clause) -> DraftContent:
    """With this clause in place of the one with its key."""
    clauses = tuple(clause if each.key == clause.key else each for each in content.clauses)
    return content.model_copy(update={"clauses": clauses})


def moved(content: DraftContent, key: str, step: int) -> DraftContent:
    """With one clause a place earlier (-1) or later (1); at an end it stays."""
    clauses = list(content.clauses)
    at = next((at for at, each in enumerate(clauses) if each.key == key), None)
    if at is None or not 0 <= at + step < len(clauses):
        return content
    clauses[at], clauses[at + step] = clauses[at + step], clauses[at]
    return content.model_copy(update={"clauses": tuple(clauses)})


def without(content: DraftContent, key: str) -> DraftContent:
    """Without one clause."""
    clauses = tuple(each for each in content.clauses if each.key != key)
    return content.model_copy(update={"clauses": clauses})
