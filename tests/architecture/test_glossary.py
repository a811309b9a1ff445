"""Every model and every stored value has its word in the glossary."""

import importlib
import importlib.util
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

MODELS = [model for model in apps.get_models() if model.__module__.startswith("overlegtafel")]


def vocabularies() -> Iterator[type[models.TextChoices]]:
    """Every set of stored values in our code, also those inside a model."""
    for app in apps.get_app_configs():
        if not app.name.startswith("overlegtafel"):
            continue
        for room in ("states", "models"):
            if importlib.util.find_spec(f"{app.name}.{room}") is None:
                continue
            module = importlib.import_module(f"{app.name}.{room}")
            holders = [module, *(m for m in MODELS if m.__module__ == module.__name__)]
            found = [v for holder in holders for v in vars(holder).values() if is_words(v)]
            for value in dict.fromkeys(found):  # in a fixed order, for tests side by side
                if value.__module__ == module.__name__:
                    yield value


def is_words(value: object) -> bool:
    """Whether something is a set of stored values."""
    return inspect.isclass(value) and issubclass(value, models.TextChoices)


@pytest.fixture(scope="module")
def glossary(repository: Path) -> str:
    """The page."""
    return (repository / "docs" / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_in_the_glossary(glossary: str, model: type[models.Model]) -> None:
    assert f"| `{model.__name__}` |" in glossary


@pytest.mark.parametrize("words", list(vocabularies()), ids=lambda words: words.__qualname__)
def test_every_stored_value_is_in_the_glossary(
    glossary: str, words: type[models.TextChoices]
) -> None:
    rows = [f"| `{value}` | {label} |" for value, label in words.choices]
    assert [row for row in rows if row not in glossary] == []


def test_the_table_never_makes_a_besluit(repository: Path) -> None:
    """The word may only name what a college or council takes (R42, R46)."""
    source = repository / "src" / "overlegtafel"
    allowed = (
        *("bevoegde organen", "besluit:", "besluitvorming", "collegebesluit", "raadsbesluit"),
        "besluitenlijst",  # in which a college or council publishes what it decided
    )
    found = []
    for path in [*source.rglob("*.html"), *source.rglob("*.py")]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            low = line.lower()
            if "besluit" in low and not any(word in low for word in allowed):
                found.append(f"{path.relative_to(source)}:{number}: {line.strip()}")
    assert [line for line in found if "*besluit*" not in line] == []
