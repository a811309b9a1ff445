"""Documentation that fails the build when it points at nothing."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def pages(repository: Path) -> list[Path]:
    """Every page we wrote."""
    return [*repository.glob("*.md"), *(repository / "docs").rglob("*.md")]


def test_every_link_and_picture_exists(repository: Path) -> None:
    missing = []
    for page in pages(repository):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if target.startswith(("http", "#", "mailto:")):
                continue
            if not (page.parent / target.split("#")[0]).exists():
                missing.append(f"{page.relative_to(repository)}: {target}")
    assert missing == []


def test_every_picture_of_the_handleiding_is_shown(repository: Path) -> None:
    folder = repository / "docs" / "handleiding"
    text = "".join(page.read_text(encoding="utf-8") for page in folder.glob("*.md"))
    unused = [p.name for p in (folder / "beelden").glob("*.png") if p.name not in text]
    assert unused == []


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_names_the_two_commands(repository: Path, command: str) -> None:
    assert command in (repository / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["README", "afsprakennota", "dossiers", "een-overleg-opzetten"])
def test_the_contents_of_the_handleiding_point_at_its_headings(repository: Path, page: str) -> None:
    text = (repository / "docs" / "handleiding" / f"{page}.md").read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", line[3:].lower()).replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("## ")
    }
    assert set(re.findall(r"\(#([^)]+)\)", text)) == headings


def test_every_command_of_the_deploy_guide_exists(repository: Path) -> None:
    text = (repository / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:manage\.py|overlegtafel overlegtafel) ([a-z]\w*)", text))
    assert {"migrate", "load_flanders", "set_table", "invite", "send_outbox"} <= named
    assert named - set(get_commands()) == set()
