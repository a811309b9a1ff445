"""Exactly one place decides who has something now: nobody else makes a ``Turn``."""

import ast
from pathlib import Path

SOURCE = Path("src/overlegtafel")
THE_PLACE = SOURCE / "reporting/turn.py"


def test_only_one_module_says_whose_turn_it_is(repository: Path) -> None:
    makers = {
        path.relative_to(repository)
        for path in (repository / SOURCE).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Turn"
    }
    assert makers == {THE_PLACE}


def test_no_page_finishes_the_sentence_itself(repository: Path) -> None:
    opening = "<b>Bij wie ligt het?</b>"
    for page in (repository / SOURCE).rglob("*.html"):
        for after in page.read_text().split(opening)[1:]:
            said = after.lstrip()
            assert said.startswith(("{{", "Bij niemand meer")), page
