"""The floors of the house: imports and relations only point down, and a breach is noticed."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from overlegtafel.audit.models import AuditEntry

PACKAGE = "overlegtafel"


def floors_of_the_house(repository: Path) -> list[list[str]]:
    """The floors from bottom to top, each with its neighbours, as import-linter reads them."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return [[name.strip() for name in layer.split("|")] for layer in reversed(layers)]


def relations_upward(checked: Iterable[type[models.Model]], floors: list[list[str]]) -> list[str]:
    """Each relation of ours to an app that is not the same and not on a lower floor."""
    height = {app: number for number, floor in enumerate(floors) for app in floor}
    found = []
    for model in checked:
        here = model._meta.app_label
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model
            if target is None or not isinstance(target, type) or target is model:
                continue
            there = target._meta.app_label
            if there in height and there != here and height[there] >= height[here]:
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def our_models() -> list[type[models.Model]]:
    """Every model of the house, tables between many-to-many relations included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(f"{PACKAGE}.")
    ]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in ``folder``."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_only_point_down(repository: Path) -> None:
    outcome = lint(repository)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_relations_only_point_down(repository: Path) -> None:
    checked = our_models()
    assert checked
    assert relations_upward(checked, floors_of_the_house(repository)) == []


def test_every_app_has_a_floor(repository: Path) -> None:
    floors = {app for floor in floors_of_the_house(repository) for app in floor}
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(PACKAGE)}
    assert ours <= floors


def test_a_relation_upward_is_caught() -> None:
    upside_down = [["audit"], ["accounts"]]
    assert "audit.AuditEntry.actor -> accounts.User" in relations_upward([AuditEntry], upside_down)


def test_a_relation_to_a_neighbour_is_caught() -> None:
    neighbours = [["audit", "accounts"]]
    assert "audit.AuditEntry.actor -> accounts.User" in relations_upward([AuditEntry], neighbours)


BREACHES = [
    ("meetings/models.py", "from overlegtafel.workspace import urls", "Floors"),
    ("common/text.py", "from overlegtafel.accounts import models", "Floors"),
    ("public_site/urls.py", "from overlegtafel.workspace import urls", "Floors"),
    ("a_new_app/__init__.py", "", "Floors"),
    ("governance/policy.py", "from overlegtafel.governance import services", "Rooms"),
    ("accounts/models.py", "from overlegtafel.accounts import policy", "Rooms"),
    ("meetings/queries.py", "from overlegtafel.meetings import notifications", "Rooms"),
    ("public_site/views.py", "from overlegtafel.meetings import models", "Public door"),
    ("api/views.py", "from overlegtafel.accounts import models", "API door"),
]


@pytest.mark.parametrize(("module", "line", "contract"), BREACHES)
def test_a_breach_is_caught(
    repository: Path, tmp_path: Path, module: str, line: str, contract: str
) -> None:
    package = tmp_path / "src" / PACKAGE
    ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "data")
    shutil.copytree(repository / "src" / PACKAGE, package, ignore=ignored)
    shutil.copy(repository / "pyproject.toml", tmp_path)
    planted = package / module
    planted.parent.mkdir(exist_ok=True)
    with planted.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    if line:
        _, target, _, name = line.split()
        (package / target.removeprefix(f"{PACKAGE}.") / f"{name}.py").touch()
    outcome = lint(tmp_path)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    broken = [row for row in outcome.stdout.splitlines() if "BROKEN" in row]
    assert any(row.startswith(f"{contract}:") for row in broken), outcome.stdout
