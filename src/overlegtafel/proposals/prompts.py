"""The questions that a note starts from: one that nobody answered never leaves as text."""

import re
from collections.abc import Iterable

from overlegtafel.governance.rules import CharterRules

_ASKING = ("?", ":", "…", "...")


def prompts_of(rules: CharterRules) -> set[str]:
    """Every line of the charter's template of a note, and what its proposals to start from ask."""
    lines = rules.preparation.note_template.splitlines()
    for template in rules.agendering.templates:
        lines += [line for line in template.note.splitlines() if line.rstrip().endswith(_ASKING)]
    return {_said(line) for line in lines if _said(line)}


def answered(note: str, rules: CharterRules) -> str:
    """The note without the questions under which nothing was written.

    A question that was answered stays above its answer, and a heading above what was written.
    """
    return without_prompts(note, prompts_of(rules))


def without_prompts(note: str, prompts: Iterable[str]) -> str:
    """The same for these lines. A note that has none of them stays as it is, to the letter."""
    asked, lines = set(prompts), note.splitlines()
    kept: list[str] = []
    has_answer = has_section = False
    for line in reversed(lines):
        is_prompt, is_heading = _said(line) in asked, line.lstrip().startswith("#")
        stays = not is_prompt or (has_section if is_heading else has_answer)
        if stays:
            kept.append(line)
        if line.strip():
            has_answer = not is_prompt
            has_section = not is_heading and (has_section or stays)
    if len(kept) == len(lines):
        return note
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reversed(kept))).strip()


def _said(line: str) -> str:
    return " ".join(line.split())
